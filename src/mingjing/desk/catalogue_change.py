"""Recording a change of law or of an agency's function: the rules propose which catalogues it affects."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mingjing.desk.catalogue_place import lacks, place
from mingjing.law.lack import Refused
from mingjing.platform.access import allow
from mingjing.registry import catalogue_change as change
from mingjing.registry.roles import CASE_ROLES


@allow(*CASE_ROLES)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, agency: str) -> HttpResponse:
    """登记变化. GET with `kind` and `name` shows what is affected, POST records it and opens the duties."""
    here = place(request, agency)
    form = request.POST if request.method == "POST" else request.GET
    kind, name, day = form.get("kind", change.LAW), form.get("name", "").strip()[:200], form.get("day", "")
    refused: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            change.change(
                here.acting,
                kind=kind,
                name=name,
                day=_day(day),
                said=form.get("said", ""),
                also=form.getlist("also")[:50],
            )
        except Refused as error:
            refused = lacks(error)
        else:
            messages.success(request, "变化已登记，受影响的目录列在待修订里")
            home = f"{reverse('desk_catalogues')}?{urlencode({'agency': here.agency.id})}"
            return HttpResponseRedirect(home)
    hits = change.affected(here.book, here.agency.id, kind, name) if name and kind in change.KINDS else {}
    context = {
        "here": here,
        "book": here.book,
        "kind": kind,
        "kinds": change.KINDS,
        "name": name,
        "day": day,
        "said": form.get("said", ""),
        "laws": [(short, rows.get("全称", "")) for short, rows in here.book.laws.items()],
        "rows": [
            (each, hits.get(each.id, 0), each.id in form.getlist("also"))
            for each in here.book.catalogues.values()
        ],
        "asked": bool(name),
        "refused": refused,
    }
    return render(request, "desk/catalogue/change.html", context, status=422 if refused else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
