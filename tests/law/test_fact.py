from datetime import date, datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.fact import FactError, accept, gather, merge, moment
from mingjing.law.rule import Fact, FactType


def 事实(类: str, **其他: Any) -> Fact:
    return Fact(name="某项", id="x", type=FactType(类), **其他)


@pytest.mark.parametrize(
    ("类", "写法", "存"),
    [
        ("文本", " 甲乙 ", "甲乙"),
        ("文本", 12, "12"),
        ("文本", date(2026, 3, 2), "2026-03-02"),
        ("文本", "e\u0301", "é"),  # 归一为 NFC
        ("长文本", "甲\r\n乙\r丙", "甲\n乙\n丙"),
        ("金额", "50000", "50000.00"),
        ("金额", "50,000.5元", "50000.50"),
        ("金额", "５００", "500.00"),
        ("金额", 0, "0.00"),
        ("金额", 0.1, "0.10"),
        ("金额", "999999999999.99", "999999999999.99"),
        ("日期", "2026-03-02", "2026-03-02"),
        ("日期", date(2026, 3, 2), "2026-03-02"),
        ("日期", datetime(2026, 3, 2, 16, 30, tzinfo=timezone.utc), "2026-03-03"),  # 按北京时间
        ("日期", datetime(2026, 3, 2, 23, 0), "2026-03-02"),
        ("时刻", "2026-03-02 09:30", "2026-03-02T09:30:00+08:00"),
        ("时刻", "2026-03-02T01:30:00Z", "2026-03-02T09:30:00+08:00"),
        ("是否", True, True),
        ("是否", "是", True),
        ("是否", "on", True),
        ("是否", "否", False),
        ("人员", "甲", "甲"),
        ("期限", "15日", "15日"),
        ("期限", " 3个月 ", "3个月"),
    ],
)
def test_收下的写法和存的样子(类: str, 写法: object, 存: object) -> None:
    assert accept(事实(类), 写法) == 存


@pytest.mark.parametrize("类", [每个.value for 每个 in FactType])
@pytest.mark.parametrize("空", [None, "", [], {}, ()])
def test_没写就是没有(类: str, 空: object) -> None:
    assert accept(事实(类, options=("甲",)), 空) is None


@pytest.mark.parametrize("类", ["文本", "长文本"])
def test_全是空白的文字等于没写(类: str) -> None:
    assert accept(事实(类), " \u3000\t ") is None


@pytest.mark.parametrize(
    ("类", "写法", "错"),
    [
        ("文本", "甲\n乙", "某项只能写一行"),
        ("文本", "甲" * 301, "某项有 301 字，最多 300 字"),
        ("长文本", "甲" * 20_001, "某项有 20001 字，最多 20000 字"),
        ("文本", "甲\u202e乙", "某项中有看不见的控制字符，删去后再填"),
        ("文本", "甲\u200b乙", "某项中有看不见的控制字符，删去后再填"),
        ("文本", "甲\ufeff乙", "某项中有看不见的控制字符，删去后再填"),
        ("长文本", "甲\x00乙", "某项中有看不见的控制字符，删去后再填"),
        ("长文本", "甲\x1b[31m乙", "某项中有看不见的控制字符，删去后再填"),
        ("文本", {"甲": 1}, "某项应当是文字"),
        ("文本", ["甲"], "某项应当是文字"),
        ("金额", "五万", "某项应当是金额，以元为单位，例如 50000 或 50000.00，不能写“五万”"),
        ("金额", "-1", "某项应当是不小于零的金额，不能写“-1”"),
        ("金额", "NaN", "某项应当是不小于零的金额，不能写“NaN”"),
        ("金额", "Infinity", "某项应当是不小于零的金额，不能写“Infinity”"),
        ("金额", "1e30", "某项应当是不小于零的金额，不能写“1e30”"),
        ("金额", "1000000000000", "某项应当是不小于零的金额，不能写“1000000000000”"),
        ("金额", "1.001", "某项最多写到分，不能写“1.001”"),
        ("金额", [1], "某项应当是金额"),
        ("日期", "2026-3-2", "某项应当写成 2026-03-02 的形式，不能写“2026-3-2”"),
        ("日期", "2026-02-30", "某项：没有2026-02-30这一天"),
        ("日期", "２０２６-03-02", "某项应当写成 2026-03-02 的形式"),
        ("日期", "2026年3月2日", "某项应当写成 2026-03-02 的形式"),
        ("时刻", "明天上午", "某项应当写成 2026-03-02 09:30 的形式，不能写“明天上午”"),
        ("是否", "大概", "某项写“是”或“否”，不能写“大概”"),
        ("期限", "7个工作天", "某项：期限“7个工作天”不认识"),
        ("人员", ["甲", "乙"], "某项只能填一个人"),
        ("当事人", "某公司", "当事人应当写名称、类别和代码"),
        ("要点", "都好", "某项应当逐项填写"),
    ],
)
def test_拒绝的写法和说法(类: str, 写法: object, 错: str) -> None:
    with pytest.raises(FactError) as 抛出:
        accept(事实(类), 写法)
    assert str(抛出.value).startswith(错)


def test_选择只能选一项_选项要有() -> None:
    项 = 事实("选择", options=("甲", "乙"))
    assert accept(项, "甲") == accept(项, ["甲"]) == "甲"
    for 写法, 错 in ((["甲", "乙"], "某项只能选一项"), ("丙", "某项没有“丙”这一项，可选：甲、乙")):
        with pytest.raises(FactError, match=错):
            accept(项, 写法)


def test_多选按规则中的次序存_重复的只算一项() -> None:
    项 = 事实("多选", options=("甲", "乙", "丙"))
    assert accept(项, ["丙", "甲", "丙"]) == ["甲", "丙"]
    assert accept(项, "乙") == ["乙"]
    with pytest.raises(FactError, match="某项没有“丁”这一项"):
        accept(项, ["甲", "丁"])


def test_同一个人填两次只算一个人() -> None:
    assert accept(事实("人员", many=True), ["甲", "甲", " 甲 "]) == ["甲"]
    assert accept(事实("人员", many=True), ["", " "]) is None


def test_审核要点逐项收下() -> None:
    项 = 事实("要点")
    assert accept(项, {"程序": "已看程序", "主体": {"结论": "不涉及"}, "空": ""}) == {
        "程序": {"结论": "符合", "说明": "已看程序"},
        "主体": {"结论": "不涉及", "说明": ""},
    }
    for 写法, 错 in (
        ({"程序": {"结论": "还行"}}, "的结论只能是：符合、不符合、不涉及"),
        ({"程序": {"结果": "符合"}}, "没有“结果”这一栏"),
        ({"程序": {"说明": "只有说明"}}, "的结论只能是"),
    ):
        with pytest.raises(FactError, match=错):
            accept(项, 写法)


def test_累加_并集与合计与后说的为准() -> None:
    多选 = 事实("多选", options=("甲", "乙", "丙"), merge="并集")
    assert merge(多选, ["丙"], ["甲"]) == ["甲", "丙"] and merge(多选, ["丙"], None) == ["丙"]
    合计 = 事实("金额", merge="合计")
    assert merge(合计, None, "0.10") == "0.10" and merge(合计, "0.10", "0.20") == "0.30"
    assert merge(事实("金额"), "1.00", "2.00") == "2.00" and merge(事实("金额"), "1.00", None) == "1.00"


def test_逐个环节汇总() -> None:
    项 = {"缴": Fact(name="缴", id="p", type=FactType.MONEY, merge="合计")}
    assert gather(项, [{"缴": "1.00"}, {"缴": "2.50", "他": "x"}, {"他": "y"}]) == {"缴": "3.50", "他": "y"}


@given(st.integers(0, 10**14 - 1))
def test_任何到分的金额存了再读不变(分: int) -> None:
    存 = accept(事实("金额"), f"{分 // 100}.{分 % 100:02d}")
    assert accept(事实("金额"), 存) == 存 and 存.replace(".", "").lstrip("0") == str(分).lstrip("0")


@given(st.text(max_size=60))
def test_任何文字要么照存要么说明原因_存了再存不变(文: str) -> None:
    for 类 in ("文本", "长文本", "金额", "日期", "时刻", "是否", "期限", "选择"):
        try:
            存 = accept(事实(类, options=("甲",)), 文)
        except FactError as 错:
            assert str(错)
        else:
            assert accept(事实(类, options=("甲",)), 存) == 存


def test_没有时区的时刻按北京时间() -> None:
    assert moment("2026-03-02 09:30").isoformat() == "2026-03-02T09:30:00+08:00"
