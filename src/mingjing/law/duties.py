"""Duties and periods of a case, computed from its acts whenever asked for; nothing is counted down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from mingjing.law import approval
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.calendar import WorkCalendar
from mingjing.law.clause import Clause
from mingjing.law.fact import SHANGHAI, gather
from mingjing.law.limit import Due, last_day, last_moment
from mingjing.law.publication import everywhere
from mingjing.law.record import Done, Record
from mingjing.law.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One opened duty (义务) or period (期间). `due` None: no limit in law, or the limit stands still."""

    name: str
    period: bool
    holder: str
    opened_by: str
    opened: int  # version of the opening act
    start: date
    term: Term | None
    due: date | None
    moment: datetime | None  # for limits in hours
    provisional: bool
    paused: bool
    basis: str
    clause: Clause
    closed: int = 0  # version of the closing act, 0 while open
    closed_on: date | None = None

    @property
    def open(self) -> bool:
        return not self.closed

    def over(self, day: date) -> bool:
        """Whether the last day has passed: on the day itself the act is still in time."""
        return self.due is not None and day > self.due

    @property
    def late(self) -> bool:
        """Whether it was closed after its last day."""
        return self.closed_on is not None and self.due is not None and self.closed_on > self.due


def duties(book: RuleBook, procedure: r.Procedure, record: Record) -> list[Duty]:
    """All duties and periods that the acts opened, in the order of opening."""
    found: list[Duty] = []
    asked = {each.version: each.ended for each in approval.requests(record)}
    for index, done in enumerate(record.acts):
        act = procedure.acts.get(done.act)
        if act is None:
            continue
        for at, duty in enumerate(found):
            if duty.name == approval.DUTY and asked.get(duty.opened) == done.version:
                found[at] = _closed(duty, done)
        for closing in act.closes:
            if _waits_for_channels(book, procedure, record, index, closing.duty):
                continue
            if not closing.when or book.conditions.holds(closing.when, _until(book, record, index)):
                _close(found, closing.duty, done, bool(act.status))
        for rule in act.opens:
            if not rule.when or book.conditions.holds(rule.when, _until(book, record, index)):
                found.append(_open(book, procedure, record, index, rule))
    return found


def _waits_for_channels(
    book: RuleBook, procedure: r.Procedure, record: Record, index: int, duty: str
) -> bool:
    """Whether a duty to publish on several channels stays open after the act: some are still to come."""
    rule = next((each for each in procedure.publications if each.duty == duty and each.elsewhere), None)
    if rule is None or record.acts[index].act == rule.withheld:
        return False
    return not everywhere(rule, _until(book, record, index))


def _until(book: RuleBook, record: Record, index: int) -> Record:
    """The case as it was right after the act at `index`; the facts as they are then."""
    if index == len(record.acts) - 1:
        return record
    acts = record.acts[: index + 1]
    facts = gather(book.facts, (done.facts for done in acts))
    return Record(record.case, record.agency, record.procedure, acts, record.status, record.draft, facts)


def _close(found: list[Duty], name: str, done: Done, ends: bool) -> None:
    """Close the earliest open one of the name: one act answers one duty. An act that ends a state of the case
    (`ends`) leaves none of them open."""
    for index, duty in enumerate(found):
        if duty.name == name and duty.open:
            found[index] = _closed(duty, done)
            if not duty.period and not ends:
                return


def _closed(duty: Duty, done: Done) -> Duty:
    return Duty(
        **{each: getattr(duty, each) for each in Duty.__slots__ if each not in ("closed", "closed_on")},
        closed=done.version,
        closed_on=done.day,
    )


def resolved(book: RuleBook, term: Term, clause: Clause) -> Term:
    """The term in the kind of days that the law of its clause means."""
    return book.days.resolve(term, clause.law)


def _stated(book: RuleBook, procedure: r.Procedure, record: Record, index: int, name: str) -> date | None:
    """The date fact as the opening act says it; where the act does not ask for it, as recorded until then."""
    if not name:
        return None
    done = record.acts[index]
    said = done.facts.get(name)
    if not said and name not in procedure.acts[done.act].fields:
        said = _until(book, record, index).facts.get(name)
    return date.fromisoformat(str(said)) if said else None


def _open(book: RuleBook, procedure: r.Procedure, record: Record, index: int, rule: r.DutyRule) -> Duty:
    done = record.acts[index]
    start = _stated(book, procedure, record, index, rule.start) or done.day
    fixed = _stated(book, procedure, record, index, rule.until)
    term = resolved(book, rule.term, rule.clause) if rule.term else None
    due, moment, provisional, basis = None, None, False, ""
    spans, standing = _pauses(procedure, record, rule.name, done.version)
    if term and term.unit == "小时":
        moment = last_moment(
            done.at if start == done.day else datetime.combine(start, time(), SHANGHAI), term
        )
        due = moment.date()
    elif term and not standing:
        extended = tuple(_extensions(procedure, record, rule.name, done.version))
        found = _last_day(start, term, book.calendar, tuple(spans), extended)
        due, provisional, basis = found.date, found.provisional, found.basis
        for later in _postponed(procedure, record, rule.name, done.version):
            due = max(due, later)
    elif fixed:
        due = max(fixed, *_postponed(procedure, record, rule.name, done.version), date.min)
        basis = f"以{due}为末日，不顺延"
    return Duty(
        name=rule.name,
        period=rule.period,
        holder=approval.role_of(procedure, str(done.facts.get(approval.MATTER, "")))
        if rule.holder == approval.APPROVER
        else rule.holder,
        opened_by=done.act,
        opened=done.version,
        start=start,
        term=term,
        due=due,
        moment=moment,
        provisional=provisional,
        paused=standing,
        basis=basis,
        clause=rule.clause,
    )


@lru_cache(maxsize=8192)
def _last_day(
    start: date,
    term: Term,
    calendar: WorkCalendar,
    paused: tuple[tuple[date, date], ...],
    extended: tuple[Term, ...],
) -> Due:
    """`last_day`, remembered: the duties of one case are asked for many times."""
    return last_day(start, term, calendar, paused=paused, extended=extended)


def _pauses(
    procedure: r.Procedure, record: Record, duty: str, since: int
) -> tuple[Sequence[tuple[date, date]], bool]:
    """Spans in which the limit did not run, and whether it stands still now."""
    spans: list[tuple[date, date]] = []
    begun: tuple[date, str] | None = None
    for done in record.acts:
        if done.version <= since:
            continue
        act = procedure.acts.get(done.act)
        if begun and done.act == begun[1]:
            spans.append((begun[0], max(begun[0], done.day)))
            begun = None
        for pause in act.pauses if act else ():
            if pause.duty == duty and begun is None:
                begun = (done.day, pause.until)
    return spans, begun is not None


def _extensions(procedure: r.Procedure, record: Record, duty: str, since: int) -> list[Term]:
    return [
        Term.parse(str(done.facts[act.extends.by]))
        for done in record.acts
        if done.version > since
        and (act := procedure.acts.get(done.act))
        and act.extends
        and act.extends.duty == duty
        and act.extends.by
        and done.facts.get(act.extends.by)
    ]


def _postponed(procedure: r.Procedure, record: Record, duty: str, since: int) -> list[date]:
    return [
        date.fromisoformat(str(done.facts[act.extends.to]))
        for done in record.acts
        if done.version > since
        and (act := procedure.acts.get(done.act))
        and act.extends
        and act.extends.duty == duty
        and act.extends.to
        and done.facts.get(act.extends.to)
    ]
