"""What changed between two versions of a catalogue: items added, taken away, columns that differ. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ADDED, REMOVED, CHANGED = "新增", "取消", "修改"


@dataclass(frozen=True, slots=True)
class Cell:
    """One column that differs; "" where there is nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that differs."""

    kind: str
    key: str
    cells: tuple[Cell, ...]


def differences(
    before: Iterable[tuple[str, Mapping[str, Any]]],
    after: Iterable[tuple[str, Mapping[str, Any]]],
    columns: Sequence[str],
) -> list[Difference]:
    """The items that differ: those of the later version in its order, then those taken away."""
    old, new = dict(before), dict(after)
    found = []
    for key, values in new.items():
        there = old.get(key, {})
        cells = _cells(there, values, columns)
        if key not in old:
            found.append(Difference(ADDED, key, cells))
        elif cells:
            found.append(Difference(CHANGED, key, cells))
    found += [
        Difference(REMOVED, key, _cells(values, {}, columns)) for key, values in old.items() if key not in new
    ]
    return found


def _cells(before: Mapping[str, Any], after: Mapping[str, Any], columns: Sequence[str]) -> tuple[Cell, ...]:
    pairs = ((name, said(before.get(name)), said(after.get(name))) for name in columns)
    return tuple(Cell(name, old, new) for name, old, new in pairs if old != new)


def said(value: object) -> str:
    """A value as text."""
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
