"""Spreadsheets from outside: what is read, what is refused, and that nothing written is a formula."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from mingjing.law.register import Column
from mingjing.registry import sheet
from mingjing.registry.sheet import Unreadable, read_table
from mingjing.registry.sheet_write import template, write

栏 = ("编号", "名称", "日期")


def 表(*行: list[Any], 名: str = "器材") -> Workbook:
    本 = Workbook()
    页 = 本.active
    assert 页 is not None
    页.title = 名
    for 每行 in 行:
        页.append(每行)
    return 本


def 存(本: Workbook) -> bytes:
    出 = io.BytesIO()
    本.save(出)
    return 出.getvalue()


def test_读出各行_行号照表格里的() -> None:
    读 = read_table(存(表(["编号", "名称", "日期"], ["A1", "甲", date(2026, 3, 2)], [], ["A2", 7, "x"])), 栏)
    assert 读.rows == [
        (2, {"编号": "A1", "名称": "甲", "日期": datetime(2026, 3, 2)}),
        (4, {"编号": "A2", "名称": 7, "日期": "x"}),
    ]
    assert 读.faults == []


def test_表头前有标题行_必填的星号不碍事() -> None:
    读 = read_table(存(表(["某局器材登记"], [], ["编号*", " 名称"], ["A1", "甲"])), 栏, keys=("编号",))
    assert 读.rows == [(4, {"编号": "A1", "名称": "甲"})]


def test_优先读同名的页_不看隐藏的页() -> None:
    本 = 表(["编号"], ["错的"], 名="别的")
    隐 = 本.create_sheet("暗的")
    隐.append(["编号"])
    隐.sheet_state = "hidden"
    对 = 本.create_sheet("器材")
    对.append(["编号"])
    对.append(["A1"])
    读 = read_table(存(本), 栏, name="器材")
    assert (读.sheet, 读.rows) == ("器材", [(2, {"编号": "A1"})])


def test_没有表头的表说明要什么() -> None:
    with pytest.raises(Unreadable, match="没有找到表头，表头要有编号"):
        read_table(存(表(["姓名", "年龄"], ["甲", 3])), 栏, keys=("编号",))


def test_公式_错值_多余的列_没有表头的列_重复的列() -> None:
    读 = read_table(
        存(
            表(
                ["编号", "名称", "颜色", "编号"],
                ["A1", "=1+1", "红"],
                ["A2", "#DIV/0!"],
                ["A3", "甲", "", "", "多"],
            )
        ),
        栏,
        keys=("编号",),
    )
    assert [(每个.row, 每个.column, 每个.said[:12]) for 每个 in 读.faults] == [
        (1, "颜色", "没有“颜色”这一栏（C "),
        (1, "编号", "“编号”这一栏有两列"),
        (2, "名称", "名称是公式，改成算好的值"),
        (3, "名称", "名称是出错的公式 #DI"),
        (4, "E", "E 列没有表头，不知道“"),
    ]


def test_合并的单元格按位置指出() -> None:
    本 = 表(["编号", "名称"], ["A1", "甲"], ["", "乙"])
    assert 本.active is not None
    本.active.merge_cells("A2:A3")
    [错] = read_table(存(本), 栏).faults
    assert (错.row, "A2:A3 是合并的单元格" in 错.said) == (2, True)


def test_行数有上限(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    读 = read_table(存(表(["编号"], *[[f"A{号}"] for 号 in range(5)])), 栏)
    assert len(读.rows) == 3
    assert (读.faults[0].row, "超过 3 行" in 读.faults[0].said) == (5, True)


@pytest.mark.parametrize(
    ("内容", "说"),
    [
        (b"", "不是 xlsx 表格"),
        (b"a,b,c\n1,2,3\n", "不是 xlsx 表格"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "旧格式"),
        (b"PK\x03\x04" + b"\x00" * 100, "不是 xlsx 表格"),
    ],
)
def test_不是表格的文件(内容: bytes, 说: str) -> None:
    with pytest.raises(Unreadable, match=说):
        read_table(内容, 栏)


def test_是压缩包而不是表格() -> None:
    出 = io.BytesIO()
    with zipfile.ZipFile(出, "w") as 包:
        包.writestr("a.txt", "x")
    with pytest.raises(Unreadable, match="不是能打开的 xlsx"):
        read_table(出.getvalue(), 栏)


def test_压缩炸弹不展开(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_UNPACKED", 1_000_000)
    出 = io.BytesIO()
    with zipfile.ZipFile(出, "w", zipfile.ZIP_DEFLATED) as 包:
        包.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(Unreadable, match="展开后太大"):
        read_table(出.getvalue(), 栏)


def test_太大的文件不读(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_BYTES", 10)
    with pytest.raises(Unreadable, match="最多"):
        read_table(b"x" * 11, 栏)


def test_写出的都是文本_没有公式() -> None:
    毒 = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]
    数据 = write("器材", ["编号"], [[每个] for 每个 in 毒])
    页 = load_workbook(io.BytesIO(数据))["器材"]
    格 = [行[0] for 行 in 页.iter_rows(min_row=2)]
    assert [(每个.data_type, 每个.value) for 每个 in 格] == [("s", 每个) for 每个 in 毒]
    assert all(每个.quotePrefix for 每个 in 格)
    with zipfile.ZipFile(io.BytesIO(数据)) as 包:
        assert b"<f>" not in 包.read("xl/worksheets/sheet1.xml")


def test_模板可以直接填了传回来() -> None:
    列 = (
        Column(name="编号", id="a", type="文本", required=True),
        Column(name="类型", id="b", type="选择", options=("甲型", "乙型"), hint="看铭牌"),
        Column(name="在用", id="c", type="是否"),
    )
    本 = load_workbook(io.BytesIO(template(列, "器材", "一台一行", "《某法》第一条")))
    页 = 本["器材"]
    assert [格.value for 格 in 页[1]] == ["编号*", "类型", "在用"]
    assert 页["A2"].value == "※ 必填" and 页["A3"].number_format == "@"
    assert {规则.formula1 for 规则 in 页.data_validations.dataValidation} == {
        "'选项'!$B$1:$B$2",
        "'选项'!$C$1:$C$2",
    }
    assert "《某法》第一条" in str([[格.value for 格 in 行] for 行 in 本["说明"].iter_rows()])
    页["A3"], 页["B3"] = "A1", "甲型"
    assert read_table(存(本), ("编号", "类型", "在用"), keys=("编号",)).rows == [
        (3, {"编号": "A1", "类型": "甲型"})
    ]


def test_写出的再读回来一样() -> None:
    数据 = write("器材", ["编号", "名称"], [["A1", ["甲", "乙"]], ["A2", True], ["007", None]])
    assert read_table(数据, 栏).rows == [
        (2, {"编号": "A1", "名称": "甲、乙"}),
        (3, {"编号": "A2", "名称": "是"}),
        (4, {"编号": "007"}),
    ]


def test_隐藏的行不读_说明是哪几行() -> None:
    本 = 表(["编号", "名称"], ["A1", "甲"], ["A2", "乙"], ["A3", "丙"], ["A4", "丁"], [])
    页 = 本["器材"]
    页.row_dimensions[3].hidden = True
    页.row_dimensions[4].height = 0.5
    页.row_dimensions[6].hidden = True  # 空行隐藏不碍事
    读 = read_table(存(本), 栏)
    assert [行 for 行, _ in 读.rows] == [2, 5]
    assert [(每个.row, "这一行隐藏着" in 每个.said) for 每个 in 读.faults] == [(3, True), (4, True)]


def test_隐藏的行很多_说明还有多少(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_NAMED", 2)
    本 = 表(["编号"], *[[f"A{号}"] for 号 in range(5)])
    for 号 in range(2, 7):
        本["器材"].row_dimensions[号].hidden = True
    错 = read_table(存(本), 栏).faults
    assert [每个.row for 每个 in 错] == [2, 3, 4] and "还有 3 行" in 错[-1].said


def test_隐藏的列和隐藏的表头说得出来() -> None:
    本 = 表(["编号", "名称", "日期"], ["A1", "甲", "2026-03-02"])
    页 = 本["器材"]
    页.column_dimensions.group("B", "C", hidden=True)
    assert [(每个.row, 每个.column) for 每个 in read_table(存(本), 栏).faults] == [(1, "名称"), (1, "日期")]
    本 = 表(["编号"], ["A1"])
    本["器材"].row_dimensions[1].hidden = True
    assert [每个.said[:7] for 每个 in read_table(存(本), 栏).faults] == ["表头这一行隐藏"]


def test_很靠右的格说得出来_只有格式的不算() -> None:
    本 = 表(["编号"], ["A1"], ["A2"])
    本["器材"].cell(3, 700, "止于今天")
    本["器材"].cell(2, 900).number_format = "@"
    [错] = read_table(存(本), 栏).faults
    assert (错.row, 错.column, "最多 100 列" in 错.said) == (3, "ZX", True)
    本 = 表(["编号"], ["A1"])
    本["器材"].cell(1, 101, "日期")
    assert [(每个.row, 每个.column) for 每个 in read_table(存(本), 栏).faults] == [(1, "CW")]
