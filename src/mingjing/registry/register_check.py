"""Registers against the journal: the check that `mingjing verify` runs, and the rebuild that mends them."""

from collections.abc import Iterator

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.report import Fault
from mingjing.journal.tree import agencies
from mingjing.registry import register_typed as typed
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.models import Agency
from mingjing.registry.register_log import WHY, Version, versions
from mingjing.registry.register_models import RegisterRow

CHECK = "登记册"
_COLUMNS = ("since", "ended", "latest", "title", "fields", "position")


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every row of a register, and every table behind one, that does not follow from the journal."""
    rows = RegisterRow.objects.unscoped(WHY)
    known = {*rows.order_by().values_list("agency", flat=True).distinct(), INSTALLATION}
    known |= set(Agency.objects.values_list("id", flat=True))
    for agency in sorted({*agencies(connection, ("journal_entry",)), *known}):
        right = _expected(connection, agency)
        for row in rows.filter(agency=agency).iterator(500):
            place = (row.register, row.key, row.version)
            name = f"{row.register} “{row.key}” 第 {row.version} 版"
            told = right.pop(place, None)
            if told is None:
                yield Fault(CHECK, agency, name, "日志中没有这一条")
                continue
            for column in _COLUMNS:
                if getattr(row, column) != getattr(told, column):
                    yield Fault(CHECK, agency, name, f"列“{column}”与日志不符")
        for register, key, version in sorted(right):
            yield Fault(CHECK, agency, f"{register} “{key}” 第 {version} 版", "登记册中没有这一条")
        for register, key, said in typed.tables(connection, agency):
            yield Fault(CHECK, agency, f"{register} “{key}”", said)


def rebuild(agency: str = "") -> int:
    """Every row of the registers made anew from the journal, for all agencies or one; how many."""
    connection, number = connections["default"], 0
    known = set(RegisterRow.objects.unscoped(WHY).order_by().values_list("agency", flat=True).distinct())
    wanted = [agency] if agency else sorted({*agencies(connection, ("journal_entry",)), *known})
    for each in wanted:
        with transaction.atomic():
            fresh = _expected(connection, each)
            RegisterRow.objects.unscoped(WHY).filter(agency=each).delete()
            RegisterRow.objects.unscoped(WHY).bulk_create(fresh.values(), batch_size=500)
            keys: dict[str, list[str]] = {}
            for register, key, _ in fresh:
                keys.setdefault(register, []).append(key)
            for register in sorted(keys, key=_first):
                typed.project(each, register, keys[register])
        number += len(fresh)
    return number


def _first(register: str) -> tuple[int, str]:
    order = {"agency": 0, "unit": 1, "person": 2, "certificate": 3}
    return order.get(register, 9), register


def _expected(connection: BaseDatabaseWrapper, agency: str) -> dict[tuple[str, str, int], RegisterRow]:
    """The rows that follow from the agency's log, by register, key and version."""
    told: dict[tuple[str, str], list[Version]] = {}
    for each in versions(connection, agency):
        told.setdefault((each.register, each.key), []).append(each)
    return {
        (each.register, each.key, each.version): each.row(each is of[-1])
        for of in told.values()
        for each in of
    }
