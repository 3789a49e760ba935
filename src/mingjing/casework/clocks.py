"""Duties and periods of a case in words: how much of each limit has passed and what is left of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.casework.words import Left, left
from mingjing.law.calendar import WorkCalendar
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty or period with its due day. `percent`: how much of the limit has passed, None without limit."""

    name: str
    period: bool
    holder: str
    clause: Clause
    opened_by: str
    start: date
    term: str
    due: date | None
    moment: datetime | None
    left: Left
    basis: str
    provisional: bool
    paused: bool
    closed_on: date | None
    late: bool
    percent: int | None
    progress: str


def duty_line(calendar: WorkCalendar, duty: Duty, today: date) -> DutyLine:
    """The duty in words, as of today."""
    counted = duty.due and duty.open and not duty.paused
    rest = left(duty.due, duty.term, today, calendar) if counted else Left("", "")
    percent, progress = None, ""
    if duty.term and duty.due and duty.due > duty.start:
        whole = (duty.due - duty.start).days
        until = duty.closed_on or today
        percent = 100 if duty.closed_on else max(0, min(100, round((until - duty.start).days * 100 / whole)))
        passed = (today - duty.start).days
        if duty.open and duty.term.unit == "日" and 0 <= passed <= whole:
            progress = (
                f"第 {passed} 日 / {duty.term.number} 日" if whole == duty.term.number else f"第 {passed} 日"
            )
    if duty.period and rest.state == "over":
        rest = Left("已届满", "")
    return DutyLine(
        name=duty.name,
        period=duty.period,
        holder=duty.holder,
        clause=duty.clause,
        opened_by=duty.opened_by,
        start=duty.start,
        term=duty.term.spoken() if duty.term else "",
        due=duty.due,
        moment=duty.moment,
        left=rest,
        basis=duty.basis,
        provisional=duty.provisional,
        paused=duty.paused,
        closed_on=duty.closed_on,
        late=duty.late,
        percent=percent,
        progress=progress,
    )


def clocks(lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    """At most three limits for the head: what is open and due soonest, then what was done last."""
    limited: list[Any] = [line for line in lines if line.due and not line.period]
    waiting = sorted((line for line in limited if not line.closed_on), key=lambda line: line.due)
    standing = [line for line in lines if line.paused and not line.closed_on]
    finished = sorted(
        (line for line in limited if line.closed_on), key=lambda line: line.closed_on, reverse=True
    )
    return tuple([*waiting, *standing, *finished][:3])
