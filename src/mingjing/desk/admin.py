"""Pages of the three administrators: accounts, posts, and the log of both. None of them shows a case."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.desk.admin_place import from_listed_place
from mingjing.journal.entry import decode
from mingjing.journal.models import JournalEntry
from mingjing.journal.refusal import refusals
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.platform.names import username_key
from mingjing.platform.sessions import end_all
from mingjing.registry.accounts import give_code, open_account, switch
from mingjing.registry.appointing import INSTALLATION, KINDS, appoint, end
from mingjing.registry.models import Agency, Appointment, Person, Unit
from mingjing.registry.post_wish import Fault, NotPossible
from mingjing.registry.roles import ROLES

PAGE, NEWEST, SAID = 30, 200, 3


@allow("system_admin")
@from_listed_place
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts, and a new one by POST; its code is shown in that answer and nowhere else."""
    if request.method == "GET":
        return _accounts(request)
    wrong: list[Fault] = []
    try:
        agency, unit = _agency(request.POST.get("agency", "")), _unit(request.POST.get("unit", ""))
        person, code = open_account(
            by=_me(request),
            username=request.POST.get("username", ""),
            name=request.POST.get("name", "")[:60],
            agency=agency or (unit.agency if unit else None),
            unit=unit,
        )
    except NotPossible as error:
        wrong = error.faults
        return _accounts(request, wrong=wrong, status=422)
    return _accounts(request, shown={"person": person, "code": code, "what": "账号已建立"})


@allow("system_admin")
@from_listed_place
@require_POST
def account(request: HttpRequest, person_id: str) -> HttpResponse:
    """Close or open an account, or give a fresh code, as `do` says."""
    person = get_object_or_404(Person, pk=person_id)
    do = request.POST.get("do", "")
    try:
        if do == "code":
            code = give_code(by=_me(request), person=person)
            return _accounts(request, shown={"person": person, "code": code, "what": "启用码已重发"})
        if do not in ("on", "off"):
            raise NotPossible([Fault("没有写明要办什么")])
        switch(by=_me(request), person=person, on=do == "on")
    except NotPossible as error:
        return _accounts(request, wrong=error.faults, status=422)
    end_all(person)
    messages.success(request, f"{person.name}的账号已{'恢复' if do == 'on' else '停用，所有登录已结束'}")
    return HttpResponseRedirect(reverse("desk_accounts"))


def _accounts(
    request: HttpRequest, wrong: Iterable[Fault] = (), shown: Any = None, status: int = 200
) -> HttpResponse:
    page, q = _people(request)
    context = {
        "page": page,
        "q": q,
        "base": urlencode({"q": q}),
        "shown": shown,
        "typed": _typed(request, status, "name", "username", "unit", "agency"),
        "units": Unit.objects.select_related("agency").order_by("agency__short_name", "name"),
        "agencies": Agency.objects.order_by("short_name"),
        **_wrong(wrong),
    }
    return render(request, "desk/admin/accounts.html", context, status=status)


@allow("security_admin")
@from_listed_place
@require_http_methods(["GET", "POST"])
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds which post, and a new appointment by POST."""
    if request.method == "GET":
        return _posts(request)
    try:
        person = Person.objects.filter(username=username_key(request.POST.get("username", ""))).first()
        since, until = (
            _day(request.POST.get("since", ""), "since"),
            _day(request.POST.get("until", ""), "until"),
        )
        if person is None:
            raise NotPossible([Fault("没有这个用户名的人", "person")])
        role = request.POST.get("role", "")
        administers = role in ROLES and ROLES[role].administers
        made = appoint(
            by=_me(request),
            person=person,
            role=role,
            agency=None if administers else person.agency,
            unit=_unit(request.POST.get("unit", "")),
            since=since or clock.now().date(),
            until=until,
        )
    except NotPossible as error:
        return _posts(request, wrong=error.faults, status=422)
    end_all(person)
    messages.success(request, f"{person.name}自 {made.since} 起任{ROLES[made.role].name}，下次登录生效")
    return HttpResponseRedirect(f"{reverse('desk_posts')}?{urlencode({'q': person.username})}")


@allow("security_admin")
@from_listed_place
@require_POST
def post_end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """The appointment ends with today, or with yesterday when `do` is now; one not begun is taken back."""
    made = get_object_or_404(Appointment.objects.select_related("person"), pk=appointment_id)
    try:
        until = clock.now().date()
        if request.POST.get("do") == "now":
            until -= timedelta(days=1)
        ended = end(by=_me(request), appointment=made, until=until)
    except NotPossible as error:
        return _posts(request, wrong=error.faults, status=422)
    end_all(made.person)
    post = f"{made.person.name}的{ROLES[made.role].name}"
    taken_back = ended.until is not None and ended.until < ended.since
    messages.success(
        request, f"{post}（{ended.since} 起）已撤回" if taken_back else f"{post}任至 {ended.until}"
    )
    return HttpResponseRedirect(f"{reverse('desk_posts')}?{urlencode({'q': made.person.username})}")


def _posts(request: HttpRequest, wrong: Iterable[Fault] = (), status: int = 200) -> HttpResponse:
    today = clock.now().date()
    standing = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today)).select_related(
        "agency", "unit"
    )
    page, q = _people(request, Prefetch("appointments", queryset=standing.order_by("id"), to_attr="standing"))
    rows = [
        {
            "person": person,
            "own": person.pk == _me(request).pk,
            "posts": [
                {"made": each, "name": ROLES[each.role].name, "later": each.since > today}
                for each in person.standing
            ],
        }
        for person in page.object_list
    ]
    context = {
        "rows": rows,
        "page": page,
        "q": q,
        "base": urlencode({"q": q}),
        "roles": list(ROLES.values()),
        "units": Unit.objects.select_related("agency").order_by("agency__short_name", "name"),
        "since": request.POST.get("since", "") if status == 422 else today.isoformat(),
        "typed": _typed(request, status, "username", "role", "unit", "until"),
        **_wrong(wrong),
    }
    return render(request, "desk/admin/posts.html", context, status=status)


@allow("audit_admin")
@from_listed_place
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """What the other two administrators did, and what was refused: who, when, which act; no case content."""
    agencies = dict(Agency.objects.order_by("short_name").values_list("id", "short_name"))
    asked = request.GET.get("agency", "")
    chosen = asked if asked in agencies else INSTALLATION
    rows = JournalEntry.objects.filter(agency=chosen, case_id="", kind__in=KINDS).order_by("-version")
    entries = [decode(bytes(data)) for data in rows.values_list("data", flat=True)[:NEWEST]]
    refused = refusals(connections["default"], chosen, NEWEST)
    ids = {who for entry in entries for who in entry.by} | {who for refusal in refused for who in refusal.who}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    context = {
        "agencies": agencies.items(),
        "agency": chosen,
        "agency_name": agencies.get(chosen, "整个平台"),
        "entries": [
            {
                "at": datetime.fromisoformat(each.recorded),
                "by": "、".join(names.get(who, who) for who in each.by),
                "capacity": each.capacity,
                "kind": each.kind,
                "body": each.body,
                "taken_back": "" < each.body.get("止", "") < each.body.get("起", ""),
                "position": each.position + 1,
            }
            for each in entries
        ],
        "refused": [
            {
                "at": datetime.fromisoformat(each.at),
                "who": "、".join(names.get(who, who) for who in each.who),
                "act": each.act,
                "entrance": each.entrance,
                "number": len(each.lacks),
                # Of accounts and posts the reason itself: it tells of no case.
                "said": [lack.get("缺", "") for lack in each.lacks[:SAID]] if each.act in KINDS else [],
                "clauses": sorted({lack.get("依据", "") for lack in each.lacks} - {""}),
            }
            for each in refused
        ],
        "most": NEWEST,
    }
    return render(request, "desk/admin/log.html", context)


def _me(request: HttpRequest) -> Person:
    person: Any = request.user
    return Person.objects.get(pk=person.pk)


def _people(request: HttpRequest, *prefetch: "Prefetch[Any]") -> tuple[Any, str]:
    """A page of people by name, narrowed by `q` in name or user name."""
    q = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]
    found = Person.objects.select_related("agency", "unit").prefetch_related(*prefetch)
    if q:
        found = found.filter(Q(name__contains=q) | Q(username__contains=username_key(q)))
    found = found.order_by("agency__short_name", "name", "pk")
    return Paginator(found, PAGE).get_page(request.GET.get("page")), q


def _agency(id_: str) -> Agency | None:
    if not id_:
        return None
    found = Agency.objects.filter(pk=id_).first()
    if found is None:
        raise NotPossible([Fault("没有这个单位", "agency")])
    return found


def _unit(id_: str) -> Unit | None:
    if not id_:
        return None
    found = Unit.objects.select_related("agency").filter(pk=id_).first()
    if found is None:
        raise NotPossible([Fault("没有这个内设机构", "unit")])
    return found


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise NotPossible([Fault(f"日期写成 2026-03-02 的形式，不能写“{text[:20]}”", field)]) from None


def _typed(request: HttpRequest, status: int, *names: str) -> dict[str, str]:
    """What was typed into a refused form; a fresh form is empty."""
    return {name: request.POST.get(name, "") if status == 422 else "" for name in names}


def _wrong(faults: Iterable[Fault]) -> dict[str, Any]:
    found = list(faults)
    return {"wrong": [fault.said for fault in found], "bad": {fault.field for fault in found if fault.field}}
