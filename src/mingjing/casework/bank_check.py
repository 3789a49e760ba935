"""Payments by the bank's statement against the journal: what `mingjing verify` asks, and the rebuild.

A slip that is missing from its table could be recorded a second time; one too many would refuse a payment.
Entries keep what the bank wrote; what they are compared by is its `slip_key`.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.casework.bank import DONE, ENTRANCE, IMPORTED, SLIP_FACT, by_bank, results_of
from mingjing.casework.bank_sheet import slip_key
from mingjing.casework.models import BankFile, BankSlip
from mingjing.casework.packs import book_for
from mingjing.journal.entry import decode
from mingjing.journal.report import Fault
from mingjing.journal.rows import rows_of
from mingjing.registry.models import Agency

CHECK = "银行流水"
WHY = "银行流水按日志核对"


@dataclass(slots=True)
class _Told:
    """What the journal tells: files as digest -> (position, by); slips as key -> (case, version).

    `twice`: keys under which more than one payment was recorded.
    """

    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    slips: dict[str, tuple[str, int]] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every file and slip that no entry tells, and every one told that is not there or differs."""
    for agency in Agency.objects.order_by("id"):
        told = _told(connection, agency)
        files = {row.digest: row for row in BankFile.objects.unscoped(WHY).filter(agency=agency.id)}
        slips = _slips(agency.id)
        for digest in sorted(told.files.keys() | files.keys()):
            if what := _file_fault(told, digest, files.get(digest)):
                yield Fault(CHECK, agency.id, f"流水文件 {digest[:12]}", what)
        for slip in sorted(told.slips.keys() | slips.keys()):
            if slip not in told.slips:
                yield Fault(CHECK, agency.id, f"回单 {slip}", "日志中没有这一笔")
            elif slips.get(slip) != told.slips[slip]:
                what = "与日志不符" if slip in slips else "表中没有这一笔"
                yield Fault(CHECK, agency.id, f"回单 {slip}", what)
            if slip in told.twice:
                yield Fault(CHECK, agency.id, f"回单 {slip}", "日志中登记了不止一次")


def rebuild(agency: str = "") -> int:
    """The slips of all agencies, or of one, made anew from the journal; how many."""
    number = 0
    for each in Agency.objects.filter(**({"id": agency} if agency else {})).order_by("id"):
        with transaction.atomic():
            told = _told(connections["default"], each)
            BankSlip.objects.unscoped(WHY).filter(agency=each.id).delete()
            BankSlip.objects.unscoped(WHY).bulk_create(
                BankSlip(agency=each.id, slip=slip, case_id=case, version=version)
                for slip, (case, version) in told.slips.items()
            )
            number += len(told.slips)
    return number


def _file_fault(told: _Told, digest: str, row: BankFile | None) -> str:
    if digest not in told.files:
        return "日志中没有导入过它"
    if row is None:
        return "表中没有这一文件"
    if (row.position, row.by) != told.files[digest]:
        return "与日志不符"
    paid = [each for each in results_of(row) if each.state == DONE]
    keys = [(slip_key(each.slip), each.case) for each in paid]
    known = all(slip in told.slips and told.slips[slip][0] == case for slip, case in keys)
    return "" if known else "各行与日志不符"


def _slips(agency: str) -> dict[str, tuple[str, int]]:
    rows = BankSlip.objects.unscoped(WHY).filter(agency=agency)
    return {row.slip: (row.case_id, row.version) for row in rows}


def _told(connection: BaseDatabaseWrapper, agency: Agency) -> _Told:
    """The statements that were imported and the payments that came in by the bank."""
    procedures = book_for(agency.profile, agency.field).procedures.values()
    acts = (rule for each in procedures for rule in each.acts.values())
    kinds = [IMPORTED, *sorted({rule.name for rule in acts if by_bank(rule)})]
    found = _Told()
    batches = rows_of(
        connection,
        f"SELECT bytes FROM journal_entry WHERE agency = %s AND kind IN ({', '.join(['%s'] * len(kinds))}) "
        "ORDER BY position",
        (agency.id, *kinds),
    )
    with closing(batches):
        for rows in batches:
            for (data,) in rows:
                entry = decode(bytes(data))
                if entry.kind == IMPORTED:
                    found.files[entry.body["文件"]] = (entry.position, entry.by[0])
                elif entry.entrance == ENTRANCE:
                    key, place = slip_key(entry.body["事实"][SLIP_FACT]), (entry.case, entry.version)
                    if found.slips.setdefault(key, place) != place:
                        found.twice.add(key)
    return found
