"""The check of one agency's log, entry by entry, in one pass and flat memory.

Each entry: bytes against hash, columns against bytes, place without gap, chain of its case, salt, time,
sealed content. Over all entries: tiles, and every signed head's root.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.check_heads import Heads
from mingjing.journal.edge import Edge
from mingjing.journal.entry import SALT_BYTES, VERSION, UnreadableEntry, commitment, decode
from mingjing.journal.report import Fault, entry_name
from mingjing.journal.rows import rows_of
from mingjing.journal.tiles import WIDTH

NAME: Final = "记录"
_CASES_KEPT: Final = 200_000


class _Slim(msgspec.Struct, gc=False):
    """The fields that are checked for every entry; the rest of the bytes is held by the hash."""

    agency: str
    position: int
    case: str
    version: int
    kind: str
    occurred: str
    recorded: str
    previous: str
    sealed: str
    salt: str
    v: int


_slim = msgspec.json.Decoder(_Slim)
_COLUMNS: Final = {
    "agency": "机关",
    "position": "位置",
    "case": "案件",
    "version": "序号",
    "kind": "环节",
    "occurred": "发生时间",
    "recorded": "记录时间",
}


class _Contents:
    """Walks the sealed content in step with the entries."""

    def __init__(self, batches: Iterator[list[tuple[Any, ...]]]) -> None:
        self._rows = (row for rows in batches for row in rows)
        self._row = next(self._rows, None)
        self.next_position = -1 if self._row is None else self._row[0]

    def faults(self, position: int, sealed: str) -> Iterator[str]:
        """What is wrong with the content of the entry at this position."""
        found = False
        while self._row is not None and self._row[0] <= position:
            place, bond, salt, data = self._row
            if place != position or found or not sealed:
                yield f"多出一份密封内容（位置 {place}）"
            else:
                found = True
                if bond.hex() != sealed or commitment(salt, data) != bond:
                    yield "密封内容与承诺不符"
            self._row = next(self._rows, None)
        if sealed and not found:
            yield "缺少密封内容"
        self.next_position = -1 if self._row is None else self._row[0]


def check_entries(
    connection: BaseDatabaseWrapper, agency: str, size: int, heads: Heads, add: Callable[[Fault], None]
) -> Edge:
    """Check the agency's first `size` entries, handing each fault to `add`; the tree's edge at the end."""
    entries = rows_of(
        connection,
        "SELECT position, case_id, version, kind, occurred, recorded, bytes, hash "
        "FROM journal_entry WHERE agency = %s AND position < %s ORDER BY position",
        (agency, size),
    )
    contents = rows_of(
        connection,
        "SELECT position, commitment, salt, bytes FROM journal_content "
        "WHERE agency = %s AND position < %s ORDER BY position",
        (agency, size),
        batch=8,  # content may be large
    )
    with closing(entries), closing(contents):
        edge = _walk(connection, agency, entries, _Contents(contents), heads, add)
    for (position,) in _stray_contents(connection, agency, size):
        add(Fault(NAME, agency, entry_name(position), "有密封内容而没有这一条", position))
    return edge


def _walk(
    connection: BaseDatabaseWrapper,
    agency: str,
    batches: Iterator[list[tuple[Any, ...]]],
    contents: _Contents,
    heads: Heads,
    add: Callable[[Fault], None],
) -> Edge:
    """One pass over the entries; the tree's edge at the end."""
    edge, leaves = Edge(), list[bytes]()
    cases: dict[str, tuple[int, str]] = {}
    expected, last_recorded = 0, ""
    next_head = heads.next_size
    flush_at = min(WIDTH, next_head) if next_head > 0 else WIDTH
    decode_slim = _slim.decode

    def fault(position: int, what: str) -> None:
        add(Fault(NAME, agency, entry_name(position), what, position))

    for rows in batches:
        if len(cases) >= _CASES_KEPT:
            cases.clear()  # from here on what came before is looked up
        for position, case, version, kind, occurred, recorded, data, stored in rows:
            if position != expected:
                fault(*_gap(position, expected))
                expected = position
            expected += 1
            if sha256(b"\x00" + data).digest() != stored:
                fault(position, "字节与哈希不符")
            version_before, previous = (
                cases.get(case) or _before(connection, agency, case, version, position)
            )
            if version != version_before + 1:
                fault(position, f"本案序号应为 {version_before + 1}，实为 {version}")
            try:
                entry = decode_slim(data)
                if entry.v != VERSION:
                    entry = _lifted(data)
            except (msgspec.DecodeError, UnicodeDecodeError, UnreadableEntry):
                fault(position, "字节无法读取")
            else:
                told = _Slim(
                    agency, position, case, version, kind, occurred, recorded, previous,
                    entry.sealed, entry.salt, entry.v,
                )  # fmt: skip
                if told != entry:
                    for what in _differences(told, entry):
                        fault(position, what)
                if len(entry.salt) != 2 * SALT_BYTES:
                    fault(position, "没有盐")
                if entry.sealed or position == contents.next_position:
                    for what in contents.faults(position, entry.sealed):
                        fault(position, what)
            if recorded < last_recorded:
                fault(position, f"记录时间 {recorded} 早于前一条的 {last_recorded}")
            last_recorded = recorded
            cases[case] = (version, stored.hex())
            leaves.append(stored)
            if len(leaves) == flush_at:
                for full in edge.extend(leaves):
                    heads.check_tile(full)
                leaves.clear()
                if edge.size == next_head:
                    next_head = heads.check_roots(edge.size, edge.root())
                flush_at = WIDTH - edge.size % WIDTH
                if next_head > edge.size:
                    flush_at = min(flush_at, next_head - edge.size)
    for full in edge.extend(leaves):
        heads.check_tile(full)
    return edge


def _gap(position: int, expected: int) -> tuple[int, str]:
    if position < expected:
        return position, "位置重复"
    return expected, "缺少这一条" + (f"至第 {position} 条" if position > expected + 1 else "")


def _lifted(data: bytes) -> _Slim:
    entry = decode(data)
    return _Slim(**{name: getattr(entry, name) for name in _Slim.__struct_fields__})


def _differences(told: _Slim, entry: _Slim) -> Iterator[str]:
    """How the row's columns and the chain differ from what the bytes say."""
    names = "、".join(
        name for field, name in _COLUMNS.items() if getattr(told, field) != getattr(entry, field)
    )
    if names:
        yield f"列与字节不符（{names}）"
    if told.previous != entry.previous:
        yield "没有接上本案前一条记录"


def _stray_contents(connection: BaseDatabaseWrapper, agency: str, size: int) -> list[tuple[int]]:
    """Positions past the checked entries that have content but no entry. One statement, one moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.position FROM journal_content c LEFT JOIN journal_entry e "
            "ON e.agency = c.agency AND e.position = c.position "
            "WHERE c.agency = %s AND c.position >= %s AND e.position IS NULL",
            (agency, size),
        )
        return cursor.fetchall()  # type: ignore[no-any-return]


def _before(
    connection: BaseDatabaseWrapper, agency: str, case: str, version: int, position: int
) -> tuple[int, str]:
    """Version and hash of what precedes this version in its case and in the log; (0, "") for the first."""
    if version <= 1:
        return 0, ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, hash FROM journal_entry WHERE agency = %s AND case_id = %s "
            "AND version < %s AND position < %s ORDER BY version DESC LIMIT 1",
            (agency, case, version, position),
        )
        row = cursor.fetchone()
    return (row[0], row[1].hex()) if row else (0, "")
