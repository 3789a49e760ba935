"""Sealing: new entries go into tiles, and the tree's head is signed.

The signer recomputes every new leaf from its bytes, and signs only a tree that begins with the tree it
signed last. What it signed is remembered in a file beside its key before the checkpoint is stored, so an
older copy of the database, restored, cannot be signed over.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal import merkle
from mingjing.journal.checkpoint import Checkpoint, sign_checkpoint
from mingjing.journal.entry import instant, leaf_hash
from mingjing.journal.keys import KeyFolder, KeyTrouble, Released, Signed, chained
from mingjing.journal.refusal import refusal_head
from mingjing.journal.store import head, lock_key
from mingjing.journal.tiles import WIDTH, full_tiles
from mingjing.journal.tree import IncompleteTree, StoredTree, agencies

DEFAULT_ORIGIN: Final = "mingjing.local/log"
_TILES_A_TURN: Final = 100


class SealRefused(Exception):
    """The log does not extend what was signed before, or the clock runs behind: nothing was signed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed head of an agency's log, as stored. `made`: ISO text +08:00."""

    agency: str
    number: int
    size: int
    root: bytes
    note: bytes
    made: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that the entry at `position` is in the tree that `note` (a signed checkpoint) names."""

    agency: str
    position: int
    size: int
    leaf: bytes
    proof: tuple[bytes, ...]
    note: bytes


def key_folder(agency: str) -> KeyFolder:
    """The agency's key files, in keys/ of the data folder."""
    origin = getattr(settings, "MINGJING_LOG_ORIGIN", DEFAULT_ORIGIN)
    return KeyFolder(Path(settings.MINGJING_DATA) / "keys", agency, f"{origin}/{agency}")


def seal(agency: str, now: datetime, *, using: str = "default") -> Sealed | None:
    """The newest signed head, made now when there are new entries; None for a log without entries.

    Not to be called inside a transaction: what is signed must be committed. Raises SealRefused, KeyTrouble.
    """
    connection = connections[using]
    keys = key_folder(agency)
    size = head(connection, agency).size
    last, remembered = last_sealed(connection, agency), keys.signed()
    if last and remembered and last.size == size == remembered.size:
        return last  # nothing new; no write lock for that
    while _add_tiles(connection, agency, size):
        pass
    with transaction.atomic(using=using, durable=True):
        lock_seal(connection, agency)
        last, remembered, newest = last_sealed(connection, agency), keys.signed(), head(connection, agency)
        _require_whole(agency, size=newest.size, last=last, remembered=remembered)
        if newest.size == 0:
            return None
        made = instant(now)
        latest = max(newest.recorded, last.made if last else "", remembered.made if remembered else "")
        if made < latest:
            raise SealRefused(f"{agency} 已有 {latest} 的记录，现在是 {made}，请检查服务器时间后再封存")
        tree = StoredTree(connection, agency)
        try:
            if last:
                _require_extends(agency, tree, last.size, last.root)
            if remembered:
                _require_extends(agency, tree, remembered.size, bytes.fromhex(remembered.root))
            if last and last.size >= size:
                return last
            size = max(size, remembered.size if remembered else 0)
            _require_leaves(connection, agency, full_tiles(0, size) * WIDTH, size)
            root = merkle.root(size, tree.nodes)
        except IncompleteTree as error:
            raise SealRefused(f"不能封存：{error}") from error
        note = sign_checkpoint(Checkpoint(keys.origin, size, root), keys.ensure_key()).encode()
        sealed = Sealed(agency, last.number + 1 if last else 0, size, root, note, made)
        keys.remember(_memory(connection, sealed, last, remembered))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_checkpoint (agency, number, size, root, note, made) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                (agency, sealed.number, size, root, note, made),
            )
    return sealed


def seal_all(now: datetime, *, using: str = "default") -> dict[str, Sealed | SealRefused | KeyTrouble]:
    """Every agency's log sealed; one that is refused does not keep the others from it."""
    done: dict[str, Sealed | SealRefused | KeyTrouble] = {}
    for agency in agencies(connections[using], ("journal_entry", "journal_checkpoint")):
        try:
            sealed = seal(agency, now, using=using)
        except (SealRefused, KeyTrouble) as error:
            done[agency] = error
        else:
            if sealed:
                done[agency] = sealed
    return done


def last_sealed(
    connection: BaseDatabaseWrapper, agency: str, *, size: int | None = None
) -> Sealed | None:
    """The agency's newest checkpoint, or that of exactly this size; None when there is none."""
    condition, parameters = ("", (agency,)) if size is None else (" AND size = %s", (agency, size))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency, number, size, root, note, made FROM journal_checkpoint "
            f"WHERE agency = %s{condition} ORDER BY number DESC LIMIT 1",
            parameters,
        )
        row = cursor.fetchone()
    return Sealed(*row) if row else None


def inclusion(
    agency: str, position: int, *, size: int | None = None, using: str = "default"
) -> Inclusion | None:
    """Proof of the entry under the newest checkpoint (or that of `size`); None when it is not sealed yet."""
    connection = connections[using]
    sealed = last_sealed(connection, agency, size=size)
    if sealed is None or not 0 <= position < sealed.size:
        return None
    nodes = StoredTree(connection, agency).nodes
    proof = tuple(merkle.inclusion_proof(position, sealed.size, nodes))
    return Inclusion(agency, position, sealed.size, nodes(0, position), proof, sealed.note)


def consistency(agency: str, old: int, new: int, *, using: str = "default") -> list[bytes]:
    """Proof that the tree of `new` entries begins with that of `old`; both at most the sealed size."""
    return merkle.consistency_proof(old, new, StoredTree(connections[using], agency).nodes)


def _memory(
    connection: BaseDatabaseWrapper, sealed: Sealed, last: Sealed | None, remembered: Signed | None
) -> Signed:
    """What the signer is to remember of the head it signs now."""
    before = ""
    if last and remembered:  # the last thing signed may not have reached the database
        before = remembered.chain if remembered.number == last.number else remembered.before
    released = remembered.released if remembered else Released()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, released FROM journal_release WHERE agency = %s AND size > %s ORDER BY size",
            (sealed.agency, released.size),
        )
        for row in cursor.fetchall():
            released = Released(released.count + 1, row[0], chained(released.chain, *row))
    refused = refusal_head(connection, sealed.agency)
    return Signed(
        number=sealed.number,
        size=sealed.size,
        root=sealed.root.hex(),
        made=sealed.made,
        before=before,
        chain=chained(before, sealed.number, sealed.size, sealed.root, sealed.note, sealed.made),
        refusals=refused.size,
        refusals_hash=refused.hash,
        released=released,
    )


def lock_seal(connection: BaseDatabaseWrapper, agency: str) -> None:
    """Keep others from sealing this log until the caller's transaction ends. SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (lock_key(agency, "seal"),))


def _add_tiles(connection: BaseDatabaseWrapper, agency: str, size: int) -> bool:
    """Store the next full tiles, a bounded number at a time; whether there may be more to do.

    Tiles follow from the entries alone, so storing them ahead of the checkpoint is harmless.
    """
    with transaction.atomic(using=connection.alias, durable=True):
        lock_seal(connection, agency)
        level, more = 0, False
        while full_tiles(level, size):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT coalesce(max(place) + 1, 0) FROM journal_tile WHERE agency = %s AND level = %s",
                    (agency, level),
                )
                first = cursor.fetchone()[0]
                end = min(full_tiles(level, size), first + _TILES_A_TURN)
                more = more or end < full_tiles(level, size)
                rows = []
                for place in range(first, end):
                    hashes = _tile_hashes(connection, agency, level, place)
                    rows.append((agency, level, place, b"".join(hashes), merkle.complete_root(hashes)))
                if rows:
                    cursor.executemany(
                        "INSERT INTO journal_tile (agency, level, place, bytes, root) "
                        "VALUES (%s, %s, %s, %s, %s)",
                        rows,
                    )
            if more:
                break  # the levels above need all of this one
            level += 1
    return more


def _tile_hashes(connection: BaseDatabaseWrapper, agency: str, level: int, place: int) -> list[bytes]:
    if level == 0:
        return _require_leaves(connection, agency, place * WIDTH, (place + 1) * WIDTH)
    try:
        return StoredTree(connection, agency).read(level, place, 0, WIDTH)
    except IncompleteTree as error:
        raise SealRefused(f"不能封存：{error}") from error


def _require_leaves(connection: BaseDatabaseWrapper, agency: str, start: int, end: int) -> list[bytes]:
    """The leaf hashes start..end, each recomputed from its entry's bytes. Raises SealRefused."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, bytes, hash FROM journal_entry "
            "WHERE agency = %s AND position >= %s AND position < %s ORDER BY position",
            (agency, start, end),
        )
        rows = cursor.fetchall()
    if [row[0] for row in rows] != list(range(start, end)):
        raise SealRefused(f"不能封存：{agency} 位置 {start} 至 {end - 1} 的记录不连续")
    for position, data, hash_ in rows:
        if leaf_hash(data) != hash_:
            raise SealRefused(f"不能封存：{agency} 第 {position + 1} 条（位置 {position}）字节与哈希不符")
    return [row[2] for row in rows]


def _require_whole(agency: str, *, size: int, last: Sealed | None, remembered: Signed | None) -> None:
    """Return when nothing that was signed is missing from the database."""
    signed = max(last.size if last else 0, remembered.size if remembered else 0)
    if size < signed:
        raise SealRefused(
            f"不能封存：{agency} 已签出 {signed} 条，现有 {size} 条，缺第 {size + 1} 至 {signed} 条"
        )
    if last and remembered and remembered.number < last.number:
        raise SealRefused(f"不能封存：{agency} 的封存状态文件早于数据库中的检查点")
    if last and not remembered:
        raise SealRefused(f"不能封存：{agency} 缺少封存状态文件，请从密钥备份恢复")
    if remembered and remembered.number > (last.number + 1 if last else 0):
        raise SealRefused(f"不能封存：{agency} 的检查点少于已签出的 {remembered.number + 1} 个")


def _require_extends(agency: str, tree: StoredTree, size: int, root: bytes) -> None:
    if merkle.root(size, tree.nodes) != root:
        raise SealRefused(f"不能封存：{agency} 的前 {size} 条与已签出的检查点不一致")

