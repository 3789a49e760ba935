"""The check of the whole record: `verify`. Other rooms add their own checks with `register_check`."""

from collections.abc import Callable, Iterable
from contextlib import closing, nullcontext
from typing import Final

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal import check_entries, check_guards, check_heads
from mingjing.journal.keys import KeyFolder, KeyTrouble
from mingjing.journal.refusal import RefusalHead, faults_in, refusal_head
from mingjing.journal.report import Fault, LogState, Report
from mingjing.journal.rows import rows_of
from mingjing.journal.seal import key_folder, last_sealed, lock_seal
from mingjing.journal.store import head
from mingjing.journal.tree import agencies

Check = Callable[[BaseDatabaseWrapper], Iterable[Fault]]

REFUSALS: Final = "拒绝记录"
MAX_FAULTS: Final = 100
_MAX_FAULTS_A_LOG: Final = 20
_checks: dict[str, Check] = {}


class _Enough(Exception):
    """So many faults in one log that more would tell nothing new."""


def register_check(name: str, check: Check) -> None:
    """Let `verify` run this check too, after the journal's own. Raises ValueError for a name taken."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"检查“{name}”已登记")


def verify(connection: BaseDatabaseWrapper | None = None) -> Report:
    """Check everything; the report names the first faults, never changes anything, never raises for them.

    Acts may go on meanwhile: each log is checked as far as it reached when its turn came.
    """
    connection = connections[(connection or connections["default"]).alias]
    report = Report()
    for name in (check_entries.NAME, check_heads.TILES, check_heads.HEADS, REFUSALS):
        report.checks[name] = 0
    # PostgreSQL hands out rows bit by bit only within a transaction; on SQLite one would keep writers out.
    bit_by_bit = transaction.atomic if connection.vendor == "postgresql" else nullcontext
    for agency in agencies(connection):
        keys = key_folder(agency)
        reach = _reach(connection, keys)
        with bit_by_bit(connection.alias):
            _check_log(connection, keys, reach, report)
    _take(report, check_guards.NAME, check_guards.check_guards(connection))
    for name, check in _checks.items():
        _take(report, name, check(connection))
    return report


def _reach(connection: BaseDatabaseWrapper, keys: KeyFolder) -> check_heads.Reach:
    """How far the log reaches, read while no seal is under way."""
    trouble, remembered = "", None
    with transaction.atomic(using=connection.alias):
        lock_seal(connection, keys.agency)
        last = last_sealed(connection, keys.agency)
        try:
            remembered = keys.signed()
        except KeyTrouble as error:
            trouble = str(error)
        return check_heads.Reach(
            entries=head(connection, keys.agency).size,
            refusals=refusal_head(connection, keys.agency),
            number=last.number if last else -1,
            sealed=last.size if last else 0,
            remembered=remembered,
            trouble=trouble,
        )


def _check_log(
    connection: BaseDatabaseWrapper, keys: KeyFolder, reach: check_heads.Reach, report: Report
) -> None:
    agency, found = keys.agency, 0

    def add(fault: Fault) -> None:
        nonlocal found
        found += 1
        if len(report.faults) < MAX_FAULTS:
            report.faults.append(fault)
        report.checks[fault.check] += 1
        if found >= _MAX_FAULTS_A_LOG:
            raise _Enough

    def refusal_at(size: int) -> str:
        """Hash of the refusal log's end when it held `size` rows; "" for none."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT hash FROM journal_refusal WHERE agency = %s AND position = %s", (agency, size - 1)
            )
            row = cursor.fetchone()
        return row[0].hex() if row else ""

    try:
        with closing(check_heads.Heads(connection, keys, reach, add)) as heads:
            edge = check_entries.check_entries(connection, agency, reach.entries, heads, add)
            report.entries += edge.size
            report.logs[agency] = LogState(edge.size, reach.sealed, edge.root().hex())
            heads.finish(edge.size, refusal_at)
        _check_refusals(connection, agency, reach.refusals, add)
    except _Enough:
        report.faults.append(Fault(check_entries.NAME, agency, "其余部分", "问题过多，未再往下查"))


def _check_refusals(
    connection: BaseDatabaseWrapper, agency: str, last: RefusalHead, add: Callable[[Fault], None]
) -> None:
    batches = rows_of(
        connection,
        "SELECT position, at, who, case_id, act, entrance, bytes, hash FROM journal_refusal "
        "WHERE agency = %s AND position < %s ORDER BY position",
        (agency, last.size),
    )
    with closing(batches):
        for position, what in faults_in(agency, (row for batch in batches for row in batch)):
            add(Fault(REFUSALS, agency, f"第 {position + 1} 条拒绝记录", what, position))


def _take(report: Report, name: str, faults: Iterable[Fault]) -> None:
    report.checks[name] = 0
    for fault in faults:
        report.checks[name] += 1
        if len(report.faults) < MAX_FAULTS:
            report.faults.append(fault)
