"""A case opened for work: its record, under the rules it was opened with."""

from dataclasses import dataclass

from django.db import connections

from mingjing.casework.fold import Opening, done_of, fold, opening
from mingjing.casework.held import Held
from mingjing.casework.packs import book_for
from mingjing.journal import store
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.record import Record


class NoSuchCase(LookupError):
    """There is no such case in the agency."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case loaded from its first entry on."""

    record: Record
    opening: Opening
    book: RuleBook
    procedure: r.Procedure


def load(agency: str, case: str) -> Opened:
    """The case folded from its first entry, under the rules it was opened with. Raises `NoSuchCase`."""
    connection = connections["default"]
    entries = store.entries(connection, agency, case)
    if not entries:
        raise NoSuchCase("没有这个案件")
    opened = opening(entries[0].entry)
    book = book_for(opened.profile, opened.sector, opened.pack)
    procedure = book.procedures[opened.procedure]
    contents = store.contents(connection, agency, (each.entry.sealed for each in entries))
    acts = [
        done_of(each.entry, each.hash, found.data if (found := contents.get(each.entry.sealed)) else None)
        for each in entries
    ]
    return Opened(fold(book.facts, procedure, case, agency, acts), opened, book, procedure)


_held: Held[Opened] = Held(500)


def for_act(agency: str, case: str, kind: str) -> Opened:
    """The case for an act: as held in this process, but from its first entry for an act that decides."""
    held = _held.get(agency, case)
    if held is not None and not _decides(held.procedure, kind):
        return held
    return load(agency, case)


def hold(agency: str, case: str, last: bytes, opened: Opened) -> None:
    """Keep the case at hand; `last` is the hash of its last entry."""
    _held.put(agency, case, last, opened)


def _decides(procedure: r.Procedure, kind: str) -> bool:
    """Whether the act decides: about the draft, on the state of the case, on what the public sees."""
    rule = procedure.acts.get(kind)
    public = {
        name for each in procedure.publications for name in (each.released, each.withdrawn, each.withheld)
    }
    return rule is None or rule.binds_draft or bool(rule.status) or kind in public
