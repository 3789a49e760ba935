"""Projections against the journal: the check that `mingjing verify` runs, and the rebuild that mends them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.casework.models import Case, DutyRow, Participant
from mingjing.casework.project import CASE_COLUMNS, DUTY_COLUMNS, case_row, duty_row, participants, project
from mingjing.casework.service import load
from mingjing.journal.report import Fault
from mingjing.law.duties import duties

CHECK = "案件列表"
WHY = "核对投影与日志"

# What other rooms rebuild after the cases: agency ("" for all) -> number of rows.
_more: dict[str, Callable[[str], int]] = {}


def rebuild_also(name: str, rebuilder: Callable[[str], int]) -> None:
    """Let `mingjing rebuild` make these rows anew too, after those of cases."""
    _more[name] = rebuilder


def rebuild_all(agency: str = "") -> dict[str, int]:
    """Every projection made anew from the journal, for all agencies or one; how many by name."""
    return {CHECK: rebuild(agency), **{name: again(agency) for name, again in _more.items()}}


def cases_in_journal(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    """(agency, case) of every case, in the order of agencies and cases."""
    after = ("", "")
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT agency, case_id FROM journal_entry WHERE version = 1 AND case_id <> '' "
                "AND (agency, case_id) > (%s, %s) ORDER BY agency, case_id LIMIT 500",
                after,
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield from rows
        after = rows[-1]


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every row that does not follow from the journal, and every case that has no row."""
    seen = 0
    for agency, case in cases_in_journal(connection):
        seen += 1
        yield from _check_case(agency, case)
    known = Case.objects.unscoped(WHY).count()
    if known > seen:
        for agency, case in Case.objects.unscoped(WHY).values_list("agency", "id"):
            if not _in_journal(connection, agency, case):
                yield Fault(CHECK, agency, f"案件 {case}", "日志中没有这个案件")


def _in_journal(connection: BaseDatabaseWrapper, agency: str, case: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM journal_entry WHERE agency = %s AND case_id = %s LIMIT 1", (agency, case)
        )
        return cursor.fetchone() is not None


def _check_case(agency: str, case: str) -> Iterator[Fault]:
    try:
        opened = load(agency, case)
    except Exception as error:  # what cannot be folded is named, and the check goes on
        yield Fault(CHECK, agency, f"案件 {case}", f"不能由日志推出：{error}")
        return
    found = duties(opened.book, opened.procedure, opened.record)
    row = case_row(opened.book, opened.procedure, opened.opening, opened.record, found)
    stored = Case.objects.unscoped(WHY).filter(agency=agency, id=case).values_list(*CASE_COLUMNS).first()
    name = f"案件 {row[2]}"
    if stored is None:
        yield Fault(CHECK, agency, name, "列表中没有这个案件")
    else:
        for column, right, there in zip(CASE_COLUMNS, row, stored, strict=True):
            if _plain(right) != _plain(there):
                yield Fault(CHECK, agency, name, f"列“{column}”是“{there}”，由日志推出的是“{right}”")
    right_duties = {_key(each) for each in (duty_row(opened.record, duty) for duty in found)}
    there_duties = {
        _key(each)
        for each in DutyRow.objects.unscoped(WHY)
        .filter(agency=agency, case_id=case)
        .values_list(*DUTY_COLUMNS)
    }
    for each in sorted(right_duties ^ there_duties, key=str):
        where = "多出" if each in there_duties else "缺少"
        yield Fault(CHECK, agency, name, f"义务行{where}：{each[3]}（第 {each[2]} 步起）")
    right_people = set(participants(opened.record))
    there_people = set(
        Participant.objects.unscoped(WHY)
        .filter(agency=agency, case_id=case)
        .values_list("person", "capacity")
    )
    if right_people != there_people:
        yield Fault(CHECK, agency, name, "办案人员与日志不符")


def _key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(_plain(value) for value in row)


def _plain(value: Any) -> Any:
    """Values as comparable: moments by their instant, amounts by their value."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, Decimal) or (isinstance(value, str) and value.replace(".", "", 1).isdigit()):
        return Decimal(value)
    return value


def rebuild(agency: str = "") -> int:
    """Replace the projections of all cases (or one agency's) by what the journal says; how many cases."""
    number = 0
    for each, case in list(cases_in_journal(connections["default"])):
        if agency and each != agency:
            continue
        with transaction.atomic():
            opened = load(each, case)
            DutyRow.objects.unscoped(WHY).filter(agency=each, case_id=case).delete()
            Participant.objects.unscoped(WHY).filter(agency=each, case_id=case).delete()
            Case.objects.unscoped(WHY).filter(agency=each, id=case).delete()
            found = duties(opened.book, opened.procedure, opened.record)
            project(opened.book, opened.procedure, opened.opening, opened.record, found, 0)
        number += 1
    return number
