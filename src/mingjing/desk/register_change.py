"""Changing a register from the desk: a form for one row, a spreadsheet for many with a report of bad rows."""

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mingjing.desk.register_place import KEEPERS, Place, place
from mingjing.law.lack import Refused
from mingjing.law.register import Register
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.keeping import BadRows, Change, Kept, keep, keep_all
from mingjing.registry.register_log import latest_rows
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.register_sheet import BadSheet, RowFault, checked, faults_of
from mingjing.registry.sheet_write import shown

SHOWN_FAULTS = 500
SHOWN_ALTERED = 20
_KEPT_SECONDS = 24 * 3600
_SALT = "mingjing.register.import"


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
    return HttpResponseRedirect(f"{to}?{urlencode({**_agency(here), 'key': done.key})}")


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


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def import_(request: HttpRequest, register_id: str) -> HttpResponse:
    """A spreadsheet: first the report or what it would do, then, confirmed, all of it in one transaction."""
    here = place(request)
    spec = here.register(register_id)
    if request.method == "GET":
        return _import(request, here, spec)
    if request.POST.get("do") == "confirm":
        return _confirmed(request, here, spec)
    file = request.FILES.get("file")
    if file is None:
        return _import(request, here, spec, faults=[RowFault(0, "", "没有选文件")], status=422)
    data = file.read()
    try:
        _, kept = checked(here.id, spec, data, here.person)
    except BadSheet as bad:
        return _import(
            request, here, spec, faults=bad.faults, rows=bad.rows, name=file.name or "", status=422
        )
    return _import(request, here, spec, kept=kept, token=_put(here, spec, data), name=file.name or "")


def _confirmed(request: HttpRequest, here: Place, spec: Register) -> HttpResponse:
    data = _take(here, spec, request.POST.get("token", ""))
    if data is None:
        fault = RowFault(0, "", "上传的表格已经不在，重新选文件")
        return _import(request, here, spec, faults=[fault], status=422)
    try:
        changes, _ = checked(here.id, spec, data, here.person)
        kept = keep_all(here.id, spec.name, changes, by=here.person)
    except BadSheet as bad:
        return _import(request, here, spec, faults=bad.faults, rows=bad.rows, status=422)
    except BadRows as bad_rows:  # somebody changed the register between the two
        return _import(request, here, spec, faults=faults_of(bad_rows), status=422)
    _path(hashlib.sha256(data).hexdigest()).unlink(missing_ok=True)
    messages.success(request, f"{spec.name}：{_summed(kept)}")
    to = reverse("desk_register", args=(spec.id,))
    return HttpResponseRedirect(f"{to}?{urlencode(_agency(here))}" if _agency(here) else to)


def _summed(kept: list[Kept]) -> str:
    counts = Counter(each.kind for each in kept)
    words = [f"{kind} {counts[kind]} 行" for kind in ("登记", "变更") if counts[kind]]
    return "，".join([*words, *([f"{counts['']} 行没有变化"] if counts[""] else [])])


def _import(
    request: HttpRequest,
    here: Place,
    spec: Register,
    *,
    faults: list[RowFault] | None = None,
    rows: int = 0,
    kept: list[Kept] | None = None,
    token: str = "",
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    found = faults or []
    altered = [each.key for each in kept or [] if each.kind == "变更"]
    context = {
        "here": here,
        "spec": spec,
        "faults": found[:SHOWN_FAULTS],
        "more": max(0, len(found) - SHOWN_FAULTS),
        "total": len(found),
        "rows": rows,
        "kept": kept,
        "summed": _summed(kept) if kept else "",
        "changes": any(each.kind for each in kept or []),
        "altered": altered[:SHOWN_ALTERED],
        "altered_more": len(altered) > SHOWN_ALTERED,
        "token": token,
        "name": name[:100],
        "keeps": here.keeps(spec),
        "agency_query": urlencode(_agency(here)),
    }
    return render(request, "desk/registers/import.html", context, status=status)


def _agency(here: Place) -> dict[str, str]:
    return {"agency": here.id} if len(here.agencies) > 1 else {}


def _folder() -> Path:
    return Path(settings.MINGJING_DATA) / "incoming"


def _path(digest: str) -> Path:
    return _folder() / f"{digest}.xlsx"


def _put(here: Place, spec: Register, data: bytes) -> str:
    """Keep the file until it is confirmed; the token says for whom and which."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    cutoff = clock.now().timestamp() - _KEPT_SECONDS
    for old in folder.glob("*.xlsx"):
        if old.stat().st_mtime < cutoff:
            old.unlink(missing_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    _path(digest).write_bytes(data)
    return signing.dumps([here.person.pk, here.id, spec.id, digest], salt=_SALT)


def _take(here: Place, spec: Register, token: str) -> bytes | None:
    try:
        who, agency, register, digest = signing.loads(token, salt=_SALT, max_age=_KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    if (who, agency, register) != (here.person.pk, here.id, spec.id):
        return None
    try:
        return _path(digest).read_bytes()
    except FileNotFoundError:
        return None
