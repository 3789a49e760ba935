"""Parties from a spreadsheet and as one. What is sent is never kept on disk: it holds numbers of people."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.law.lack import Refused
from mingjing.platform.access import allow
from mingjing.registry.party_service import KEEPERS, capacity, enter_all
from mingjing.registry.party_sheet import COLUMNS, GIVEN, NAME, SAID, checked, given
from mingjing.registry.party_statement import FOUND_OUT, BadParties
from mingjing.registry.register_sheet import BadSheet, RowFault
from mingjing.registry.sheet_write import template, write

SHOWN_FAULTS = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Register all rows of a sheet, or check them only; one bad row and none is registered."""
    person: Any = request.user
    if request.method == "GET":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, [RowFault(0, "", "没有选文件")])
    try:
        rows = checked(person.agency_id or "", file.read(), person)
        if request.POST.get("do") == "check":
            return _page(request, fit=len(rows), name=file.name or "")
        enter_all(person.agency_id or "", rows, by=person)
    except BadSheet as bad:
        return _page(request, bad.faults, rows=bad.rows, name=file.name or "")
    except BadParties as bad:  # somebody registered one of them between the two
        faults = [
            RowFault(n, lack.field, lack.said, str(lack.clause or "")) for n, row in bad.rows for lack in row
        ]
        return _page(request, faults, name=file.name or "")
    except Refused as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, f"已登记当事人 {len(rows)} 个")
    return HttpResponseRedirect(reverse("desk_parties"))


def _page(
    request: HttpRequest, faults: list[RowFault] | None = None, *, rows: int = 0, fit: int = 0, name: str = ""
) -> HttpResponse:
    found = faults or []
    context = {
        "faults": found[:SHOWN_FAULTS],
        "more": max(0, len(found) - SHOWN_FAULTS),
        "total": len(found),
        "rows": rows,
        "fit": fit,
        "name": name[:100],
    }
    return render(request, "desk/party/import.html", context, status=422 if found else 200)


@allow(*KEEPERS)
@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to be filled in."""
    return _file(template(COLUMNS, NAME, SAID, str(FOUND_OUT)), "当事人模板.xlsx")


@allow("registrar")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The parties of the person's own agency, numbers of papers starred out."""
    person: Any = request.user
    agency = person.agency_id or ""
    if not capacity(person, agency, ("registrar",)):
        raise Http404
    return _file(write(NAME, GIVEN, given(agency)), "当事人.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
