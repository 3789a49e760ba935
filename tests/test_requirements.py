"""docs/requirements.yaml says what proves each requirement: everything it names is there, every id once."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "requirements.yaml"
要求: list[dict[str, Any]] = [
    each for rows in yaml.safe_load(FILE.read_text(encoding="utf-8")).values() for each in rows
]


def test_每项要求只列一次_写明要什么_能看到什么() -> None:
    names = [each["id"] for each in 要求]
    assert len(names) == len(set(names))
    for each in 要求:
        assert each["need"] and each["shows"] and set(each) <= {"id", "need", "shows", "open", "tests"}


@pytest.mark.parametrize("each", [each for each in 要求 if each["tests"]], ids=lambda each: each["id"])
def test_所列的测试和场景都在(each: dict[str, Any]) -> None:
    for proof in each["tests"]:
        path, _, name = proof.partition("::")
        text = (ROOT / path).read_text(encoding="utf-8")
        found = re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE)
        assert path.startswith("scenarios/") or found, proof
