"""The list of parties: searched by name, code or number of a paper; and who may be the same as whom."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.casework.pages import of_agency
from mingjing.law.party import KINDS, PAPERS, masked
from mingjing.platform.access import allow
from mingjing.registry.models import Agency, Person
from mingjing.registry.party_fold import NATURAL, number_digest
from mingjing.registry.party_models import Party, PartyCase
from mingjing.registry.party_seal import Unsealable
from mingjing.registry.party_service import KEEPERS, MERGERS, capacity
from mingjing.registry.party_tables import known
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import roles_of

WHO = (*CASE_ROLES, "registrar")
PAGE, PROPOSED = 25, 50
COVERED = "已遮蔽"
_NUMBER = re.compile(r"[0-9A-Z()（）/-]{7,30}")
_USCC = re.compile(r"[0-9A-HJ-NP-RT-UW-Y]{18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One party in a list; `code`: the credit code, or the number of a paper with its middle starred out."""

    id: str
    name: str
    kind: str
    code: str
    paper: str
    representative: str
    cases: int
    since: datetime
    agency: str
    unchecked: bool


@allow(*WHO)
@require_http_methods(["GET", "POST"])
def parties(request: HttpRequest) -> HttpResponse:
    """The parties that stand, newest first, or by name what a search found.

    A search is posted: the number of somebody's paper must not stand in an address. Only what names no
    person goes on into the address of the list.
    """
    person: Any = request.user
    if request.method == "POST":
        return _sought(person, request.POST.get("q", ""))
    q, kind = _text(request.GET.get("q", "")), request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    q = "" if looks_like_number(q) else q
    after = request.GET.get("after", "").replace("\x00", "")[:200]
    found = list(_page(person, q, kind, after))
    names = _agencies(found)
    shown = rows(person, found[:PAGE], names)
    base = {name: value for name, value in (("q", q), ("kind", kind)) if value}
    context = {
        "rows": shown,
        "q": q,
        "kind": kind,
        "kinds": KINDS,
        "after": after,
        "missed": request.GET.get("missed") == "number",
        "following": urlencode({**base, "after": _place(found[PAGE - 1], q)}) if len(found) > PAGE else "",
        "first": urlencode(base),
        "several": len(names) > 1,
        "keeps": bool(capacity(person, person.agency_id or "", KEEPERS)),
        "merges": bool(capacity(person, person.agency_id or "", MERGERS)),
        "exports": "registrar" in roles_of(person),
    }
    return render(request, "desk/party/list.html", context)


def _sought(person: Person, typed: str) -> HttpResponse:
    q = _text(typed)
    if looks_like_number(q):
        hits = by_code(person, q)
        if len(hits) == 1:
            return HttpResponseRedirect(reverse("desk_party", args=(hits[0].id,)))
        return HttpResponseRedirect(f"{reverse('desk_parties')}?missed=number")
    return HttpResponseRedirect(
        f"{reverse('desk_parties')}?{urlencode({'q': q})}" if q else reverse("desk_parties")
    )


def _text(typed: str) -> str:
    return " ".join(typed.replace("\x00", "").split())[:60]


def looks_like_number(text: str) -> bool:
    """Whether it is a code or a number of a paper, and no name."""
    return bool(_NUMBER.fullmatch(text.upper()))


def by_code(person: Person, text: str) -> list[Party]:
    """The parties with this credit code, or of the person's own agency with this number of a paper."""
    text = text.upper()
    visible = Party.objects.visible_to(person)
    found = list(visible.filter(uscc=text)[:PAGE]) if _USCC.fullmatch(text) else []
    if not found and of_agency(person, person.agency_id or "", roles_of(person)):
        agency = str(person.agency_id)
        digests = {number_digest(agency, kind, paper, text) for kind in (NATURAL, "") for paper in PAPERS}
        found = list(visible.filter(agency=agency, digest__in=digests)[:PAGE])
    return found


def named(person: Person, q: str, kind: str = "") -> Any:
    """The standing parties whose name has every word of the query."""
    found = Party.objects.visible_to(person).filter(merged_into="")
    if kind:
        found = found.filter(kind=kind)
    for word in q.split():
        found = found.filter(name__contains=word)
    return found


def _page(person: Person, q: str, kind: str, after: str) -> Any:
    found = named(person, q, kind)
    when, _, last = after.rpartition("~")
    if q:
        # By name: the index that holds the names is read along, and rows only for what is shown.
        if last:
            found = found.filter(Q(name__gt=when) | Q(name=when, id__gt=last))
        return found.order_by("name", "id")[: PAGE + 1]
    if last:
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            return found.none()
        found = found.filter(since__lte=moment).filter(Q(since__lt=moment) | Q(id__lt=last))
    return found.order_by("-since", "-id")[: PAGE + 1]


def _place(party: Party, q: str) -> str:
    return f"{party.name if q else party.since.isoformat()}~{party.id}"


def _agencies(found: Iterable[Party]) -> Mapping[str, str]:
    return dict(Agency.objects.filter(id__in={each.agency for each in found}).values_list("id", "short_name"))


def rows(person: Person, found: Sequence[Party], names: Mapping[str, str] | None = None) -> list[Row]:
    """The parties as lines of a list, with how many cases each has."""
    names = _agencies(found) if names is None else names
    held = roles_of(person)
    counts = Counter(
        dict(
            PartyCase.objects.visible_to(person)
            .filter(party__in=[each.id for each in found])
            .order_by()
            .values_list("party")
            .annotate(Count("case_id"))
        )
    )
    return [
        Row(
            id=each.id,
            name=each.name,
            kind=each.kind,
            code=each.uscc or number_shown(each, of_agency(person, each.agency, held)),
            paper="" if each.uscc else each.paper,
            representative=each.representative,
            cases=counts[each.id],
            since=each.since,
            agency=names.get(each.agency, ""),
            unchecked=each.unchecked,
        )
        for each in found
    ]


def number_shown(party: Party, private: bool) -> str:
    """The number with its middle starred out for the agency's own staff, else that it is covered."""
    if not party.digest:
        return ""
    if not private:
        return COVERED
    try:
        return masked(known(party).number)
    except Unsealable:
        return "打不开，请告诉系统管理员核验"


@allow(*WHO)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Parties of the person's agency that may be one: same name at the same address, or same number."""
    person: Any = request.user
    agency = person.agency_id or ""
    found = alike(person, agency)
    lines = {each.id: each for each in rows(person, [each for group in found for each in group])}
    groups = [[lines[each.id] for each in group] for group in found]
    merges = bool(capacity(person, agency, MERGERS))
    return render(request, "desk/party/proposals.html", {"groups": groups, "merges": merges})


def alike(person: Person, agency: str, party: Party | None = None) -> list[list[Party]]:
    """Groups of parties that may be one; with `party` only its own group. Different codes tell them apart."""
    # Merged ones are left out here and not by the query, which would then read along another index.
    own = Party.objects.visible_to(person).filter(agency=agency)
    if party is None:
        # Two with the same number need not be sought: acts tie them to one.
        counted = own.filter(likeness__gt="").order_by().values("likeness").annotate(number=Count("*"))
        marks = list(counted.filter(number__gt=1).values_list("likeness", flat=True)[: 4 * PROPOSED])
        rows_ = list(own.filter(likeness__in=marks).order_by("since", "id"))
    else:
        asked = [(name, getattr(party, name)) for name in ("likeness", "digest")]
        found = {each.id: each for name, mark in asked if mark for each in own.filter(**{name: mark})}
        rows_ = sorted(found.values(), key=lambda each: (each.since, each.id))
    groups: dict[str, list[Party]] = {}
    for each in rows_:
        if not each.merged_into:
            groups.setdefault(each.likeness if party is None else "", []).append(each)
    same = [group for group in groups.values() if len(group) > 1 and not _told_apart(group)]
    return same[:PROPOSED]


def _told_apart(group: Sequence[Party]) -> bool:
    """Whether each has a code of its own: two checked codes are two parties."""
    codes = [each.uscc or each.digest for each in group]
    return all(codes) and len(set(codes)) == len(codes)
