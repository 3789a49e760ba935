"""Catalogues from spreadsheets: rows of an xlsx or csv file as items, with every bad row by its place.

Headings may be the columns' own names or others by which they are known (又名). Nothing is half imported: the
items come back only when no row is bad. Columns that the catalogue does not know are named, never guessed.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mingjing.law.catalogue import Catalogue, missing, read_item
from mingjing.registry.catalogue_checks import CHECKS
from mingjing.registry.sheet import HINT, MOST_BYTES, MOST_ROWS, SheetFault, Table, Unreadable, read_table
from mingjing.registry.sheet_write import template as _template

ENCODINGS: Final = ("utf-8-sig", "gb18030")
MOST_FAULTS: Final = 500


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing wrong: the row as the spreadsheet counts it (0: the file), column, what, and the clause."""

    row: int
    column: str
    said: str
    clause: str = ""


@dataclass(slots=True)
class Read:
    """What a file holds. `items` are its rows; they may be imported when `bad` is empty.

    `lacking`: what review will ask for and rows have not; `faults` counts the bad ones beyond those listed.
    """

    items: list[dict[str, Any]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    lacking: list[Bad] = field(default_factory=list)
    incomplete: int = 0
    left: tuple[str, ...] = ()

    @property
    def complete(self) -> int:
        return len(self.items) - self.incomplete


def read_file(
    catalogue: Catalogue, data: bytes, *, only: tuple[str, str] | None = None, name: str = ""
) -> Read:
    """The items of the file. Raises `Unreadable`. `only`: heading and value of the rows to take."""
    table = _table(catalogue, data, name)
    found = Read()
    strange = [fault for fault in table.faults if fault.column and "没有“" in fault.said]
    found.left = tuple(dict.fromkeys(fault.column for fault in strange))
    found.bad = [Bad(each.row, each.column, each.said) for each in table.faults if each not in strange]
    seen: dict[str, int] = {}
    for number, raw in table.rows:
        if only and str(raw.get(only[0], "")).strip() != only[1]:
            continue
        cells = _cells(catalogue, raw)
        values, wrong = read_item(catalogue, cells, CHECKS)
        found.bad += [Bad(number, each.column, each.said, str(each.clause or "")) for each in wrong]
        if wrong:
            continue
        key = catalogue.key(values)
        if key in seen:
            words = f"与第 {seen[key]} 行重复：{key[:60]}"
            found.bad.append(Bad(number, catalogue.keys[0], words))
            continue
        seen[key] = number
        lacks = missing(catalogue, values)
        found.incomplete += bool(lacks)
        found.lacking += [Bad(number, each.column, each.said, str(each.clause or "")) for each in lacks]
        found.items.append(values)
    if not found.items and not found.bad:
        found.bad.append(Bad(0, "", "表里没有一行内容"))
    return found


def summary(bad: Iterable[Bad]) -> list[tuple[str, str, str, int]]:
    """(column, what, clause, how many rows), most frequent first."""
    found = Counter((each.column, each.said, each.clause) for each in bad)
    return [(*key, times) for key, times in found.most_common()]


def empty(catalogue: Catalogue) -> bytes:
    """A sheet to fill in."""
    columns = [catalogue.register.columns[name] for name in catalogue.columns]
    return _template(columns, catalogue.name, catalogue.register.hint, str(catalogue.register.clause))


def _table(catalogue: Catalogue, data: bytes, name: str) -> Table:
    if data[:2] == b"PK" or name.lower().endswith((".xlsx", ".xls")):
        headings = list(catalogue.headings)
        wanted = [heading for heading, column in catalogue.headings.items() if column == catalogue.keys[-1]]
        for heading in wanted[:-1]:
            try:
                return read_table(data, headings, keys=(heading,), name=catalogue.name)
            except Unreadable as error:
                if "表头" not in str(error):
                    raise
        return read_table(data, headings, keys=wanted[-1:], name=catalogue.name)
    return _csv(catalogue, data)


def _csv(catalogue: Catalogue, data: bytes) -> Table:
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件有 {len(data) // 1024 // 1024} MB，最多 {MOST_BYTES // 1024 // 1024} MB")
    text = next((found for encoding in ENCODINGS if (found := _decoded(data, encoding)) is not None), None)
    if text is None or "\x00" in text:
        raise Unreadable("这个文件不是表格：要 .xlsx，或者 UTF-8、GB18030 编码的 .csv")
    table, names = Table(), list[str]()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), 1):
            if not any(cell.strip() for cell in row) or row[0].startswith(HINT):
                continue
            if not names:
                names = ["".join(cell.split()).strip("*＊") for cell in row]
                _headings(catalogue, names, number, table)
                continue
            if len(table.rows) >= MOST_ROWS:
                raise Unreadable(f"超过 {MOST_ROWS} 行，分成几个文件再传")
            if len(row) > len(names):
                table.faults.append(SheetFault(number, "", f"有 {len(row)} 格，表头只有 {len(names)} 栏"))
            table.rows.append((number, dict(zip(names, row, strict=False))))
    except csv.Error as error:
        raise Unreadable("这个 csv 文件读不下去，另存为 .xlsx 后再传") from error
    if not names:
        raise Unreadable("文件是空的")
    return table


def _headings(catalogue: Catalogue, names: list[str], number: int, table: Table) -> None:
    if not {catalogue.headings.get(name) for name in names} & set(catalogue.keys):
        raise Unreadable(f"第 {number} 行不是表头：没有{'、'.join(catalogue.keys)}；从“下载模板”开始填")
    for name, times in Counter(names).items():
        if name and times > 1:
            table.faults.append(SheetFault(number, name, f"“{name}”这一栏有 {times} 列"))
        if name and name not in catalogue.headings:
            table.faults.append(SheetFault(number, name, f"没有“{name}”这一栏"))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _cells(catalogue: Catalogue, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The cells under the columns' own names; of two headings of one column the first that is filled in."""
    cells: dict[str, Any] = {}
    for heading, value in raw.items():
        column = catalogue.headings.get(heading)
        if column and cells.get(column) in (None, ""):
            cells[column] = value
    return cells
