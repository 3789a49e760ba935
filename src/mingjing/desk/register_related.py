"""Rows of other registers that belong to one row: a certificate's filing, suspensions, yearly checks, exams.

Found by what the rules say of the columns (引): the rows that this one names, the rows that name this one,
and the rows about the same person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from mingjing.desk.register_place import Place
from mingjing.law.register import Column, Register
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.sheet_write import shown

PERSON = "人员"
SHOWN, COLUMNS_SAID = 8, 5
_WHY = "一行的相关各行；机关已经按范围核对"


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its address, and a few of its columns in words."""

    said: str
    url: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The rows of one register that belong to the row; `called`: what they are to it."""

    called: str
    lines: tuple[Line, ...]
    all_url: str


def related(here: Place, spec: Register, row: RegisterRow) -> list[Related]:
    """What the row names first, then what names it; a register that names it is there even when empty."""
    specs = here.registers()
    names = {each.name: each for each in specs.values()}
    found: list[Related] = []
    for column in spec.columns.values():
        value = shown(row.fields.get(column.name))
        if column.refers in names and value:
            found += _named(here, names[column.refers], row, column, value)
    own = shown(row.fields.get(spec.keys[0])) if len(spec.keys) == 1 else ""
    holders = [each for each in spec.columns.values() if each.refers == PERSON and each.name not in spec.keys]
    for other in specs.values():
        if other.id == spec.id:
            continue
        for column in other.columns.values():
            if own and column.refers == spec.name:
                found.append(_naming(here, other, row, column, own, ""))
            elif column.refers == PERSON and column.name == other.keys[0] and spec.name != PERSON:
                about = [
                    _naming(here, other, row, column, value, holder.name)
                    for holder in holders
                    if (value := shown(row.fields.get(holder.name)))
                ]
                found += [each for each in about if each.lines]
    return found


def _named(here: Place, other: Register, row: RegisterRow, column: Column, value: str) -> Iterator[Related]:
    rows = _rows(other, row.agency).filter(key=value)
    lines = tuple(_line(here, other, each, other.columns[other.keys[0]]) for each in rows[:1])
    if lines:
        yield Related(called=column.name, lines=lines, all_url="")


def _naming(
    here: Place, other: Register, row: RegisterRow, column: Column, value: str, whose: str
) -> Related:
    """The rows of `other` whose `column` holds the value."""
    rows = _rows(other, row.agency)
    if column.name == other.keys[0]:  # the key begins with it, and the index finds it
        rows = rows.filter(key=value) if len(other.keys) == 1 else rows.filter(key__startswith=f"{value} / ")
    rows = rows.filter(**{f"fields__{column.name}": value}).order_by("-key")
    found = list(rows[: SHOWN + 1])
    query = urlencode({**_agency(here), "q": value})
    return Related(
        called=f"{other.name}（{whose}）" if whose else other.name,
        lines=tuple(_line(here, other, each, column) for each in found[:SHOWN]),
        all_url=f"{reverse('desk_register', args=(other.id,))}?{query}" if len(found) > SHOWN else "",
    )


def _rows(other: Register, agency: str) -> Any:
    rows = RegisterRow.objects.unscoped(_WHY).filter(register=other.id, latest=True, ended=False)
    return rows if other.shared else rows.filter(agency=agency)


def _line(here: Place, other: Register, row: RegisterRow, by: Column) -> Line:
    """The row by what its key says beyond the column by which it was found."""
    keys = [shown(row.fields.get(name)) for name in other.keys if name != by.name or len(other.keys) == 1]
    rest = [
        each
        for each in other.columns.values()
        if not each.private
        and each.name not in (*other.keys, by.name)
        and row.fields.get(each.name) is not None
    ]
    query = urlencode({"key": row.key, "of": row.agency, **_agency(here)})
    return Line(
        said=" ".join(keys),
        url=f"{reverse('desk_register_row', args=(other.id,))}?{query}",
        more="，".join(f"{each.name} {shown(row.fields[each.name])}" for each in rest[:COLUMNS_SAID]),
    )


def _agency(here: Place) -> Mapping[str, str]:
    return {"agency": here.id} if len(here.agencies) > 1 else {}
