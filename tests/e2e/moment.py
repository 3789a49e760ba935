"""The clock of the server in browser tests: requests are answered at the moment that a test has set."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase

from mingjing.platform import clock

_set: list[datetime] = []


def stand(moment: datetime | None) -> None:
    """From now on every request is answered at `moment`; None: at the real time again."""
    _set[:] = [moment] if moment else []


class Moment:
    """Outermost middleware: each thread of the server has a clock of its own, so it is set per request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _set:
            return self.get_response(request)
        with clock.at(_set[0]):
            return self.get_response(request)
