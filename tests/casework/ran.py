"""Scenario files run once per test process, for all the tests that ask what came of them."""

from functools import cache
from pathlib import Path

from mingjing.casework.scenario import read
from mingjing.casework.stage import Run, run

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scenarios"
# The demo's files carry dates relative to the day of the demo: tests/casework/test_demo.py runs them.
FILES = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent.name != "demo")


@cache
def outcome(path: Path) -> Run:
    """What came of the file; its cases are gone with the transaction of the test that asked first."""
    return run(read(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix(), path.parent))
