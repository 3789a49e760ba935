"""Scenario files run once per test process and profile, for all the tests that ask what came of them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mingjing.casework.scenario import EACH, Scenario, read
from mingjing.casework.stage import Outcome, Run, run

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "scenarios"
# The demo's files carry dates relative to the day of the demo: tests/casework/test_demo.py runs them.
FILES = sorted(path for path in FOLDER.rglob("*.yaml") if "demo" not in path.relative_to(FOLDER).parts)
PLANS = sorted(path.stem for path in (ROOT / "rules" / "profiles").glob("*.yaml"))


@cache
def scenario(path: Path) -> Scenario:
    return read(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix(), path.parent)


def plain(path: Path) -> Scenario:
    """The scenario under its own profile; one for every plan (方案: 各) under the national rules alone."""
    found = scenario(path)
    return found.under("" if found.profile == EACH else found.profile)


def runs() -> list[tuple[Path, str]]:
    """Every file with every profile that it is written for."""
    return [(path, profile) for path in FILES for profile in scenario(path).profiles(PLANS)]


def parameters() -> list[object]:
    """The runs as parameters of a test, named by file and, for 各, by profile."""
    return [
        pytest.param(path, profile, id=_name(path, profile if scenario(path).profile == EACH else None))
        for path, profile in runs()
    ]


def _name(path: Path, profile: str | None) -> str:
    name = path.relative_to(FOLDER).as_posix()
    return name if profile is None else f"{name}-{profile or 'national'}"


@cache
def outcome(path: Path, profile: str) -> Run:
    """What came of the file; its cases are gone with the transaction of the test that asked first."""
    return run(scenario(path).under(profile))


def outcomes() -> Iterator[Outcome]:
    """What came of every step of every run."""
    for path, profile in runs():
        yield from outcome(path, profile).outcomes
