"""Doing an act on a page: the form made from the rule, and what became of it when it was posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingjing.casework.fold import Opening
from mingjing.casework.packs import book_for, current
from mingjing.casework.pages import OutOfSight, case_row
from mingjing.casework.service import Act, NoSuchCase, Opened, Performed, load, perform
from mingjing.desk.act_page import ActPage, Trouble, act_page
from mingjing.desk.opening import PARTY, carried, source_case
from mingjing.desk.party_choice import FILL, PICKED, choose_url, chosen, covered, stands_on, uncovered
from mingjing.desk.party_choice import Q as SOUGHT
from mingjing.desk.posted import (
    companions,
    expected_version,
    led,
    raw_facts,
    request_key,
    require_closed,
    surplus,
    typed_lead,
)
from mingjing.desk.workers import WORKERS
from mingjing.journal.store import ClockBehind, StaleCase
from mingjing.law import rule as r
from mingjing.law.approval import MATTER
from mingjing.law.fact import moment
from mingjing.law.lack import Lack, Refused
from mingjing.law.record import Record
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.models import Agency, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One act at hand: the case (empty before it is opened), the rule, and who sits there."""

    agency: Agency
    opened: Opened
    act: r.ActRule
    person: Person
    new: bool = field(default=False)
    carried: Mapping[str, Any] = field(default_factory=dict)


@allow(*WORKERS)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case_id: str, act_id: str) -> HttpResponse:
    """The form of an act in a case that the person may see; POST does it."""
    try:
        row = case_row(request.user, case_id)  # type: ignore[arg-type]
        opened = load(row.agency, row.id)
    except (OutOfSight, NoSuchCase) as error:
        raise Http404 from error
    rule = opened.procedure.act_by_id(act_id)
    if rule is None or rule.opens_case:
        raise Http404
    agency = Agency.objects.get(pk=row.agency)
    asked = request.GET.get("matter", "").replace("\x00", "")[:60]  # the approval that the link was about
    carried = {MATTER: asked} if asked and MATTER in rule.fields else {}
    desk = Desk(agency=agency, opened=opened, act=rule, person=request.user, carried=carried)  # type: ignore[arg-type]
    return _answer(request, desk)


@allow("handler")
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest, procedure: str, act_id: str) -> HttpResponse:
    """The form of the act that opens a case in the person's own agency; POST does it.

    `?from=` a case of the agency: the form names it and takes over its party. `?party=` a registered party.
    A POST that says `fill` comes from choosing one: the form again as it was typed, with that party.
    """
    agency = request.user.agency  # type: ignore[union-attr]
    if agency is None:
        raise Http404
    book = book_for(agency.profile, agency.field)
    found = next((each for each in book.procedures.values() if each.id == procedure), None)
    rule = found.act_by_id(act_id) if found else None
    if found is None or rule is None or not rule.opens_case:
        raise Http404
    opening = Opening(found.name, agency.profile, "", current().hash, "")
    opened = Opened(Record("", agency.id, found.name), opening, book, found)
    prefilled: dict[str, Any] = {}
    before = stands_on(request.GET)
    if case := before.get("from"):
        try:
            prefilled = carried(source_case(request.user, case), rule)  # type: ignore[arg-type]
        except OutOfSight as error:
            raise Http404 from error
    person: Any = request.user
    if "party" in before and PARTY in rule.fields:
        prefilled |= chosen(person, before["party"])
    desk = Desk(agency=agency, opened=opened, act=rule, person=person, new=True, carried=prefilled)
    return _refilled(request, desk) if FILL in request.POST else _answer(request, desk)


def _refilled(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form as it was typed before a party was looked for, with the one chosen in it; nothing is done."""
    require_closed(request.POST, (desk.act,), FILL, SOUGHT)
    facts = raw_facts(desk.act, desk.opened.procedure, request.POST)
    if request.POST[FILL] == PICKED:
        facts |= {name: value for name, value in covered(desk.carried).items() if name == PARTY}
    page = act_page(
        desk.opened,
        desk.act,
        desk.agency,
        desk.person,
        carried=covered(desk.carried),
        typed=facts if "at" in request.POST else None,
        typed_at=request.POST.get("at", "")[:40],
        lead=typed_lead(desk.act, request.POST),
        companions=companions(request.POST),
        key=request_key(request.POST),
    )
    return _form(request, desk, page, 200)


def _answer(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method == "GET":
        page = act_page(desk.opened, desk.act, desk.agency, desk.person, carried=covered(desk.carried))
        return _form(request, desk, page, 200)
    require_closed(request.POST, (desk.act,), *((SOUGHT,) if desk.new else ()))
    facts = raw_facts(desk.act, desk.opened.procedure, request.POST)
    facts |= surplus(desk.act, desk.opened.book.facts, request.POST)
    facts, wrong = led(facts, desk.act, request.POST, (desk.person.id, *companions(request.POST)))
    at, trouble = _time(request.POST)
    if trouble is None and wrong:
        trouble = Trouble(lacks=wrong)
    if trouble is None:
        try:
            return _done(request, desk, _perform(request, desk, uncovered(facts, desk.carried), at))
        except Refused as refused:
            trouble = Trouble(lacks=tuple(refused.lacks))
        except StaleCase:
            trouble = Trouble(stale=True, since=expected_version(request.POST))
        except ClockBehind as behind:
            trouble = Trouble(lacks=(Lack(said=str(behind), code="时间:服务器"),))
        except NoSuchCase as error:
            raise Http404 from error
    if trouble.stale and not desk.new:
        fresh = load(desk.agency.id, desk.opened.record.case)
        desk = Desk(agency=desk.agency, opened=fresh, act=desk.act, person=desk.person)
    page = act_page(
        desk.opened,
        desk.act,
        desk.agency,
        desk.person,
        typed=facts,
        typed_at=request.POST.get("at", "")[:40],
        lead=typed_lead(desk.act, request.POST),
        companions=companions(request.POST),
        key=request_key(request.POST),
        trouble=trouble,
    )
    # htmx shows an answer of 422 and drops other errors; without scripts the plain status is right.
    status = 409 if trouble.stale and not request.headers.get("HX-Request") else 422
    return _form(request, desk, page, status)


def _perform(request: HttpRequest, desk: Desk, facts: Mapping[str, Any], at: datetime) -> Performed:
    opened, post = desk.opened, request.POST
    if desk.new and post.get("pack") != opened.opening.pack:
        raise StaleCase(expected=None, actual=None)
    return perform(
        Act(
            agency=desk.agency.id,
            kind=desk.act.name,
            facts=facts,
            by=(desk.person.id, *companions(post)),
            at=at,
            case=opened.record.case,
            procedure=opened.procedure.name,
            expected=None if desk.new else expected_version(post),
            key=request_key(post),
            entrance="page",
        )
    )


def _time(post: Mapping[str, str]) -> tuple[datetime, Trouble | None]:
    """When the act was done; nothing written means now."""
    now = clock.now().replace(second=0, microsecond=0)
    text = post.get("at", "").strip()
    if not text:
        return now, None
    try:
        return moment(text), None
    except ValueError:
        said = f"办理时间应当写成 2026-03-02 09:30 的形式，不能写“{text[:20]}”"
        return now, Trouble(lacks=(Lack(said=said, code="时间:填错"),))


def _form(request: HttpRequest, desk: Desk, page: ActPage, status: int) -> HttpResponse:
    context = {"page": page, "book": desk.opened.book, "case_id": desk.opened.record.case, "apart": True}
    if desk.new and PARTY in desk.act.fields:
        context["choose"] = choose_url(desk.opened.procedure.id, desk.act.id, stands_on(request.GET))
    return render(request, "desk/act.html", context, status=status)


def _done(request: HttpRequest, desk: Desk, performed: Performed) -> HttpResponse:
    if performed.repeated:
        messages.success(request, f"{desk.act.name}已经办了，没有重复登记")
    else:
        papers = "、".join(f"{kind} {number}".strip() for kind, number in performed.documents)
        messages.success(request, f"已办{desk.act.name}" + (f"，生成{papers}" if papers else ""))
    place = reverse("desk_case", args=(performed.case,))
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    return HttpResponseRedirect(place)
