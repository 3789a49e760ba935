"""The page of one party: what is known of it, its cases, everything done, documents, who may be the same."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingjing.casework.models import Case
from mingjing.casework.pages import Fact, of_agency
from mingjing.desk.party import COVERED, WHO, alike, number_shown, rows
from mingjing.journal.entry import Entry, decode
from mingjing.platform.access import allow
from mingjing.recording.models import Document
from mingjing.registry.models import Agency, Person
from mingjing.registry.party_fold import Known
from mingjing.registry.party_models import Party, PartyAct, PartyCase
from mingjing.registry.party_seal import Unsealable
from mingjing.registry.party_service import KEEPERS, MERGERS, READERS, capacity
from mingjing.registry.party_tables import known
from mingjing.registry.register_log import entries_at
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import roles_of

EVENTS, CASES, DEPTH = 25, 30, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry: an act of a case, or an act on the party itself (`case` "")."""

    position: int
    at: datetime
    kind: str
    by: str
    capacity: str
    case: str
    number: str
    papers: tuple[tuple[str, str], ...]


def visible(person: Person, id_: str) -> Party:
    """The party if the person may see it. Raises `Http404`."""
    found = Party.objects.visible_to(person).filter(id=id_.replace("\x00", "")[:26]).first()
    if not isinstance(found, Party):
        raise Http404("没有这个当事人")
    return found


def party_of(agency: str, case: str) -> str:
    """The id of the party that the case concerns first, "" where it names none."""
    ties = PartyCase.objects.unscoped("本案的当事人；案件已经按范围核对").filter(agency=agency, case_id=case)
    return str(ties.order_by("version", "role").values_list("party", flat=True).first() or "")


@allow(*WHO)
@require_GET
def party(request: HttpRequest, party_id: str) -> HttpResponse:
    """The party with all parties merged into it; a merged one leads to the page of the one that stands."""
    person: Any = request.user
    row = visible(person, party_id)
    if row.merged_into:
        return HttpResponseRedirect(reverse("desk_party", args=(_top(person, row),)))
    group = _merged(person, row)
    ids = [each.id for each in group]
    ties = list(PartyCase.objects.visible_to(person).filter(agency=row.agency, party__in=ids))
    cases = list(
        Case.objects.visible_to(person)
        .filter(agency=row.agency, id__in=[tie.case_id for tie in ties])
        .order_by("-opened", "-id")
    )
    before = request.GET.get("before", "")
    events = timeline(row.agency, ids, int(before) if before.isascii() and before.isdigit() else None)
    held = roles_of(person)
    private = of_agency(person, row.agency, held)
    others = {tie.case_id: tie.name for tie in ties if tie.name != row.name}
    context = {
        "party": row,
        "home": Agency.objects.get(pk=row.agency),
        "facts": facts_of(row, private),
        "merged": [each for each in group if each.id != row.id],
        "cases": [(each, others.get(each.id, "")) for each in cases[:CASES]],
        "more": max(0, len(cases) - CASES),
        "total": len(cases),
        "repeats": repeats(cases),
        "events": events[:EVENTS],
        "older": events[EVENTS - 1].position if len(events) > EVENTS else "",
        "before": before,
        "opens": bool(held & set(CASE_ROLES)),
        "reads_papers": private and bool(held & set(CASE_ROLES)),
        "alike": [
            each
            for group in alike(person, row.agency, row)
            for each in rows(person, [one for one in group if one.id != row.id])
        ],
        "reads": bool(row.digest and capacity(person, row.agency, READERS)),
        "keeps": bool(capacity(person, row.agency, KEEPERS)),
        "merges": bool(capacity(person, row.agency, MERGERS)),
    }
    return render(request, "desk/party/party.html", context)


def _top(person: Person, row: Party) -> str:
    for _ in range(DEPTH):
        if not row.merged_into:
            break
        row = visible(person, row.merged_into)
    return row.id


def _merged(person: Person, row: Party) -> list[Party]:
    """The party and all that went into it, directly or by another."""
    group, frontier = [row], [row.id]
    while frontier:
        found = list(
            Party.objects.visible_to(person)
            .filter(agency=row.agency, merged_into__in=frontier)
            .exclude(id__in=[each.id for each in group])
            .order_by("since", "id")
        )
        group += found
        frontier = [each.id for each in found]
    return group


def facts_of(row: Party, private: bool) -> list[Fact]:
    """The master data; what is personal covered for those outside the agency, the number starred for all."""
    try:
        party: Known | None = known(row)
    except Unsealable:
        party = None
    address, phone = (party.address, party.phone) if party else ("", "")
    lines = [
        Fact("类别", row.kind),
        Fact("统一社会信用代码", row.uscc, "没有核对" if row.unchecked and row.uscc else ""),
        Fact("证件", number_shown(row, private), row.paper, masked=bool(row.digest) and not private),
        Fact("法定代表人", row.representative),
    ]
    for name, text in (("出生日期", party.born if party else ""), ("住所", address), ("联系电话", phone)):
        covered = bool(text) and not private
        lines.append(Fact(name, COVERED if covered else text, masked=covered))
    return [line for line in lines if line.text]


def repeats(cases: Sequence[Case]) -> list[tuple[str, int]]:
    """(cause, how often) of what the party was decided against for more than once."""
    counts = Counter(each.cause for each in cases if each.cause and each.decided)
    return [(cause, number) for cause, number in counts.most_common() if number > 1]


def timeline(agency: str, ids: Sequence[str], before: int | None = None) -> list[Event]:
    """The newest entries of the parties' cases and of the acts on them; one more than a page holds."""
    limit = (1 << 62) if before is None else before
    marks = ", ".join(["%s"] * len(ids))
    with connections["default"].cursor() as cursor:
        # The plus keeps the database from walking the whole log in its order: the few cases come first.
        cursor.execute(
            "SELECT bytes FROM journal_entry WHERE agency = %s AND +position < %s AND case_id IN "
            f"(SELECT case_id FROM {PartyCase._meta.db_table} WHERE agency = %s AND party IN ({marks})) "
            "ORDER BY +position DESC LIMIT %s",
            (agency, limit, agency, *ids, EVENTS + 1),
        )
        entries = [decode(bytes(data)) for (data,) in cursor.fetchall()]
    acts = PartyAct.objects.unscoped("一个当事人的记录；机关已经按范围核对")
    positions = acts.filter(agency=agency, party__in=ids, position__lt=limit).order_by("-position")
    entries += entries_at(agency, list(positions.values_list("position", flat=True)[: EVENTS + 1])).values()
    newest = sorted(entries, key=lambda each: -each.position)[: EVENTS + 1]
    return _events(agency, newest)


def _events(agency: str, entries: Sequence[Entry]) -> list[Event]:
    names = dict(
        Person.objects.filter(pk__in={who for each in entries for who in each.by}).values_list("pk", "name")
    )
    cases = {each.case for each in entries if each.case}
    numbers = dict(
        Case.objects.unscoped("一个当事人的案件；机关已经按范围核对")
        .filter(agency=agency, id__in=cases)
        .values_list("id", "number")
    )
    papers = _papers(agency, cases)
    return [
        Event(
            position=each.position,
            at=datetime.fromisoformat(each.occurred),
            kind=each.kind,
            by="、".join(names.get(who, "不在名册") for who in each.by),
            capacity=each.capacity,
            case=each.case,
            number=numbers.get(each.case, ""),
            papers=papers.get((each.case, each.version), ()) if each.case else (),
        )
        for each in entries
    ]


def _papers(agency: str, cases: set[str]) -> Mapping[tuple[str, int], tuple[tuple[str, str], ...]]:
    """(case, version) -> the documents of that act, each with its address."""
    found: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
    rows = Document.objects.unscoped("一个当事人的文书；机关已经按范围核对").filter(
        agency=agency, case_id__in=cases
    )
    for each in rows.order_by("version", "id"):
        place = (each.case_id, each.version)
        found[place] = (*found.get(place, ()), (each.kind, reverse("desk_document", args=(each.id,))))
    return found
