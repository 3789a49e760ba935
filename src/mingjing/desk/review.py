"""Legal review: the queue of the agency's reviewers, and the sheet on which one case is reviewed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.packs import current
from mingjing.casework.pages import OutOfSight, case_row
from mingjing.casework.service import Act, NoSuchCase, load, perform
from mingjing.casework.words import Left, left
from mingjing.desk.act_page import Trouble
from mingjing.desk.posted import expected_version, raw_facts, request_key, require_closed
from mingjing.desk.review_sheet import sheet
from mingjing.desk.row import clause
from mingjing.journal.store import ClockBehind, StaleCase
from mingjing.law.lack import Lack, Refused
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.models import Agency
from mingjing.registry.scope import roles_of
from mingjing.supervision.fitness import Fitness
from mingjing.supervision.reviewing import review_duties, reviewing
from mingjing.supervision.work import cases_by_id, is_checked, rules

MOST, ENDED = 200, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One submission in the queue. `mine`: the reader may review it; `waited`: working days since."""

    case: Case
    submitted: date
    waited: int
    round: int
    due: date | None
    provisional: bool
    left: Left
    paused: bool
    closed_on: date | None
    clause: dict[str, Any]
    mine: bool


@allow("reviewer")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an opinion, soonest due first, and what was answered last."""
    person: Any = request.user
    rows = DutyRow.objects.visible_to(person).filter(
        agency=person.agency_id, holder="法制审核人员", name__in=review_duties(current().hash)
    )
    waiting = rows.filter(closed__isnull=True).order_by(F("due").asc(nulls_last=True), "start")[:MOST]
    ended = rows.filter(closed__isnull=False).order_by("-closed_on", "-closed")[:ENDED]
    lines = _lines(person, list(waiting))
    context = {
        "waiting": [line for line in lines if line.mine],
        "others": [line for line in lines if not line.mine],
        "ended": _lines(person, list(ended)),
    }
    return render(request, "desk/review/queue.html", context)


def count(person: Any) -> int:
    """How many submissions wait in the agency, for the navigation of reviewers."""
    if "reviewer" not in roles_of(person):
        return 0
    rows = DutyRow.objects.visible_to(person).filter(
        agency=person.agency_id, holder="法制审核人员", closed__isnull=True, paused=False
    )
    return int(rows.filter(name__in=review_duties(current().hash)).count())


@allow("reviewer")
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """The sheet of the round at hand; POST gives the opinion, or sends the submission back."""
    person: Any = request.user
    try:
        row = case_row(person, case_id)
        opened = load(row.agency, row.id)
    except (OutOfSight, NoSuchCase) as error:
        raise Http404 from error
    review = reviewing(opened.procedure)
    if review is None or row.agency != person.agency_id or not opened.record.count(review.submission.name):
        raise Http404
    agency = Agency.objects.get(pk=row.agency)
    if request.method == "GET":
        return _page(request, opened, sheet(opened, review, agency.region))
    require_closed(request.POST, filter(None, (review.opinion, review.back)), "do")
    sends_back = review.back is not None and request.POST.get("do") == "back"
    act = review.back if sends_back and review.back else review.opinion
    facts = raw_facts(act, opened.procedure, request.POST)
    try:
        done = perform(
            Act(
                agency=row.agency,
                kind=act.name,
                facts=facts,
                by=(person.pk,),
                at=clock.now(),
                case=row.id,
                procedure=opened.procedure.name,
                expected=expected_version(request.POST),
                key=request_key(request.POST),
                entrance="page",
            )
        )
    except Refused as refused:
        trouble = Trouble(lacks=tuple(refused.lacks))
    except StaleCase:
        trouble = Trouble(stale=True, since=expected_version(request.POST))
        opened = load(row.agency, row.id)
    except ClockBehind as behind:
        trouble = Trouble(lacks=(Lack(said=str(behind), code="时间:服务器"),))
    else:
        said = "已经办了，没有重复登记" if done.repeated else f"已办{act.name}"
        papers = "、".join(f"{kind} {number}".strip() for kind, number in done.documents)
        messages.success(request, f"{said}，生成{papers}" if papers and not done.repeated else said)
        return HttpResponseRedirect(reverse("desk_review"))
    page = sheet(
        opened,
        review,
        agency.region,
        typed=raw_facts(review.opinion, opened.procedure, request.POST),
        typed_back=raw_facts(review.back, opened.procedure, request.POST) if review.back else None,
        trouble=trouble,
        refused_act=act.name,
        key=request_key(request.POST),
    )
    return _page(request, opened, page, 409 if trouble.stale else 422)


def _page(request: HttpRequest, opened: Any, page: Any, status: int = 200) -> HttpResponse:
    context = {"page": page, "book": opened.book, "case_id": opened.record.case}
    return render(request, "desk/review/sheet.html", context, status=status)


def _lines(person: Any, rows: list[DutyRow]) -> list[Line]:
    """The rows with their cases and rounds: four queries however many there are."""
    keys = [(row.agency, row.case_id) for row in rows]
    cases = cases_by_id(Case.objects.visible_to(person), keys)
    fitness = Fitness(person, keys)
    opened: dict[tuple[str, str, str], list[int]] = {}
    every = DutyRow.objects.visible_to(person).filter(
        agency=person.agency_id, case_id__in=[case for _, case in keys], name__in={row.name for row in rows}
    )
    for agency, of, name, version in every.values_list("agency", "case_id", "name", "opened"):
        opened.setdefault((agency, of, name), []).append(version)
    now = clock.now()
    found = []
    for row in rows:
        of_row = cases.get((row.agency, row.case_id))
        if of_row is None:
            continue
        book, procedure = rules(of_row)
        review = reviewing(procedure)
        found.append(
            Line(
                case=of_row,
                submitted=row.start,
                waited=book.calendar.working_days_between(row.start, row.closed_on or now.date()).number,
                round=sum(version <= row.opened for version in opened[row.agency, row.case_id, row.name]),
                due=row.due,
                provisional=row.provisional,
                left=left(row.due, row.term, now, book.calendar, paused=row.paused),
                paused=row.paused,
                closed_on=row.closed_on,
                clause=clause(row.clause, row.case_id, is_checked(book, row.clause)),
                mine=fitness.may((row.agency, row.case_id), procedure, review.opinion if review else None),
            )
        )
    return found
