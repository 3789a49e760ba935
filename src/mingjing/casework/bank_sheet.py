"""The bank's statement of payments as a file (xlsx or csv): its rows by column, as it wrote them. Pure."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from mingjing.registry.sheet import MOST_BYTES, MOST_ROWS, SheetFault, Unreadable, read_table

SLIP, PAID_ON, AMOUNT, DECISION, PAYER = "银行流水号", "缴款日期", "金额", "决定书文号", "缴款人"
BILL: Final = "缴款书号"
NEEDED: Final = (SLIP, PAID_ON, AMOUNT, DECISION)
COLUMNS: Final = (*NEEDED, PAYER, BILL)
_HEADING_WITHIN: Final = 10


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment: its row in the file and the raw cells by column."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    rows: tuple[BankRow, ...]
    faults: tuple[SheetFault, ...]


def read_statement(data: bytes) -> Statement:
    """The payments in the file. Raises `Unreadable` where it is no statement at all."""
    if not data:
        raise Unreadable("文件是空的")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        table = read_table(data, COLUMNS, keys=NEEDED)
        return Statement(tuple(BankRow(*each) for each in table.rows), tuple(table.faults))
    return _csv(data)


def _csv(data: bytes) -> Statement:
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件有 {len(data) // 1024 // 1024} MB，最多 {MOST_BYTES // 1024 // 1024} MB")
    try:
        rows = list(csv.reader(io.StringIO(_decoded(data)), strict=True))
    except csv.Error as error:
        raise Unreadable("这不是能读的 csv：引号没有成对，重新从银行导出") from error
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        names = [cell.strip().strip("*＊") for cell in row]
        if set(NEEDED) <= set(names):
            return _body(rows, at, names)
    raise Unreadable(f"前 {_HEADING_WITHIN} 行中没有找到表头，表头要有{'、'.join(NEEDED)}")


def _decoded(data: bytes) -> str:
    """UTF-8 as spreadsheets write it, else the national code in which banks export."""
    if b"\x00" in data:
        raise Unreadable("这不是 xlsx，也不是 csv")
    for code in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise Unreadable("读不出文件里的汉字，用表格软件另存为 .xlsx 后再传")


def _body(rows: list[list[str]], head: int, names: list[str]) -> Statement:
    found: list[BankRow] = []
    faults: list[SheetFault] = []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(found) >= MOST_ROWS:
            faults.append(SheetFault(number, "", f"超过 {MOST_ROWS} 行，分成几个文件再传"))
            break
        if len(row) > len(names):
            faults.append(SheetFault(number, "", f"有 {len(row)} 列，表头只有 {len(names)} 列"))
            continue
        told = zip(names, (cell.strip() for cell in row), strict=False)
        cells = {name: cell for name, cell in told if name in COLUMNS and cell}
        found.append(BankRow(number, cells))
    return Statement(tuple(found), tuple(faults))
