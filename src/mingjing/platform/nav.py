"""How a room puts its pages into the frame: a module `nav` with `NAV`, `PORTAL_NAV`, `FOOTER`, `SEARCH`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One entry of the navigation: shown when the address exists and the person holds one of `roles`.

    `count` is asked once a page and shows beside the label when above zero.
    """

    label: str
    route: str
    roles: frozenset[str] | None = None
    count: Callable[[Any], int] | None = None


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = [f"mingjing.{room}.nav" for room in settings.ROOMS if room != "platform"]
    return tuple(import_module(name) for name in names if find_spec(name))


def desk_items() -> list[NavItem]:
    """The desk's navigation, in the order of the rooms."""
    return [item for module in _modules() for item in getattr(module, "NAV", ())]


def portal_items() -> list[NavItem]:
    """The portal's navigation."""
    return [item for module in _modules() for item in getattr(module, "PORTAL_NAV", ())]


def footer_lines(person: Any) -> list[str]:
    """What the rooms say at the foot of a page, such as the rule versions in use for this person."""
    lines: list[str] = []
    for module in _modules():
        said: Callable[[Any], Iterable[str]] | None = getattr(module, "FOOTER", None)
        if said:
            lines.extend(said(person))
    return lines


def search_route() -> str | None:
    """The route of the desk's search, when a room offers one (query parameter `q`)."""
    return next((module.SEARCH for module in _modules() if hasattr(module, "SEARCH")), None)
