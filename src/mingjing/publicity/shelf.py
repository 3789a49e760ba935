"""Writing the public side: items, notices, index. One transaction of the portal's database each."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.platform.database import PORTAL
from mingjing.publicity.content import Notice, Published, encode
from mingjing.publicity.released import PLACES_A_SECOND, Item
from mingjing.publicity.words import index_words, tsvector

SMALL: Final = 20_000  # items up to which the index is written anew with each withdrawal
_CHANGED = (
    "INSERT INTO portal_edition (id, number, changed) VALUES (1, %s, %s) "
    "ON CONFLICT (id) DO UPDATE SET number = excluded.number, changed = excluded.changed"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What lets anyone check a content against the log. `proof`: hashes, nearest the leaf first."""

    salt: bytes
    entry: bytes
    position: int
    proof: tuple[bytes, ...]
    note: bytes
    sealed: datetime

    @property
    def columns(self) -> dict[str, object]:
        return {
            "salt": self.salt,
            "entry": self.entry,
            "position": self.position,
            "proof": b"".join(self.proof),
            "note": self.note,
            "sealed": self.sealed,
        }


def put_decision(agency: str, content: Published, evidence: Evidence, now: datetime) -> None:
    """Put a released copy on the shelf. What stands there under its address, a notice above all, stays."""

    def put() -> None:
        if Item.objects.filter(agency=agency, id=content.id).exists():
            return
        published = datetime.fromisoformat(content.published)
        item = Item(
            agency=agency,
            id=content.id,
            place=_free_place(published),
            category=content.category,
            procedure=content.procedure,
            number=content.number,
            decided=date.fromisoformat(content.decided),
            party=content.party[:200],
            matter=content.matter,
            outcome=content.outcome,
            published=published,
            until=date.fromisoformat(content.until) if content.until else None,
            ground="",
            content=encode(content),
            **evidence.columns,
        )
        item.save(force_insert=True)
        _index(connections[PORTAL], item.place, decision_words(agency, content))
        changed(now)

    _in_portal(put)


def put_notice(agency: str, content: Notice, evidence: Evidence, now: datetime) -> None:
    """Put the notice in the place of the copy; nothing of the copy stays in the portal's database."""

    def put() -> None:
        connection = connections[PORTAL]
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete=ON")  # freed pages are overwritten, not only let go
        published = datetime.fromisoformat(content.published)
        empty = {"procedure": "", "decided": None, "party": "", "matter": "", "outcome": "", "until": None}
        found = {
            "category": content.category,
            "number": content.number,
            "published": published,
            "withdrawn": datetime.fromisoformat(content.withdrawn),
            "ground": content.reason,
            "content": encode(content),
            **evidence.columns,
        }
        place = Item.objects.filter(agency=agency, id=content.id).values_list("place", flat=True).first()
        if place is None:
            Item(agency=agency, id=content.id, place=_free_place(published), **empty, **found).save(
                force_insert=True
            )
        else:
            Item.objects.filter(agency=agency, id=content.id).update(**empty, **found)
            _unindex(connection, place)
            if place_count() <= SMALL:
                purge_index()
        changed(now)

    _in_portal(put)


def place_count() -> int:
    """Number of items on the shelf, counted no further than needed."""
    return Item.objects.order_by()[: SMALL + 1].count()


def purge_index() -> None:
    """Drop what the index still holds of items that were taken out of it.

    FTS5 only marks such words and keeps their text until its parts are merged. On a small shelf that is done
    at once, on a large one at the fixed hours: all of the index is written anew.
    """
    connection = connections[PORTAL]
    if connection.vendor == "sqlite":
        with transaction.atomic(using=PORTAL), connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("INSERT INTO portal_index (portal_index) VALUES ('optimize')")


def learn_sizes() -> None:
    """Let SQLite's planner know how the items are spread: without it, it may walk the wrong index."""
    connection = connections[PORTAL]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE portal_item")


def decision_words(agency: str, content: Published) -> list[str]:
    """What of a decision can be searched."""
    return index_words(
        (content.party, content.number),
        (content.matter, content.basis, content.outcome, *(text for _, text in content.further)),
        (agency, content.category),
    )


def changed(now: datetime) -> None:
    """Begin a new edition, within the running transaction of the portal's database."""
    connection = connections[PORTAL]
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGED,
            (
                secrets.randbits(62),
                connection.ops.adapt_datetimefield_value(now),
            ),
        )


def _in_portal(put: Callable[[], None]) -> None:
    with transaction.atomic(using=PORTAL):
        connection = connections[PORTAL]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(7021946)")  # places are given out one by one
        put()


def _free_place(published: datetime) -> int:
    place = int(published.timestamp()) * PLACES_A_SECOND
    while Item.objects.filter(place=place).exists():
        place += 1
    return place


def _index(connection: BaseDatabaseWrapper, place: int, found: list[str]) -> None:
    _unindex(connection, place)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO portal_index (rowid, words) VALUES (%s, %s)", (place, " ".join(found))
            )
        else:
            cursor.execute(
                "INSERT INTO portal_index (place, words) VALUES (%s, %s::tsvector)", (place, tsvector(found))
            )


def _unindex(connection: BaseDatabaseWrapper, place: int) -> None:
    key = "rowid" if connection.vendor == "sqlite" else "place"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM portal_index WHERE {key} = %s", (place,))
