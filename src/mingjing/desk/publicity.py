"""The publicity queue: decisions on their way to the public, by how far they have come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from mingjing.casework.models import Case
from mingjing.casework.words import Left, left
from mingjing.desk.row import clause
from mingjing.law import publication as p
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.models import Agency
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import agencies_seen, roles_of
from mingjing.supervision.release import publishing_duties
from mingjing.supervision.step import button, publishing
from mingjing.supervision.work import is_checked, rules

WHO = ("handler", "unit_head", "agency_head", "publisher", "supervisor")
PAGE = 30
TABS = {
    "open": ("待公示", (p.WAITING, p.RETURNED, p.IN_REVIEW, p.PASSED)),
    "public": ("已公示", (p.PUBLIC, p.EXPIRED)),
    "withdrawn": ("已撤回", (p.WITHDRAWN,)),
    "withheld": ("不予公示", (p.WITHHELD,)),
}
_MARK = {p.RETURNED: "zhe", p.PASSED: "qing", p.PUBLIC: "qing", p.WITHDRAWN: "zhu"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One decision in the queue; `action_url` empty when the next step is not the reader's."""

    case: Case
    state: str
    mark: str
    agency: str
    due: date | None
    left: Left
    clause: dict[str, Any]
    step: str
    holder: str
    action: str
    action_url: str


@allow(*WHO)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """公示. `?state=` one of the tabs; those that wait come by due date, overdue first."""
    person: Any = request.user
    tab = request.GET.get("state", "open")
    tab = tab if tab in TABS else "open"
    rows = Case.objects.visible_to(person).filter(publication__in=TABS[tab][1])
    order = (F("decided").asc(nulls_last=True), "id") if tab == "open" else (F("changed").desc(), "id")
    page = Paginator(rows.order_by(*order), PAGE).get_page(request.GET.get("page"))
    context = {
        "items": _items(person, list(page.object_list), clock.now()),
        "page": page,
        "tab": tab,
        "tabs": [(name, label, f"?{urlencode({'state': name})}") for name, (label, _) in TABS.items()],
        "label": TABS[tab][0],
        "several": len(agencies_seen(person)) > 1,
    }
    return render(request, "desk/publicity/queue.html", context)


def count(person: Any) -> int:
    """How many wait to be reviewed or released, for the navigation of publishers."""
    if "publisher" not in roles_of(person):
        return 0
    rows = Case.objects.visible_to(person).filter(publication__in=(p.IN_REVIEW, p.PASSED))
    return int(rows.count())


def _items(person: Any, cases: list[Case], now: Any) -> list[Item]:
    duties = publishing_duties(person, cases)
    names = dict(
        Agency.objects.filter(id__in={case.agency for case in cases}).values_list("id", "short_name")
    )
    own = frozenset(ROLES[role].name for role in roles_of(person)) if person.agency_id else frozenset()
    found = []
    for case in cases:
        book, procedure = rules(case)
        duty = duties.get((case.agency, case.id))
        act = publishing(procedure, duty.name, case.publication) if duty else _next(case)
        mine = act is not None and case.agency == person.agency_id and bool(own & set(act.roles))
        text = duty.clause if duty else str(act.clause) if act else ""
        found.append(
            Item(
                case=case,
                state=case.publication,
                mark=_MARK.get(case.publication, ""),
                agency=names.get(case.agency, ""),
                due=duty.due if duty else None,
                left=left(duty.due, duty.term, now, book.calendar) if duty else Left("", ""),
                clause=clause(text, case.id, is_checked(book, text)) if text else {},
                step=act.name if act else "",
                holder=act.roles[0] if act else "",
                action=button(act.name) if act and mine else "",
                action_url=reverse("desk_act", args=(case.id, act.id)) if act and mine else "",
            )
        )
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max)) if duties else found


def _next(case: Case) -> Any:
    """The next step where no duty to publish is open: after a withdrawal, or when it is collected again."""
    procedure = rules(case)[1]
    for rule in procedure.publications:
        name = {
            p.RETURNED: rule.collected,
            p.IN_REVIEW: rule.reviewed,
            p.PASSED: rule.released,
            p.PUBLIC: rule.withdrawn,
            p.EXPIRED: rule.withdrawn,
        }.get(case.publication)
        return procedure.acts[name] if name else None
    return None
