"""Addresses that fail in every way, beside the real ones."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from mingjing.platform import errors
from mingjing.platform.access import public
from mingjing.platform.urls import handler400, handler403, handler404, handler500, urlpatterns

FAILURES: dict[str, tuple[Exception, int, str]] = {
    "unexpected": (RuntimeError("内部细节 /srv/secret.py password=hunter2"), 500, "平台出了错"),
    "down": (OperationalError("connection refused"), 503, "数据库暂时不可用"),
    "closed": (InterfaceError("connection already closed"), 503, "数据库暂时不可用"),
    "full": (OperationalError("database or disk is full"), 503, "磁盘已满"),
    "busy": (OperationalError("database is locked"), 503, "同时办理的人太多"),
    "denied": (PermissionDenied(), 403, "没有权限"),
    "missing": (Http404("案件 01H 不属于本机关"), 404, "没有找到"),
    "odd": (SuspiciousOperation("细节"), 400, "这个请求看不懂"),
}


def _failing(failure: Exception):  # type: ignore[no-untyped-def]
    @public
    def view(request: HttpRequest) -> NoReturn:
        raise failure

    return view


@public
def reading(request: HttpRequest) -> HttpResponse:
    """Reads its form, as any page does."""
    return HttpResponse(str(len(request.POST.get("text", ""))))


urlpatterns = [
    *(path(f"desk/broken/{name}/", _failing(failure)) for name, (failure, _, _) in FAILURES.items()),
    *(path(f"broken/{name}/", _failing(failure)) for name, (failure, _, _) in FAILURES.items()),
    path("desk/broken/many/", public(errors.too_many)),
    path("desk/reading/", reading),
    *urlpatterns,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
