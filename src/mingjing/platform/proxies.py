"""Forwarded headers count only when a named proxy sent them."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_PORT",
)


class Proxies:
    """Makes REMOTE_ADDR the visitor's address behind a named proxy; drops the headers from anyone else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.named = [ip_network(text, strict=False) for text in settings.MINGJING_PROXIES]

    def _is_named(self, text: str) -> bool:
        try:
            address = ip_address(text.strip())
        except ValueError:
            return False
        return any(address in network for network in self.named)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        if self._is_named(meta.get("REMOTE_ADDR", "")):
            # From the right, the first address that is not one of ours is the visitor.
            for hop in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
                if hop.strip() and not self._is_named(hop):
                    meta["REMOTE_ADDR"] = hop.strip()
                    break
            kept = meta.get("HTTP_X_FORWARDED_PROTO", "")
            for name in _FORWARDED:
                meta.pop(name, None)
            meta["HTTP_X_FORWARDED_PROTO"] = kept
        else:
            for name in _FORWARDED:
                meta.pop(name, None)
        return self.get_response(request)
