"""Every scenario file holds under its own profile: the cases that an officer can read are the tests."""

from pathlib import Path

import pytest

from mingjing.casework.packs import current
from tests.casework.ran import PLANS, outcome, parameters


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "profile"), parameters())
def test_场景的期望都成立(path: Path, profile: str) -> None:
    assert outcome(path, profile).failures == []


def test_各即规则文件夹里的每个方案() -> None:
    assert sorted(layer.id for layer in current().layers() if layer.kind == "方案") == PLANS
