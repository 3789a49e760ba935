"""The chain of one case: each entry names the hash of the one before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.journal.entry import UnreadableEntry, decode, leaf_hash


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a chain does not hold: version (from 1) and what is wrong."""

    version: int
    what: str


def first_break(agency: str, case: str, chain: Iterable[tuple[bytes, bytes]]) -> Broken | None:
    """The first break in a case's entries (stored bytes, stored hash) in version order, or None.

    A cut-off end cannot be seen from the chain alone; the log's checkpoints show it.
    """
    previous, last_position, last_recorded = "", -1, ""
    for version, (data, stored) in enumerate(chain, start=1):
        if leaf_hash(data) != stored:
            return Broken(version, "字节与哈希不符")
        try:
            entry = decode(data)
        except UnreadableEntry as error:
            return Broken(version, str(error))
        if (entry.agency, entry.case) != (agency, case):
            return Broken(version, f"属于 {entry.agency} 案件 {entry.case}")
        if entry.version != version:
            return Broken(version, f"序号应为 {version}，实为 {entry.version}")
        if entry.previous != previous:
            return Broken(version, "没有接上本案前一条记录")
        if entry.position <= last_position:
            return Broken(version, "位置在本案前一条记录之前")
        if entry.recorded < last_recorded:
            return Broken(version, "记录时间早于本案前一条记录")
        previous, last_position, last_recorded = stored.hex(), entry.position, entry.recorded
    return None
