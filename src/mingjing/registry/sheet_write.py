"""Writing spreadsheets: the template somebody fills in, the rows of a register, the report of bad rows.

Every text is written as text: what begins like a formula stays what it is and is never computed.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from mingjing.law.register import Column
from mingjing.registry.sheet import HINT

_ROWS_PREPARED: Final = 1000  # rows of the template that have formats and drop-downs
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_HEAD = PatternFill("solid", fgColor="DFE5E3")
_EXPLAIN, _CHOICES = "说明", "选项"
_FORMS: Final = {
    "日期": "写成 2026-03-02",
    "是否": "写“是”或“否”",
    "多选": "可以有几项，之间用顿号",
    "金额": "以元为单位",
    "整数": "写整数",
    "数": "写数字",
}


def template(columns: Sequence[Column], name: str, said: str = "", clause: str = "") -> bytes:
    """An empty sheet with heading, a row of hints, drop-downs, and a sheet that explains each column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _sheet_title(name)
    choices = book.create_sheet(_CHOICES)
    choices.sheet_state = "hidden"
    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, column.name + ("*" if column.required else ""))
        head.font, head.fill = Font(bold=True), _HEAD
        hint = sheet.cell(2, at, f"{HINT} {_hint(column)}")
        hint.font = Font(italic=True, size=9, color="566470")
        hint.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[letter].width = min(40, max(12, 2 * len(column.name) + 6))
        # Text, so that the spreadsheet turns no number of a paper into a rounded one.
        for row in range(3, _ROWS_PREPARED + 3):
            sheet.cell(row, at).number_format = "@"
        if options := _options(column):
            for row, option in enumerate(options, 1):
                choices.cell(row, at, option)
            area = f"{quote_sheetname(_CHOICES)}!${letter}$1:${letter}${len(options)}"
            rule = DataValidation(type="list", formula1=area, allow_blank=True)
            rule.showErrorMessage = column.type != "多选"
            rule.error = f"只能选：{'、'.join(options)}"[:200]
            rule.add(f"{letter}3:{letter}{_ROWS_PREPARED + 2}")
            sheet.add_data_validation(rule)
    sheet.freeze_panes = "A3"
    _explain(book, columns, name, said, clause)
    return _bytes(book)


def write(name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A sheet with these rows, written as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(name))
    sheet.freeze_panes = "A2"
    heads = []
    for header in headers:
        cell = WriteOnlyCell(sheet, header)
        cell.font, cell.fill = Font(bold=True), _HEAD
        heads.append(cell)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return _bytes(book)


def shown(value: Any) -> str:
    """A stored value as a person writes it, so that what was exported can be imported again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(shown, value))
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{shown(each)}" for key, each in value.items())
    return str(value)


def _cell(sheet: Any, value: Any) -> Any:
    """The value as text; a text that looks like a formula is marked as text for the spreadsheet too."""
    text = shown(value)
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True
    return cell


def _sheet_title(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\")[:31] or "表"


def _options(column: Column) -> tuple[str, ...]:
    return ("是", "否") if column.type == "是否" else column.options


def _hint(column: Column) -> str:
    parts = ["必填" if column.required else "可不填", _FORMS.get(column.type, "")]
    if column.options:
        parts.append(f"可选：{'、'.join(column.options)}")
    if column.refers:
        parts.append(f"须在“{column.refers}”中")
    if column.limit:
        parts.append(f"最多 {column.limit} 字")
    return "；".join(part for part in (*parts, column.hint) if part)


def _explain(book: Workbook, columns: Sequence[Column], name: str, said: str, clause: str) -> None:
    sheet = book.create_sheet(_EXPLAIN)
    lines = [
        f"《{name}》填写说明",
        said,
        f"依据：{clause}" if clause else "",
        "从第 3 行起填写，一行一条；第 2 行是提示，留着或者删去都可以。",
        "有一行不对，整份表都不会导入；页面会列出每一处错在第几行、哪一栏、为什么。",
    ]
    for line in lines:
        if line:
            sheet.append([line])
    sheet.append([])
    sheet.append(["栏", "必填", "怎样填", "依据"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill = Font(bold=True), _HEAD
    for column in columns:
        required = "是" if column.required else "否"
        sheet.append([column.name, required, _hint(column), str(column.clause or clause)])
    for letter, width in (("A", 22), ("B", 8), ("C", 70), ("D", 40)):
        sheet.column_dimensions[letter].width = width


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
