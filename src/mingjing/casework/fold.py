"""Folding the entries of a case into its record. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from mingjing.journal.entry import Entry
from mingjing.law import rule as r
from mingjing.law.fact import gather
from mingjing.law.judge import advance, assemble
from mingjing.law.record import Done, Record


class Opening(NamedTuple):
    """What the first entry of a case fixes for good."""

    procedure: str
    profile: str
    sector: str
    pack: str
    unit: str


def opening(first: Entry) -> Opening:
    """Procedure, profile, sector and rule pack of the case that the entry opened."""
    opened = first.body.get("开案", {})
    return Opening(
        str(opened.get("程序", "")),
        str(opened.get("方案", "")),
        str(opened.get("领域", "")),
        first.pack,
        str(opened.get("承办机构", "")),
    )


def done_of(entry: Entry, hash_: bytes, content: bytes | None) -> Done:
    """The act of an entry, its sealed facts put back where their content is still held."""
    facts: dict[str, Any] = dict(entry.body.get("事实", {}))
    if content:
        facts.update(msgspec.json.decode(content))
    return Done(
        act=entry.kind,
        version=entry.version,
        at=datetime.fromisoformat(entry.occurred),
        recorded=datetime.fromisoformat(entry.recorded),
        by=entry.by,
        capacity=entry.capacity,
        facts=facts,
        draft=str(entry.body.get("决定稿", "")),
        hash=hash_.hex(),
        documents=tuple((str(kind), str(number)) for kind, number in entry.body.get("文书", ())),
        number=str(entry.body.get("编号", "")),
        stands_in_for=str(entry.body.get("代理", "")),
    )


def fold(
    facts: Mapping[str, r.Fact], procedure: r.Procedure, case: str, agency: str, acts: Iterable[Done]
) -> Record:
    """The record after all acts, from the first on."""
    done = tuple(acts)
    return assemble(procedure, case, agency, done, gather(facts, (each.facts for each in done)))


def follow(facts: Mapping[str, r.Fact], procedure: r.Procedure, record: Record, done: Done) -> Record:
    """The record after one more act: the same as folding all of them."""
    return advance(procedure, record, done, gather(facts, (done.facts,), record.facts))
