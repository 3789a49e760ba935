"""Amounts, days and terms as documents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.recording.wording import capital_amount, day, hour, nothing, penalty_items, term_in_words, yuan

_VALUES = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("50000.00", "伍万元整"),
        ("1200.00", "壹仟贰佰元整"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("100.05", "壹佰元零伍分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.50", "伍角整"),
        ("0.00", "零元整"),
        ("100000000.00", "壹亿元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("10010000.00", "壹仟零壹万元整"),
    ],
)
def test_金额大写(amount: str, words: str):
    assert capital_amount(amount) == words


def _读(words: str) -> int:
    """The amount in fen that capital numerals say."""
    yuan_part, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total = section = digit = 0
    for sign in yuan_part:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in "拾佰仟":
            section += digit * {"拾": 10, "佰": 100, "仟": 1000}[sign]
            digit = 0
        else:
            here = section + digit
            total = total + here * 10**4 if sign == "万" else (total + here) * 10**8
            section = digit = 0
    fen = (total + section + digit) * 100
    for sign in rest:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in "角分":
            fen += digit * (10 if sign == "角" else 1)
    return fen


@given(st.integers(min_value=1, max_value=99_999_999_999))
def test_大写金额读回原数_没有重复的零(fen: int):
    words = capital_amount(f"{fen // 100}.{fen % 100:02d}")
    assert _读(words) == fen
    assert "零零" not in words


def test_元_整数不写角分():
    assert (yuan("50000.00"), yuan("12.50")) == ("50000元", "12.50元")


def test_日期时刻期限的写法():
    assert day("2026-03-02") == "2026年3月2日"
    assert hour("2026-03-02T09:05:00+08:00") == "2026年3月2日9时05分"
    assert (term_in_words("15日"), term_in_words("7工作日")) == ("十五日", "七个工作日")


def test_处罚内容_各种处罚逐项写明数额():
    facts = {
        "处罚种类": ["警告", "罚款", "没收违法所得", "其他行政处罚"],
        "罚款": "50000.00",
        "没收违法所得": "270.00",
        "没收非法财物价值": "0.00",
        "其他处罚内容": "限期召回。",
    }
    assert penalty_items(facts) == [
        "警告",
        "罚款人民币50000元（大写：伍万元整）",
        "没收违法所得人民币270元（大写：贰佰柒拾元整）",
        "限期召回",
    ]


@pytest.mark.parametrize("value", [None, "", False, [], {}, "0.00"])
def test_没有内容(value: object):
    assert nothing(value)


@pytest.mark.parametrize("value", ["0", "无", True, ["警告"], "0.01", "2026-03-02"])
def test_有内容(value: object):
    assert not nothing(value)
