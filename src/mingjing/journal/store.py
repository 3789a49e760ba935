"""Appending entries and reading them back, in plain SQL inside the caller's transaction.

This is the hot path, so `append` speaks to the driver itself: Django's cursor costs more than the insert.
On PostgreSQL an advisory lock per agency orders its writers; on SQLite a write transaction (IMMEDIATE)
already excludes every other.
"""

import os
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import SALT_BYTES, Entry, commitment, decode, encode, leaf_hash

ENTRANCES: Final = frozenset({"page", "api", "cli", "scenario", "task", "import", "bank"})

# Instants compare as text only in this one form: "+" sorts before ".", and the fraction has six digits.
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+08:00")
_AGENCY: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HASH_OR_NONE: Final = re.compile(r"(?:[0-9a-f]{64})?")

_LAST = "SELECT position, recorded FROM journal_entry WHERE agency = {} ORDER BY position DESC LIMIT 1"
_LAST_OF_CASE = (
    "SELECT version, hash, kind, recorded FROM journal_entry "
    "WHERE agency = {} AND case_id = {} ORDER BY version DESC LIMIT 1"
)
_ADD = (
    "INSERT INTO journal_entry (agency, position, case_id, version, kind, occurred, recorded, bytes, hash) "
    "VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {})"
)
_ADD_CONTENT = (
    "INSERT INTO journal_content (agency, commitment, position, salt, bytes) VALUES ({}, {}, {}, {}, {})"
)
_SQL = {
    vendor: tuple(sql.replace("{}", mark) for sql in (_LAST, _LAST_OF_CASE, _ADD, _ADD_CONTENT))
    for vendor, mark in (("sqlite", "?"), ("postgresql", "%s"))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has its place. `expected`: version the case must have now; None = whatever it is.

    `content`: personal or secret bytes, kept apart; the entry gets only the salted commitment.
    """

    agency: str
    kind: str
    occurred: str
    recorded: str
    by: tuple[str, ...]
    capacity: str
    entrance: str
    body: dict[str, Any]
    case: str = ""
    pack: str = ""
    expected: int | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry with the very bytes that are stored and their leaf hash (32 bytes)."""

    entry: Entry
    data: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The agency's newest entry. `size` = number of entries."""

    size: int
    recorded: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """Sealed content as stored, with the salt that its commitment needs."""

    salt: bytes
    data: bytes


class StaleCase(Exception):
    """Someone acted on the case meanwhile: it is at `actual`, the writer expected `expected`.

    `actual` is None when only the database's unique key noticed.
    """

    def __init__(
        self, *, expected: int | None, actual: int | None, last_kind: str = "", last_recorded: str = ""
    ) -> None:
        self.expected, self.actual = expected, actual
        self.last_kind, self.last_recorded = last_kind, last_recorded
        last = f"，最近一步为“{last_kind}”（{last_recorded} 记录）" if last_kind else ""
        super().__init__(f"案件已有新的记录{last}，请重新打开后再办理")


class ClockBehind(Exception):
    """The time to record lies before the agency's last recorded time, so the clock cannot be right."""

    def __init__(self, *, agency: str, recorded: str, last: str) -> None:
        self.agency, self.recorded, self.last = agency, recorded, last
        super().__init__(f"{agency} 最近一条记录于 {last}，早于它的 {recorded} 不能记录，请检查服务器时间")


def take_turn(connection: BaseDatabaseWrapper, agency: str) -> None:
    """Wait until this transaction alone writes in the agency's log, so that the time read next is the latest.

    Without it two writers on PostgreSQL may read the clock in one order and append in the other, and the
    later one would be refused as `ClockBehind`. On SQLite a write transaction already excludes every other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(agency),))


def append(connection: BaseDatabaseWrapper, drafts: Sequence[Draft]) -> list[Stored]:
    """The drafts as entries, written in order within the caller's transaction.

    Raises StaleCase, ClockBehind, ValueError (a draft that cannot be recorded), or django.db errors; the
    caller's transaction must then be rolled back. Without a transaction it raises RuntimeError.
    """
    connection = connections[connection.alias]  # past the proxy, which resolves anew at each attribute
    if not connection.in_atomic_block:
        raise RuntimeError("追加记录须在事务之中")
    for draft in drafts:
        _require_recordable(draft)
    vendor = connection.vendor
    with connection.wrap_database_errors:
        raw = connection.connection
        try:
            return _append(raw if vendor == "sqlite" else raw.cursor(), vendor, drafts)
        except (sqlite3.IntegrityError, psycopg.errors.UniqueViolation) as error:
            raise StaleCase(expected=drafts[0].expected, actual=None) from error


def _append(cursor: Any, vendor: str, drafts: Sequence[Draft]) -> list[Stored]:
    last_sql, case_sql, add_sql, content_sql = _SQL[vendor]
    execute = cursor.execute
    heads: dict[str, tuple[int, str]] = {}
    cases: dict[tuple[str, str], tuple[int, str, str, str]] = {}
    if vendor == "postgresql":
        # Sorted, so that two writers of the same two agencies cannot wait for each other.
        for agency in sorted({draft.agency for draft in drafts}):
            execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(agency),))
    stored, rows, contents = [], [], []
    for draft in drafts:
        agency, case, recorded = draft.agency, draft.case, draft.recorded
        head = heads.get(agency)
        if head is None:
            head = execute(last_sql, (agency,)).fetchone() or (-1, "")
        if recorded < head[1]:
            raise ClockBehind(agency=agency, recorded=recorded, last=head[1])
        position = head[0] + 1
        heads[agency] = (position, recorded)

        last = cases.get((agency, case))
        if last is None:
            row = execute(case_sql, (agency, case)).fetchone()
            last = (row[0], row[1].hex(), row[2], row[3]) if row else (0, "", "", "")
        version = last[0]
        if draft.expected is not None and draft.expected != version:
            raise StaleCase(
                expected=draft.expected, actual=version, last_kind=last[2], last_recorded=last[3]
            )
        random = os.urandom(2 * SALT_BYTES)
        sealed = ""
        if draft.content is not None:
            salt = random[SALT_BYTES:]
            bond = commitment(salt, draft.content)
            sealed = bond.hex()
            contents.append((agency, bond, position, salt, draft.content))
        entry = Entry(
            agency=agency,
            position=position,
            case=case,
            version=version + 1,
            kind=draft.kind,
            occurred=draft.occurred,
            recorded=recorded,
            by=draft.by,
            capacity=draft.capacity,
            entrance=draft.entrance,
            pack=draft.pack,
            body=draft.body,
            sealed=sealed,
            previous=last[1],
            salt=random[:SALT_BYTES].hex(),
        )
        data = encode(entry)
        hash_ = leaf_hash(data)
        cases[agency, case] = (version + 1, hash_.hex(), draft.kind, recorded)
        rows.append(
            (agency, position, case, version + 1, draft.kind, draft.occurred, recorded, data, hash_)
        )
        stored.append(Stored(entry, data, hash_))
    if len(rows) == 1:
        execute(add_sql, rows[0])
    else:
        cursor.executemany(add_sql, rows)
    if contents:
        cursor.executemany(content_sql, contents)
    return stored


def entries(connection: BaseDatabaseWrapper, agency: str, case: str) -> list[Stored]:
    """The case's entries in version order, as stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bytes, hash FROM journal_entry WHERE agency = %s AND case_id = %s ORDER BY version",
            (agency, case),
        )
        return [Stored(decode(data), data, hash_) for data, hash_ in cursor.fetchall()]


def entry_at(connection: BaseDatabaseWrapper, agency: str, position: int) -> Stored | None:
    """The agency's entry at the position (from 0), or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bytes, hash FROM journal_entry WHERE agency = %s AND position = %s", (agency, position)
        )
        row = cursor.fetchone()
    return Stored(decode(row[0]), row[0], row[1]) if row else None


def contents(
    connection: BaseDatabaseWrapper, agency: str, commitments: Iterable[str]
) -> dict[str, Content]:
    """Sealed content by commitment (hex, as in Entry.sealed); what is not there is left out."""
    wanted = sorted({text for text in commitments if text})
    found: dict[str, Content] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), 500):
            part = [bytes.fromhex(text) for text in wanted[start : start + 500]]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(
                "SELECT commitment, salt, bytes FROM journal_content "
                f"WHERE agency = %s AND commitment IN ({marks})",
                (agency, *part),
            )
            found.update((bond.hex(), Content(salt, data)) for bond, salt, data in cursor.fetchall())
    return found


def head(connection: BaseDatabaseWrapper, agency: str) -> Head:
    """The agency's newest entry; size 0 and empty texts before the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, recorded, hash FROM journal_entry "
            "WHERE agency = %s ORDER BY position DESC LIMIT 1",
            (agency,),
        )
        row = cursor.fetchone()
    return Head(row[0] + 1, row[1], row[2]) if row else Head(0, "", b"")


@lru_cache(maxsize=4096)
def lock_key(agency: str, purpose: str = "append") -> int:
    """The PostgreSQL advisory lock number for this purpose and agency (signed 64 bits)."""
    return int.from_bytes(sha256(f"mingjing/{purpose}/{agency}".encode()).digest()[:8], "big", signed=True)


@lru_cache(maxsize=4096)
def _is_agency(agency: str) -> bool:
    return _AGENCY.fullmatch(agency) is not None


def _require_recordable(draft: Draft) -> None:
    """Return when the draft can be recorded; raise ValueError with what is wrong."""
    if not _is_agency(draft.agency):
        raise ValueError(f"机关编号只能用小写字母、数字和连字符：{draft.agency!r}")
    for name, instant in (("发生时间", draft.occurred), ("记录时间", draft.recorded)):
        if not _INSTANT.fullmatch(instant):
            raise ValueError(f"{name}应如 2026-03-02T09:30:00+08:00，实为 {instant!r}")
        try:
            datetime.fromisoformat(instant)
        except ValueError as error:
            raise ValueError(f"{name}不存在：{instant}") from error
    if draft.entrance not in ENTRANCES:
        raise ValueError(f"未知的入口 {draft.entrance!r}")
    if not draft.kind or "\x00" in draft.kind or "\x00" in draft.case:
        raise ValueError(f"环节名称或案件编号不成立：{draft.kind!r} {draft.case!r}")
    if not _HASH_OR_NONE.fullmatch(draft.pack):
        raise ValueError(f"规则包应为 64 位十六进制摘要：{draft.pack!r}")
