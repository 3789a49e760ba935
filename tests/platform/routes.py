"""Every address of the installation, from the resolver itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

_SAMPLES = {"int": 1, "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@dataclass(frozen=True, slots=True)
class Route:
    """One named address; `name` carries its namespace."""

    name: str
    pattern: str
    converters: tuple[tuple[str, str], ...]

    def url(self, example: dict[str, Any] | None = None) -> str:
        """An address of this route; parameters from `example`, else by the kind of converter."""
        values = {name: _SAMPLES.get(kind, "x") for name, kind in self.converters} | (example or {})
        return reverse(self.name, kwargs=values or None)


def _kind(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _walk(resolver: URLResolver, namespace: str, above: str, outer: dict[str, Any]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = above + str(entry.pattern)
        converters = outer | dict(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, pattern, converters)
        elif isinstance(entry, URLPattern):
            kinds = tuple((name, _kind(converter)) for name, converter in converters.items())
            yield Route(f"{namespace}{entry.name}" if entry.name else "", pattern, kinds)


@cache
def every_route() -> tuple[Route, ...]:
    """All routes, in the order of the resolver."""
    return tuple(_walk(get_resolver(), "", "", {}))
