"""A finding of the platform on a point of review, and what findings may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty
from mingjing.law.person import Certificate
from mingjing.law.record import Record

FITS, ASK, NOT = "相符", "请判断", "不符"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`word`: the word of the points that it belongs to; `said` carries the figures it rests on."""

    word: str
    state: str
    said: str
    clause: Clause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that findings may look at. `certificates`: every certificate of those who acted, `names` by id."""

    book: RuleBook
    procedure: r.Procedure
    record: Record
    duties: tuple[Duty, ...]
    certificates: Mapping[str, tuple[Certificate, ...]]
    names: Mapping[str, str]
    region: str
    today: date

    def asks(self, fact: str) -> bool:
        """Whether some act of the procedure records the fact: without it there is nothing to find."""
        return any(fact in act.fields for act in self.procedure.acts.values())

    def states(self, fact: str) -> bool:
        """Whether the draft decision of the procedure holds the fact."""
        return self.procedure.draft is not None and fact in self.procedure.draft.facts

    def holds(self, situation: str) -> bool:
        return self.book.conditions.holds(situation, self.record, None, self.today)
