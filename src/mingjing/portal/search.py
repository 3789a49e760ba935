"""Finding items: by words, agency, category and day, newest first, a page at a time.

Pages are asked for by place (`before`, `after`) and not by number: the millionth item costs as much as the
first. What is withdrawn or past its last day is never found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from django.db import connections
from django.db.models import Count, Q

from mingjing.platform.clock import SHANGHAI
from mingjing.platform.database import PORTAL
from mingjing.portal.models import Edition, Item, Office
from mingjing.publicity.released import PLACES_A_SECOND
from mingjing.publicity.words import fts5, plain, terms, tsquery

PAGE: Final = 20
COUNTED: Final = 1000
_ENDING: Final = re.compile(r"[0-9]号$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asks for. `since`, `until`: days of publication, both included."""

    query: str = ""
    agency: str = ""
    category: str = ""
    procedure: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of items. `count` is exact up to COUNTED, beyond that COUNTED + 1 stands for more."""

    items: tuple[Item, ...]
    count: int
    older: bool
    newer: bool


def visible(today: date) -> Q:
    """What the public may see on that day: expiry needs no job."""
    return Q(withdrawn__isnull=True) & (Q(until__isnull=True) | Q(until__gte=today))


def find(asked: Asked, today: date, size: int = PAGE) -> Found:
    """The page of items that is asked for."""
    forward = asked.after is not None
    asked_terms = terms(asked.query)
    if asked.query.strip() and not asked_terms:
        return Found((), 0, False, False)  # nothing but marks: no item can hold it
    if asked_terms:
        places = _places(asked, asked_terms, today, size + 1)
        items = list(Item.objects.filter(place__in=places[:size]))
        count = _count(asked, asked_terms, today)
        more = len(places) > size
    else:
        rows = _narrowed(asked, today)
        rows = rows.filter(place__gt=asked.after) if forward else rows
        rows = rows.filter(place__lt=asked.before) if asked.before is not None and not forward else rows
        items = list(rows.order_by("place" if forward else "-place")[: size + 1])
        more = len(items) > size
        items = items[:size]
        count = _counted(asked, today)
    items.sort(key=lambda item: -item.place)
    return Found(
        tuple(items),
        count,
        older=forward or more,
        newer=more if forward else asked.before is not None,
    )


def offices_named(query: str, offices: Mapping[str, Office]) -> list[str]:
    """Agencies of that name, or with the query in it: readers type them where parties are sought."""
    wanted = plain(query)
    if len(wanted) < 2:
        return []
    return [
        id
        for id, office in offices.items()
        if any(wanted in plain(name) for name in (office.name, office.short_name))
    ]


def withdrawn_under(query: str) -> list[Item]:
    """Notices in place of publications with exactly this document number; what they said stays unfound."""
    wanted = plain(query)
    ending = _ENDING.search(wanted)
    if ending is None:
        return []
    gone = Item.objects.filter(withdrawn__isnull=False, number__endswith=ending[0]).order_by("-withdrawn")
    return [item for item in gone.only("id", "number", "withdrawn")[:PAGE] if plain(item.number) == wanted]


def again(item: Item, today: date) -> Item | None:
    """The publication that now stands for a withdrawn one: same agency, same document number."""
    found = find(Asked(query=item.number, agency=item.agency), today)
    return next((each for each in found.items if each.number == item.number), None)


def tally(today: date) -> dict[tuple[str, str, str], int]:
    """Number of items by agency, category and procedure; kept while nothing changes."""
    return _tally(edition(), today)


def months(today: date, number: int) -> list[tuple[date, date, int]]:
    """The last months up to this one, newest first, with first and last day and number of items."""
    return _months(edition(), today, number)


def edition() -> int:
    """The mark of the shelf as it is now; 0 for one that nothing was ever put on."""
    return Edition.objects.values_list("number", flat=True).first() or 0


def changed() -> datetime | None:
    """When the shelf was changed last."""
    return Edition.objects.values_list("changed", flat=True).first()


@lru_cache(maxsize=4)
def _tally(edition: int, today: date) -> dict[tuple[str, str, str], int]:
    rows = Item.objects.filter(visible(today)).values_list("agency", "category", "procedure")
    return {(*each[:3],): each[3] for each in rows.annotate(number=Count("*"))}


@lru_cache(maxsize=4)
def _months(edition: int, today: date, number: int) -> list[tuple[date, date, int]]:
    found, first = [], today.replace(day=1)
    for _ in range(number):
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        count = _narrowed(Asked(since=first, until=last), today).count()
        found.append((first, last, count))
        first = (first - timedelta(days=1)).replace(day=1)
    return found


def _bounds(asked: Asked) -> tuple[int | None, int | None]:
    """First place, and the place after the last, of the days asked for."""

    def place(day: date) -> int:
        return int(datetime.combine(day, time(), SHANGHAI).timestamp()) * PLACES_A_SECOND

    end = asked.until + timedelta(days=1) if asked.until else None
    return (place(asked.since) if asked.since else None), (place(end) if end else None)


def _narrowed(asked: Asked, today: date) -> Any:
    first, end = _bounds(asked)
    rows = Item.objects.filter(visible(today))
    rows = rows.filter(agency=asked.agency) if asked.agency else rows
    rows = rows.filter(category=asked.category) if asked.category else rows
    rows = rows.filter(procedure=asked.procedure) if asked.procedure else rows
    rows = rows.filter(place__gte=first) if first is not None else rows
    return rows.filter(place__lt=end) if end is not None else rows


def _counted(asked: Asked, today: date) -> int:
    if asked.since or asked.until:
        return int(_narrowed(asked, today).order_by("place")[: COUNTED + 1].count())
    return sum(
        number
        for (agency, category, procedure), number in tally(today).items()
        if asked.agency in ("", agency)
        and asked.category in ("", category)
        and asked.procedure in ("", procedure)
    )


def _sql(asked: Asked, asked_terms: Sequence[Any], today: date) -> tuple[str, list[Any]]:
    """FROM and WHERE of a search by words. The index leads, in the order of its rows (newest last)."""
    filters = [each for each in (asked.agency, asked.category) if each]
    if connections[PORTAL].vendor == "sqlite":
        # CROSS JOIN keeps the planner from walking the items and asking the index for each.
        sql = (
            "FROM portal_index x CROSS JOIN portal_item i ON i.place = x.rowid WHERE x.portal_index MATCH %s"
        )
        parameters: list[Any] = [fts5(asked_terms, filters)]
        key = "x.rowid"
    else:
        sql = "FROM portal_index x JOIN portal_item i ON i.place = x.place WHERE x.words @@ %s::tsquery"
        parameters = [tsquery(asked_terms, filters)]
        key = "x.place"
    sql += " AND i.withdrawn IS NULL AND (i.until IS NULL OR i.until >= %s)"
    parameters.append(today.isoformat())
    first, end = _bounds(asked)
    for condition, value in (
        ("i.agency = %s", asked.agency or None),
        ("i.category = %s", asked.category or None),
        ("i.procedure = %s", asked.procedure or None),
        (f"{key} >= %s", first),
        (f"{key} < %s", end),
    ):
        if value is not None:
            sql += f" AND {condition}"
            parameters.append(value)
    return sql, parameters


def _places(asked: Asked, asked_terms: Sequence[Any], today: date, size: int) -> list[int]:
    sql, parameters = _sql(asked, asked_terms, today)
    key = "x.rowid" if connections[PORTAL].vendor == "sqlite" else "x.place"
    if asked.after is not None:
        sql, order = sql + f" AND {key} > %s", "ASC"
        parameters.append(asked.after)
    else:
        order = "DESC"
        if asked.before is not None:
            sql += f" AND {key} < %s"
            parameters.append(asked.before)
    with connections[PORTAL].cursor() as cursor:
        cursor.execute(f"SELECT {key} {sql} ORDER BY {key} {order} LIMIT {int(size)}", parameters)
        return [row[0] for row in cursor.fetchall()]


def _count(asked: Asked, asked_terms: Sequence[Any], today: date) -> int:
    sql, parameters = _sql(asked, asked_terms, today)
    with connections[PORTAL].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 {sql} LIMIT {COUNTED + 1}) AS found", parameters)
        return int(cursor.fetchone()[0])
