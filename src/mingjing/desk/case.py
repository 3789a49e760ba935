"""The page of one case."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.casework.packs import book_for
from mingjing.casework.pages import CasePage, OutOfSight, case_page
from mingjing.desk.cases import HANDLER
from mingjing.desk.linked_cases import cases_naming
from mingjing.desk.next_acts import next_acts
from mingjing.desk.opening import choices
from mingjing.desk.papers import addresses, with_addresses
from mingjing.desk.party_page import party_of
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.party_service import READERS, capacity
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import roles_of

_SHOWN = 8


@allow(*CASE_ROLES)
@require_GET
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """The case now, or with `?on=2026-03-05` as it was recorded by the end of that day."""
    on, wrong = _day(request.GET.get("on", ""))
    try:
        page = case_page(request.user, case_id, on)  # type: ignore[arg-type]
    except OutOfSight as error:
        raise Http404 from error
    events = with_addresses(page.events, addresses(page.agency, page.id) if page.private else {})
    context = {
        "page": page,
        "party_id": party_of(page.agency, page.id),
        "reads_number": bool(capacity(request.user, page.agency, READERS)),  # type: ignore[arg-type]
        "book": page.book,
        "case_id": page.id,
        "acts": next_acts(page),
        "naming": cases_naming(request.user, page) if not page.on else (),
        "events": events[:_SHOWN],
        "older": events[_SHOWN:],
        "papers": sum(len(event.papers) for event in events),
        "going_on": not page.on and _going_on(request.user, page),
        "today": clock.now().date(),
        "wrong_day": wrong,
    }
    return render(request, "desk/case.html", context)


def _going_on(person: Any, page: CasePage) -> bool:
    """Whether the reader can begin another case from it: a handler of its agency."""
    if "handler" not in roles_of(person) or person.agency_id != page.agency:
        return False
    agency = person.agency
    book = book_for(agency.profile, agency.field)
    return bool(choices(book, page.id, HANDLER))


def _day(text: str) -> tuple[date | None, str]:
    """The past day asked for, or None with what is wrong with it; today and later are simply now."""
    if not text:
        return None, ""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None, f"日期写成 2026-03-05 的形式，不能写“{text[:20]}”"
    return (on, "") if on < clock.now().date() else (None, "")
