"""Spreadsheets made to hurt whoever reads them: little to send, endless or huge to read."""

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from mingjing.registry import sheet_rows
from mingjing.registry.sheet import Unreadable, read_table

SHEET, STYLES, TYPES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
COLUMNS = ("名称", "类别")


def book(**changed: Callable[[bytes], bytes]) -> bytes:
    """A small workbook, some of its parts changed."""
    made, plain, out = Workbook(), io.BytesIO(), io.BytesIO()
    for row in (COLUMNS, ("甲", "承办机构")):
        made.active.append(row)  # type: ignore[union-attr]
    made.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changed.get(part.filename, bytes)(old.read(part)))
        for name in set(changed) - set(old.namelist()):
            new.writestr(name, changed[name](b""))
    return out.getvalue()


def after_rows(text: bytes) -> Callable[[bytes], bytes]:
    return lambda old: old.replace(b"</sheetData>", text + b"</sheetData>")


def test_自称在很远的行_不走到那里(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "LAST_ROW", 3000)  # the format's own takes seconds
    far = b'<row r="999999999999"><c r="A999999999999" t="inlineStr"><is><t>x</t></is></c></row>'
    data = book(**{SHEET: after_rows(far)})
    assert [number for number, _ in read_table(data, COLUMNS, keys=("名称",)).rows] == [2]


def test_数不完的空行_读到格式的末行为止(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "LAST_ROW", 3000)
    data = book(**{SHEET: after_rows(b"<row/>" * 200_000)})
    assert len(read_table(data, COLUMNS, keys=("名称",)).rows) == 1


@pytest.mark.parametrize("part", [STYLES, "xl/workbook.xml", TYPES, "docProps/custom.xml"])
def test_整份读进内存的部分有上限(part: str) -> None:
    data = book(**{part: lambda old: old + b"<a/>" * 3_000_000})
    assert len(data) < 100_000
    with pytest.raises(Unreadable, match="展开后太大"):
        read_table(data, COLUMNS, keys=("名称",))


def test_放在工作表的位置_其实是别的部分_照样有上限() -> None:
    hidden = "xl/worksheets/wb.xml"
    declared = (
        b'<Override PartName="/xl/worksheets/wb.xml" ContentType="application/vnd.'
        b'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    data = book(
        **{TYPES: lambda old: old.replace(b"</Types>", declared), hidden: lambda _: b"<a/>" * 3_000_000}
    )
    with pytest.raises(Unreadable, match="展开后太大"):
        read_table(data, COLUMNS, keys=("名称",))


def test_外部实体和层层展开的实体_不读() -> None:
    def entity(old: bytes) -> bytes:
        kind = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        return kind + old.replace("甲".encode(), b"&e;")

    try:
        rows = read_table(book(**{"xl/sharedStrings.xml": entity}), COLUMNS, keys=("名称",)).rows
    except Unreadable:
        return
    assert "root:" not in str(rows)
