"""The agency's tree as stored: full tiles from the tile table, the rest from the entries."""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.tables import KEYS
from mingjing.journal.tiles import WIDTH, hashes, nodes_from

_KEPT_TILES = 64


class IncompleteTree(Exception):
    """Hashes that the tree needs are not in the database."""


class StoredTree:
    """Reads hashes of tiles, keeping a few full tiles at hand. For one task, not to be kept."""

    def __init__(self, connection: BaseDatabaseWrapper, agency: str) -> None:
        self._connection, self._agency = connection, agency
        self._tiles: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()
        self.nodes = nodes_from(self.read)

    def read(self, level: int, place: int, start: int, count: int) -> list[bytes]:
        """`count` hashes of the tile from `start` on. Raises IncompleteTree when they are not all there."""
        tile = self._full(level, place)
        if tile is not None:
            return tile[start : start + count]
        first = place * WIDTH + start
        if level == 0:
            sql = (
                "SELECT hash FROM journal_entry "
                "WHERE agency = %s AND position >= %s AND position < %s ORDER BY position"
            )
            parameters: tuple[Any, ...] = (self._agency, first, first + count)
        else:
            sql = (
                "SELECT root FROM journal_tile "
                "WHERE agency = %s AND level = %s AND place >= %s AND place < %s ORDER BY place"
            )
            parameters = (self._agency, level - 1, first, first + count)
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = [row[0] for row in cursor.fetchall()]
        if len(found) != count:
            raise IncompleteTree(f"{self._agency} 第 {level} 层第 {place} 片缺少哈希")
        return found

    def _full(self, level: int, place: int) -> list[bytes] | None:
        key = (level, place)
        if key in self._tiles:
            self._tiles.move_to_end(key)
            return self._tiles[key]
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT bytes FROM journal_tile WHERE agency = %s AND level = %s AND place = %s",
                (self._agency, level, place),
            )
            row = cursor.fetchone()
        if row is None:
            return None
        self._tiles[key] = hashes(row[0])
        if len(self._tiles) > _KEPT_TILES:
            self._tiles.popitem(last=False)
        return self._tiles[key]


def agencies(connection: BaseDatabaseWrapper, tables: tuple[str, ...] = tuple(KEYS)) -> Iterator[str]:
    """Every agency with a row in one of the tables, in order; leaps from one to the next by the key."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in tables:
            last = ""
            while True:
                cursor.execute(f"SELECT min(agency) FROM {table} WHERE agency > %s", (last,))
                last = cursor.fetchone()[0]
                if last is None:
                    break
                found.add(last)
    yield from sorted(found)
