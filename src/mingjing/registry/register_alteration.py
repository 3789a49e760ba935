"""What a change alters in a row of a register, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingjing.law.register import Register


@dataclass(frozen=True, slots=True)
class Alteration:
    """One column before and after; None: empty. Of a private column only whether it was and is filled in."""

    column: str
    before: Any
    after: Any
    private: bool = False

    @property
    def empties(self) -> bool:
        return self.before is not None and self.after is None


def alterations(
    spec: Register, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Alteration, ...]:
    """The columns that differ, in the order of the register; one that the rules no longer have comes last."""
    names = (*spec.columns, *(name for name in before if name not in spec.columns))
    return tuple(
        _alteration(spec, name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _alteration(spec: Register, name: str, before: Any, after: Any) -> Alteration:
    if name in spec.columns and spec.columns[name].private:
        return Alteration(name, None if before is None else "", None if after is None else "", private=True)
    return Alteration(name, before, after)
