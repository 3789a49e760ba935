"""Every scenario file holds under its own profile: the cases that an officer can read are the tests."""

from pathlib import Path

import pytest

from tests.casework.ran import FILES, FOLDER, outcome


@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_场景的期望都成立(path: Path) -> None:
    assert outcome(path).failures == []
