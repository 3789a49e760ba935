"""Pages of the registers: which there are and what is short, the rows of one, one row with its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode as django_urlencode
from django.views.decorators.http import require_GET

from mingjing.desk import register_alerts
from mingjing.desk.register_alteration import lines
from mingjing.desk.register_name import PERSON, called, in_words, people_named
from mingjing.desk.register_place import WHO, Place, place
from mingjing.desk.register_waiting import waiting_said
from mingjing.law.register import Register
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.models import Agency, Person
from mingjing.registry.register_alteration import alterations
from mingjing.registry.register_log import KINDS, entries_at, sealed_at
from mingjing.registry.register_models import ALWAYS, RegisterRow
from mingjing.registry.scope import agencies_seen
from mingjing.registry.sheet_write import template, write

PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS_SHOWN = 7  # a certificate up to its last day
_PEOPLE_ASKED = 300


@allow(*WHO)
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """All registers of one agency, how many rows each has, and what is short."""
    here = place(request)
    specs = here.registers()
    counts = register_alerts.counts(here.id, list(specs.values()))
    today = clock.now().date()
    officers = register_alerts.holders(here.id, register_alerts.OFFICERS, today) if here.agency else 0
    need = register_alerts.reviewers(here.id, here.book, today, officers) if here.agency else None
    equipped = register_alerts.equipment(here.id, officers) if here.agency else []
    context = {
        "here": here,
        "registers": [
            {"spec": each, "count": counts.get(each.id, 0), "keeps": here.keeps(each)}
            for each in specs.values()
        ],
        "alerts": list(register_alerts.alerts(here.id, today, need, equipped)) if need else [],
        "reviewers": need,
        "equipment": equipped,
    }
    return render(request, "desk/registers/home.html", context)


@allow(*WHO)
@require_GET
def register(request: HttpRequest, register_id: str) -> HttpResponse:
    """The standing rows of one register by key, page by page, narrowed by a text."""
    here = place(request)
    spec = here.register(register_id)
    q = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]
    after = request.GET.get("after", "").replace("\x00", "")[:200]
    rows = _narrowed(here, spec, q).order_by("key", "agency")
    if after:
        rows = rows.filter(key__gt=after)
    found = list(rows[: PAGE + 1])
    following = found[PAGE - 1].key if len(found) > PAGE else ""
    columns = _listed(spec)
    names = people_named(spec, (each.fields for each in found[:PAGE]))
    context = {
        "here": here,
        "spec": spec,
        "q": q,
        "after": after,
        "columns": columns,
        "rows": [
            {
                "key": each.key,
                "url": f"?{urlencode({'key': each.key, 'of': each.agency})}",
                "cells": [
                    {"name": name, "text": in_words(spec.columns[name], each.fields.get(name), names)}
                    for name in columns
                ],
                "since": each.since if each.since > clock.now().date() else None,
            }
            for each in found[:PAGE]
        ],
        "following": django_urlencode({**here.carried, **({"q": q} if q else {}), "after": following})
        if following
        else "",
        "keeps": here.keeps(spec),
        "base": django_urlencode(here.carried),
    }
    return render(request, "desk/registers/list.html", context)


@allow(*WHO)
@require_GET
def row(request: HttpRequest, register_id: str) -> HttpResponse:
    """One row: what it says now, and each change with who made it, from the journal."""
    here = place(request)
    spec = here.register(register_id)
    key, of = request.GET.get("key", "").replace("\x00", "")[:200], request.GET.get("of", "") or here.id
    if of != here.id and not spec.shared and of not in agencies_seen(here.person):
        raise Http404
    versions = list(
        RegisterRow.objects.unscoped("一行的各个版本；机关已经按范围核对")
        .filter(agency=of, register=spec.id, key=key)
        .order_by("-version")
    )
    if not versions:
        raise Http404("登记册中没有这一行")
    latest = versions[0]
    names = people_named(spec, (each.fields for each in versions))
    name, beside = called(spec, latest, names)
    context = {
        "here": here,
        "spec": spec,
        "row": latest,
        "name": name,
        "beside": beside,
        "waiting": waiting_said(spec, [key]) if of == here.id and here.keeps(spec) else "",
        "values": _values(spec, latest, of, names),
        "history": _history(spec, of, versions, names),
        "keeps": of == here.id and here.keeps(spec) and not latest.ended,
        "home": Agency.objects.filter(pk=of).first(),
    }
    return render(request, "desk/registers/row.html", context)


@allow(*WHO)
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """The agencies as a tree: all for the administrator, else those seen with all above and below them."""
    here = place(request)
    every = {each.pk: each for each in Agency.objects.order_by("short_name")}
    seen = {each.pk for each in here.agencies} if here.agency else set(every)
    chains = {pk: _above(pk, every) for pk in every}
    shown_ = {pk for pk, above in chains.items() if pk in seen or above & seen}
    shown_ |= {above for pk in seen for above in chains[pk]}
    below: dict[str, list[Agency]] = {}
    for each in (agency for pk, agency in every.items() if pk in shown_):
        below.setdefault(each.parent_id or "", []).append(each)
    lines: list[tuple[int, Agency]] = []

    def walk(parent: str, depth: int) -> None:
        for each in below.get(parent, ()):
            lines.append((depth, each))
            walk(each.pk, depth + 1)

    walk("", 0)
    return render(request, "desk/registers/tree.html", {"here": here, "lines": lines})


@allow(*WHO)
@require_GET
def blank(request: HttpRequest, register_id: str) -> HttpResponse:
    """The spreadsheet to be filled in."""
    spec = place(request).register(register_id)
    data = template(list(spec.columns.values()), spec.name, spec.hint, str(spec.clause))
    return _file(data, f"{spec.name}模板.xlsx")


@allow(*WHO)
@require_GET
def export(request: HttpRequest, register_id: str) -> HttpResponse:
    """The standing rows as a spreadsheet that can be imported again; private columns stay out."""
    here = place(request)
    spec = here.register(register_id)
    q = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:60]
    columns = [column.name for column in spec.columns.values() if not column.private]
    rows = _narrowed(here, spec, q).order_by("key").values_list("fields", flat=True).iterator(500)
    data = write(spec.name, columns, ([fields.get(name) for name in columns] for fields in rows))
    return _file(data, f"{spec.name}.xlsx")


def _above(id_: str, every: dict[str, Agency]) -> set[str]:
    found: set[str] = set()
    at = every[id_].parent_id
    while at and at not in found:
        found.add(at)
        at = every[at].parent_id
    return found


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    return answer


def _quoted(name: str) -> str:
    return urlencode({"": name})[1:].replace("+", "%20")


def _narrowed(here: Place, spec: Register, q: str) -> Any:
    rows = here.rows(spec)
    if not q:
        return rows
    wanted = Q(title__contains=q) | Q(key__startswith=q)
    about = [name for name, column in spec.columns.items() if column.refers == PERSON]
    if about:  # the list shows these people by name
        named = Q(name__contains=q) | Q(username__startswith=q)
        numbers = list(Person.objects.filter(named).values_list("username", flat=True)[:_PEOPLE_ASKED])
        for name in about:
            wanted |= Q(**{f"fields__{name}__in": numbers})
    return rows.filter(wanted)


def _listed(spec: Register) -> list[str]:
    """The columns that a list shows: the keys, then the required ones, then the rest."""
    open_ = [each for each in spec.columns.values() if not each.private and each.type != "长文本"]
    rest = sorted((each for each in open_ if each.name not in spec.keys), key=lambda each: not each.required)
    return [*spec.keys, *(each.name for each in rest)][:_COLUMNS_SHOWN]


def _values(spec: Register, row: RegisterRow, agency: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    sealed = sealed_at(agency, [row.position]).get(row.position, {})
    return [
        {
            "column": column,
            "text": _masked(sealed[name])
            if name in sealed
            else in_words(column, row.fields.get(name), names),
            "sealed": name in sealed,
        }
        for name, column in spec.columns.items()
    ]


def _masked(value: Any) -> str:
    """A private value so that its owner can be told apart and nobody else learns it."""
    text = str(value)
    return f"{text[:3]}{'*' * max(4, len(text) - 5)}{text[-2:]}" if len(text) > 6 else "****"


def _history(
    spec: Register, agency: str, versions: list[RegisterRow], people: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each change, newest first: when, by whom, in which capacity, and which columns it altered."""
    entries = entries_at(agency, [each.position for each in versions])
    names = dict(
        Person.objects.filter(pk__in={who for entry in entries.values() for who in entry.by}).values_list(
            "pk", "name"
        )
    )
    words = {kind: word for word, kind in KINDS.items()}
    found = []
    for number, each in enumerate(versions):
        entry = entries.get(each.position)
        if entry is None:
            continue
        before = versions[number + 1].fields if number + 1 < len(versions) else {}
        changed = lines(spec, alterations(spec, before, each.fields), people)
        found.append(
            {
                "at": datetime.fromisoformat(entry.recorded),
                "kind": words.get(entry.kind, entry.kind),
                "by": "、".join(names.get(who, who) for who in entry.by),
                "capacity": entry.capacity,
                "entrance": {"import": "表格导入", "cli": "命令行"}.get(entry.entrance, ""),
                "since": None if each.since == ALWAYS else each.since,
                "changed": () if each.ended else changed,
                "position": entry.position + 1,
            }
        )
    return found
