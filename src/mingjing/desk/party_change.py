"""Acts on a party from the desk: registered, changed, merged, parted again, its number looked at."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingjing.desk.party import by_code, looks_like_number, named, rows
from mingjing.desk.party_page import facts_of, visible
from mingjing.law.lack import Lack, Refused
from mingjing.platform.access import allow
from mingjing.registry import party_service as service
from mingjing.registry.models import Person
from mingjing.registry.party_fold import Known
from mingjing.registry.party_models import Party
from mingjing.registry.party_sheet import COLUMNS
from mingjing.registry.party_statement import FOUND_OUT
from mingjing.registry.party_tables import known

_COLUMNS = {
    "名称": "name",
    "类别": "kind",
    "统一社会信用代码": "uscc",
    "证件种类": "paper",
    "出生日期": "born",
    "住所": "address",
    "法定代表人": "representative",
    "联系电话": "phone",
}
_CHOSEN = 10


@allow(*service.KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a party of the person's own agency."""
    person: Any = request.user
    if request.method == "GET":
        return _form(request, None, {}, ())
    typed = _typed(request)
    try:
        id_ = service.enter(person.agency_id, typed, by=person)
    except Refused as refused:
        return _form(request, None, typed, refused.lacks)
    messages.success(request, f"已登记当事人“{typed['名称'].strip()}”")
    return HttpResponseRedirect(reverse("desk_party", args=(id_,)))


@allow(*service.KEEPERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, party_id: str) -> HttpResponse:
    """Change what is registered of a party."""
    person: Any = request.user
    row = _own(person, party_id, service.KEEPERS)
    if request.method == "GET":
        return _form(request, row, _stored(known(row)), ())
    typed = _typed(request)
    version = request.POST.get("version", "")
    try:
        at = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else -1
        service.change(row.agency, row.id, typed, version=at, by=person)
    except Refused as refused:
        return _form(request, row, typed, refused.lacks)
    messages.success(request, f"已变更当事人“{typed['名称'].strip()}”")
    return HttpResponseRedirect(reverse("desk_party", args=(row.id,)))


@allow(*service.MERGERS)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, party_id: str) -> HttpResponse:
    """Merge the party with another one, chosen by `with` or sought for by name."""
    person: Any = request.user
    row = _own(person, party_id, service.MERGERS)
    chosen = (request.POST.get("with") or request.GET.get("with", "")).replace("\x00", "")[:26]
    found = Party.objects.visible_to(person).filter(agency=row.agency, merged_into="").exclude(id=row.id)
    other = found.filter(id=chosen).first()
    lacks: tuple[Lack, ...] = ()
    if request.method == "POST" and request.POST.get("do") == "merge":
        try:
            reason, evidence = request.POST.get("reason", ""), request.POST.get("evidence", "")
            stays = service.merge(row.agency, row.id, chosen, reason=reason, evidence=evidence, by=person)
            messages.success(request, "已合并，两边的案件列在一起")
            return HttpResponseRedirect(reverse("desk_party", args=(stays,)))
        except Refused as refused:
            lacks = tuple(refused.lacks)
    q = " ".join(request.POST.get("q", "").replace("\x00", "").split())[:60]
    hits: list[Party] = []
    if q:
        several = by_code(person, q) if looks_like_number(q) else named(person, q).order_by("name")
        hits = [each for each in several[: _CHOSEN + 1] if each.id != row.id and each.agency == row.agency]
    pair = sorted((each for each in (row, other) if each), key=lambda each: (each.since, each.id))
    context = {
        "party": row,
        "other": other,
        "pair": [(each, facts_of(each, True)) for each in pair] if other else [],
        "q": q,
        "hits": rows(person, hits[:_CHOSEN]),
        "lacks": lacks,
        "reason": request.POST.get("reason", ""),
        "evidence": request.POST.get("evidence", ""),
        "clause": FOUND_OUT,
    }
    return render(request, "desk/party/merge.html", context, status=422 if lacks else 200)


@allow(*service.MERGERS)
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, party_id: str) -> HttpResponse:
    """Undo the merge by which this party went into another."""
    person: Any = request.user
    row = _own(person, party_id, service.MERGERS)
    if request.method == "GET":
        return _reason(request, row, "撤销合并", "part")
    try:
        service.part(row.agency, row.id, reason=request.POST.get("reason", ""), by=person)
    except Refused as refused:
        return _reason(request, row, "撤销合并", "part", refused.lacks)
    messages.success(request, "已撤销合并，两个当事人各归各的案件")
    return HttpResponseRedirect(reverse("desk_party", args=(row.id,)))


@allow(*service.READERS)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, party_id: str) -> HttpResponse:
    """The number of the party's paper in full, once, for a reason that is recorded."""
    person: Any = request.user
    row = _own(person, party_id, service.READERS)
    if request.method == "GET":
        return _reason(request, row, "查看证件号码", "number")
    try:
        paper, whole = service.show_number(
            row.agency, row.id, reason=request.POST.get("reason", ""), by=person
        )
    except Refused as refused:
        return _reason(request, row, "查看证件号码", "number", refused.lacks)
    return render(request, "desk/party/number.html", {"party": row, "paper": paper, "number": whole})


def _own(person: Person, id_: str, roles: tuple[str, ...]) -> Party:
    """The party, if the person may do this in its agency. Raises `Http404`, `PermissionDenied`."""
    row = visible(person, id_)
    if not service.capacity(person, row.agency, roles):
        raise PermissionDenied
    return row


def _typed(request: HttpRequest) -> dict[str, str]:
    return {column.name: request.POST.get(column.id, "")[:400] for column in COLUMNS}


def _stored(party: Known) -> dict[str, str]:
    """What the form is filled with: everything but the number, which stays when it is left empty."""
    return {name: str(getattr(party, attribute)) for name, attribute in _COLUMNS.items()}


def _form(request: HttpRequest, row: Party | None, values: Mapping[str, str], lacks: Any) -> HttpResponse:
    said: dict[str, list[str]] = {}
    for lack in lacks:
        said.setdefault(lack.field, []).append(lack.said)
    fields = [
        {
            "column": column,
            "value": values.get(column.name, ""),
            "errors": said.get(column.name, []),
            "kept": bool(row and row.digest and column.name == "证件号码"),
        }
        for column in COLUMNS
    ]
    context = {"party": row, "fields": fields, "lacks": lacks, "clause": FOUND_OUT}
    return render(request, "desk/party/edit.html", context, status=422 if lacks else 200)


def _reason(request: HttpRequest, row: Party, title: str, what: str, lacks: Any = ()) -> HttpResponse:
    context = {
        "party": row,
        "title": title,
        "what": what,
        "lacks": lacks,
        "reason": request.POST.get("reason", ""),
        "clause": service.SECRET if what == "number" else FOUND_OUT,
    }
    return render(request, "desk/party/reason.html", context, status=422 if lacks else 200)
