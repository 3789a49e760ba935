"""The supervision board: duties by agency and by kind, each figure opening its list; the log of refusals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from mingjing.casework.models import Case, Participant
from mingjing.casework.officers import HANDLER, IN_CHARGE, officers
from mingjing.casework.packs import current
from mingjing.casework.words import Left, left
from mingjing.desk.catalogue import reviews
from mingjing.desk.row import clause
from mingjing.journal.refusal import refusals
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.models import Agency, Person
from mingjing.registry.scope import agencies_seen, roles_of
from mingjing.supervision import board
from mingjing.supervision.work import cases_by_id, is_checked, rules

WHO = ("unit_head", "agency_head", "supervisor")
PAGE, OVERDUE, REFUSALS = 50, 8, 200
YEARS = 3  # this one and those before it that can be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that opens its list."""

    number: int
    url: str
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One agency or one duty, with its figures in the order of `board.STATES`."""

    name: str
    url: str
    ended: Figure
    figures: tuple[Figure, ...]
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One duty in a list."""

    duty: Any
    case: Case | None
    agency: str
    handlers: str
    left: Left
    clause: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What the address asks for; anything that the person cannot see or that does not exist is not asked."""

    span: board.Span
    agency: str
    duty: str

    def url(self, states: tuple[str, ...], agency: str = "", duty: str = "") -> str:
        ids = [id_ for id_, state in board.IDS.items() if state in states]
        parts: dict[str, Any] = {
            "agency": agency or self.agency,
            "duty": duty or self.duty,
            "year": self.span.year,
            "state": ".".join(ids),
        }
        return f"{reverse('desk_duties')}?{urlencode({k: v for k, v in parts.items() if v})}"


@allow(*WHO)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The board of own agency, or of the agencies of own region."""
    person: Any = request.user
    names = _agencies(person)
    asked = _filter(request, names)
    by_agency = board.by("agency", person, asked.span, "", asked.duty)
    by_duty = board.by("name", person, asked.span, asked.agency, "")
    chosen = [line for line in by_agency if not asked.agency or line.name == asked.agency]
    sum_ = board.total("合计", chosen)
    overdue = board.behind(person, asked.span, (board.OVER,), asked.agency, asked.duty)[:OVERDUE]
    context = {
        "asked": asked,
        "years": [asked.span.today.year - back for back in range(YEARS)],
        "agencies": sorted(names.items(), key=lambda each: each[1]),
        "agency_name": names.get(asked.agency, ""),
        "several": len(names) > 1,
        "duties": [line.name for line in by_duty],
        "states": board.STATES,
        "total": _row(sum_, asked, "合计"),
        "rows": [_row(line, asked, names.get(line.name, line.name), agency=line.name) for line in by_agency],
        "duty_rows": [_row(line, asked, line.name, duty=line.name) for line in by_duty],
        "duty_total": _row(board.total("合计", by_duty), asked, "合计"),
        "overdue": _items(person, list(overdue), names),
        "today": asked.span.today,
        "near": asked.span.near,
        # Supervisors have no list of their own to do: what waits for their review stands on their first page.
        "catalogues": reviews(person) if "supervisor" in roles_of(person) else (),
    }
    return render(request, "desk/board/board.html", context)


@allow(*WHO)
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """The duties behind a figure: as many as the figure says."""
    person: Any = request.user
    names = _agencies(person)
    asked = _filter(request, names)
    states = _states(request.GET.get("state", ""))
    found = board.behind(person, asked.span, states, asked.agency, asked.duty)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    base = {name: request.GET[name] for name in ("agency", "duty", "year", "state") if name in request.GET}
    context = {
        "asked": asked,
        "items": _items(person, list(page.object_list), names),
        "page": page,
        "states": states,
        "title": "、".join(states) if len(states) < len(board.STATES) else "全部期限",
        "agency_name": names.get(asked.agency, ""),
        "several": len(names) > 1,
        "base": urlencode({name: str(value) for name, value in base.items()}),
    }
    return render(request, "desk/board/duties.html", context)


@allow(*WHO)
@require_GET
def refused(request: HttpRequest) -> HttpResponse:
    """The newest refusals of one agency: what was tried, what was lacking, under which clause."""
    person: Any = request.user
    names = _agencies(person)
    agency = request.GET.get("agency", "")
    if agency and agency not in names:
        raise Http404
    agency = agency or (person.agency_id if person.agency_id in names else next(iter(sorted(names)), ""))
    found = refusals(connections["default"], agency, REFUSALS) if agency else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    people = dict(
        Person.objects.filter(pk__in={who for each in shown for who in each.who}).values_list("pk", "name")
    )
    cases = cases_by_id(Case.objects.visible_to(person), ((agency, each.case) for each in shown if each.case))
    context = {
        "rows": [
            {
                "at": datetime.fromisoformat(each.at),
                "who": "、".join(people.get(who, "不在名册") for who in each.who),
                "case": cases.get((agency, each.case)),
                "act": each.act,
                "entrance": each.entrance,
                "lacks": each.lacks,
            }
            for each in shown
        ],
        "page": page,
        "agencies": sorted(names.items(), key=lambda each: each[1]),
        "agency": agency,
        "agency_name": names.get(agency, ""),
        "several": len(names) > 1,
        "most": REFUSALS,
        "base": urlencode({"agency": agency}),
    }
    return render(request, "desk/board/refusals.html", context)


def count(person: Any) -> int:
    """How many duties are overdue as far as the person sees, for the navigation."""
    return int(board.overdue(person, clock.now().date()).count())


def _agencies(person: Any) -> dict[str, str]:
    return dict(Agency.objects.filter(id__in=agencies_seen(person)).values_list("id", "short_name"))


def _filter(request: HttpRequest, names: dict[str, str]) -> Filter:
    today = clock.now().date()
    year = request.GET.get("year", "")
    agency, duty = request.GET.get("agency", ""), request.GET.get("duty", "").replace("\x00", "")[:40]
    known = {str(today.year - back): today.year - back for back in range(YEARS)} | {
        str(today.year + 1): today.year + 1
    }
    return Filter(
        span=board.Span.of(known.get(year, today.year), today),
        agency=agency if agency in names else "",
        duty=duty,
    )


def _states(text: str) -> tuple[str, ...]:
    """The states that the address names, all of them for none or nonsense."""
    found = tuple(board.IDS[each] for each in text.split(".") if each in board.IDS)
    return found or board.STATES


def _row(line: board.Line, asked: Filter, name: str, agency: str = "", duty: str = "") -> Row:
    ended = (board.IN_TIME, board.LATE, board.OVER)
    return Row(
        name=name,
        url="?"
        + urlencode(
            [("agency", agency or asked.agency), ("duty", duty or asked.duty), ("year", asked.span.year)]
        ),
        ended=Figure(number=line.ended, url=asked.url(ended, agency, duty), over=False),
        figures=tuple(
            Figure(number=line.counts[state], url=asked.url((state,), agency, duty), over=state == board.OVER)
            for state in board.STATES
        ),
        rate=line.rate,
    )


def _items(person: Any, rows: list[Any], names: dict[str, str]) -> list[Item]:
    """The duties with case and officers in charge: three queries however many there are."""
    keys = {(row.agency, row.case_id) for row in rows}
    cases = cases_by_id(Case.objects.visible_to(person), keys)
    parts = Participant.objects.visible_to(person).filter(
        case_id__in=[case for _, case in keys], capacity__in=(IN_CHARGE, HANDLER)
    )
    taken: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for agency, case, *part in parts.values_list("agency", "case_id", "person", "capacity"):
        taken.setdefault((agency, case), []).append((part[0], part[1]))
    in_charge = {key: officers(each) for key, each in taken.items()}
    called = dict(
        Person.objects.filter(pk__in={who for each in in_charge.values() for who in each}).values_list(
            "pk", "name"
        )
    )
    now = clock.now()
    found = []
    for row in rows:
        case = cases.get((row.agency, row.case_id))
        book = rules(case)[0] if case else None
        found.append(
            Item(
                duty=row,
                case=case,
                agency=names.get(row.agency, ""),
                handlers="、".join(
                    sorted(called.get(who, "") for who in in_charge.get((row.agency, row.case_id), ()))
                ),
                left=Left("", "")
                if row.closed_on
                else left(row.due, row.term, now, current().calendar, moment=row.moment),
                clause=clause(row.clause, row.case_id, bool(book and is_checked(book, row.clause))),
            )
        )
    return found
