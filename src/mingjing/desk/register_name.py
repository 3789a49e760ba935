"""By what name a row of a register is called on a page: the name first, the number beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.law.register import Column, Register
from mingjing.registry.models import Person
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.sheet_write import shown

NAMES = ("姓名", "名称", "全称")
PERSON = "人员"


def people_named(spec: Register, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the people to whom rows with these fields refer, by their number."""
    about = [name for name, column in spec.columns.items() if column.refers == PERSON]
    numbers = {shown(fields.get(name)) for fields in rows for name in about} - {""} if about else set()
    found = Person.objects.filter(username__in=numbers) if numbers else Person.objects.none()
    return dict(found.values_list("username", "name"))


def in_words(column: Column, value: Any, names: Mapping[str, str]) -> str:
    """A value as a page prints it; a person by name and number."""
    text = shown(value)
    return f"{names[text]}（{text}）" if column.refers == PERSON and text in names else text


def called(spec: Register, row: RegisterRow, names: Mapping[str, str]) -> tuple[str, str]:
    """The name of the row, and what stands small beside it: its number, or whose it is; "" for nothing.

    names: of the people to whom it refers, by number.
    """
    for name in NAMES:
        if name in spec.columns and name not in spec.keys and row.fields.get(name):
            return shown(row.fields[name]), row.key
    first, *rest = spec.keys
    if spec.columns[first].refers == PERSON and (holder := names.get(shown(row.fields.get(first)))):
        return " / ".join([holder, *(shown(row.fields.get(name)) for name in rest)]), row.key.split(" / ")[0]
    for column in spec.columns.values():
        if column.refers == PERSON and (holder := names.get(shown(row.fields.get(column.name)))):
            return row.key, holder
    return row.key, ""
