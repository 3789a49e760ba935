"""The start page: what is mine to do, soonest first; what I wait for; my cases; what others did."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.packs import current
from mingjing.casework.words import Left, left
from mingjing.desk.catalogue import reviews
from mingjing.desk.listing import COUNTED
from mingjing.desk.row import row
from mingjing.desk.undated import undated
from mingjing.platform import clock
from mingjing.platform.access import signed_in
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import certificate_of, roles_of
from mingjing.supervision.mine import desk_of, own_cases
from mingjing.supervision.news import news
from mingjing.supervision.post import UNIT_HEAD, posts
from mingjing.supervision.step import live
from mingjing.supervision.work import rules

SHOWN, CASES = 30, 10
# Days before its end from which an enforcement certificate is warned about.
CERTIFICATE_DAYS = 30
_ELSEWHERE = {
    "supervisor": "desk_board",
    "registrar": "desk_registers",
    "cashier": "desk_bank",
    "system_admin": "desk_accounts",
    "security_admin": "desk_posts",
    "audit_admin": "desk_log",
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One of the person's cases, with its nearest limit."""

    case: Case
    left: Left


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """我的待办. Those who handle no cases are led to their own first page."""
    person: Any = request.user
    roles = roles_of(person)
    if not roles & (set(CASE_ROLES) - {"supervisor"}):
        for role, route in _ELSEWHERE.items():
            if role in roles:
                return HttpResponseRedirect(reverse(route))
    now = clock.now()
    today = now.date()
    desk = desk_of(person, now)
    handles = "handler" in roles
    cases = own_cases(person) if handles else []
    every = request.GET.get("all") == "1"
    todo = [row(work, today) for work in (desk.todo if every else desk.todo[:SHOWN])]
    listed = desk.others | {(work.agency, work.case) for work in (*desk.todo, *desk.waiting)}
    catalogues = reviews(person)
    states = Counter(
        "over" if work.left.state == "over" else "today"
        for work in desk.todo
        if work.left.state == "over" or work.due == today
    )
    context = {
        "today": today,
        "todo": todo,
        "catalogues": catalogues,
        "undated": undated(cases, listed, every),
        "count": len(desk.todo) + len(catalogues),
        "more": len(desk.todo) - len(todo),
        "whole": desk.whole,
        "over": states["over"],
        "due_today": states["today"],
        "provisional": sorted({line.due.year for line in todo if line.provisional and line.due}),
        "waiting": [row(work, today) for work in desk.waiting[:8]],
        "waiting_more": max(0, len(desk.waiting) - 8),
        "handles": handles,
        "cases": [CaseLine(case, left(case.next_due, "", now, current().calendar)) for case in cases[:CASES]],
        "case_count": len(cases),
        "news": news(person, cases, now),
        "units": _units(person, now) if "unit_head" in roles else [],
        "certificate": _ending_certificate(person, today) if handles else None,
        "has_role": bool(roles),
    }
    return render(request, "desk/home/home.html", context)


def count(person: Any) -> int:
    """How many things fall due today or are overdue, for the navigation: duties alone, one query a post."""
    from mingjing.supervision.mine import open_duties

    today = clock.now().date()
    return sum(
        1 for post in posts(person) for duty in open_duties(person, post) if duty.due and duty.due <= today
    )


def _ending_certificate(person: Any, today: date) -> dict[str, Any] | None:
    """The warning about the person's certificate: ending soon, or not in force."""
    found = certificate_of(person, today)
    if found is None:
        return {"title": "没有有效的执法证件", "text": "现在不能登记执法环节，先换证"}
    if (found.valid_until - today).days > CERTIFICATE_DAYS:
        return None
    until = f"{found.valid_until.month}月{found.valid_until.day}日"
    return {"title": "执法证件快到期", "text": f"{until} 到期。到期后不能再登记执法环节"}


def _units(person: Any, now: Any) -> list[dict[str, Any]]:
    """One line for a head of section: how many cases of the unit are live, how many of its duties overdue."""
    found = []
    for post in posts(person, now):
        if post.role != UNIT_HEAD or not post.unit:
            continue
        cases = Case.objects.visible_to(person).filter(agency=post.agency, unit=post.unit)
        statuses = sorted({status for case in cases[:1] for status in live(rules(case)[1])})
        mine = cases.filter(id=OuterRef("case_id"), agency=OuterRef("agency"))
        over = (
            DutyRow.objects.visible_to(person)
            .filter(Exists(mine), agency=post.agency, closed__isnull=True, period=False, due__lt=now.date())
            .exclude(holder="当事人")
        )
        found.append({"live": _number(cases.filter(status__in=statuses)), "over": _number(over)})
    return found


def _number(rows: Any) -> int | str:
    """How many there are, counted no further than the list of cases counts."""
    number = int(rows.order_by().values("agency")[: COUNTED + 1].count())
    return number if number <= COUNTED else f"超过 {COUNTED}"
