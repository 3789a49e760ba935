"""The bank's statement of payments as a file (xlsx or csv): its rows by column, as it wrote them. Pure.

A number of the bank and an amount are read strictly: what is not certain is refused, never guessed.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mingjing.registry.sheet import MOST_BYTES, MOST_ROWS, SheetFault, Unreadable, read_table

SLIP, PAID_ON, AMOUNT, DECISION, PAYER = "银行流水号", "缴款日期", "金额", "决定书文号", "缴款人"
BILL: Final = "缴款书号"
NEEDED: Final = (SLIP, PAID_ON, AMOUNT, DECISION)
COLUMNS: Final = (*NEEDED, PAYER, BILL)
_HEADING_WITHIN: Final = 10
LONGEST_SLIP: Final = 60
_WHOLE = 10**15  # a spreadsheet keeps 15 digits of a number, the others become zeros
_DIGITS = re.compile(r"\d+", re.ASCII)
_EXPONENT = re.compile(r"\d+(\.\d+)?E\+\d+", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?", re.ASCII)
_WIDE = str.maketrans("０１２３４５６７８９，．", "0123456789,.")


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment: its row in the file and the raw cells by column."""

    number: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    rows: tuple[BankRow, ...]
    faults: tuple[SheetFault, ...]


def slip_key(written: str) -> str:
    """The one form in which a number of the bank is known: NFKC, upper case, without any blank.

    Without the signs either by which exports mark a text ('123, ="123"), and without the leading zeros, which
    spreadsheets drop, of what is digits only. Numbers that differ in nothing else are held to be one: the
    second is not recorded and is named for a person.
    """
    upper = unicodedata.normalize("NFKC", written).upper()
    bare = "".join(unicodedata.normalize("NFKC", upper).split()).strip("='\"")
    return (bare.lstrip("0") or "0") if _DIGITS.fullmatch(bare) else bare


def read_slip(raw: object) -> str:
    """The bank's number as it wrote it. Raises `ValueError` with a sentence where that is not certain."""
    lost = f"{SLIP}被表格软件改成了数字，超过 15 位的已经丢失；把这一列的格式设为“文本”后重新导出"
    if isinstance(raw, int | float):
        if isinstance(raw, bool) or raw != raw or abs(raw) >= _WHOLE or raw != int(raw):
            raise ValueError(lost)
        raw = int(raw)
    elif not isinstance(raw, str):
        raise ValueError(f"{SLIP}被表格软件改成了日期；把这一列的格式设为“文本”后重新导出")
    text = str(raw).strip()
    key = slip_key(text)
    if not key:
        raise ValueError(f"没有填{SLIP}")
    if _EXPONENT.fullmatch(key):
        raise ValueError(lost)
    if max(len(text), len(key)) > LONGEST_SLIP:
        raise ValueError(f"{SLIP}有 {max(len(text), len(key))} 个字，最多 {LONGEST_SLIP} 个")
    return text


def read_amount(raw: object) -> str:
    """Yuan as plain digits: "1234.50" of 1,234.50. Raises `ValueError` with a sentence for anything else."""
    text = str(raw).strip().translate(_WIDE)
    if isinstance(raw, bool) or not _AMOUNT.fullmatch(text):
        raise ValueError(f"{AMOUNT}应当写成 1234.50 或者 1,234.50，最多两位小数，不能写“{text[:20]}”")
    return text.replace(",", "")


def read_statement(data: bytes) -> Statement:
    """The payments in the file. Raises `Unreadable` where it is no statement at all."""
    if not data:
        raise Unreadable("文件是空的")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        table = read_table(data, COLUMNS, keys=NEEDED)
        body = {number for number, _ in table.rows}
        # A column that stands there twice or is hidden: nobody says which of its cells the bank meant.
        _heading(each.said for each in table.faults if each.column in COLUMNS and each.row not in body)
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
        names = [re.sub(r"\s+", "", cell).strip("*＊") for cell in row]
        if set(NEEDED) <= set(names):
            counts = Counter(names)
            _heading(f"“{name}”这一栏有两列" for name in COLUMNS if counts[name] > 1)
            return _body(rows, at, names)
    raise Unreadable(f"前 {_HEADING_WITHIN} 行中没有找到表头，表头要有{'、'.join(NEEDED)}")


def _heading(wrong: Iterable[str]) -> None:
    if said := "；".join(dict.fromkeys(wrong)):
        raise Unreadable(f"表头里{said}，不知道该用哪一格；改好后再传")


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
