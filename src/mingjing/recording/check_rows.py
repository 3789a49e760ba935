"""The check of the table of documents against the journal: each act's list, each making's digest."""

from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import Entry, UnreadableEntry, decode
from mingjing.journal.report import Fault
from mingjing.journal.rows import rows_of
from mingjing.journal.tree import agencies
from mingjing.recording.library import TemplateMissing, edition
from mingjing.recording.models import Document
from mingjing.recording.told import Made, Place, expected, left_by, made_in

NAME: Final = "文书列表"
_WHY: Final = "核对文书与日志"
_PART: Final = 500
# The counts stand in the statement itself, so that they are of the same moment as the entries it reads.
_ENTRIES: Final = (
    "SELECT bytes, (SELECT count(*) FROM recording_document WHERE agency = %s), "
    "(SELECT count(*) FROM recording_document WHERE agency = %s AND sha256 IS NOT NULL) "
    "FROM journal_entry WHERE agency = %s ORDER BY position"
)


@dataclass(slots=True)
class _Seen:
    """What one reading of an agency's entries met."""

    rows: int = 0
    rendered: int = 0
    matched: int = 0
    told: int = 0
    absent: dict[Place, str] = field(default_factory=dict)
    editions: dict[str, tuple[int, str] | str] = field(default_factory=dict)

    def edition(self, row: Document, number: str) -> str:
        """What is wrong with the row's template, its version or its series; "" when nothing is."""
        if row.template not in self.editions:
            try:
                self.editions[row.template] = edition(row.template)
            except TemplateMissing as error:
                self.editions[row.template] = str(error)
        found = self.editions[row.template]
        if isinstance(found, str):
            return found
        version, word = found
        if row.template_version != version:
            return f"模板版本是 {row.template_version}，那份模板是第 {version} 版"
        series = word if number else ""
        return "" if row.series == series else f"文种字是“{row.series}”，应为“{series}”"


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every row that does not follow from the journal, and every document that has no row."""
    bit_by_bit = transaction.atomic if connection.vendor == "postgresql" else nullcontext
    rows = Document.objects.unscoped(_WHY)
    known = set(rows.order_by("agency").values_list("agency", flat=True).distinct())
    for agency in sorted({*agencies(connection, ("journal_entry",)), *known}):
        with bit_by_bit(connection.alias):
            yield from _check_agency(connection, agency)


def _check_agency(connection: BaseDatabaseWrapper, agency: str) -> Iterator[Fault]:
    seen = _Seen()
    with closing(rows_of(connection, _ENTRIES, (agency, agency, agency))) as batches:
        for batch in batches:
            seen.rows, seen.rendered = batch[0][1:]
            yield from _check_batch(agency, [each for row in batch if (each := _read(row[0]))], seen)
    for case, places in groupby(sorted(seen.absent), key=lambda place: place[0]):
        for place in expected(agency, case, list(places)):
            yield _fault(agency, place, seen.absent[place], "列表中没有这份文书")
    rows = Document.objects.unscoped(_WHY).filter(agency=agency)
    if seen.matched != (seen.rows or rows.count()) or seen.told != seen.rendered:
        yield from _extra(connection, agency)


def _read(data: bytes) -> Entry | None:
    try:
        return decode(data)
    except UnreadableEntry:
        return None  # named by the journal's own check


def _check_batch(agency: str, entries: Sequence[Entry], seen: _Seen) -> Iterator[Fault]:
    left = [(place, number, entry.recorded) for entry in entries for place, number in left_by(entry)]
    made = [each for entry in entries for each in made_in(entry)]
    rows = _rows(agency, sorted({place[0] for place, _, _ in left} | {each.place[0] for each in made}))
    for place, number, recorded in left:
        row = rows.get(place)
        if row is None:
            seen.absent[place] = number
            continue
        seen.matched += 1
        if row.number != number:
            yield _fault(agency, place, number, f"文号是“{row.number}”，日志中是“{number}”")
        if row.made != datetime.fromisoformat(recorded):
            yield _fault(agency, place, number, f"形成时间与日志的 {recorded} 不符")
        if what := seen.edition(row, number):
            yield _fault(agency, place, number, what)
    for each in made:
        seen.told += 1
        row = rows.get(each.place)
        if row is None:
            seen.absent.pop(each.place, None)
            yield _fault(agency, each.place, each.number, "已制成，列表中没有这份文书")
        else:
            yield from _differing(agency, row, each)


def _differing(agency: str, row: Document, made: Made) -> Iterator[Fault]:
    columns: tuple[tuple[str, Any, Any], ...] = (
        ("编号", row.id, made.id),
        ("SHA-256", row.sha256, made.sha256),
        ("字节", row.size, made.size),
        ("页数", row.pages, made.pages),
        ("模板", row.template, made.template),
    )
    for name, there, right in columns:
        if there != right:
            said = f"“{name}”是“{there}”，文书制成的记录是“{right}”"
            yield _fault(agency, made.place, made.number, said)


def _extra(connection: BaseDatabaseWrapper, agency: str) -> Iterator[Fault]:
    """The rows that no act left, and those rendered without an entry; looked for only when counts differ."""
    rows = list(Document.objects.unscoped(_WHY).filter(agency=agency).order_by("case_id", "version", "id"))
    left: set[Place] = set()
    told: set[str] = set()
    with closing(rows_of(connection, _ENTRIES, (agency, agency, agency))) as batches:
        for batch in batches:
            for entry in (each for row in batch if (each := _read(row[0]))):
                left.update(place for place, _ in left_by(entry))
                told.update(each.id for each in made_in(entry))
    for row in rows:
        place = (row.case_id, row.version, row.kind)
        if place not in left:
            yield _fault(agency, place, row.number, "日志中没有环节形成这份文书")
        elif row.sha256 is not None and row.id not in told:
            yield _fault(agency, place, row.number, "日志中没有制成它的记录")


def _rows(agency: str, cases: list[str]) -> dict[Place, Document]:
    found: dict[Place, Document] = {}
    for start in range(0, len(cases), _PART):
        rows = Document.objects.unscoped(_WHY).filter(agency=agency, case_id__in=cases[start : start + _PART])
        found.update(((row.case_id, row.version, row.kind), row) for row in rows)
    return found


def _fault(agency: str, place: Place, number: str, what: str) -> Fault:
    case, version, kind = place
    return Fault(NAME, agency, f"《{kind}》{number or f'（案件 {case} 第 {version} 步）'}", what)
