"""One version of a catalogue: items, what they lack, what differs from the one in force, the next step."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.desk import catalogue_lines as lines
from mingjing.desk.catalogue import MARKS, dues
from mingjing.desk.catalogue_place import Place, lacks, place, typed
from mingjing.journal.store import StaleCase
from mingjing.law.catalogue import Catalogue, missing
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_models import CatalogueVersion
from mingjing.registry.catalogue_people import capacity
from mingjing.registry.catalogue_sheet import empty
from mingjing.registry.catalogue_sources import items_from
from mingjing.registry.catalogue_tables import Rows
from mingjing.registry.catalogue_write import xlsx
from mingjing.registry.models import Person
from mingjing.registry.roles import CASE_ROLES

PAGE = 50
_LINE = 60  # an item code is up to 56 signs
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_S = CatalogueVersion.Status


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the list: what it is called, a few of its columns, and the columns that it lacks."""

    key: str
    called: str
    said: tuple[tuple[str, str], ...]
    lacking: tuple[str, ...]


@allow(*CASE_ROLES)
@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, agency: str, catalogue: str, number: int) -> HttpResponse:
    """The version; POST does the step named by `do`. `?show=` lacking or changes, `?q=` searches."""
    here = place(request, agency)
    rules = here.catalogue(catalogue)
    found = here.version(rules.id, number)
    refused: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_do(request, here, rules, found))
        except Refused as error:
            refused = lacks(error)
        except StaleCase:
            refused = [{"text": "别人刚改过这份草稿，看过再办", "clause": ""}]
        found = here.version(rules.id, number)
    return render(
        request,
        "desk/catalogue/version.html",
        _context(request, here, rules, found, refused),
        status=422 if refused else 200,
    )


@allow(*CASE_ROLES)
@require_GET
def sheet(request: HttpRequest, agency: str, catalogue: str, number: int) -> HttpResponse:
    """The version as xlsx; `?show=lacking` only the items that still lack something."""
    here = place(request, agency)
    rules = here.catalogue(catalogue)
    here.version(rules.id, number)
    items = [values for _, values in Rows(here.agency.id).items(rules.id, number)]
    if request.GET.get("show") == "lacking":
        items = [values for values in items if missing(rules, values)]
    return _file(xlsx(rules.name, rules.columns, items), f"{rules.name}第{number}版.xlsx")


@allow(*CASE_ROLES)
@require_GET
def template(request: HttpRequest, agency: str, catalogue: str) -> HttpResponse:
    """An empty sheet to fill in."""
    rules = place(request, agency).catalogue(catalogue)
    return _file(empty(rules), f"{rules.name}模板.xlsx")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _context(
    request: HttpRequest,
    here: Place,
    rules: Catalogue,
    found: CatalogueVersion,
    refused: list[dict[str, Any]],
) -> dict[str, Any]:
    show, query = request.GET.get("show", ""), request.GET.get("q", "").strip()[:100]
    base = _base(here, rules, found)
    of = lines.asked(here.book, rules, found, base)
    lacking, changed = lines.lacking(of), lines.changed(of) if base else ()
    shown: Any = lines.every(of)
    if show == "changes":
        shown = changed
    elif query:
        chosen = set(lacking) if show == "lacking" else None
        shown = [key for key in lines.searched(of, query) if chosen is None or key in chosen]
    elif show == "lacking":
        shown = lacking
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    if show == "changes":
        page.object_list = lines.changes(of, list(page.object_list))
    elif query or show == "lacking":
        page.object_list = lines.items(of, list(page.object_list))
    able = {
        "drafts": bool(capacity(here.person, here.agency, rules.drafters)),
        "reviews": bool(capacity(here.person, here.agency, (rules.review.by,)))
        and here.person.pk not in found.authors,
        "publishes": bool(capacity(here.person, here.agency, rules.publishers)),
    }
    people = dict(Person.objects.filter(pk__in=[*found.authors, found.reviewer]).values_list("pk", "name"))
    return {
        "here": here,
        "rules": rules,
        "book": here.book,
        "version": found,
        "mark": MARKS.get(CatalogueVersion.Status(found.status), ""),
        "page": page,
        "lines": [] if show == "changes" else [_line(rules, key, values) for key, values in page],
        "show": show,
        "query": query,
        "base": urlencode({"show": show, "q": query}),
        "lacking": len(lacking),
        "changed": len(changed),
        "before": base,
        "able": able,
        "editable": found.status == _S.DRAFT and able["drafts"],
        "authors": "、".join(people.get(each, each) for each in found.authors),
        "reviewer": people.get(found.reviewer, ""),
        "dues": [each for each in dues(here.agency, here) if each.duty.catalogue == rules.id],
        "refused": refused,
        "typed": typed(request),
    }


def _base(here: Place, rules: Catalogue, found: CatalogueVersion) -> int:
    """The version to compare with: the one it was drafted from, else the published one before it."""
    if found.base:
        return found.base
    rows = here.versions(rules.id).filter(number__lt=found.number, published__isnull=False)
    return int(rows.values_list("number", flat=True).first() or 0)


def _lacking(rules: Catalogue, values: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each.column for each in missing(rules, values))


def _line(rules: Catalogue, key: str, values: dict[str, Any]) -> Line:
    said = [
        (name, text if len(text) <= _LINE else f"{text[: _LINE - 1]}…")
        for name in rules.columns
        if name != rules.title and (text := str(values.get(name) or "").split("\n")[0])
    ]
    return Line(key, rules.called(values), tuple(said[:4]), _lacking(rules, values))


def _do(request: HttpRequest, here: Place, rules: Catalogue, found: CatalogueVersion) -> str:
    do, form, acting, number = request.POST.get("do", ""), request.POST, here.acting, found.number
    back = reverse("desk_catalogue_version", args=(here.agency.id, rules.id, number))
    if do == "submit":
        service.submit(
            acting, rules.name, number, note=form.get("note", ""), answers=form.getlist("answers")[:50]
        )
        said = f"已送{rules.review.by}复核"
    elif do in ("agree", "return"):
        service.review(acting, rules.name, number, agreed=do == "agree", opinion=form.get("opinion", ""))
        said = "复核同意" if do == "agree" else "已退回起草人"
    elif do == "publish":
        service.publish(acting, rules.name, number)
        said = "已发布，一分钟内公众可以看到"
    elif do == "drop":
        service.drop(acting, rules.name, number)
        messages.success(request, f"{rules.name}第 {number} 版草稿已作废")
        return reverse("desk_catalogue", args=(here.agency.id, rules.id))
    elif do == "fill":
        items = items_from(rules, here.agency, here.book, clock.now().date())
        done = service.edit(acting, rules.name, number, puts=items, replace=True, lenient=True)
        said = f"已按{'规则文件' if rules.source == '程序' else f'“{rules.source}”登记'}生成 {done} 项"
    elif do == "trim":
        held = Rows(here.agency.id).items(rules.id, number)
        gone = [key for key, values in held if missing(rules, values)]
        service.edit(acting, rules.name, number, drops=gone, expected=expected(form))
        said = f"已移出没有填齐的 {len(gone)} 项"
    elif do == "remove":
        service.edit(acting, rules.name, number, drops=[form.get("key", "")], expected=expected(form))
        said = "已取消这一项"
    else:
        raise Http404
    messages.success(request, said)
    return back


def expected(form: Any) -> int | None:
    """The revision of the draft that the form was made from."""
    text = form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
