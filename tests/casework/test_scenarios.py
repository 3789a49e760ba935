"""Every scenario file holds under its own profile: the cases that an officer can read are the tests."""

from pathlib import Path

import pytest

from mingjing.casework.scenario import read
from mingjing.casework.stage import run

FOLDER = Path(__file__).parents[2] / "scenarios"
FILES = sorted(FOLDER.rglob("*.yaml"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_场景的期望都成立(path: Path) -> None:
    result = run(read(path.read_text(encoding="utf-8"), path.relative_to(FOLDER.parent).as_posix()))
    assert result.failures == []
