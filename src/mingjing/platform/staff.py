"""Where staff work: only there do sessions, people and messages exist. The portal has none of them."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

PREFIXES = ("/desk/", "/account/")


def is_staff_path(path: str) -> bool:
    """True under the addresses of the staff; everything else is the public's."""
    return path.startswith(PREFIXES)


class _StaffOnly:
    """Runs the middleware it is mixed into for staff addresses alone."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if is_staff_path(request.path):
            return super().__call__(request)  # type: ignore[misc]
        self.outside(request)
        return self.get_response(request)

    def outside(self, request: HttpRequest) -> None:
        """What the public's request gets instead."""


class Sessions(_StaffOnly, SessionMiddleware):
    """Sessions; a public page that asks for one fails loudly, for the request has none."""


class Forms(_StaffOnly, CsrfViewMiddleware):
    """Form tokens. The public has no forms: its requests neither need nor get a token's cookie."""

    def process_view(self, request: HttpRequest, callback: Any, args: Any, kwargs: Any) -> Any:
        return super().process_view(request, callback, args, kwargs) if is_staff_path(request.path) else None


class People(_StaffOnly, AuthenticationMiddleware):
    """`request.user`; on public pages nobody."""

    def outside(self, request: HttpRequest) -> None:
        request.user = AnonymousUser()


class Messages(_StaffOnly, MessageMiddleware):
    """One-time messages, kept in the session."""
