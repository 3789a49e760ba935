"""Preconditions of an act (须), as data. What each asks is said here; `mingjing.law.weigh` answers."""

from dataclasses import dataclass

from mingjing.law.clause import Clause
from mingjing.law.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Common to all: clause, words of the lack, the act that mends it, the situation it is limited to."""

    clause: Clause
    said: str = ""
    mend: str = ""
    when: str = ""
    unless: str = ""
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds(Guard):
    """有 a situation: it must hold."""

    situation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fails(Guard):
    """不 a situation: it must not hold."""

    situation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Guard):
    """有 an act. `each`: every performance of the guarded act uses up one. `before`: not yet answered by that
    act. `same_draft`: it was about the draft as it stands."""

    act: str
    each: bool = False
    before: str = ""
    same_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HasAny(Guard):
    """有任一: at least one of these acts."""

    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Guard):
    """每个 X 有 Y [或 Z]: no X is without its answer; repeating X never erases an earlier one."""

    act: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed(Guard):
    """满 a period: all that were opened have ended (or were closed by waiver) before the day of the act.

    With `term` instead: so long after the date fact `start`, measured at the date fact `at` or the act."""

    period: str = ""
    term: Term | None = None
    start: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Guard):
    """期内 a period: it still runs on the day of the date fact `at` (or of the act)."""

    period: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over(Guard):
    """过 a duty's due date: it has been opened, and its last day passed before anything answered it."""

    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOver(Guard):
    """未过: the due date of the duty has not passed."""

    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited(Guard):
    """限: not later than `term` after the date fact `start` or after the end of all `periods`;
    measured at the first act `until`, or at this act. `shift`: a last day on a rest day moves on."""

    term: Term
    start: str = ""
    periods: tuple[str, ...] = ()
    until: str = ""
    shift: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead(Guard):
    """提前: the act lies at least `term` before the moment fact."""

    fact: str
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBefore(Guard):
    """不早于: not before the moment that an earlier act fixed in `fact`."""

    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Guard):
    """日期 … 不早于: the date fact lies on or after the day of the last act `since`."""

    fact: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPerson(Guard):
    """人员 … 异于: the person in `fact` has not acted in the case in the role."""

    fact: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeDraft(Guard):
    """与稿一致: what is told or decided is what the draft says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Guard):
    """等于 … 算: the fact equals what the law's arithmetic gives."""

    fact: str
    formula: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost(Guard):
    """不超过: a term fact is at most this term, alone or summed over all such acts."""

    fact: str
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Among(Guard):
    """逐项 … 算: each item of the text fact is one of the list that the formula gives. `partly`: not all."""

    fact: str
    formula: str
    partly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneLeft(Guard):
    """无余: the list that the formula gives is empty."""

    formula: str
