"""Headers of every answer: content policy, caching, isolation, and the request's id."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mingjing.platform import errors
from mingjing.platform.log import request_id
from mingjing.platform.staff import is_staff_path

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; report-uri {report}"
)
_PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "geolocation",
        "microphone",
        "payment",
        "usb",
        "interest-cohort",
        "browsing-topics",
    )
)
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class Nonce:
    """The script nonce of one answer: made when a page first prints it."""

    def __init__(self) -> None:
        self.value = ""

    def __str__(self) -> str:
        self.value = self.value or secrets.token_urlsafe(16)
        return self.value


def content_policy(nonce: str) -> str:
    """The content security policy; a page that printed no nonce runs no script at all."""
    scripts = f"'nonce-{nonce}'" if nonce else "'none'"
    return _POLICY.format(scripts=scripts, report=settings.MINGJING_CSP_REPORT)


class Headers:
    """Outermost middleware: no answer leaves without these, errors and files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        current = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        request.request_id = current  # type: ignore[attr-defined]
        token = request_id.set(current)
        try:
            response = self.get_response(request)
            if response.status_code == 405 and isinstance(response, HttpResponse) and not response.content:
                response = errors.not_allowed(request, response)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = current
        response["Content-Security-Policy"] = content_policy(nonce.value)
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Referrer-Policy"] = "same-origin"
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = _PERMISSIONS
        if is_staff_path(request.path) or response.status_code >= 500:
            response["Cache-Control"] = "no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache"
        return response
