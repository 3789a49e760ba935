"""The check of what was derived from an agency's entries: tiles, signed heads, releases, the signer's memory.

`Heads` goes along while the entries are read: it is handed each tile that becomes full and asked at
each size that a head names.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.checkpoint import Checkpoint, open_checkpoint
from mingjing.journal.edge import FullTile
from mingjing.journal.keys import KeyFolder, KeyTrouble, Released, Signed, chained
from mingjing.journal.note import BadNote, VerifierKey
from mingjing.journal.refusal import RefusalHead
from mingjing.journal.report import Fault
from mingjing.journal.rows import rows_of
from mingjing.journal.store import head
from mingjing.journal.tiles import HEIGHT, full_tiles

TILES: Final = "哈希片"
HEADS: Final = "检查点"
_MAX_LEVEL: Final = 6  # a full tile above would hold 2**64 entries


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a log reached at one moment; the check goes no further, though acts and seals go on.

    entries: their number. number, sealed: the newest checkpoint's number (-1 for none) and size.
    """

    entries: int
    refusals: RefusalHead
    number: int
    sealed: int
    remembered: Signed | None
    trouble: str = ""


class Heads:
    """Tiles and heads of one log, checked in step with its entries."""

    def __init__(
        self, connection: BaseDatabaseWrapper, keys: KeyFolder, reach: Reach, add: Callable[[Fault], None]
    ) -> None:
        self._connection, self._keys, self._reach, self._add = connection, keys, reach, add
        self._agency = keys.agency
        self._verifiers: list[VerifierKey] = []
        if reach.trouble:
            self._fault(HEADS, "密钥", reach.trouble)
        elif reach.sealed:
            try:
                self._verifiers = keys.verifiers()
            except KeyTrouble as error:
                self._fault(HEADS, "密钥", str(error))
        self._heads = self._all_heads()
        self._head: tuple[str, int, bytes] | None = next(self._heads, None)

    def close(self) -> None:
        """Let go of the database's cursor."""
        self._heads.close()

    @property
    def next_size(self) -> int:
        """Size of the next head to check; -1 when there is none."""
        return self._head[1] if self._head else -1

    def check_roots(self, size: int, root: bytes) -> int:
        """Check every head of this size against the root found; the size of the next head, or -1."""
        while self._head is not None and self._head[1] <= size:
            where, signed_size, signed_root = self._head
            if signed_size == size and signed_root != root:
                self._fault(HEADS, where, f"根哈希与前 {size} 条记录不符")
            self._head = next(self._heads, None)
        return self.next_size

    def check_tile(self, full: FullTile) -> None:
        """Check a tile that the entries fill against the one stored."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT bytes, root FROM journal_tile WHERE agency = %s AND level = %s AND place = %s",
                (self._agency, full.tile.level, full.tile.place),
            )
            rows = cursor.fetchall()
        if not rows:
            if (full.tile.place + 1) << HEIGHT * (full.tile.level + 1) <= self._reach.sealed:
                self._fault(TILES, full.tile.path, "缺少这一片")
        elif len(rows) > 1:
            self._fault(TILES, full.tile.path, "同一片有两份")
        elif rows[0][0] != full.data:
            self._fault(TILES, full.tile.path, "内容与记录不符")
        elif rows[0][1] != full.root:
            self._fault(TILES, full.tile.path, "片根与内容不符")

    def finish(self, size: int, refusal_at: Callable[[int], str]) -> None:
        """After the last entry: heads larger than the log, tiles too many, releases, refusals cut off."""
        while self._head is not None:
            where, signed_size, _ = self._head
            self._fault(HEADS, where, f"已签出 {signed_size} 条，现有 {size} 条，缺 {signed_size - size} 条")
            self._head = next(self._heads, None)
        extra = list(self._extra_tiles(self._reach.entries))
        if extra:  # perhaps only younger than this check: the entries decide, read after the tiles
            now = head(self._connection, self._agency).size
            for level, place in extra:
                if level > _MAX_LEVEL or place >= full_tiles(level, now):
                    self._fault(TILES, f"第 {level} 层第 {place} 片", "没有相应的记录")
        for (released,) in self._rows(
            "SELECT r.size FROM journal_release r LEFT JOIN journal_checkpoint c "
            "ON c.agency = r.agency AND c.size = r.size WHERE r.agency = %s AND c.size IS NULL"
        ):
            self._fault(HEADS, f"对外公布的检查点（{released} 条）", "没有相应的检查点")
        known = self._reach.remembered
        if known:
            self._check_released(known.released)
        if known and known.refusals and refusal_at(known.refusals) != known.refusals_hash:
            self._fault(HEADS, "拒绝记录", f"封存时已有 {known.refusals} 条，现有的与之不符")

    def _check_released(self, known: Released) -> None:
        count, chain = 0, ""
        for row in self._rows(
            "SELECT size, released FROM journal_release WHERE agency = %s AND size <= %s ORDER BY size",
            known.size,
        ):
            count, chain = count + 1, chained(chain, *row)
        if (count, chain) != (known.count, known.chain):
            what = f"封存时已公布 {known.count} 个，现有 {count} 个，二者不符"
            self._fault(HEADS, "对外公布的检查点", what)

    def _extra_tiles(self, size: int) -> Iterator[tuple[int, int]]:
        for level, place in self._rows("SELECT level, place FROM journal_tile WHERE agency = %s"):
            if level > _MAX_LEVEL or place >= full_tiles(level, size):
                yield level, place

    def _all_heads(self) -> Generator[tuple[str, int, bytes], None, None]:
        """Name, size and root of each head in order, its own signature and columns checked on the way."""
        number, size, made, chain = 0, 0, "", ""
        for row in self._rows(
            "SELECT number, size, root, note, made FROM journal_checkpoint "
            "WHERE agency = %s AND number <= %s ORDER BY number, size",
            self._reach.number,
        ):
            where = f"第 {row[0] + 1} 个检查点（{row[1]} 条）"
            if row[0] != number:
                self._fault(HEADS, where, f"编号应为 {number + 1}，有检查点缺失或重复")
                number = row[0]
            if row[1] <= size or row[4] < made:
                self._fault(HEADS, where, "没有排在前一个检查点之后")
            number, size, made, chain = number + 1, row[1], row[4], chained(chain, *row)
            self._check_note(where, row[1], row[2], row[3])
            yield where, row[1], row[2]
        yield from self._memory(number, chain)

    def _memory(self, stored: int, chain: str) -> Iterator[tuple[str, int, bytes]]:
        """The head that the signer remembers, when the rows stored do not end with just that."""
        known = self._reach.remembered
        if known is None:
            if stored and not self._reach.trouble:
                self._fault(HEADS, "封存状态文件", "缺失")
        elif (known.number + 1, known.chain) != (stored, chain):
            what = f"已签出 {known.number + 1} 个检查点，库中有 {stored} 个，二者不符"
            self._fault(HEADS, "封存状态文件", what)
            yield "封存状态文件", known.size, bytes.fromhex(known.root)

    def _check_note(self, where: str, size: int, root: bytes, note: bytes) -> None:
        if not self._verifiers:
            return  # told once already, as a fault of the keys
        try:
            found = open_checkpoint(note, self._keys.origin, self._verifiers)
        except BadNote as error:
            self._fault(HEADS, where, str(error))
        else:
            if found != Checkpoint(self._keys.origin, size, root):
                self._fault(HEADS, where, "列与签名文书不符")

    def _rows(self, sql: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        batches = rows_of(self._connection, sql, (self._agency, *parameters), batch=200)
        with closing(batches):
            for rows in batches:
                yield from rows

    def _fault(self, check: str, where: str, what: str) -> None:
        self._add(Fault(check, self._agency, where, what))
