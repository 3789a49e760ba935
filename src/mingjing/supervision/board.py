"""The duties board: every limit that fell due in a year, by agency and duty, done in time or not.

Each figure is a count over one condition, and the list behind it uses the same condition: `STATES`. All
queries are bounded by agency and due date, and read the index on them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from mingjing.casework.models import DutyRow
from mingjing.casework.packs import current
from mingjing.casework.words import near
from mingjing.registry.roles import CASE_ROLES, ROLES

IN_TIME, LATE, SOON, OVER = "按时办结", "逾期办结", "将到期", "逾期"
# Holders by name, not "all but the party": the index by holder and due date can then be read.
HOLDERS = tuple(ROLES[role].name for role in CASE_ROLES)
STATES = (IN_TIME, LATE, SOON, OVER)
IDS = {"in-time": IN_TIME, "late": LATE, "soon": SOON, "over": OVER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The year that is looked at, as of today. `near`: the last day that counts as 将到期."""

    year: int
    today: date
    near: date

    @classmethod
    def of(cls, year: int, today: date) -> "Span":
        return cls(year=year, today=today, near=near(today, current().calendar))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The figures of one agency or one duty."""

    name: str
    counts: dict[str, int]

    @property
    def ended(self) -> int:
        """Limits that came to an end: done in time, done late, or overdue now."""
        return self.counts[IN_TIME] + self.counts[LATE] + self.counts[OVER]

    @property
    def rate(self) -> str:
        """Done in time out of all that ended, in percent; 「—」 where nothing ended."""
        return f"{100 * self.counts[IN_TIME] / self.ended:.1f}" if self.ended else "—"


def condition(state: str, span: Span) -> Q:
    """What makes a duty count under `state`."""
    return {
        IN_TIME: Q(closed_on__lte=F("due")),
        LATE: Q(closed_on__gt=F("due")),
        SOON: Q(closed__isnull=True, due__gte=span.today, due__lte=span.near),
        OVER: Q(closed__isnull=True, due__lt=span.today),
    }[state]


def watched(person: Any, span: Span, agency: str = "", duty: str = "") -> Any:
    """The duties of agencies, not of parties, that fell or fall due in the year, as far as the person sees.

    What is overdue from earlier years and still open counts in this year: it is not done with.
    """
    first, last = date(span.year, 1, 1), date(span.year, 12, 31)
    fits = Q(due__gte=first, due__lte=last)
    if span.year == span.today.year:
        fits |= Q(due__lt=first, closed__isnull=True)
    rows = DutyRow.objects.visible_to(person).filter(fits, period=False, holder__in=HOLDERS)
    if agency:
        rows = rows.filter(agency=agency)
    return rows.filter(name=duty) if duty else rows


def by(field: str, person: Any, span: Span, agency: str = "", duty: str = "") -> list[Line]:
    """The figures by `agency` or by `name` of the duty, in one query."""
    if field not in ("agency", "name"):
        raise ValueError(field)
    counts = {f"n{index}": Count("due", filter=condition(state, span)) for index, state in enumerate(STATES)}
    rows = watched(person, span, agency, duty).values(field).annotate(**counts).order_by(field)
    return [
        Line(name=row[field], counts={state: row[f"n{index}"] for index, state in enumerate(STATES)})
        for row in rows
    ]


def total(name: str, lines: list[Line]) -> Line:
    return Line(name=name, counts={state: sum(line.counts[state] for line in lines) for state in STATES})


def behind(person: Any, span: Span, states: tuple[str, ...], agency: str = "", duty: str = "") -> Any:
    """The duties behind a figure (of several states: their sum), the longest due first."""
    wanted = Q()
    for state in states:
        wanted |= condition(state, span)
    return (
        watched(person, span, agency, duty)
        .filter(wanted)
        .order_by("due", "agency", "case_id", "opened", "name")
    )


def overdue(person: Any, today: date) -> Any:
    """All duties that are overdue now, of whatever year: read from the index by holder."""
    return DutyRow.objects.visible_to(person).filter(
        holder__in=HOLDERS, closed__isnull=True, due__lt=today, period=False
    )
