"""The log of refusals: the only trace that a refused act leaves.

Chained like a case: each row's bytes name the hash of the agency's previous refusal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import require_plain
from mingjing.journal.store import lock_key

_TAG: Final = b"mingjing/refusal/v1\x00"
_encoder = msgspec.json.Encoder(order="deterministic")


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One refused act. at: ISO text +08:00; who: person ids; lacks: plain JSON, one item for each lack."""

    v: int = 1
    agency: str
    position: int
    at: str
    who: tuple[str, ...]
    case: str
    act: str
    entrance: str
    lacks: list[Any]
    previous: str


@dataclass(frozen=True, slots=True)
class RefusalHead:
    """Number of refusals and the hash of the last one ("" before the first)."""

    size: int
    hash: str


def refusal_hash(data: bytes) -> bytes:
    """Hash of a refusal's stored bytes."""
    return sha256(_TAG + data).digest()


def refuse(
    connection: BaseDatabaseWrapper,
    *,
    agency: str,
    at: str,
    who: tuple[str, ...],
    case: str,
    act: str,
    entrance: str,
    lacks: list[Any],
) -> Refusal:
    """Log a refusal, in the caller's transaction (not that of the refused act, which is rolled back)."""
    if not connection.in_atomic_block:
        raise RuntimeError("拒绝记录须在事务之中")
    require_plain(lacks)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(agency, "refusal"),))
        last = refusal_head(connection, agency)
        refusal = Refusal(
            agency=agency,
            position=last.size,
            at=at,
            who=who,
            case=case,
            act=act,
            entrance=entrance,
            lacks=lacks,
            previous=last.hash,
        )
        data = _encoder.encode(refusal)
        cursor.execute(
            "INSERT INTO journal_refusal "
            "(agency, position, at, who, case_id, act, entrance, bytes, hash) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (agency, refusal.position, at, ",".join(who), case, act, entrance, data, refusal_hash(data)),
        )
    return refusal


def refusal_head(connection: BaseDatabaseWrapper, agency: str) -> RefusalHead:
    """The end of the agency's log of refusals."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, hash FROM journal_refusal WHERE agency = %s ORDER BY position DESC LIMIT 1",
            (agency,),
        )
        row = cursor.fetchone()
    return RefusalHead(row[0] + 1, row[1].hex()) if row else RefusalHead(0, "")


def refusals(connection: BaseDatabaseWrapper, agency: str, newest: int = 100) -> list[Refusal]:
    """The agency's newest refusals, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bytes FROM journal_refusal WHERE agency = %s ORDER BY position DESC LIMIT %s",
            (agency, newest),
        )
        return [msgspec.json.decode(row[0], type=Refusal) for row in cursor.fetchall()]


def faults_in(agency: str, rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[int, str]]:
    """(position, what is wrong) for rows in order: position, at, who, case, act, entrance, bytes, hash."""
    previous, expected = "", 0
    for position, at, who, case, act, entrance, data, stored in rows:
        if position != expected:
            yield expected, f"位置应为 {expected}，实为 {position}"
            expected = position
        if refusal_hash(data) != stored:
            yield position, "字节与哈希不符"
        else:
            try:
                found = msgspec.json.decode(data, type=Refusal)
            except (msgspec.DecodeError, UnicodeDecodeError):
                yield position, "字节无法读取"
            else:
                columns = (agency, position, at, who, case, act, entrance)
                if columns != (
                    found.agency,
                    found.position,
                    found.at,
                    ",".join(found.who),
                    found.case,
                    found.act,
                    found.entrance,
                ):
                    yield position, "列与字节不符"
                if found.previous != previous:
                    yield position, "没有接上前一条拒绝记录"
        previous, expected = stored.hex(), expected + 1
