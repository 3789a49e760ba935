"""How long a session lasts: idle, and in all."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from mingjing.platform.staff import is_staff_path

# Writing "seen" at each click would make each page a durable write.
_SEEN_EVERY = 60


class SessionLimits:
    """Ends a session that was idle too long or is too old, before the page is asked for.

    Times are the server's own seconds: the session is not part of any case.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_staff_path(request.path) and request.user.is_authenticated:
            session, now = request.session, int(time.time())
            began, seen = session.get("began"), session.get("seen")
            if began is None or seen is None:
                session["began"] = session["seen"] = now
            elif now - seen > settings.MINGJING_IDLE_MINUTES * 60 or (
                now - began > settings.MINGJING_SESSION_HOURS * 3600
            ):
                logout(request)
            elif now - seen >= _SEEN_EVERY:
                session["seen"] = now
        return self.get_response(request)
