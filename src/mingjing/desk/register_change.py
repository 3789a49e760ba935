"""Changing one row of a register from the desk: entered, changed from a day on, struck off."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mingjing.desk.register_name import called, people_named
from mingjing.desk.register_place import KEEPERS, Place, place
from mingjing.law.lack import Refused
from mingjing.law.register import Register
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.keeping import Change, keep
from mingjing.registry.register_log import latest_rows
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.sheet_write import shown


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, register_id: str) -> HttpResponse:
    """One row: a new one, a change from a day on, or struck off."""
    here = place(request)
    spec = here.register(register_id)
    key = (request.POST.get("key") or request.GET.get("key", "")).replace("\x00", "")[:200]
    before = latest_rows(here.id, spec.id, [key]).get(key) if key else None
    if before is not None and before.ended:
        before = None
    if request.method == "GET":
        return _form(request, here, spec, before, {}, [])
    typed = {
        column.name: request.POST.getlist(column.id)
        if column.type == "多选"
        else request.POST.get(column.id, "")
        for column in spec.columns.values()
    }
    try:
        change = _change(request, spec, before, typed)
        done = keep(here.id, spec.name, change, by=here.person)
    except Refused as refused:
        rows = [
            {"text": lack.said, "clause": str(lack.clause or ""), "column": lack.field}
            for lack in refused.lacks
        ]
        return _form(request, here, spec, before, typed, rows, status=422)
    said = f"{spec.name}“{done.key}”已{done.kind}" if done.kind else f"{spec.name}“{done.key}”没有变化"
    messages.success(request, said)
    to = reverse("desk_register_row", args=(spec.id,))
    return HttpResponseRedirect(f"{to}?{urlencode({**here.carried, 'key': done.key})}")


def _change(
    request: HttpRequest, spec: Register, before: RegisterRow | None, typed: dict[str, Any]
) -> Change:
    kind = "注销" if request.POST.get("do") == "strike" else "变更" if before else "登记"
    since: date | None = None
    word = request.POST.get("since", "")
    if before and request.POST.get("from") == "always":
        since = before.since
    elif word:
        try:
            since = date.fromisoformat(word)
        except ValueError:
            since = None
    version = request.POST.get("version", "")
    if before:
        # The keys tell which row it is; a form cannot turn one row into another.
        typed = {**typed, **{name: before.fields.get(name) for name in spec.keys}}
    return Change(
        cells=typed,
        kind=kind,
        since=since,
        version=int(version) if before and version.isascii() and version.isdigit() else None,
    )


def _form(
    request: HttpRequest,
    here: Place,
    spec: Register,
    before: RegisterRow | None,
    typed: dict[str, Any],
    wrong: list[dict[str, str]],
    status: int = 200,
) -> HttpResponse:
    said: dict[str, list[str]] = {}
    for each in wrong:
        said.setdefault(each["column"], []).append(each["text"])
    fields = []
    for name, column in spec.columns.items():
        now = before.fields.get(name) if before else None
        value = typed.get(name, now) if typed else now
        chosen = value if isinstance(value, list) else [shown(value)]
        options = ("是", "否") if column.type == "是否" else column.options
        fields.append(
            {
                "column": column,
                "value": shown(value) if not isinstance(value, list) else "、".join(map(str, value)),
                "options": [(option, option in chosen) for option in options],
                "fixed": before is not None and name in spec.keys,
                "errors": said.get(name, []),
                "widget": _widget(column.type),
            }
        )
    context = {
        "here": here,
        "spec": spec,
        "before": before,
        "called": called(spec, before, people_named(spec, [before.fields]))[0] if before else "",
        "fields": fields,
        "wrong": wrong,
        "today": clock.now().date().isoformat(),
        "keeps": here.keeps(spec),
    }
    return render(request, "desk/registers/edit.html", context, status=status)


def _widget(type_: str) -> str:
    return {"长文本": "long", "选择": "select", "是否": "select", "多选": "checks", "日期": "date"}.get(
        type_, "text"
    )
