"""docs/operations.md: every command it shows is one that the program takes."""

import re
import shlex
from pathlib import Path

import pytest

from mingjing.platform.cli import build

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SHOWN = [
    line
    for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("mingjing ")
]
NAMED = re.findall(r"`mingjing ([a-z]+)", TEXT)


@pytest.mark.parametrize("line", sorted(set(SHOWN)))
def test_文中的命令都认得(line: str) -> None:
    assert build().parse_args(shlex.split(line)[1:]).run is not None


def test_文中提到的命令都有_备份恢复核验重建都写到了() -> None:
    commands = next(action for action in build()._actions if action.dest == "command").choices
    assert commands and set(NAMED) <= set(commands)
    assert {"backup", "restore", "verify", "rebuild", "migrate", "setup"} <= {
        shlex.split(line)[1] for line in SHOWN
    }


def test_文中的make目标都有() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"^make ([a-z-]+)$", TEXT, re.MULTILINE)) <= set(targets)
