"""What every page's frame shows: who is signed in, where one can go, which rules apply."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mingjing.platform import nav
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import roles_of


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation entry ready to print; `count` is empty when there is nothing to count."""

    label: str
    url: str
    current: bool
    count: str


_ROOTS = ("/", settings.LOGIN_REDIRECT_URL)


def _links(items: list[nav.NavItem], path: str, roles: frozenset[str], person: Any) -> list[Link]:
    places: list[tuple[nav.NavItem, str]] = []
    for item in items:
        if item.roles is not None and not item.roles & roles:
            continue
        try:
            places.append((item, reverse(item.route)))
        except NoReverseMatch:
            continue  # that page is not part of this installation
    # The deepest address that leads here is the current one: /desk/ itself only for its own page.
    here = max(
        (url for _, url in places if path == url or (path.startswith(url) and url.count("/") > 2)),
        key=len,
        default="",
    )
    return [
        Link(
            label=item.label,
            url=url,
            current=url == here,
            count=str(number) if item.count and (number := item.count(person)) else "",
        )
        for item, url in places
    ]


class Frame:
    """The frame of one answer; each part is worked out only when the page prints it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    demo: bool = settings.MINGJING_DEMO
    place: str = settings.MINGJING_PLACE
    csrf_cookie: str = settings.CSRF_COOKIE_NAME
    static_url: str = settings.STATIC_URL
    home_url: str = settings.LOGIN_REDIRECT_URL
    portal_url = "/"

    @property
    def nonce(self) -> str:
        """The script nonce of this answer."""
        return str(getattr(self._request, "csp_nonce", ""))

    @cached_property
    def person(self) -> Any:
        """The person signed in, or None; never asked on the portal."""
        person = getattr(self._request, "user", None)
        return person if person is not None and person.is_authenticated else None

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_of(self.person) if self.person else frozenset()

    @property
    def role_names(self) -> str:
        return "、".join(role.name for id, role in ROLES.items() if id in self.roles)

    @property
    def agency(self) -> str:
        agency = self.person.agency if self.person else None
        return agency.short_name if agency else ""

    @property
    def unit(self) -> str:
        if not self.person:
            return ""
        return self.person.unit.name if self.person.unit else self.role_names

    @cached_property
    def desk_nav(self) -> list[Link]:
        return _links(nav.desk_items(), self._request.path, self.roles, self.person)

    @cached_property
    def portal_nav(self) -> list[Link]:
        return _links(nav.portal_items(), self._request.path, frozenset(), None)

    @cached_property
    def search_url(self) -> str:
        route = nav.search_route()
        try:
            return reverse(route) if route else ""
        except NoReverseMatch:
            return ""

    @cached_property
    def footer(self) -> list[str]:
        return nav.footer_lines(self.person)


def messages(request: HttpRequest) -> dict[str, Any]:
    """Context processor: one-time messages where there is a session, none elsewhere."""
    return {"messages": get_messages(request) if hasattr(request, "_messages") else []}


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the variable `frame` of every template."""
    return {"frame": Frame(request)}
