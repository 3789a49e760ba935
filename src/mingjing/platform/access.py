"""Who may open a page: every staff view is marked, and an unmarked one opens to nobody."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from mingjing.platform import passwords, second_factor
from mingjing.platform.staff import is_staff_path
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import asked_once, roles_of

log = logging.getLogger("mingjing.access")
View = TypeVar("View", bound=Callable[..., Any])
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view. `roles` None means everyone signed in; `public` needs no sign-in."""

    roles: frozenset[str] | None = None
    writes: frozenset[str] | None = None
    public: bool = False
    settling: bool = False

    def allows(self, method: str, held: frozenset[str]) -> bool:
        wanted = self.roles if method in _SAFE or self.writes is None else self.writes
        return wanted is None or bool(wanted & held)


def _mark(view: View, access: Access) -> View:
    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs)

    marked.access = access  # type: ignore[attr-defined]
    return marked  # type: ignore[return-value]


def _known(roles: tuple[str, ...]) -> frozenset[str]:
    if unknown := [role for role in roles if role not in ROLES]:
        raise ValueError(f"没有这些职务：{unknown}")
    return frozenset(roles)


def allow(*roles: str, writes: tuple[str, ...] | None = None) -> Callable[[View], View]:
    """Only people who hold one of `roles` now; `writes` narrows POST further."""
    access = Access(roles=_known(roles), writes=None if writes is None else _known(writes))
    return lambda view: _mark(view, access)


def signed_in(view: View) -> View:
    """Everyone who is signed in, with whatever role."""
    return _mark(view, Access())


def settling(view: View) -> View:
    """Signed in, and open even before the second factor or a new password is set: the pages that set them."""
    return _mark(view, Access(settling=True))


def public(view: View) -> View:
    """Everyone: the entrance itself."""
    return _mark(view, Access(public=True))


def _to_login(request: HttpRequest) -> HttpResponse:
    login = reverse("account_login")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)  # the page stays, with what was typed
    back = request.get_full_path() if request.method == "GET" else ""
    return HttpResponseRedirect(f"{login}?{urlencode({'next': back})}" if back else login)


class Gate:
    """Middleware: denies by default, asks sign-in, second factor and role of every staff page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE:
            return self.get_response(request)  # what changes something reads every right anew
        with asked_once():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if any("\x00" in str(value) for value in (*args, *kwargs.values())):
            raise Http404  # no object is named so, and PostgreSQL would refuse to look for it
        if not is_staff_path(request.path):
            return None  # the public's pages read released copies only
        access: Access | None = getattr(view, "access", None)
        if access is None:
            log.error("view without access mark: %s", request.resolver_match)
            raise PermissionDenied("这个页面没有登记谁可以打开。")
        if access.public:
            return None
        if not request.user.is_authenticated:
            return _to_login(request)
        if not access.settling:
            if second_factor.is_lacking(request.user):
                return HttpResponseRedirect(reverse("mfa_activate_totp"))
            if passwords.is_outdated(request.user):
                return HttpResponseRedirect(reverse("account_change_password"))
        if not access.allows(request.method or "", roles_of(request.user)):
            raise PermissionDenied
        return None
