"""The page of one case."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.casework.pages import OutOfSight, case_page
from mingjing.desk.next_acts import next_acts
from mingjing.desk.papers import addresses, with_addresses
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.roles import CASE_ROLES

_SHOWN = 8


@allow(*CASE_ROLES)
@require_GET
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """The case now, or with `?on=2026-03-05` as it was recorded by the end of that day.

    `?number=whole` opens the identity number of the party, for those who may read it.
    """
    on, wrong = _day(request.GET.get("on", ""))
    try:
        whole = request.GET.get("number") == "whole"
        page = case_page(request.user, case_id, on, whole=whole)  # type: ignore[arg-type]
    except OutOfSight as error:
        raise Http404 from error
    events = with_addresses(page.events, addresses(page.agency, page.id) if page.private else {})
    context = {
        "page": page,
        "book": page.book,
        "case_id": page.id,
        "acts": next_acts(page),
        "events": events[:_SHOWN],
        "older": events[_SHOWN:],
        "papers": sum(len(event.papers) for event in events),
        "today": clock.now().date(),
        "wrong_day": wrong,
    }
    return render(request, "desk/case.html", context)


def _day(text: str) -> tuple[date | None, str]:
    """The past day asked for, or None with what is wrong with it; today and later are simply now."""
    if not text:
        return None, ""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None, f"日期写成 2026-03-05 的形式，不能写“{text[:20]}”"
    return (on, "") if on < clock.now().date() else (None, "")
