"""Reading a spreadsheet that somebody filled in: rows by column name, and everything that is wrong with it.

The file comes from outside: its size, unpacked size, rows and columns are bounded, formulas are never
followed, and what is merged, computed, hidden or under no heading is named by its place instead of being
guessed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from mingjing.registry.sheet_rows import Cell, Row, Rows

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_ROWS: Final = 100_000
# Styles, the list of sheets and the like are read into memory whole; rows and texts are read as they come.
MOST_PART: Final = 8 * 1024 * 1024
MOST_TEXTS: Final = 100 * 1024 * 1024
MOST_COLUMNS: Final = 100
MOST_NAMED: Final = 100  # hidden rows that are named one by one
HEADING_WITHIN: Final = 10  # the heading stands in one of the first rows
HINT: Final = "※"  # rows that begin with it explain the template
_TYPES: Final = "[Content_Types].xml"
_CHUNK: Final = 1024 * 1024
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{2,20})"')


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong, and where: `row` counts from 1 as the spreadsheet shows it (0: the file)."""

    row: int
    column: str
    said: str


@dataclass(slots=True)
class Table:
    """The rows that hold something: their number in the sheet and the raw cells by column.

    `absent`: the columns asked for that the heading does not name.
    """

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    faults: list[SheetFault] = field(default_factory=list)
    sheet: str = ""
    absent: tuple[str, ...] = ()


class Unreadable(ValueError):
    """A file that is no usable spreadsheet; the message is a sentence for whoever sent it."""


def read_table(data: bytes, columns: Sequence[str], *, keys: Sequence[str] = (), name: str = "") -> Table:
    """The rows under the heading that names `columns`. Raises `Unreadable`.

    The sheet called `name` is preferred, else the first with a heading. `keys` must all stand in it.
    """
    _bounded(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise Unreadable("这个文件不是能打开的 xlsx 表格，用表格软件另存为 .xlsx 后再传") from error
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sorted(sheets, key=lambda each: each.title != name):
            rows = Rows(sheet)
            with closing(rows.__iter__()) as walk:
                if head := _heading(walk, columns, keys):
                    table = Table(sheet=sheet.title)
                    _rows(walk, head, _names(rows, head, columns, table), table)
                    table.faults += _merged(data, getattr(sheet, "_worksheet_path", ""))
                    return table
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("表格的内容损坏，读不下去；用表格软件打开、另存为 .xlsx 后再传") from error
    finally:
        book.close()
    wanted = "、".join(keys or columns[:3])
    raise Unreadable(f"前 {HEADING_WITHIN} 行中没有找到表头，表头要有{wanted}；从“下载模板”开始填")


def _bounded(data: bytes) -> None:
    """The file is a zip within bounds. What an archive declares binds the reader: it reads no further."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件有 {len(data) // 1024 // 1024} MB，最多 {MOST_BYTES // 1024 // 1024} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            types = next((part for part in parts if part.filename == _TYPES), None)
            declared = archive.read(types) if types and types.file_size <= MOST_PART else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, zlib.error) as error:
        old = data[:4] == b"\xd0\xcf\x11\xe0"
        said = "这是旧格式（.xls）或者加了密码的表格" if old else "这不是 xlsx 表格"
        raise Unreadable(f"{said}，用表格软件另存为 .xlsx 后再传") from error
    most = {part.filename: _most(part.filename, declared) for part in parts}
    if (
        len(parts) > 1000
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or any(part.file_size > most[part.filename] for part in parts)
    ):
        raise Unreadable("文件展开后太大，分成几个文件再传")


def _most(name: str, declared: bytes) -> int:
    """How large a part may be. What stands in a sheet's place but is declared as another part is no sheet."""
    if name == "xl/sharedStrings.xml":
        return MOST_TEXTS
    rows = name.startswith("xl/worksheets/") and declared.count(name.encode()) <= 1
    return MOST_UNPACKED if rows and _sheet_declared(name, declared) else MOST_PART


def _sheet_declared(name: str, declared: bytes) -> bool:
    found = re.search(rb"<[^<>]*\"/" + re.escape(name.encode()) + rb"\"[^<>]*>", declared)
    return found is not None and b"worksheet+xml" in found[0] and found[0].count(b"ContentType") == 1


def _heading(walk: Iterator[Row], columns: Sequence[str], keys: Sequence[str]) -> Row | None:
    """The row that names the columns; None where none of the first does."""
    known, needed = set(columns), set(keys or columns[:1])
    for row in walk:
        if row.number > HEADING_WITHIN:
            return None
        names = {_title(cell.value) for cell in row.cells.values()}
        if needed <= names and known & names:
            return row
    return None


def _title(value: object) -> str:
    """A heading as it is meant: without blanks, and without the mark of a required column."""
    return re.sub(r"\s+", "", str(value)).strip("*＊")


def _names(rows: Rows, head: Row, columns: Sequence[str], table: Table) -> Mapping[int, str]:
    """What the heading calls each column, by its number from 1, and what is wrong with the heading."""
    names = {at: name for at, cell in head.cells.items() if (name := _title(cell.value))}
    known, seen = set(columns), set[str]()
    table.absent = tuple(column for column in columns if column not in names.values())
    hidden = rows.hidden_columns()
    if head.hidden:
        table.faults.append(SheetFault(head.number, "", "表头这一行隐藏着，取消隐藏后再传"))
    for at, name in names.items():
        place = f"{get_column_letter(at)} 列"
        if name not in known:
            table.faults.append(SheetFault(head.number, name, f"没有“{name}”这一栏（{place}）"))
        if name in seen:
            table.faults.append(SheetFault(head.number, name, f"“{name}”这一栏有两列"))
        if any(at in each for each in hidden):
            said = f"“{name}”这一栏（{place}）隐藏着，取消隐藏后再传"
            table.faults.append(SheetFault(head.number, name, said))
        seen.add(name)
    return names


def _rows(walk: Iterator[Row], head: Row, names: Mapping[int, str], table: Table) -> None:
    hidden = list[int]()
    far = _far(head)
    for row in walk:
        if not row.cells or str(next(iter(row.cells.values())).value).startswith(HINT):
            continue
        if len(table.rows) + len(hidden) >= MOST_ROWS:
            said = f"超过 {MOST_ROWS} 行，分成几个文件再传"
            table.faults.append(SheetFault(row.number, "", said))
            break
        far = far or _far(row)
        if row.hidden:
            hidden.append(row.number)
            continue
        cells: dict[str, Any] = {}
        for at, cell in row.cells.items():
            if at <= MOST_COLUMNS:
                _take(row.number, at, cell, names.get(at, ""), cells, table)
        table.rows.append((row.number, cells))
    table.faults += [*([far] if far else []), *_named(hidden)]


def _take(number: int, at: int, cell: Cell, name: str, cells: dict[str, Any], table: Table) -> None:
    """The cell into `cells`, or what is wrong with it into the table's faults."""
    if not name:
        said = f"{get_column_letter(at)} 列没有表头，不知道“{str(cell.value)[:20]}”填的是什么"
        table.faults.append(SheetFault(number, get_column_letter(at), said))
    elif cell.kind == "f":
        table.faults.append(SheetFault(number, name, f"{name}是公式，改成算好的值"))
    elif cell.kind == "e":
        table.faults.append(SheetFault(number, name, f"{name}是出错的公式 {str(cell.value)[:10]}"))
    else:
        cells[name] = cell.value


def _far(row: Row) -> SheetFault | None:
    """A fault for what stands further right than anything is looked for; the first is named for all."""
    at = next((at for at in row.cells if at > MOST_COLUMNS), None)
    if at is None:
        return None
    letter = get_column_letter(at)
    said = f"{letter} 列还有内容，表格最多 {MOST_COLUMNS} 列，移到左边或者删去"
    return SheetFault(row.number, letter, said)


def _named(hidden: Sequence[int]) -> list[SheetFault]:
    """A fault for each hidden row: nobody saw it before sending the file, so nobody meant it for certain."""
    said = "这一行隐藏着（或者被筛选掉了），取消隐藏、清除筛选，要的留下，不要的删去"
    found = [SheetFault(number, "", said) for number in hidden[:MOST_NAMED]]
    if more := hidden[MOST_NAMED:]:
        found.append(SheetFault(more[0], "", f"这一行起还有 {len(more)} 行隐藏着"))
    return found


def _merged(data: bytes, path: str) -> list[SheetFault]:
    """A fault for each merged range: only its first cell has the value, the others would come in empty."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for text in _chunks(archive, path):
            for range_ in dict.fromkeys(_MERGED.findall(text)):
                place = range_.decode()
                row = int(re.sub(r"\D", "", place.partition(":")[0]) or 0)
                found.append(SheetFault(row, "", f"{place} 是合并的单元格，取消合并，每一格都填上"))
    return list(dict.fromkeys(found))[:100]


def _chunks(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The part of the archive in overlapping pieces."""
    name = path.lstrip("/")
    if name not in archive.namelist():
        return
    with archive.open(name) as stream:
        before = b""
        while piece := stream.read(_CHUNK):
            yield before + piece
            before = piece[-200:]
