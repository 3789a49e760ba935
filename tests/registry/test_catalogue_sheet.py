"""Spreadsheets of catalogues: the real service items come in, every bad row is named, none half imported."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_sheet import empty, read_file, summary
from mingjing.registry.catalogue_tables import Rows
from mingjing.registry.catalogue_write import csv_text, xlsx
from mingjing.registry.sheet import Unreadable
from tests.registry.catalogue_stand import 书, 人, 办, 十五栏, 机关

真实 = Path(__file__).parent / "data/service_items.csv"  # 公开的政务服务事项，Apache-2.0


def 表(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db(databases=["default", "portal"])
def test_一千一百三十五项政务服务事项都能收进服务指南草稿_许可事项还缺的如实列出() -> None:
    目录 = 书().catalogues["服务指南"]
    read = read_file(目录, 真实.read_bytes())
    assert (len(read.items), read.complete, read.incomplete, read.bad, read.left) == (1135, 599, 536, [], ())
    assert {clause for _, _, clause, _ in summary(read.lacking)} == {"《行政许可法》第三十条"}
    assert sum(each["事项类型"] == "行政许可" for each in read.items) == 536
    甲 = 人("甲", "handler")
    number = service.draft_of(办(甲), "服务指南")
    service.edit(办(甲), "服务指南", number, puts=read.items, lenient=True)
    items = Rows(机关().id).items("service_guides", number)
    assert len(items) == 1135 and "依据" not in items[0][1]
    assert len(read_file(书(十五栏).catalogues["服务指南"], 真实.read_bytes()).items) == 1135


def test_坏的行写明第几行_哪一栏_什么错_依据() -> None:
    目录 = 书().catalogues["服务指南"]
    data = 表(
        ["事项名称", "事项类型", "电话", "在线办理"],
        ["食品经营许可", "公共服务", "59720000", "https://example.invalid/1"],
        ["", "公共服务", "", ""],
        ["价格举报", "随便", "打我电话", "javascript:alert(1)"],
        ["食品经营许可", "公共服务", "", ""],
    )
    read = read_file(目录, data)
    said = [(each.row, each.column) for each in read.bad]
    assert said == [(3, "事项编码"), (4, "事项类型"), (4, "电话"), (4, "在线办理"), (5, "事项编码")]
    assert "与第 2 行重复" in read.bad[-1].said and read.bad[0].clause == "《指导意见》二（四）"


def test_公式_合并单元格_没有表头的列都指出() -> None:
    目录 = 书().catalogues["随机抽查事项清单"]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["抽查事项", "依据"], ["甲", '=HYPERLINK("http://x")'], ["乙", "法", "多出来"]):
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    out = io.BytesIO()
    book.save(out)
    said = [each.said for each in read_file(目录, out.getvalue()).bad]
    assert any("是公式" in each for each in said) and any("没有表头" in each for each in said)
    assert any("合并的单元格" in each for each in said)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + bytes(600), b"\xff\xfe\x00\x01\x00\x00", b"a,b\n1,2\n"],
    ids=["空文件", "坏的压缩包", "旧格式", "不是文字", "没有表头"],
)
def test_读不了的文件说明白(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_file(书().catalogues["服务指南"], data, name="事项.xlsx" if data[:1] == b"\xd0" else "")


def test_国标编码的_csv_也认得() -> None:
    read = read_file(书().catalogues["服务指南"], "事项名称,电话\n食品经营许可,59720000\n".encode("gb18030"))
    assert read.items == [{"事项名称": "食品经营许可", "电话": "59720000"}]


def test_导出的表里没有公式_再导入与原来一样() -> None:
    目录 = 书().catalogues["监督方式和救济渠道"]
    rows = [{"种类": "举报", "途径": "=cmd|' /C calc'!A0", "期限": "+1日"}]
    sheet = load_workbook(io.BytesIO(xlsx(目录.name, 目录.columns, rows))).active
    assert sheet is not None and sheet["B2"].data_type == "s" and sheet["B2"].value == "=cmd|' /C calc'!A0"
    assert read_file(目录, xlsx(目录.name, 目录.columns, rows)).items == rows
    text = csv_text(目录.columns, rows).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["途径"].startswith("'=")


def test_模板填好就能导入() -> None:
    目录 = 书().catalogues["随机抽查事项清单"]
    book = load_workbook(io.BytesIO(empty(目录)))
    sheet = book[目录.name]
    names = [str(cell.value).strip("*") for cell in sheet[1]]
    for at, name in enumerate(names, 1):
        sheet.cell(row=3, column=at, value=f"{name}的内容")
    out = io.BytesIO()
    book.save(out)
    [item] = read_file(目录, out.getvalue()).items
    assert item["抽查事项"] == "抽查事项的内容"
