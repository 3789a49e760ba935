"""What others did lately in the cases that a person handles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mingjing.casework.models import Case
from mingjing.journal.entry import decode, instant
from mingjing.journal.models import JournalEntry
from mingjing.registry.models import Person

DAYS = 14
CASES, ENTRIES = 40, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One act by somebody else."""

    case: str
    number: str
    party: str
    act: str
    who: str
    at: datetime


def news(person: Any, cases: Sequence[Case], now: datetime, most: int = 6) -> list[News]:
    """The newest acts of others within `DAYS` days in these cases, the person's own. Two queries."""
    recent = sorted(cases, key=lambda case: case.changed, reverse=True)[:CASES]
    known = {(case.agency, case.id): case for case in recent if case.changed > now - timedelta(days=DAYS)}
    if not known:
        return []
    rows = JournalEntry.objects.filter(
        agency__in={agency for agency, _ in known},
        case_id__in=[case for _, case in known],
        recorded__gte=instant(now - timedelta(days=DAYS)),
    ).order_by("-recorded", "-position")
    entries = [decode(bytes(data)) for data in rows.values_list("data", flat=True)[:ENTRIES]]
    others = [each for each in entries if each.by and person.pk not in each.by][:most]
    names = dict(Person.objects.filter(pk__in={each.by[0] for each in others}).values_list("pk", "name"))
    return [
        News(
            case=each.case,
            number=known[each.agency, each.case].number,
            party=known[each.agency, each.case].party,
            act=each.kind,
            who=names.get(each.by[0], ""),
            at=datetime.fromisoformat(each.recorded),
        )
        for each in others
        if (each.agency, each.case) in known
    ]
