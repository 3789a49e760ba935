"""The tables of parties: written as acts are recorded, made anew from the journal, compared with it."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

import msgspec
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from mingjing.journal.entry import decode
from mingjing.journal.report import Fault
from mingjing.journal.rows import rows_of
from mingjing.journal.tree import agencies
from mingjing.registry.party_fold import (
    ACTS,
    Known,
    Memory,
    Tie,
    acted,
    likeness,
    new_id,
    number_digest,
    parties_in,
    told_by_case,
)
from mingjing.registry.party_models import Party, PartyAct, PartyCase
from mingjing.registry.party_seal import Unsealable, seal, unseal

CHECK = "当事人"
WHY = "当事人随日志"
_MODELS: tuple[Any, ...] = (Party, PartyCase, PartyAct)
_SAME = ("kind", "name", "uscc", "paper", "representative", "unchecked", "merged_into", "since", "origin")
_A_KIND = '"类别"'.encode()  # stands in every recorded party


class Rows:
    """The tables of one agency in the database. Only within a transaction."""

    def __init__(self, agency: str) -> None:
        self.agency = agency

    def _parties(self) -> Any:
        return Party.objects.unscoped(WHY).filter(agency=self.agency)

    def coded(self, uscc: str, digest: str) -> Known | None:
        wanted = Q(uscc=uscc) if uscc else Q()
        wanted |= Q(digest=digest) if digest else Q()
        if not wanted:
            return None
        rows = list(self._parties().filter(wanted).order_by("since", "id")[:20])
        found = next((row for row in rows if uscc and row.uscc == uscc), rows[0] if rows else None)
        return known(found) if found else None

    def party(self, id_: str) -> Known | None:
        row = self._parties().filter(id=id_).first()
        return known(row) if row else None

    def put(self, party: Known) -> None:
        row = row_of(self.agency, party)
        columns = {each.attname: getattr(row, each.attname) for each in Party._meta.concrete_fields}
        if not self._parties().filter(id=party.id).update(**columns):
            row.save(force_insert=True)

    def tie(self, case: str, role: str) -> Tie | None:
        found = PartyCase.objects.unscoped(WHY).filter(agency=self.agency, case_id=case, role=role)
        row = found.values_list("party", "name", "version").first()
        return Tie(*row) if row else None

    def put_tie(self, case: str, role: str, tie: Tie) -> None:
        found = PartyCase.objects.unscoped(WHY).filter(agency=self.agency, case_id=case, role=role)
        values = {"party": tie.party, "name": tie.name, "version": tie.version}
        if tie.version == 1 or not found.update(**values):
            PartyCase(agency=self.agency, case_id=case, role=role, **values).save(force_insert=True)

    def alone(self, id_: str, case: str) -> bool:
        ties = PartyCase.objects.unscoped(WHY).filter(agency=self.agency, party=id_).exclude(case_id=case)
        return not ties.exists() and not self._parties().filter(merged_into=id_).exists()

    def put_act(self, position: int, party: str) -> None:
        PartyAct(agency=self.agency, position=position, party=party).save(force_insert=True)


def known(row: Party) -> Known:
    """The party of a row. Raises `Unsealable`."""
    private: dict[str, Any] = dict(unseal(row.agency, row.id, bytes(row.sealed)))
    same = {name: getattr(row, name) for name in (*_SAME, "version")}
    address, phone = private.pop("address", row.address), private.pop("phone", row.phone)
    return Known(id=row.id, address=address, phone=phone, **same, **private)


def row_of(agency: str, party: Known) -> Party:
    """The row of a party, what is private of it sealed."""
    private = {"number": party.number, "born": party.born}
    if party.natural:
        private |= {"address": party.address, "phone": party.phone}
    private = {name: value for name, value in private.items() if value}
    return Party(
        agency=agency,
        id=party.id,
        address="" if party.natural else party.address,
        phone="" if party.natural else party.phone,
        digest=number_digest(agency, party.kind, party.paper, party.number),
        likeness=likeness(agency, party),
        sealed=seal(agency, party.id, private) if private else b"",
        version=party.version,
        **{name: getattr(party, name) for name in _SAME},
    )


def told(agency: str, case: str, version: int, facts: Mapping[str, Any], at: datetime, hash_: str) -> None:
    """A case's act was recorded with these facts: tie the parties that it names."""
    for role, raw in parties_in(facts):
        told_by_case(Rows(agency), case, version, role, raw, at, new_id(hash_, role))


def replayed(connection: BaseDatabaseWrapper, agency: str) -> Memory:
    """What the agency's log says about parties, from its first entry on. Raises `Unsealable`."""
    book = Memory(agency)
    marks = ", ".join(["%s"] * len(ACTS))
    batches = rows_of(
        connection,
        "SELECT e.position, e.case_id, e.version, e.kind, e.recorded, e.hash, "
        "CASE WHEN e.case_id = '' THEN e.bytes END, c.bytes FROM journal_entry e "
        "JOIN journal_content c ON c.agency = e.agency AND c.position = e.position "
        f"WHERE e.agency = %s AND (e.case_id <> '' OR e.kind IN ({marks})) ORDER BY e.position",
        (agency, *ACTS),
    )
    with closing(batches):
        for rows in batches:
            for position, case, version, kind, recorded, hash_, data, sealed in rows:
                content = bytes(sealed)
                at = datetime.fromisoformat(recorded)
                if not case:
                    body = decode(bytes(data)).body
                    acted(book, kind, body, opened(agency, body, content), at, position)
                elif _A_KIND in content:
                    for role, raw in parties_in(msgspec.json.decode(content)):
                        new = new_id(bytes(hash_).hex(), role)
                        told_by_case(book, case, version, role, raw, at, new)
    return book


def sealed_content(agency: str, party: str, values: Mapping[str, Any]) -> bytes:
    """The content that goes with an act on a party: even in the journal nobody reads it without the key."""
    plain = {"内容": msgspec.json.encode(values, order="deterministic").decode()}
    return msgspec.json.encode({"密文": seal(agency, party, plain).hex()})


def opened(agency: str, body: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """The values of `sealed_content`. Raises `Unsealable`."""
    locked = bytes.fromhex(msgspec.json.decode(content)["密文"])
    found: dict[str, Any] = msgspec.json.decode(unseal(agency, str(body["当事人"]), locked)["内容"])
    return found


def rebuild(agency: str = "") -> int:
    """The rows of all agencies (or one) made anew from the journal; how many parties there are then."""
    connection, number = connections["default"], 0
    for each in [agency] if agency else _agencies(connection):
        with transaction.atomic():
            book = replayed(connection, each)
            for model in _MODELS:
                model.objects.unscoped(WHY).filter(agency=each).delete()
            _fill(each, book)
        number += len(book.parties)
    return number


def _fill(agency: str, book: Memory) -> None:
    ties = (
        PartyCase(agency=agency, case_id=case, role=role, party=tie.party, name=tie.name, version=tie.version)
        for (case, role), tie in book.ties.items()
    )
    acts = (PartyAct(agency=agency, position=place, party=id_) for place, id_ in sorted(book.acts))
    parties = (row_of(agency, party) for party in book.parties.values())
    for model, rows in ((Party, parties), (PartyCase, ties), (PartyAct, acts)):
        model.objects.unscoped(WHY).bulk_create(rows, batch_size=500)


def fill_missing(using: str, **_: Any) -> None:
    """After a change of structure: the parties of acts recorded before there was a table for them."""
    connection = connections["default"]
    if using != "default" or Party._meta.db_table not in connection.introspection.table_names():
        return
    for agency in _agencies(connection):
        if not Party.objects.unscoped(WHY).filter(agency=agency).exists():
            rebuild(agency)


def _agencies(connection: BaseDatabaseWrapper) -> list[str]:
    kept = Party.objects.unscoped(WHY).order_by().values_list("agency", flat=True).distinct()
    return sorted({*agencies(connection, ("journal_entry",)), *kept})


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every row that does not follow from the journal, and every party, tie or act that has no row."""
    for agency in _agencies(connection):
        try:
            book = replayed(connection, agency)
        except Unsealable as error:
            yield Fault(CHECK, agency, "日志中的保密内容", str(error))
            continue
        yield from _parties(agency, book)
        ties = {
            (case, role): Tie(party, name, version)
            for case, role, party, name, version in PartyCase.objects.unscoped(WHY)
            .filter(agency=agency)
            .values_list("case_id", "role", "party", "name", "version")
        }
        for case, role in sorted({*ties, *book.ties}):
            if ties.get((case, role)) != book.ties.get((case, role)):
                yield Fault(CHECK, agency, f"案件 {case} 的{role}", "属于哪个当事人与日志不符")
        acts = set(PartyAct.objects.unscoped(WHY).filter(agency=agency).values_list("position", "party"))
        for position, party in sorted(acts ^ book.acts):
            yield Fault(
                CHECK, agency, f"当事人 {party}", f"日志第 {position + 1} 条与当事人的对应不符", position
            )


def _parties(agency: str, book: Memory) -> Iterator[Fault]:
    right = dict(book.parties)
    for row in Party.objects.unscoped(WHY).filter(agency=agency).iterator(500):
        name, expected = f"当事人 {row.id}", right.pop(row.id, None)
        try:
            there = known(row)
        except Unsealable as error:
            yield Fault(CHECK, agency, name, str(error))
            continue
        if expected is None:
            yield Fault(CHECK, agency, name, "日志中没有这个当事人")
        elif there != expected:
            yield Fault(CHECK, agency, name, "登记的内容与日志不符")
        elif (row.digest, row.likeness) != (
            number_digest(agency, there.kind, there.paper, there.number),
            likeness(agency, there),
        ):
            yield Fault(CHECK, agency, name, "查重用的摘要与内容不符")
    for id_ in sorted(right):
        yield Fault(CHECK, agency, f"当事人 {id_}", "登记册中没有这个当事人")
