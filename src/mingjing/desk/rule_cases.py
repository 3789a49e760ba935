"""The scenario files beside the rules, offered as cases by which plans are compared."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingjing.casework.scenario import Scenario, read

_NAME = re.compile(r"^场景: *(.+)$", re.MULTILINE)
_PROCEDURE = re.compile(r"^程序: *(.+)$", re.MULTILINE)
_FOLDERS = ("checks", "decisions")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One scenario; `file` by its path from the folder of the rules."""

    file: str
    name: str
    procedure: str

    def read(self) -> Scenario:
        """Raises `ScenarioError` with every fault."""
        path = _top() / self.file
        return read(path.read_text(encoding="utf-8"), self.file, path.parent)


def _top() -> Path:
    return Path(settings.MINGJING_RULES).parent


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """The scenario files by path, read once per process; none where only the program stands."""
    top = _top()
    return {
        path.relative_to(top).as_posix(): path.read_text(encoding="utf-8")
        for folder in _FOLDERS
        for path in sorted((top / "scenarios" / folder).rglob("*.yaml"))
    }


def cases_of(procedure: str) -> list[CaseFile]:
    """The scenarios of the procedure that begin a case themselves, by name."""
    found = []
    for file, text in texts().items():
        name, of = _NAME.search(text), _PROCEDURE.search(text)
        if name and of and of[1].strip() == procedure:
            found.append(CaseFile(file, name[1].strip(), procedure))
    return sorted(found, key=lambda each: each.name)
