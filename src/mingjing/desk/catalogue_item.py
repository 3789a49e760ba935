"""The form of one item of a draft, and the import of many from a spreadsheet."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingjing.desk.catalogue_place import lacks, place
from mingjing.desk.catalogue_version import expected
from mingjing.journal.store import StaleCase
from mingjing.law.catalogue import Catalogue
from mingjing.law.clause import Clause
from mingjing.law.lack import Refused
from mingjing.platform.access import allow
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_sheet import MOST_FAULTS, Read, read_file, summary
from mingjing.registry.catalogue_tables import Rows
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.sheet import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of the form."""

    name: str
    control: str
    value: str
    options: tuple[str, ...]
    long: bool
    number: bool
    hint: str
    required: bool
    when: str
    clause: Clause
    errors: tuple[str, ...]


@allow(*CASE_ROLES)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, agency: str, catalogue: str, number: int) -> HttpResponse:
    """One item, by `?key=`; without it a new one. What was typed stays when it is refused."""
    here = place(request, agency)
    rules = here.catalogue(catalogue)
    version = here.version(rules.id, number)
    key = request.GET.get("key", "").replace("\x00", "")
    held = Rows(here.agency.id).item(rules.id, number, key)
    if key and held is None:
        raise Http404
    values: dict[str, Any] = held or {}
    refused, errors = list[dict[str, Any]](), dict[str, list[str]]()
    if request.method == "POST":
        values = {name: request.POST.get(f"f{at}", "") for at, name in enumerate(rules.columns)}
        try:
            service.edit(
                here.acting,
                rules.name,
                number,
                puts=[values],
                was=key,
                fresh=not key,
                lenient=request.POST.get("lenient") == "1",
                expected=expected(request.POST),
            )
        except Refused as error:
            refused = lacks(error)
            for lack in error.lacks:
                errors.setdefault(lack.field, []).append(lack.said)
        except StaleCase:
            refused = [{"text": "别人刚改过这份草稿，你填的还在；看过再交", "clause": ""}]
        else:
            messages.success(request, "已存入草稿")
            return HttpResponseRedirect(
                reverse("desk_catalogue_version", args=(here.agency.id, rules.id, number))
            )
    context = {
        "here": here,
        "rules": rules,
        "book": here.book,
        "version": version,
        "key": key,
        "called": rules.called(held) if held else "",
        "fields": _fields(rules, values, errors),
        "refused": refused,
        "lenient": request.POST.get("lenient") == "1",
        "readonly": version.status != "草稿",
    }
    return render(request, "desk/catalogue/item.html", context, status=422 if refused else 200)


@allow(*CASE_ROLES)
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, agency: str, catalogue: str, number: int) -> HttpResponse:
    """Import a file into the draft: all of it, or nothing with every bad row."""
    here = place(request, agency)
    rules = here.catalogue(catalogue)
    version = here.version(rules.id, number)
    found, refused = Read(), list[dict[str, Any]]()
    if request.method == "POST":
        lenient, replace = request.POST.get("lenient") == "1", request.POST.get("replace") == "1"
        try:
            file = request.FILES.get("file")
            if file is None:
                raise Unreadable("没有选文件")
            found = read_file(rules, file.read(), name=str(file.name))
            if not found.bad and (lenient or not found.lacking):
                done = service.edit(
                    here.acting, rules.name, number, puts=found.items, replace=replace, lenient=lenient
                )
                said = f"{done} 项已收进草稿" + (
                    f"，其中 {found.incomplete} 项还没有填齐" if found.incomplete else ""
                )
                said += f"；没有收的栏：{'、'.join(found.left)}" if found.left else ""
                messages.success(request, said)
                return HttpResponseRedirect(
                    reverse("desk_catalogue_version", args=(here.agency.id, rules.id, number))
                )
        except Unreadable as error:
            refused = [{"text": str(error), "clause": ""}]
        except Refused as error:
            refused = lacks(error)
    context = {
        "here": here,
        "rules": rules,
        "version": version,
        "found": found,
        "bad": found.bad[:MOST_FAULTS],
        "lacking": found.lacking[:MOST_FAULTS],
        "tally": summary(found.lacking),
        "refused": refused,
        "status": 422 if found.bad or found.lacking or refused else 200,
        "most": MOST_FAULTS,
        "posted": request.method == "POST",
    }
    return render(request, "desk/catalogue/import.html", context, status=int(str(context["status"])))


def _fields(rules: Catalogue, values: dict[str, Any], errors: dict[str, list[str]]) -> list[Field]:
    return [
        Field(
            name=name,
            control=f"f{at}",
            value=str(values.get(name) or ""),
            options=rules.register.columns[name].options,
            long=rules.register.columns[name].type == "长文本",
            number=rules.register.columns[name].type == "整数",
            hint=rules.register.columns[name].hint,
            required=rules.always(name),
            when=_when(rules, name),
            clause=rules.clause_of(name),
            errors=tuple(errors.get(name, ())),
        )
        for at, name in enumerate(rules.columns)
    ]


def _when(rules: Catalogue, column: str) -> str:
    """In which items the column must stand, "" when in all or none: 事项类型为行政许可."""
    asked = [need.when for need in rules.needs if need.column == column and need.when]
    return "，或者".join(f"{name}为{'、'.join(values)}" for name, values in asked)
