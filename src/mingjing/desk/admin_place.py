"""From where the administrators' pages may be opened."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network
from os import environ
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def listed() -> tuple[str, ...]:
    """The networks of `MINGJING_ADMIN_FROM`, by comma; empty when every address that reaches the desk may."""
    given = getattr(settings, "MINGJING_ADMIN_FROM", None)
    names = environ.get("MINGJING_ADMIN_FROM", "").split(",") if given is None else given
    return tuple(name.strip() for name in names if name.strip())


def from_listed_place(view: View) -> View:
    """Refuses other addresses; role, sign-in and second factor are asked all the same.

    Source: GB/T 22239-2019, 8.1.4.4 c (administration from restricted terminals).
    """

    @wraps(view)
    def placed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        networks = [ip_network(name, strict=False) for name in listed()]
        if networks:
            here = ip_address(request.META["REMOTE_ADDR"])
            if not any(here.version == network.version and here in network for network in networks):
                raise PermissionDenied("管理页面只能从登记的地址打开。")
        return view(request, *args, **kwargs)

    return placed
