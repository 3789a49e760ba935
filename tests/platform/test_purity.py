"""Invariants of absence: the law and the journal's core know no Django, no clock, no outside."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "mingjing"
# The journal's shell: these may use the database, files and keys.
JOURNAL_SHELL = {
    "apps",
    "background",
    "check_entries",
    "check_guards",
    "check_heads",
    "commands",
    "doctor",
    "edge",
    "grants",
    "guard",
    "keys",
    "models",
    "publish",
    "refusal",
    "report",
    "rows",
    "seal",
    "store",
    "tables",
    "tree",
    "verify",
}
LAW_SHELL = {"commands", "book", "reader"}
CASEWORK_CORE = {"state", "fold", "decide"}

_OUTSIDE = {
    "django",
    "socket",
    "requests",
    "urllib",
    "http",
    "subprocess",
    "sqlite3",
    "psycopg",
    "random",
    "time",
}
_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
}


def _pure() -> list[Path]:
    law = [path for path in (SOURCE / "law").rglob("*.py") if path.stem not in LAW_SHELL]
    journal = [path for path in (SOURCE / "journal").glob("*.py") if path.stem not in JOURNAL_SHELL]
    casework = [path for path in (SOURCE / "casework").glob("*.py") if path.stem in CASEWORK_CORE]
    return sorted(law + journal + casework)


@pytest.mark.parametrize("path", _pure(), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_纯的模块_不用Django_不看钟_不读写外面(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        for name in names:
            assert name.split(".")[0] not in _OUTSIDE, f"{path.name}:{node.lineno} 用了 {name}"
            assert not name.startswith(("mingjing.platform", "mingjing.registry")), (
                f"{path.name}:{node.lineno}"
            )
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                assert (called.value.id, called.attr) not in _CLOCKS, f"{path.name}:{node.lineno} 看了钟"
            if isinstance(called, ast.Name):
                assert called.id not in ("open", "print", "input", "eval", "exec"), (
                    f"{path.name}:{node.lineno}"
                )


def test_没有筐一样的模块名():
    baskets = {"utils", "helpers", "common", "lib", "base", "misc"}
    assert [path for path in SOURCE.rglob("*.py") if path.stem in baskets] == []


def test_没有一个模块超过三百行():
    long = {
        str(path.relative_to(SOURCE)): lines
        for path in SOURCE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
        and "migrations" not in path.parts
    }
    assert long == {}
