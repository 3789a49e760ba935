"""Registers as rule files say them, and rows read against them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mingjing.casework.packs import read_folder
from mingjing.law.read_register import lay_register, read_register
from mingjing.law.reader import Section
from mingjing.law.register import Register, read_row
from mingjing.law.source import Fault, parse

书 = read_folder(Path(__file__).parents[2] / "rules").book()
样本 = """
登记册: 器材
标识: gear
依据: 行政处罚法 42.1
键: [编号]
责任职务: [登记员]
先后: [{先: 起, 后: 止}]
字段:
  编号: {英: gear_number, 类: 文本, 必填: 是, 限长: 8}
  类型: {英: gear_kind, 类: 选择, 必填: 是, 选项: [甲型, 乙型], 依据: 行政处罚法 20.2}
  用途: {英: gear_use, 类: 多选, 选项: [检查, 取证]}
  数量: {英: gear_count, 类: 整数}
  比例: {英: gear_share, 类: 数}
  价格: {英: gear_price, 类: 金额}
  在用: {英: gear_used, 类: 是否}
  证号: {英: gear_id, 类: 文本, 查: 身份证号, 密级: 个人}
  起: {英: gear_from, 类: 日期}
  止: {英: gear_until, 类: 日期}
"""


def 读(文: str = 样本) -> tuple[Register, list[str]]:
    错: list[Fault] = []
    树 = parse(文, "registers/gear.yaml", 错)
    assert 树 is not None
    册 = read_register(树, 错)
    assert 册 is not None
    return 册, [str(每个) for 每个 in 错]


def test_一行读成存的样子() -> None:
    册, 错 = 读()
    值, 缺 = read_row(
        册,
        {
            "编号": "A1",
            "类型": "甲型",
            "用途": "取证、检查",
            "数量": 3.0,
            "比例": 0.5,
            "价格": "1,200元",
            "在用": "是",
            "起": "2026/3/2",
            "止": datetime(2026, 5, 6),
        },
    )
    assert (错, 缺) == ([], [])
    assert 值 == {
        "编号": "A1",
        "类型": "甲型",
        "用途": ["检查", "取证"],
        "数量": 3,
        "比例": "0.5",
        "价格": "1200.00",
        "在用": True,
        "起": "2026-03-02",
        "止": "2026-05-06",
    }


def test_一行的毛病一次说全_各有栏和依据() -> None:
    册, _ = 读()
    _, 缺 = read_row(册, {"类型": "丙型", "数量": "三", "起": "2026-05-01", "止": "2026-04-01", "别的": "x"})
    assert [(每个.column, 每个.code) for 每个 in 缺] == [
        ("别的", "栏:多余"),
        ("编号", "填:编号"),
        ("类型", "填错:类型"),
        ("数量", "填错:数量"),
        ("止", "先后:止"),
    ]
    assert str(缺[1]) == "没有填编号（《行政处罚法》第四十二条第一款）"
    assert "可选：甲型、乙型（《行政处罚法》第二十条第二款）" in str(缺[2])


@pytest.mark.parametrize(
    ("写的", "存的"),
    [
        ("2026年3月2日", "2026-03-02"),
        ("2026.3.2", "2026-03-02"),
        ("20260302", "2026-03-02"),
        (20260302, "2026-03-02"),
        ("2026-03-02 00:00:00", "2026-03-02"),
        (date(2026, 3, 2), "2026-03-02"),
    ],
)
def test_日期的各种写法(写的: object, 存的: str) -> None:
    册, _ = 读()
    值, 缺 = read_row(册, {"编号": "A1", "类型": "甲型", "起": 写的})
    assert (值["起"], 缺) == (存的, [])


@pytest.mark.parametrize("写的", [45000, 45000.0, "2026-02-30", "三月二日", True])
def test_不是日期的不收(写的: object) -> None:
    册, _ = 读()
    assert [每个.column for 每个 in read_row(册, {"编号": "A1", "类型": "甲型", "起": 写的})[1]] == ["起"]


def test_证号被表格软件改成了数字_说明末几位已丢失() -> None:
    册, _ = 读()
    [缺] = read_row(册, {"编号": "A1", "类型": "甲型", "证号": 3.10118199001011e17})[1]
    assert 缺.column == "证号" and "末几位已经丢失" in 缺.said


def test_交来的查验起作用() -> None:
    册, _ = 读()

    def 不认(文: str) -> str:
        raise ValueError("校验位不符")

    [缺] = read_row(册, {"编号": "A1", "类型": "甲型", "证号": "1"}, {"身份证号": 不认})[1]
    assert 缺.said == "证号：校验位不符"


def test_只填一个的几栏_两个都填就不收() -> None:
    册, 错 = 读(样本.replace("字段:", "择一: [{栏: [数量, 比例]}]\n字段:"))
    assert 错 == []
    [缺] = read_row(册, {"编号": "A1", "类型": "甲型", "数量": 3, "比例": 0.5})[1]
    assert (缺.column, 缺.said) == ("比例", "数量和比例只填一个")
    assert read_row(册, {"编号": "A1", "类型": "甲型", "数量": 3})[1] == []
    assert read_row(册, {"编号": "A1", "类型": "甲型"})[1] == []


def test_个人的栏分开() -> None:
    册, _ = 读()
    值: dict[str, Any] = {"编号": "A1", "证号": "x"}
    assert (册.public(值), 册.private(值)) == ({"编号": "A1"}, {"证号": "x"})


@pytest.mark.parametrize(
    ("旧", "新", "说"),
    [
        ("键: [编号]", "键: [编好]", "是不是“编号”"),
        ("字段:", "择一: [{栏: [数量, 比列]}]\n字段:", "是不是“比例”"),
        ("字段:", "择一: [{栏: [数量]}]\n字段:", "至少写两栏"),
        ("字段:", "择一: [{栏: [数量, 类型]}]\n字段:", "是必填的，不能择一"),
        ("键: [编号]", "键: [证号]", "应当是必填的、不保密的栏"),
        ("依据: 行政处罚法 42.1\n", "", "没有注明依据"),
        ("英: gear_kind", "英: gear_number", "已经给了“编号”"),
        ("类: 整数", "类: 整", "没有“整”这一种"),
        ("选项: [甲型, 乙型], ", "", "没有选项"),
        ("后: 止}", "后: 至}", "“至”不是这个登记册的栏"),
        ("查: 身份证号", "查: 证号", "没有“证号”这一种"),
        ("责任职务", "谁", "没有“谁”这一键"),
    ],
)
def test_写错的登记册_指出错在哪里(旧: str, 新: str, 说: str) -> None:
    assert 旧 in 样本
    错 = 读(样本.replace(旧, 新, 1))[1]
    assert any(说 in 每个 for 每个 in 错), 错
    assert all(每个.startswith("registers/gear.yaml:") for 每个 in 错)


def 叠(文: str) -> tuple[Register, list[str]]:
    册, _ = 读()
    错: list[Fault] = []
    树 = parse(文, "profiles/x.yaml", 错)
    assert 树 is not None
    叠后 = lay_register(册, Section(树, 错, "方案", "某方案"))
    return 叠后, [每个.message for 每个 in 错]


def test_方案可以加栏和要求得更严() -> None:
    册, 错 = 叠(
        "字段:\n  颜色: {英: gear_colour, 类: 文本, 依据: 方案 一}\n  起: {必填: 是, 依据: 方案 二}\n"
    )
    assert 错 == []
    缺 = read_row(册, {"编号": "A1", "类型": "甲型", "颜色": "红"})[1]
    assert [str(每个) for 每个 in 缺] == ["没有填起（某方案 二）"]


@pytest.mark.parametrize(
    ("文", "说"),
    [
        ("字段: {编号: {必填: 否, 依据: 方案 一}}", "不能改成不填"),
        ("字段: {类型: {选项: [丙型], 依据: 方案 一}}", "只能减少"),
        ("字段: {编号: {限长: 80, 依据: 方案 一}}", "不能放宽"),
        ("字段: {起: {必填: 是}}", "没有注明依据"),
    ],
)
def test_方案不能放宽(文: str, 说: str) -> None:
    assert any(说 in 每个 for 每个 in 叠(文)[1])


def test_规则夹里的登记册各有键和责任职务() -> None:
    assert {"执法主体", "内设机构", "人员", "执法证件", "法制审核人员", "音像记录设备"} <= set(书.registers)
    assert all(每册.roles and 每册.keys for 每册 in 书.registers.values())
