"""Entries about registers: what a change leaves in the journal, and the rows that follow from the entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import msgspec
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from mingjing.journal import store
from mingjing.journal.entry import Entry, decode, instant
from mingjing.journal.refusal import refuse
from mingjing.journal.rows import rows_of
from mingjing.law.register import Register, RowLack
from mingjing.platform import clock
from mingjing.registry.register_models import ALWAYS, RegisterRow

ENTERED, CHANGED, STRUCK = "登记册登记", "登记册变更", "登记册注销"
KINDS = {"登记": ENTERED, "变更": CHANGED, "注销": STRUCK}
WHY = "登记册按日志核对和办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One statement about one row, as its entry has it."""

    agency: str
    register: str
    key: str
    version: int
    since: date
    ended: bool
    title: str
    fields: Mapping[str, Any]
    position: int

    def row(self, latest: bool) -> RegisterRow:
        return RegisterRow(
            agency=self.agency,
            register=self.register,
            key=self.key,
            version=self.version,
            since=self.since,
            ended=self.ended,
            latest=latest,
            title=self.title,
            fields=dict(self.fields),
            position=self.position,
        )


def title_of(register: Register, values: Mapping[str, Any]) -> str:
    """What a list shows of a row first, and what a search looks into: the texts that tell it apart."""
    shown = [
        str(values[name])
        for name, column in register.columns.items()
        if name in values and not column.private and column.type in ("文本", "选择")
    ]
    return " · ".join(shown)[:200]


def body_of(
    register: Register, key: str, version: int, since: date, values: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "登记册": register.name,
        "标识": register.id,
        "键": key,
        "版本": version,
        "自": "" if since == ALWAYS else since.isoformat(),
        "名目": title_of(register, values),
        "栏": register.public(values),
    }


def version_of(entry: Entry) -> Version | None:
    """The statement of an entry, None for an entry about something else."""
    if entry.case or entry.kind not in (ENTERED, CHANGED, STRUCK):
        return None
    body = entry.body
    return Version(
        agency=entry.agency,
        register=body["标识"],
        key=body["键"],
        version=body["版本"],
        since=date.fromisoformat(body["自"]) if body["自"] else ALWAYS,
        ended=entry.kind == STRUCK,
        title=body["名目"],
        fields=body["栏"],
        position=entry.position,
    )


def versions(connection: BaseDatabaseWrapper, agency: str) -> Iterator[Version]:
    """All statements of the agency's log in order."""
    batches = rows_of(
        connection,
        "SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = '' AND kind IN (%s, %s, %s) "
        "ORDER BY position",
        (agency, ENTERED, CHANGED, STRUCK),
    )
    with closing(batches):
        for rows in batches:
            for (data,) in rows:
                if (found := version_of(decode(bytes(data)))) is not None:
                    yield found


def entries_at(agency: str, positions: Sequence[int]) -> dict[int, Entry]:
    """The entries at these positions of the agency's log."""
    found: dict[int, Entry] = {}
    with connections["default"].cursor() as cursor:
        for start in range(0, len(positions), 500):
            part = positions[start : start + 500]
            cursor.execute(
                "SELECT position, bytes FROM journal_entry WHERE agency = %s "
                f"AND position IN ({', '.join(['%s'] * len(part))})",
                (agency, *part),
            )
            found.update((position, decode(bytes(data))) for position, data in cursor.fetchall())
    return found


def sealed_at(agency: str, positions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The private values of the entries at these positions, where they are still kept."""
    sealed = {position: entry.sealed for position, entry in entries_at(agency, positions).items()}
    kept = store.contents(connections["default"], agency, sealed.values())
    return {
        position: msgspec.json.decode(kept[bond].data) for position, bond in sealed.items() if bond in kept
    }


def latest_rows(agency: str, register: str, keys: Iterable[str]) -> dict[str, RegisterRow]:
    """The latest version of each of these rows, by key."""
    wanted, found = sorted(set(keys)), dict[str, RegisterRow]()
    for start in range(0, len(wanted), 500):
        rows = RegisterRow.objects.unscoped(WHY).filter(
            agency=agency, register=register, latest=True, key__in=wanted[start : start + 500]
        )
        found.update((row.key, row) for row in rows)
    return found


_FEW = 20  # so many beginnings are worth asking for; beyond that the whole register is read


def rows_about(agency: str, register: str, first: Sequence[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """The fields of the standing rows whose key begins with one of these, by that part and then by key."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    if not first:
        return found  # an exam is registered before there is a certificate
    rows = RegisterRow.objects.unscoped(WHY).filter(
        agency=agency, register=register, latest=True, ended=False
    )
    if len(first) <= _FEW:
        rows = rows.filter(reduce(or_, (Q(key__startswith=f"{each} / ") for each in first)))
    for key, fields in rows.values_list("key", "fields").iterator(500):
        found.setdefault(key.partition(" / ")[0], {})[key] = fields
    return found


def row_as_of(agency: str, register: str, key: str, day: date) -> RegisterRow | None:
    """The row as it stood on that day: the latest statement whose day had come; None when gone or not yet."""
    row = (
        RegisterRow.objects.unscoped(WHY)
        .filter(agency=agency, register=register, key=key, since__lte=day)
        .order_by("-version")
        .first()
    )
    return None if row is None or row.ended else row


MOST_LOGGED = 20  # lacks of a refused spreadsheet that the log of refusals names


def log_refusal(
    agency: str, register: str, rows: Iterable[tuple[int, list[RowLack]]], by: str, entrance: str
) -> None:
    """Write the lacks of a refused change into the log of refusals, in a transaction of its own."""
    lacks = [
        {"缺": each.said, "依据": str(each.clause or ""), "码": each.code, "行": number}
        for number, row in rows
        for each in row
    ]
    with transaction.atomic():
        refuse(
            connections["default"],
            agency=agency,
            at=instant(clock.now()),
            who=(by,),
            case="",
            act=f"登记册：{register}",
            entrance=entrance,
            lacks=lacks[:MOST_LOGGED],
        )
