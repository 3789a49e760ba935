"""Catalogues on the desk: what each agency has, what is asked for by which clause, and what is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.casework.packs import book_for, current
from mingjing.casework.words import Left, left
from mingjing.desk.catalogue_place import Place, lacks, place, typed
from mingjing.law.catalogue import Catalogue
from mingjing.law.clause import Clause
from mingjing.law.lack import Refused
from mingjing.law.term import Term
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_change import Revising, open_duties, waive
from mingjing.registry.catalogue_models import CatalogueDuty, CatalogueVersion
from mingjing.registry.catalogue_people import capacity
from mingjing.registry.models import Agency
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import agencies_seen

_S = CatalogueVersion.Status
MARKS = {_S.DRAFT: "", _S.IN_REVIEW: "zhe", _S.AGREED: "qing", _S.PUBLISHED: "qing", _S.DROPPED: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One catalogue in the list. `waiting`: the version on its way; `due` with `left`: the next revision."""

    catalogue: Catalogue
    published: CatalogueVersion | None
    waiting: CatalogueVersion | None
    due: Revising | None
    left: Left | None
    unfiled: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Due:
    """An open duty to revise, ready to print."""

    duty: Revising
    left: Left
    clause: Clause


@allow(*CASE_ROLES)
@require_GET
def catalogues(request: HttpRequest) -> HttpResponse:
    """目录. `?agency=` for those who see several agencies; late revisions come first."""
    person: Any = request.user
    seen = agencies_seen(person)
    wanted = request.GET.get("agency", "") or person.agency_id or next(iter(sorted(seen)), "")
    here = place(request, wanted)
    open_dues = dues(here.agency, here)
    rows = [_row(here, each, person, open_dues) for each in here.book.catalogues.values()]
    context = {
        "here": here,
        "book": here.book,
        "rows": rows,
        "dues": open_dues,
        "agencies": Agency.objects.filter(id__in=seen).order_by("name") if len(seen) > 1 else (),
        "late": late(person) if len(seen) > 1 else (),
        "reviews": reviews(person),
        "marks": MARKS,
    }
    return render(request, "desk/catalogue/catalogues.html", context)


@allow(*CASE_ROLES)
@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest, agency: str, catalogue: str) -> HttpResponse:
    """One catalogue: its versions and duties; POST drafts, files, or records that no revision is needed."""
    here = place(request, agency)
    rules = here.catalogue(catalogue)
    refused: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_do(request, here, rules))
        except Refused as error:
            refused = lacks(error)
    context = {
        "here": here,
        "rules": rules,
        "book": here.book,
        "versions": here.versions(rules.id),
        "marks": MARKS,
        "dues": [each for each in dues(here.agency, here) if each.duty.catalogue == rules.id],
        "refused": refused,
        "open": here.versions(rules.id).filter(status__in=service.OPEN).exists(),
        "drafts": bool(capacity(here.person, here.agency, rules.drafters)),
        "reviews": bool(capacity(here.person, here.agency, (rules.review.by,))),
        "typed": typed(request),
    }
    return render(request, "desk/catalogue/catalogue.html", context, status=422 if refused else 200)


def count(person: Any) -> int:
    """Late revisions of the person's own agency, and versions that wait for the person's review."""
    own = [each for each in late(person) if each.agency == person.agency_id]
    return len(own) + len(reviews(person))


def late(person: Any) -> list[Revising]:
    """Every late revision that the person may see, the latest first."""
    rows = CatalogueDuty.objects.visible_to(person)
    names = {each.id: each.name for each in current().book().catalogues.values()}
    found = [each for each in open_duties(rows, names, current().calendar) if each.over]
    return sorted(found, key=lambda each: -each.late)


def reviews(person: Any) -> list[tuple[Agency, CatalogueVersion, str]]:
    """The versions that the person may review now: theirs by the rules, and not their own work."""
    rows = CatalogueVersion.objects.visible_to(person).filter(status=_S.IN_REVIEW).order_by("submitted")[:100]
    agencies = {each.id: each for each in Agency.objects.filter(id__in={row.agency for row in rows})}
    found = []
    for row in rows:
        agency = agencies[row.agency]
        rules = next(
            (
                each
                for each in book_for(agency.profile, agency.field).catalogues.values()
                if each.id == row.catalogue
            ),
            None,
        )
        if rules and person.pk not in row.authors and capacity(person, agency, (rules.review.by,)):
            found.append((agency, row, rules.name))
    return found


def dues(agency: Agency, here: Place) -> list[Due]:
    """The open duties of the agency, the most pressing first."""
    rows = CatalogueDuty.objects.visible_to(here.person).filter(agency=agency.id)
    names = {each.id: each.name for each in here.book.catalogues.values()}
    now, calendar = clock.now(), here.book.calendar
    return [
        Due(
            each,
            left(each.due.date if each.due else None, _term(each), now, calendar),
            Clause.parse(each.clause),
        )
        for each in open_duties(rows, names, calendar)
    ]


def _term(duty: Revising) -> Term | None:
    return Term.parse(duty.term) if duty.term else None


def _row(here: Place, rules: Catalogue, person: Any, open_dues: list[Due]) -> Row:
    versions = list(here.versions(rules.id))
    published = next((each for each in versions if each.status == _S.PUBLISHED), None)
    waiting = next((each for each in versions if each.status in service.OPEN), None)
    due = next((each for each in open_dues if each.duty.catalogue == rules.id), None)
    return Row(
        catalogue=rules,
        published=published,
        waiting=waiting,
        due=due.duty if due else None,
        left=due.left if due else None,
        unfiled=bool(rules.filing and published and not published.receipt),
        mine=bool(waiting and waiting.status == _S.IN_REVIEW and person.pk not in waiting.authors)
        and bool(capacity(person, here.agency, (rules.review.by,))),
    )


def _do(request: HttpRequest, here: Place, rules: Catalogue) -> str:
    do, form = request.POST.get("do", ""), request.POST
    back = reverse("desk_catalogue", args=(here.agency.id, rules.id))
    if do == "draft":
        number = service.draft(here.acting, rules.name)
        return reverse("desk_catalogue_version", args=(here.agency.id, rules.id, number))
    if do == "file":
        day, number_text = form.get("day", ""), form.get("number", "")
        try:
            filed, number = date.fromisoformat(day), int(number_text)
        except ValueError:
            usable = number_text.isascii() and number_text.isdigit() and len(number_text) < 7
            filed, number = date.max, int(number_text) if usable else 0
        service.file(here.acting, rules.name, number, receipt=form.get("receipt", ""), day=filed)
        messages.success(request, f"{rules.name}第 {number} 版的备案回执已登记")
        return back
    if do == "waive":
        waive(here.acting, change=form.get("change", "")[:26], name=rules.name, reason=form.get("reason", ""))
        messages.success(request, "已记明无须修订")
        return back
    raise Http404
