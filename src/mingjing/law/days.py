"""Which of a law's "日" are working days.

The laws differ: 行政处罚法 85 names four numbers, 行政许可法 82 all, 行政强制法 69 those up to ten; a law
that says nothing counts calendar days (《民法典》第二百条、第二百零一条). The figures stand in
``rules/national/days.yaml``; this module only reads the parsed file and applies it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law.clause import Clause
from mingjing.law.term import Term


class DaysError(ValueError):
    """A days file that is not of the expected shape."""


@dataclass(frozen=True, slots=True)
class DayKind:
    """One law's rule: the numbers of days, or all up to `at_most`, that are working days."""

    law: str
    clause: Clause
    numbers: frozenset[int] = frozenset()
    at_most: int = 0
    all: bool = False

    def working(self, number: int) -> bool:
        """Whether a limit of this many days in this law is one of working days."""
        return self.all or number <= self.at_most or number in self.numbers


@dataclass(frozen=True, slots=True)
class DayKinds:
    """The rules of all laws that have one, by the law's short name."""

    kinds: Mapping[str, DayKind]

    @classmethod
    def build(cls, file: Mapping[str, object]) -> "DayKinds":
        """The rules of a parsed days file; `DaysError` names the law whose entry is wrong."""
        if unknown := sorted(set(file) - {"工作日"}):
            raise DaysError(f"计日文件中的“{unknown[0]}”不认识")
        laws = file.get("工作日")
        if not isinstance(laws, Mapping):
            raise DaysError("计日文件缺少“工作日”")
        return cls({str(law): _kind(str(law), entry) for law, entry in laws.items()})

    def resolve(self, term: Term, law: str) -> Term:
        """`term` with the unit that `law` means: 7日 in 行政处罚法 is 7工作日, 15日 stays 15日.

        `law` is the short name or the one with 中华人民共和国; other units and unlisted laws are left alone.
        """
        kind = self.of(law)
        if term.unit == "日" and kind is not None and kind.working(term.number):
            return Term(term.number, "工作日")
        return term

    def of(self, law: str) -> DayKind | None:
        """The rule of this law, or None if the law has none and its days are calendar days."""
        return self.kinds.get(law.strip("《》").removeprefix("中华人民共和国"))


def _kind(law: str, entry: object) -> DayKind:
    if not isinstance(entry, Mapping) or not entry.get("依据"):
        raise DaysError(f"计日文件中“{law}”缺少“依据”")
    if unknown := sorted(set(entry) - {"日数", "依据", "原文", "校核"}):
        raise DaysError(f"计日文件中“{law}”的“{unknown[0]}”不认识")
    clause = Clause.parse(str(entry["依据"]))
    match entry.get("日数"):
        case "全部":
            return DayKind(law, clause, all=True)
        case {"至多": int(most)}:
            return DayKind(law, clause, at_most=most)
        case [*numbers] if numbers and all(isinstance(n, int) for n in numbers):
            return DayKind(law, clause, numbers=frozenset(numbers))
    raise DaysError(f"计日文件中“{law}”的“日数”应写作“全部”、“{{至多: 10}}”或者“[2, 3, 5, 7]”")
