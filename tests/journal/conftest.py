"""What the journal's tests share: a key folder of their own for each test, and a filled journal."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

NOW = datetime.fromisoformat("2026-03-02T18:00:00+08:00")


@pytest.fixture(autouse=True)
def 数据目录(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.MINGJING_DATA = tmp_path
    yield tmp_path


@pytest.fixture
def now() -> datetime:
    return NOW
