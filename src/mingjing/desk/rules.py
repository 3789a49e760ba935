"""The rules as staff read them: flow charts, what a plan's clauses come to, its tasks, plans side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from mingjing.casework.chart_svg import svg
from mingjing.casework.chart_words import listed, procedure_chart
from mingjing.casework.clause_table import clause_table
from mingjing.casework.compare import compare, sides_of
from mingjing.casework.packs import book_for, current
from mingjing.casework.rehearsal import rehearse
from mingjing.casework.scenario import NATIONAL, ScenarioError
from mingjing.desk.rule_cases import cases_of, texts
from mingjing.law import plan as p
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.roles import CASE_ROLES


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of the plan; `late` is said of its date alone: whether it was done is not recorded."""

    task: p.Task
    late: bool


def plans() -> tuple[r.Layer, ...]:
    return tuple(layer for layer in current().layers() if layer.kind == "方案")


def _book(profile: str, request: HttpRequest) -> RuleBook:
    """The rules of the profile; of the reader's own agency with its sector. 404 for an unknown one."""
    agency = request.user.agency  # type: ignore[union-attr]
    if profile and all(layer.id != profile for layer in plans()):
        raise Http404
    return book_for(profile, agency.field if agency and agency.profile == profile else "")


def _own(request: HttpRequest) -> str:
    agency = request.user.agency  # type: ignore[union-attr]
    return agency.profile if agency else ""


@allow(*CASE_ROLES)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What applies to the reader's agency: layers, procedures with their charts, all plans."""
    book = _book(_own(request), request)
    context = {
        "book": book,
        "procedures": list(book.procedures.values()),
        "plans": plans(),
        "own": _own(request),
        "pack": book.pack[:12],
    }
    return render(request, "desk/rules/rules.html", context)


@allow(*CASE_ROLES)
@require_GET
def chart(request: HttpRequest, procedure: str) -> HttpResponse:
    """The flow chart of a procedure under `?profile=` (the reader's own unless given), and as a list."""
    profile = request.GET.get("profile", _own(request))[:40]
    book = _book(profile, request)
    found = next((each for each in book.procedures.values() if each.id == procedure), None)
    if found is None:
        raise Http404
    drawn = procedure_chart(book, found)
    picture = svg(drawn.chart, drawn.title, drawn.note)
    if request.GET.get("as") == "svg":
        response = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{found.id}.svg"'
        return response
    context = {
        "chart": drawn,
        "procedure": found,
        "picture": mark_safe(picture),
        "stages": listed(drawn.chart),
        "profile": profile,
        "plans": plans(),
    }
    return render(request, "desk/rules/chart.html", context)


def _plan(profile: str, request: HttpRequest) -> tuple[RuleBook, r.Layer]:
    book = _book(profile, request)
    if book.profile is None:
        raise Http404
    return book, book.profile


@allow(*CASE_ROLES)
@require_GET
def clauses(request: HttpRequest, profile: str) -> HttpResponse:
    """Each clause of the plan, what carries it out, and what is missing. `?state=` shows one state only."""
    book, layer = _plan(profile, request)
    table = clause_table(book, layer, texts())
    state = request.GET.get("state", "")
    answers = [each for each in table.answers if state in ("", each.clause.state)]
    context = {"layer": layer, "table": table, "answers": answers, "state": state, "plans": plans()}
    return render(request, "desk/rules/clauses.html", context)


@allow(*CASE_ROLES)
@require_GET
def tasks(request: HttpRequest, profile: str) -> HttpResponse:
    """The tasks of the plan with their dates. Progress is not recorded, and the page says so."""
    _, layer = _plan(profile, request)
    today = clock.now().astimezone(clock.SHANGHAI).date()
    rows = [TaskRow(task, bool(task.due and task.due < today)) for task in layer.plan.tasks]
    context = {"layer": layer, "rows": rows, "plans": plans()}
    return render(request, "desk/rules/tasks.html", context)


@allow(*CASE_ROLES)
@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """Plans side by side for a procedure, and for a case where one is chosen."""
    national = book_for("", "")
    name = request.GET.get("procedure", "")[:60]
    found = next((each for each in national.procedures.values() if name in (each.name, each.id)), None)
    if found is None and name:
        raise Http404
    found = found or next(iter(national.procedures.values()))
    names = {"": "国家规则", **{layer.id: layer.name for layer in plans()}}
    asked = ["" if each == NATIONAL else each for each in request.GET.getlist("plan")]
    chosen = [each for each in names if each in asked] or [layer.id for layer in plans()]
    cases = cases_of(found.name)
    case = next((each for each in cases if each.file == request.GET.get("case")), None)
    context: dict[str, Any] = {
        "procedures": list(national.procedures.values()),
        "procedure": found,
        "names": [(id_ or NATIONAL, title, id_ in chosen) for id_, title in names.items()],
        "cases": cases,
        "case": case,
        "everything": request.GET.get("all") == "1",
    }
    try:
        scenario = case.read() if case else None
        sides = sides_of(
            [(each, names[each]) for each in chosen],
            lambda profile: book_for(profile, scenario.sector if scenario else ""),
            (lambda profile, book: rehearse(scenario.under(profile), book)) if scenario else None,
        )
        made = compare(found.name, sides)
    except ScenarioError as error:
        context["broken"] = str(error)
    else:
        shown = made.rows if context["everything"] else made.differing
        parts: dict[str, list[Any]] = {}
        for row in shown:
            parts.setdefault(row.part, []).append(row)
        context |= {"made": made, "parts": list(parts.items()), "shown": len(shown)}
    return render(request, "desk/rules/compare.html", context)
