"""A data folder, and so keys of the logs, of each test's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def 数据目录(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MINGJING_DATA = tmp_path
    yield tmp_path
