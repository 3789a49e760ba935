"""Opening a case: the kinds of work that an agency may begin, and what goes along from another case."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from mingjing.casework.models import Case
from mingjing.casework.pages import OutOfSight, case_row
from mingjing.casework.service import NoSuchCase, Opened, load
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.plan import CATEGORIES
from mingjing.registry.models import Person

PARTY = "当事人"
SHOWN = 60  # cases to choose from


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of work with the act that begins it."""

    procedure: str
    act: str
    url: str
    said: str
    clause: Clause


def openings(book: RuleBook) -> Iterator[tuple[r.Procedure, r.ActRule]]:
    """Every act that opens a case under the book."""
    for procedure in book.procedures.values():
        for act in procedure.acts.values():
            if act.opens_case:
                yield procedure, act


def carries(act: r.ActRule) -> bool:
    """Whether the act can name another case that it goes on from."""
    return any(field.fact.type is r.FactType.CASE for field in act.fields.values())


def choices(book: RuleBook, source: str = "", role: str = "") -> tuple[Choice, ...]:
    """What can be begun, by category; from a `source` case only what can name it. `role`: who begins it."""
    found = [
        (_place(procedure.category), choice(procedure, act, source))
        for procedure, act in openings(book)
        if (not source or carries(act)) and (not role or role in act.roles)
    ]
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def _place(category: str) -> int:
    return CATEGORIES.index(category) if category in CATEGORIES else len(CATEGORIES)


def choice(procedure: r.Procedure, act: r.ActRule, source: str = "") -> Choice:
    """The procedure as a reader chooses it."""
    url = reverse("desk_open", args=(procedure.id, act.id))
    said = procedure.said or "、".join(procedure.stages)
    return Choice(
        procedure.name, act.name, f"{url}?{urlencode({'from': source})}" if source else url, said, act.clause
    )


def source_case(person: Person, case: str) -> Opened:
    """The case that a new one goes on from: of the person's own agency. Raises `OutOfSight`."""
    row = case_row(person, case)
    if row.agency != person.agency_id:
        raise OutOfSight("没有这个案件")
    try:
        return load(row.agency, row.id)
    except NoSuchCase as error:
        raise OutOfSight("没有这个案件") from error


def carried(source: Opened, act: r.ActRule) -> dict[str, Any]:
    """What the form is filled with from the source: its number where a case is asked for, and its party."""
    found: dict[str, Any] = {
        name: source.record.acts[0].number
        for name, field in act.fields.items()
        if field.fact.type is r.FactType.CASE
    }
    if PARTY in act.fields and source.record.facts.get(PARTY):
        found[PARTY] = source.record.facts[PARTY]
    return found


def known_cases(person: Person, act: r.ActRule, case: str) -> tuple[tuple[str, str], ...]:
    """(number, whose and under which procedure) of the agency's cases handled last, to choose from by number.

    The list only helps to write: any case of the agency may be named. Empty where the act asks for none.
    """
    if not carries(act):
        return ()
    rows = Case.objects.visible_to(person).filter(agency=person.agency_id).exclude(id=case)
    return tuple(
        (each.number, f"{each.party} {each.cause}，{each.procedure}".strip())
        for each in rows.order_by("-changed")[:SHOWN]
    )
