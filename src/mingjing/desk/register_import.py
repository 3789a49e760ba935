"""A register from a spreadsheet: what it would change, row by row, or what is wrong; then all at once."""

import hashlib
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mingjing.desk.register_alteration import altered_rows, flags
from mingjing.desk.register_place import KEEPERS, Place, place
from mingjing.desk.register_waiting import waiting_said
from mingjing.law.register import Register
from mingjing.platform import clock
from mingjing.platform.access import allow
from mingjing.registry.keeping import BadRows, Kept, keep_all
from mingjing.registry.register_sheet import BadSheet, RowFault, checked, faults_of

SHOWN_FAULTS = 500
SHOWN_ALTERED, FOLDED_ALTERED = 20, 500
_KEPT_SECONDS = 24 * 3600
_SALT = "mingjing.register.import"


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
        return _import(request, here, spec, no_file="没有选文件", status=422)
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
        return _import(request, here, spec, no_file="上传的表格已经不在，重新选文件", status=422)
    try:
        changes, _ = checked(here.id, spec, data, here.person)
        kept = keep_all(here.id, spec.name, changes, by=here.person)
    except BadSheet as bad:
        return _import(request, here, spec, faults=bad.faults, rows=bad.rows, status=422)
    except BadRows as bad_rows:  # somebody changed the register between the two
        return _import(request, here, spec, faults=faults_of(bad_rows), status=422)
    _path(hashlib.sha256(data).hexdigest()).unlink(missing_ok=True)
    messages.success(request, f"{spec.name}：{_summed(kept)}")
    if said := waiting_said(spec, [each.key for each in kept]):
        messages.warning(request, said)
    to = reverse("desk_register", args=(spec.id,))
    return HttpResponseRedirect(f"{to}?{urlencode(here.carried)}" if here.carried else to)


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
    no_file: str = "",
    kept: list[Kept] | None = None,
    token: str = "",
    name: str = "",
    status: int = 200,
) -> HttpResponse:
    found = faults or []
    number = sum(each.kind == "变更" for each in kept or [])
    altered = altered_rows(here.id, spec, kept or [], SHOWN_ALTERED + FOLDED_ALTERED) if number else []
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
        "flags": flags(spec, kept or []),
        "altered": altered[:SHOWN_ALTERED],
        "folded": altered[SHOWN_ALTERED:],
        "altered_more": number - min(number, SHOWN_ALTERED),
        "unlisted": number - len(altered),
        "today": clock.now().date().isoformat(),
        "no_file": no_file,
        "token": token,
        "name": name[:100],
        "keeps": here.keeps(spec),
        "agency_query": urlencode(here.carried),
    }
    return render(request, "desk/registers/import.html", context, status=status)


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
