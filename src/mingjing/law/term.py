"""A legal term: how much time the law gives, in the unit the law names.

The written form in rule files is a number and a unit without anything between: ``7工作日``, ``15日``,
``3个月``, ``2年``, ``24小时``. Whether a law's "日" means a working day is not decided here, see
`mingjing.law.days`; when a term ends is computed by `mingjing.law.limit`.
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["日", "工作日", "个月", "年", "小时"]

# [0-9] and not \d: full-width and other digits are slips of the keyboard, not another spelling.
_WRITTEN = re.compile(r"([1-9][0-9]{0,3})(工作日|日|个月|年|小时)")
# Days that a unit can last at most and lasts at least; 工作日 with the weekends and a week of holidays.
_AT_MOST = {"小时": 1 / 24, "日": 1, "工作日": 1.5, "个月": 31, "年": 366}
_AT_LEAST = {"小时": 1 / 24, "日": 1, "工作日": 1, "个月": 28, "年": 365}


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time of 1 to 9999 units."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if not _WRITTEN.fullmatch(f"{self.number}{self.unit}"):
            raise TermError(f"{self.number}{self.unit}")

    @classmethod
    def parse(cls, text: str) -> "Term":
        """The term of a text such as ``7工作日``, ``15日``, ``3个月``, ``24小时``; else `TermError`."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise TermError(text)
        return cls(int(found[1]), cast(Unit, found[2]))

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"

    def spoken(self) -> str:
        """The term as a sentence uses it: ``7个工作日``, ``15日``, ``3个月``."""
        return f"{self.number}个工作日" if self.unit == "工作日" else str(self)

    def within(self, most: "Term") -> bool:
        """Whether it never lasts longer than `most`: 30工作日 and 1个月 can both be longer than 30日."""
        if self.unit == most.unit:
            return self.number <= most.number
        return self.number * _AT_MOST[self.unit] <= most.number * _AT_LEAST[most.unit]


class TermError(ValueError):
    """A text that is no term."""

    def __init__(self, text: object) -> None:
        super().__init__(f"期限“{text}”不认识；写作“7工作日”“15日”“3个月”或“24小时”")
