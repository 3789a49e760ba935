"""Other cases that name this one: the penalty that went on from an inspection, the inspection it came from.

Which case a case names stands in its own acts (`casework.linked`); nothing lists it the other way round. So
it is sought among the cases of the same party, and among the openings of cases of whoever acted in it: those
changed since it was opened, newest first, at most `MOST` of each. Their entries say it; no case is folded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections

from mingjing.casework.models import Case, Participant
from mingjing.casework.pages import CasePage
from mingjing.journal.entry import Entry, decode

MOST = 20
# One case at a time: a list of cases would lead the planner of SQLite through all entries of the agency.
_FIRST = "SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = %s AND version = 1"
_EVERY = "SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = %s ORDER BY version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """A case that names another, by which act and when."""

    id: str
    number: str
    procedure: str
    act: str
    at: datetime


def cases_naming(person: Any, page: CasePage) -> tuple[Naming, ...]:
    """The cases that name the case of the page but are not told in its course, by the day of the act."""
    told = {fact.case for fact in page.course if fact.case}
    return tuple(each for each in naming(person, page.agency, page.id) if each.id not in told)


def naming(person: Any, agency: str, id_: str) -> tuple[Naming, ...]:
    """The cases that name the case, as far as the reader may see, by the day of the act that first did."""
    seen = Case.objects.visible_to(person).filter(agency=agency)
    here = seen.filter(id=id_).values("party", "opened").first()
    if here is None:
        return ()
    later = seen.filter(changed__gte=here["opened"]).exclude(id=id_).order_by("-changed", "-id")
    with connections["default"].cursor() as cursor:
        officers = {who for entry in _entries(cursor, _EVERY, agency, id_) for who in entry.by}
        acted = Participant.objects.visible_to(person).filter(agency=agency, person__in=officers)
        theirs = list(later.filter(id__in=acted.values("case_id"))[:MOST])
        same = list(later.filter(party=here["party"])[:MOST]) if here["party"] else []
        found = [
            each
            for statement, cases in ((_EVERY, same), (_FIRST, theirs))
            for case in cases
            for each in _naming(id_, case, _entries(cursor, statement, case.agency, case.id, id_))
        ]
    first: dict[str, Naming] = {}
    for each in sorted(found, key=lambda one: one.at):
        first.setdefault(each.id, each)
    return tuple(first.values())


def _entries(cursor: Any, statement: str, agency: str, case: str, saying: str = "") -> Iterator[Entry]:
    """The entries of one case that hold the text `saying` somewhere; only these are decoded."""
    cursor.execute(statement, (agency, case))
    for (data,) in cursor.fetchall():
        if saying.encode() in bytes(data):
            yield decode(bytes(data))


def _naming(id_: str, case: Case, entries: Iterable[Entry]) -> Iterator[Naming]:
    for entry in entries:
        facts = entry.body.get("事实") or {}
        if any(isinstance(value, dict) and value.get("案件") == id_ for value in facts.values()):
            yield Naming(
                id=case.id,
                number=case.number,
                procedure=case.procedure,
                act=entry.kind,
                at=datetime.fromisoformat(entry.occurred),
            )
