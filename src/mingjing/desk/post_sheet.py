"""Posts from a spreadsheet and as one: the security administrator's, from the listed places."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.desk.admin_place import from_listed_place
from mingjing.platform.access import allow
from mingjing.platform.sessions import end_all
from mingjing.registry.models import Appointment, Person
from mingjing.registry.post_sheet import (
    COLUMNS,
    GIVEN,
    MOST_POSTS,
    NAME,
    SAID,
    appoint_all,
    check_all,
    given,
)
from mingjing.registry.register_sheet import BadSheet, RowFault
from mingjing.registry.roles import ROLES
from mingjing.registry.sheet_write import template, write

SHOWN_FAULTS = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow("security_admin")
@from_listed_place
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Make all appointments of a sheet, or check them only; one bad row and none is made."""
    if request.method == "GET":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, [RowFault(0, "", "没有选文件")])
    user: Any = request.user
    by, name = Person.objects.get(pk=user.pk), file.name or ""
    try:
        if request.POST.get("do") == "check":
            return _page(request, fit=[_line(each) for each in check_all(file.read(), by=by)], name=name)
        made = appoint_all(file.read(), by=by)
    except BadSheet as bad:
        return _page(request, bad.faults, rows=bad.rows, name=name)
    for person in {each.person_id: each.person for each in made}.values():
        end_all(person)
    messages.success(request, f"已任命 {len(made)} 项，下次登录生效")
    return HttpResponseRedirect(reverse("desk_posts"))


@allow("security_admin")
@from_listed_place
@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to be filled in."""
    return _file(template(COLUMNS, NAME, SAID), "任职模板.xlsx")


@allow("security_admin")
@from_listed_place
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The standing posts, and those that will begin."""
    return _file(write(NAME, GIVEN, given()), "任职.xlsx")


def _line(made: Appointment) -> dict[str, Any]:
    return {"made": made, "post": ROLES[made.role].name}


def _page(
    request: HttpRequest,
    faults: list[RowFault] | None = None,
    *,
    rows: int = 0,
    fit: Sequence[dict[str, Any]] = (),
    name: str = "",
) -> HttpResponse:
    """The page; `fit`: the posts of a sheet that was checked only, each shown as it would be made."""
    found = faults or []
    context = {
        "faults": found[:SHOWN_FAULTS],
        "more": max(0, len(found) - SHOWN_FAULTS),
        "total": len(found),
        "rows": rows,
        "fit": fit,
        "name": name[:100],
        "most": MOST_POSTS,
    }
    return render(request, "desk/admin/posts_import.html", context, status=422 if found else 200)


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
