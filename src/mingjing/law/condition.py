"""Named situations (情形) and the thresholds (参数) that they ask, as values. No behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A named condition (情形): a CEL expression, or any/all of other situations."""

    name: str
    said: str
    clause: Clause
    expression: str = ""
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A threshold that a profile sets; a value of None (未定) counts as 0, the strictest."""

    name: str
    id: str
    values: Mapping[str, float | None]
    tighter_is_less: bool
    clause: Clause
    checked: bool = True
    file: str = ""
    line: int = 0
    replaced: "Parameter | None" = None
