"""Error pages: what is so, what to do, and the number under which it was logged. Never a trace."""

import logging
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from mingjing.platform.not_ready import NotReady
from mingjing.platform.staff import is_staff_path

log = logging.getLogger("mingjing.errors")


def page(request: HttpRequest, status: int, title: str, words: str, **headers: str) -> HttpResponse:
    """An error page; reads neither session nor database, so that it works when they do not."""
    context = {
        "status": status,
        "title": title,
        "words": words,
        "request_id": getattr(request, "request_id", ""),
        "staff": is_staff_path(request.path),
    }
    return HttpResponse(render_to_string("error.html", context, request), status=status, headers=headers)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400, or 413 when the body was too large."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return page(request, 400, "这个请求看不懂", "地址或提交的内容不合要求，什么都没有改变。回到上一页再试。")


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return page(
        request,
        413,
        "内容太大，没有收下",
        "一次提交的文字太多，什么都没有改变。用浏览器的后退回到表单，减少文字或改为上传文件。",
    )


def denied(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    words = str(exception or "")
    if not any("\u4e00" <= character <= "\u9fff" for character in words):  # a library's own, in English
        words = "你现在的职务不办这件事。需要办理，请找安全管理员核对任职。"
    return page(request, 403, "没有权限", words)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not come from our page or from an ended session."""
    return page(
        request,
        403,
        "这个表单已失效",
        "登录状态变了，或者表单不是从本平台打开的，什么都没有改变。回到上一页，刷新后再提交。",
    )


def missing(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404; the same whether it does not exist or is not for this reader."""
    words = "它可能已经移动，或者不在你的查看范围内。核对地址后再试。"
    if not is_staff_path(request.path):
        words = "这个地址没有内容。核对地址，或者从首页按当事人、文号查。已撤回和期满的，原地址上仍有说明。"
    return page(request, 404, "没有找到", words)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405 with the methods that are allowed."""
    return page(
        request,
        405,
        "不能这样打开",
        "这个地址只接受页面上的提交。回到上一页，从页面上办理。",
        Allow=response.get("Allow", ""),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    return page(request, 429, "试得太频繁", "请等几分钟再试。", **{"Retry-After": "60"})


def failed(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database is down or full."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        log.error("database unavailable: %s", error)
        return page(request, 503, "数据库暂时不可用", unavailable_words(error), **{"Retry-After": "30"})
    if isinstance(error, NotReady):
        log.error("not ready: %s", error)
        return page(request, 503, "现在打不开", f"{error}。什么都没有改变。请告诉系统管理员。")
    log.error("unexpected error at %s %s", request.method, request.path, exc_info=error)
    words = "这一步没有办成，什么都没有改变。过一会儿再试，仍不行就把下面的编号告诉系统管理员。"
    return page(request, 500, "平台出了错", words)


def unavailable_words(error: Exception) -> str:
    """What a database error means for the person at work."""
    text = str(error).lower()
    if "disk is full" in text or "no space left" in text or "disk full" in text:
        return "磁盘已满，写不进去，什么都没有改变。已经办结的都在。请告诉系统管理员清出空间。"
    if "locked" in text:
        return "同时办理的人太多，没有轮到，什么都没有改变。稍等再提交。"
    return "没有连上数据库，什么都没有改变。已经办结的都在。稍后再试。"
