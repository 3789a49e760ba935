"""A case opened for work: its record, under the rules it was opened with."""

from dataclasses import dataclass

from django.db import connections

from mingjing.casework.fold import Opening, done_of, fold, opening
from mingjing.casework.held import Held
from mingjing.casework.packs import book_for
from mingjing.journal import store
from mingjing.journal.chain import first_break
from mingjing.journal.entry import commitment
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.record import Record


class NoSuchCase(LookupError):
    """There is no such case in the agency."""


class Broken(RuntimeError):
    """The stored entries of a case are not the ones that were recorded; nothing may rest on them."""

    def __init__(self, what: str) -> None:
        super().__init__(f"本案的记录与登记时不同（{what}），停止办理；请告诉系统管理员核验")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case loaded from its first entry on."""

    record: Record
    opening: Opening
    book: RuleBook
    procedure: r.Procedure


def load(agency: str, case: str, *, proved: bool = False) -> Opened:
    """The case folded from its first entry, under the rules it was opened with. Raises `NoSuchCase`.

    `proved`: every entry is held against its hash and the chain first, sealed content against its
    commitment; raises `Broken`. Whoever is to act on the case asks so.
    """
    connection = connections["default"]
    entries = store.entries(connection, agency, case)
    if not entries:
        raise NoSuchCase("没有这个案件")
    if proved and (broken := first_break(agency, case, ((each.data, each.hash) for each in entries))):
        raise Broken(f"第 {broken.version} 条记录{broken.what}")
    opened = opening(entries[0].entry)
    book = book_for(opened.profile, opened.sector, opened.pack)
    procedure = book.procedures[opened.procedure]
    contents = store.contents(connection, agency, (each.entry.sealed for each in entries))
    if proved:
        for bond, content in contents.items():
            if commitment(bytes(content.salt), bytes(content.data)).hex() != bond:
                raise Broken("有一条记录的涉密内容与承诺值不符")
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
    return load(agency, case, proved=True)


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
