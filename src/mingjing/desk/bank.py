"""Matching the bank's statements: each row becomes a payment in its case, or is listed with why not."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.casework.bank import DONE, KNOWN, WRONG, import_statement, results_of
from mingjing.casework.bank_sheet import COLUMNS, NEEDED
from mingjing.casework.models import BankFile
from mingjing.law.lack import Refused
from mingjing.platform.access import allow
from mingjing.registry.sheet import Unreadable

WHO = ("cashier",)
SHOWN, ROWS = 30, 1000
_WHY = "收缴对账员看本机关导入过的银行流水"


@allow(*WHO)
@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """The files imported so far; POST imports one."""
    if request.method == "GET":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, "没有选文件", 422)
    try:
        digest, results = import_statement(request.user, file.read(), file.name or "")  # type: ignore[arg-type]
    except Unreadable as error:
        return _page(request, str(error), 422)
    except Refused as refused:
        return _page(request, "；".join(map(str, refused.lacks)), 422)
    counts = Counter(each.state for each in results)
    messages.success(
        request, f"已导入：登记缴款 {counts[DONE]} 笔，没有登记 {counts[WRONG] + counts[KNOWN]} 笔"
    )
    return HttpResponseRedirect(reverse("desk_bank_file", args=(digest,)))


@allow(*WHO)
@require_GET
def statement(request: HttpRequest, digest: str) -> HttpResponse:
    """One file: what is not recorded and why, then what is."""
    row = _files(request).filter(digest=digest).first()
    if row is None:
        raise Http404
    results = sorted(results_of(row), key=lambda each: (each.state != WRONG, each.state != KNOWN, each.row))
    context = {
        "file": row,
        "open": [each for each in results if each.state != DONE][:ROWS],
        "done": [each for each in results if each.state == DONE][:ROWS],
        "counts": sorted(Counter(each.state for each in results).items()),
        "more": max(0, len(results) - ROWS),
    }
    return render(request, "desk/bank/file.html", context)


def _files(request: HttpRequest) -> Any:
    agency = request.user.agency_id or ""  # type: ignore[union-attr]
    return BankFile.objects.unscoped(_WHY).filter(agency=agency)


def _page(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    files = []
    for row in _files(request).order_by("-recorded")[:SHOWN]:
        counts = Counter(each["state"] for each in row.results)
        files.append({"row": row, "done": counts[DONE], "open": counts[WRONG], "known": counts[KNOWN]})
    context = {
        "files": files,
        "wrong": wrong,
        "needed": NEEDED,
        "columns": [each for each in COLUMNS if each not in NEEDED],
        "agency": request.user.agency,  # type: ignore[union-attr]
    }
    return render(request, "desk/bank/home.html", context, status=status)
