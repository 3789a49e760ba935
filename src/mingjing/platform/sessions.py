"""The sessions of a person: seen, ended one by one, all at once, and whenever rights or factors change."""

from typing import Any

from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingjing.platform.access import settling
from mingjing.registry.models import Person

_BROWSERS = (
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("360", "360 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("HarmonyOS", "鸿蒙"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def end_all(person: Person) -> None:
    """Every session of the person is over at its next click; that is how disabling and new roles act."""
    Person.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    person.refresh_from_db(fields=["sessions_epoch"])
    for session in UserSession.objects.filter(user=person):
        session.end()


def _device(agent: str) -> str:
    def first(names: tuple[tuple[str, str], ...]) -> str:
        return next((name for mark, name in names if mark in agent), "")

    return " · ".join(part for part in (first(_BROWSERS), first(_SYSTEMS)) if part) or "未知设备"


@settling
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The person's own sessions; POST ends the one named by `session`, or all others."""
    sessions = UserSession.objects.purge_and_list(authenticated_user(request))
    if request.method == "POST":
        wanted = request.POST.get("session", "")
        ended = [s for s in sessions if not s.is_current() and wanted in ("", str(s.pk))]
        for session in ended:
            session.end()
        messages.success(request, f"已结束 {len(ended)} 处登录" if ended else "没有别处的登录")
        return HttpResponseRedirect(reverse("usersessions_list"))
    rows = [
        {
            "id": s.pk,
            "began": s.created_at,
            "ip": s.ip,
            "device": _device(s.user_agent),
            "here": s.is_current(),
        }
        for s in sorted(sessions, key=lambda s: s.created_at, reverse=True)
    ]
    return render(request, "account/sessions.html", {"rows": rows, "others": len(rows) > 1})


def _factor_changed(sender: Any, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """A changed factor ends every other session of the person; the one that changed it goes on."""
    Person.objects.filter(pk=user.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    person = authenticated_user(request)
    person.refresh_from_db(fields=["sessions_epoch"])
    update_session_auth_hash(request, person)  # type: ignore[arg-type]


def watch_factors() -> None:
    """Connect to the signals of the second factor; called once when the application is ready."""
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(_factor_changed, dispatch_uid=f"mingjing.sessions.{id(signal)}")
