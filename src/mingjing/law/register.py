"""Registers (登记册) and catalogues (目录) as the rule files describe them, and the reading of one row.

A row comes from a form, a spreadsheet or a file alike: `read_row` gives its stored values and everything that
is wrong with it at once, each lack with its column and the clause that asks for it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.law.clause import Clause
from mingjing.law.fact import FactError, accept, clean
from mingjing.law.rule import Fact, FactType

WHOLE, NUMBER = "整数", "数"
TYPES = (
    *(each.value for each in FactType if each not in (FactType.PARTY, FactType.POINTS, FactType.MOMENT)),
    WHOLE,
    NUMBER,
)
# What a column may be checked for; who keeps registers hands the checkers in.
CHECKS = ("统一社会信用代码", "身份证号", "行政区划代码", "编号", "电话", "网址", "条款", "已过的日期")
LIST_SIGNS = re.compile(r"[、，,;；\n]+")

_WRITTEN = (FactType.TEXT.value, FactType.LONG.value)

# Gives the stored form of a text, or raises ValueError with a sentence.
Checker = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `private` values are sealed; `refers` names the register in which the value must stand."""

    name: str
    id: str
    type: str
    required: bool = False
    options: tuple[str, ...] = ()
    limit: int = 0
    check: str = ""
    private: bool = False
    unique: bool = False
    refers: str = ""
    clause: Clause | None = None
    hint: str = ""
    file: str = ""
    line: int = 0

    @property
    def fact(self) -> Fact:
        """The column as a fact, for the types that both know."""
        kind = FactType(self.type) if self.type not in (WHOLE, NUMBER) else FactType.TEXT
        return Fact(
            name=self.name, id=self.id, type=kind, options=self.options, limit=self.limit, hint=self.hint
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register or catalogue. `keys`: the columns that tell its rows apart; `roles`: who may change it.

    `ordered`: pairs of date columns, the second not before the first. `apart`: of each set of columns at most
    one is filled in. `shared`: read by all agencies.
    """

    name: str
    id: str
    kind: str
    keys: tuple[str, ...]
    columns: Mapping[str, Column]
    clause: Clause
    roles: tuple[str, ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    shared: bool = False
    hint: str = ""
    file: str = ""
    line: int = 0

    def key(self, values: Mapping[str, Any]) -> str:
        """The text that tells this row apart from all others of the register."""
        return " / ".join(str(values.get(name) or "") for name in self.keys)

    def public(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that a journal body may hold."""
        return {name: value for name, value in values.items() if not self.columns[name].private}

    def private(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that are sealed."""
        return {name: value for name, value in values.items() if self.columns[name].private}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLack:
    """What one row lacks: the column ("" for the whole row), a sentence, and the clause that asks for it."""

    column: str
    said: str
    code: str
    clause: Clause | None = None

    def __str__(self) -> str:
        return f"{self.said}（{self.clause}）" if self.clause else self.said


def read_row(
    register: Register, cells: Mapping[str, object], checks: Mapping[str, Checker] | None = None
) -> tuple[dict[str, Any], list[RowLack]]:
    """The stored values of the row, and all its lacks in the order of the columns.

    `cells`: what was written under each column's name; text, or a date, number or truth value that a
    spreadsheet holds as such. `checks`: by the names of `CHECKS`.
    """
    values: dict[str, Any] = {}
    lacks = [
        RowLack(column=name, said=f"{register.name}没有“{name}”这一栏", code="栏:多余")
        for name, raw in cells.items()
        if name not in register.columns and raw not in (None, "")
    ]
    for name, column in register.columns.items():
        clause = column.clause or register.clause
        try:
            value = read_cell(column, cells.get(name), checks or {})
        except ValueError as error:
            lacks.append(RowLack(column=name, said=str(error), code=f"填错:{name}", clause=clause))
            continue
        if value is not None:
            values[name] = value
        elif column.required:
            lacks.append(RowLack(column=name, said=f"没有填{name}", code=f"填:{name}", clause=clause))
    for first, second in register.ordered:
        if first in values and second in values and values[second] < values[first]:
            said = f"{second} {values[second]} 早于{first} {values[first]}"
            clause = register.columns[second].clause or register.clause
            lacks.append(RowLack(column=second, said=said, code=f"先后:{second}", clause=clause))
    for names in register.apart:
        filled = [name for name in names if name in values]
        if len(filled) > 1:
            said = f"{'和'.join(filled)}只填一个"
            clause = register.columns[filled[-1]].clause or register.clause
            lacks.append(RowLack(column=filled[-1], said=said, code=f"择一:{filled[-1]}", clause=clause))
    return values, lacks


def read_cell(column: Column, raw: object, checks: Mapping[str, Checker]) -> Any:
    """The stored form of one cell, None for an empty one. Raises `ValueError` with a sentence."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raw = _unspoilt(column, raw)
    elif isinstance(raw, date) and column.type in _WRITTEN:
        raise FactError(f"{column.name}被表格软件改成了日期；把这一列的格式设为“文本”后重新填写")
    match column.type:
        case "整数":
            value: Any = _whole(column, raw)
        case "数":
            value = _number(column, raw)
        case "日期":
            value = accept(column.fact, _plain_date(raw))
        case "多选":
            several = raw if isinstance(raw, list | tuple) else LIST_SIGNS.split(str(raw))
            value = accept(column.fact, [str(each).strip() for each in several if str(each).strip()])
        case _:
            value = accept(column.fact, raw)
    if value is not None and column.check and column.check in checks:
        try:
            value = checks[column.check](str(value))
        except ValueError as error:
            said = str(error)
            raise FactError(said if said.startswith(column.name) else f"{column.name}：{said}") from error
    return value


def _unspoilt(column: Column, raw: float | int) -> object:
    """A number that stands for a text, as the text; what a spreadsheet has rounded away is refused."""
    if raw != raw or abs(raw) >= 1e15:
        raise FactError(
            f"{column.name}被表格软件改成了数字，末几位已经丢失；把这一列的格式设为“文本”后重新填写"
        )
    return raw if column.type in (NUMBER, FactType.MONEY.value) or raw != int(raw) else int(raw)


def _whole(column: Column, raw: object) -> int:
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise FactError(f"{column.name}应当是整数，不能写“{text[:20]}”")
    return int(text)


def _number(column: Column, raw: object) -> str:
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if not re.fullmatch(r"\d{1,9}(\.\d{1,4})?", text, re.ASCII):
        raise FactError(f"{column.name}应当是数，最多四位小数，不能写“{text[:20]}”")
    return text.rstrip("0").rstrip(".") if "." in text else text


_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def _plain_date(raw: object) -> object:
    """2026/3/2, 2026.3.2, 2026年3月2日 and 20260302 as 2026-03-02; anything else as it stands."""
    if isinstance(raw, date):
        return raw
    text = clean(unicodedata.normalize("NFKC", str(raw)))
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if found := _DATE.fullmatch(text.removesuffix(" 00:00:00")):
        year, month, day = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text
