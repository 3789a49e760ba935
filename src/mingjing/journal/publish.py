"""What the public may fetch of a log: released heads and the hash tiles beneath them. Never entries.

Heads are released with publications and at fixed hours, not with each act: a head that grows as an
inspection is entered would tip people off.
"""

from datetime import datetime
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import instant
from mingjing.journal.seal import Sealed, key_folder, last_sealed
from mingjing.journal.tiles import HEIGHT, WIDTH, Tile, parse_path
from mingjing.journal.tree import StoredTree


def release_head(agency: str, now: datetime, *, using: str = "default") -> Sealed | None:
    """Show the newest checkpoint to the public from now on; None when nothing is sealed yet."""
    connection = connections[using]
    sealed = last_sealed(connection, agency)
    if sealed is None or released_size(connection, agency) >= sealed.size:
        return sealed
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_release (agency, size, released) VALUES (%s, %s, %s)",
            (agency, sealed.size, instant(now)),
        )
    return sealed


def released_size(connection: BaseDatabaseWrapper, agency: str) -> int:
    """Number of entries under the newest released head; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM journal_release WHERE agency = %s", (agency,))
        return int(cursor.fetchone()[0])


def public_checkpoint(agency: str, *, using: str = "default") -> bytes | None:
    """The newest released checkpoint as a signed note (<prefix>/checkpoint), or None."""
    connection = connections[using]
    size = released_size(connection, agency)
    sealed = last_sealed(connection, agency, size=size) if size else None
    return sealed.note if sealed else None


def public_tile(agency: str, path: str, *, using: str = "default") -> bytes | None:
    """The bytes of a hash tile of a released head, by name (tile/0/x001/234.p/17), or None.

    Entry bundles (tile/entries/…) and tiles of heads not released are None like any unknown name.
    """
    try:
        tile = parse_path(path)
    except ValueError:
        return None
    connection = connections[using]
    if not _released(connection, agency, tile):
        return None
    return b"".join(StoredTree(connection, agency).read(tile.level, tile.place, 0, tile.width))


def public_key(agency: str) -> str:
    """The log's verifier keys, one a line, for publication."""
    return "".join(f"{key.text}\n" for key in key_folder(agency).verifiers())


def _released(connection: BaseDatabaseWrapper, agency: str, tile: Tile) -> bool:
    step = HEIGHT * tile.level
    least = (tile.place * WIDTH + tile.width) << step
    if least >= 1 << 63:
        return False
    sql = "SELECT 1 FROM journal_release WHERE agency = %s AND size >= %s"
    parameters: tuple[Any, ...] = (agency, least)
    if tile.width < WIDTH:
        sql += " AND size < %s"
        parameters += (least + (1 << step),)
    with connection.cursor() as cursor:
        cursor.execute(sql + " LIMIT 1", parameters)
        return cursor.fetchone() is not None
