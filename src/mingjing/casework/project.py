"""Writing the projections of one case from its record, in the act's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connections

from mingjing.casework.fold import Opening
from mingjing.casework.officers import IN_CHARGE
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.duties import Duty
from mingjing.law.publication import publication_of, publication_state
from mingjing.law.record import Record
from mingjing.platform.database import adapted

CASE_COLUMNS = (
    "agency",
    "id",
    "number",
    "procedure",
    "profile",
    "sector",
    "pack",
    "status",
    "stage",
    "version",
    "cause",
    "party",
    "party_kind",
    "unit",
    "opened",
    "changed",
    "last_act",
    "decided",
    "decision_number",
    "fine",
    "major",
    "publication",
    "next_due",
    "next_duty",
)
DUTY_COLUMNS = (
    "agency",
    "case_id",
    "opened",
    "name",
    "period",
    "holder",
    "opened_by",
    "start",
    "term",
    "due",
    "moment",
    "provisional",
    "paused",
    "basis",
    "clause",
    "closed",
    "closed_on",
)
PARTY = "当事人"
MAJOR = "应当法制审核"


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    marks = ", ".join(["%s"] * len(columns))
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}"
    )


_PUT_CASE = _upsert("casework_case", CASE_COLUMNS, ("agency", "id"))
_PUT_DUTY = _upsert("casework_dutyrow", DUTY_COLUMNS, ("agency", "case_id", "opened", "name"))
_PUT_PARTICIPANT = (
    "INSERT INTO casework_participant (agency, case_id, person, capacity) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT DO NOTHING"
)


def project(
    book: RuleBook,
    procedure: r.Procedure,
    opened: Opening,
    record: Record,
    duties: Iterable[Duty],
    since: int,
) -> None:
    """Bring the rows of the case up to date. `since`: version after which acts are not yet projected.

    `duties` are those of the whole record; only those that an act can still have changed are written.
    """
    found = list(duties)
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(_PUT_CASE, adapted(connection, case_row(book, procedure, opened, record, found)))
        touched = [duty for duty in found if duty.opened > since or duty.open or duty.closed > since]
        if touched:
            cursor.executemany(_PUT_DUTY, [adapted(connection, duty_row(record, duty)) for duty in touched])
        people = participants(record, since)
        if people:
            cursor.executemany(_PUT_PARTICIPANT, [(record.agency, record.case, *each) for each in people])


def participants(record: Record, since: int = 0) -> list[tuple[str, str]]:
    """(person, capacity) of who acted after `since` or was named handler then."""
    found: dict[tuple[str, str], None] = {}
    for done in record.acts:
        if done.version > since:
            found.update(dict.fromkeys((person, done.capacity) for person in done.by))
            found.update(
                dict.fromkeys((str(person), IN_CHARGE) for person in done.facts.get(IN_CHARGE) or ())
            )
    return list(found)


def case_row(
    book: RuleBook, procedure: r.Procedure, opened: Opening, record: Record, duties: list[Duty]
) -> tuple[Any, ...]:
    facts, party = record.facts, record.facts.get(PARTY) or {}
    first, last = record.acts[0], record.acts[-1]
    # A case is as far as its furthest stage; acts recorded afterwards do not take it back.
    stages = [procedure.acts[done.act].stage for done in record.acts if done.act in procedure.acts]
    stage = max(stages, key=procedure.stages.index)
    decided, number = decision(procedure, record)
    waiting = [duty for duty in duties if duty.open and not duty.period and duty.due]
    soonest = min(waiting, key=lambda duty: (duty.due, duty.opened), default=None)
    return (
        record.agency,
        record.case,
        first.number,
        record.procedure,
        opened.profile,
        opened.sector,
        opened.pack,
        record.status,
        stage,
        record.version,
        cause(facts)[:200],
        str(party.get("名称") or "")[:120],
        str(party.get("类别") or ""),
        opened.unit,
        first.at,
        last.recorded,
        last.act,
        decided,
        number,
        facts.get("罚款"),
        book.conditions.holds(MAJOR, record),
        publication(procedure, record, last.recorded.date()),
        soonest.due if soonest else None,
        soonest.name if soonest else "",
    )


def cause(facts: Mapping[str, Any]) -> str:
    """What the case is about: the cause of a penalty, the matter of anything else."""
    return str(facts.get("案由") or facts.get("事项") or "")


def decision(procedure: r.Procedure, record: Record) -> tuple[date | None, str]:
    """Day and document number of the decision, (None, "") before there is one.

    A decision is what is published as one, or what is numbered as one (编号 {名: …决定}).
    """
    published = {act for rule in procedure.publications for act in rule.decided}
    for done in reversed(record.acts):
        act = procedure.acts.get(done.act)
        if act is None:
            continue
        if done.act in published or (act.series and act.series[0].endswith("决定")):
            return done.day, "" if act.opens_case else done.number
    return None, ""


def publication(procedure: r.Procedure, record: Record, day: date) -> str:
    """How far the publication of the newest decision has come; "" before there is one."""
    rule = publication_of(procedure.publications, record)
    return publication_state(rule, record, day) if rule else ""


def duty_row(record: Record, duty: Duty) -> tuple[Any, ...]:
    return (
        record.agency,
        record.case,
        duty.opened,
        duty.name,
        duty.period,
        duty.holder,
        duty.opened_by,
        duty.start,
        str(duty.term or ""),
        duty.due,
        duty.moment,
        duty.provisional,
        duty.paused,
        duty.basis[:400],
        str(duty.clause),
        duty.closed or None,
        duty.closed_on,
    )
