"""The items of one version for its page: only those that the page shows are read, whatever their number.

What is worked out over all items (which lack something, which differ from the version before) is kept while
the version stays as it is: each edit raises its revision.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connections
from django.db.models import TextField, Value
from django.db.models.functions import Cast, StrIndex

from mingjing.law.book import RuleBook
from mingjing.law.catalogue import Catalogue, missing
from mingjing.law.catalogue_diff import Difference, differences
from mingjing.registry.catalogue_fold import Item
from mingjing.registry.catalogue_models import CatalogueItem, CatalogueVersion

_WHY = "事项；目录的机关已经按范围核对"
_A_PART = 500
_KEPT = 32  # versions of which the keys below are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One state of a version, compared with the version `base` (0: none), under the rules of one book."""

    agency: str
    catalogue: str
    number: int
    revision: int
    drafted: datetime
    base: int
    base_revision: int
    pack: str
    layers: tuple[str, ...]
    rules: Catalogue = field(compare=False)


def asked(book: RuleBook, rules: Catalogue, version: CatalogueVersion, base: int) -> Asked:
    before = CatalogueVersion.objects.unscoped(_WHY).filter(
        agency=version.agency, catalogue=version.catalogue, number=base
    )
    return Asked(
        agency=version.agency,
        catalogue=version.catalogue,
        number=version.number,
        revision=version.revision,
        drafted=version.drafted,
        base=base,
        base_revision=before.values_list("revision", flat=True).first() or 0,
        pack=book.pack,
        layers=tuple(layer.id for layer in book.layers),
        rules=rules,
    )


def every(of: Asked) -> Any:
    """Key and values of each item in their order, as a query that a page cuts."""
    return _items(of, of.number).order_by("place").values_list("key", "data")


def items(of: Asked, keys: Sequence[str]) -> list[Item]:
    """The items with these keys, in the order of the keys."""
    held = _held(of, of.number, keys)
    return [(key, held[key]) for key in keys if key in held]


@lru_cache(maxsize=_KEPT)
def lacking(of: Asked) -> tuple[str, ...]:
    """The keys of the items that lack what the rules ask for, in the order of the items.

    What the version it was drafted from lacks is known from then on: only what differs is looked at.
    """
    if not of.base:
        return tuple(key for key, text in _texts(of) if _lacks(of.rules, msgspec.json.decode(text)))
    before = replace(of, number=of.base, base=0, revision=of.base_revision, base_revision=0)
    different = set(_different(of))
    wanted = [*(key for key in lacking(before) if key not in different), *different]
    there = [
        (place, key)
        for start in range(0, len(wanted), _A_PART)
        for key, place, values in _items(of, of.number)
        .filter(key__in=wanted[start : start + _A_PART])
        .values_list("key", "place", "data")
        if key not in different or _lacks(of.rules, values)
    ]
    return tuple(key for _, key in sorted(there))


def _lacks(rules: Catalogue, values: dict[str, Any]) -> bool:
    return any(need.asks(values) for need in rules.needs) and bool(missing(rules, values))


def _texts(of: Asked) -> Iterator[tuple[str, str]]:
    """Key and values of each item in their order, the values as they are written."""
    rows = every(of).annotate(said=Cast("data", TextField())).values_list("key", "said")
    yield from rows.iterator(2_000)


@lru_cache(maxsize=_KEPT)
def changed(of: Asked) -> tuple[str, ...]:
    """The keys of the items that differ from the version before, those taken away last."""
    found: list[str] = []
    different = _different(of)
    for start in range(0, len(different), _A_PART):
        found += [each.key for each in changes(of, different[start : start + _A_PART])]
    return tuple(found)


def changes(of: Asked, keys: Sequence[str]) -> list[Difference]:
    """What differs in the items with these keys."""
    new, old = items(of, keys), _held(of, of.base, keys)
    return differences([(key, old[key]) for key in keys if key in old], new, of.rules.columns)


def searched(of: Asked, text: str) -> list[str]:
    """The keys of the items in which the text stands."""
    needle = json.dumps(text, ensure_ascii=False)[1:-1]
    # Both sides as they are written: asked so, a database compares bytes and knows of no case.
    where = StrIndex(Cast("data", TextField()), Value(needle))
    rows = every(of).annotate(found=where).filter(found__gt=0)
    found = rows.values_list("key", "data").iterator(2_000)
    return [key for key, values in found if text in "\n".join(map(str, values.values()))]


# Texts that are the same are the same item; only what differs is opened.
_CHANGED = (
    "SELECT n.key, o.key IS NULL FROM registry_catalogueitem n LEFT JOIN registry_catalogueitem o "
    "ON o.agency = n.agency AND o.catalogue = n.catalogue AND o.number = %s AND o.key = n.key "
    "WHERE n.agency = %s AND n.catalogue = %s AND n.number = %s AND (o.key IS NULL OR o.data <> n.data) "
    "ORDER BY n.place"
)
_GONE = (
    "SELECT o.key FROM registry_catalogueitem o LEFT JOIN registry_catalogueitem n "
    "ON n.agency = o.agency AND n.catalogue = o.catalogue AND n.number = %s AND n.key = o.key "
    "WHERE o.agency = %s AND o.catalogue = %s AND o.number = %s AND n.key IS NULL ORDER BY o.place"
)


@lru_cache(maxsize=_KEPT)
def _different(of: Asked) -> tuple[str, ...]:
    """The keys of the items that are new or written otherwise, then of those taken away."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_CHANGED, (of.base, of.agency, of.catalogue, of.number))
        rows = cursor.fetchall()
        found, new = [key for key, _ in rows], sum(bool(fresh) for _, fresh in rows)
        if _items(of, of.base).count() != _items(of, of.number).count() - new:
            cursor.execute(_GONE, (of.number, of.agency, of.catalogue, of.base))
            found += [key for (key,) in cursor.fetchall()]
    return tuple(found)


def _items(of: Asked, number: int) -> Any:
    rows = CatalogueItem.objects.unscoped(_WHY)
    return rows.filter(agency=of.agency, catalogue=of.catalogue, number=number)


def _held(of: Asked, number: int, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(keys), _A_PART):
        part = keys[start : start + _A_PART]
        found |= dict(_items(of, number).filter(key__in=part).values_list("key", "data"))
    return found
