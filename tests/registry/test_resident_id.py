from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.registry.resident_id import ResidentIdError, check, check_sign

今日 = date(2026, 3, 2)


def 号(head: str) -> str:
    return head + check_sign(head)


def test_标准所举的号码有效() -> None:
    # The two examples that GB 11643-1999 itself is known for.
    女, 男 = check("11010519491231002X", 今日), check("440524188001010014", 今日)
    assert (女.born, 女.sex, 女.division, 女.warnings) == (date(1949, 12, 31), "女", "110105", ())
    assert (男.born, 男.sex) == (date(1880, 1, 1), "男")


@pytest.mark.parametrize(
    ("number", "话"),
    [
        ("11010519491231", "公民身份号码应为18位，现为14位"),
        ("11010519491231002x", "公民身份号码第18位是小写字母，应为大写“X”"),
        ("1101051949123100２X", "公民身份号码第17位是全角字符，改成半角"),
        ("11010519491231 02X", "公民身份号码第15位应为数字"),
        ("1101051949123100XX", "公民身份号码第17位应为数字"),
        ("11010519491231002A", "公民身份号码第18位应为数字或者“X”"),
        ("110105194912310021", "公民身份号码校验码不符，请核对各位数字"),
        (号("11010519490230002"), "公民身份号码第7至14位不是日期"),
        (号("11010520260303002"), "公民身份号码中的出生日期不可能"),
        (号("11010517991231002"), "公民身份号码中的出生日期不可能"),
    ],
)
def test_错在哪里说得出来_但不复述号码(number: str, 话: str) -> None:
    with pytest.raises(ResidentIdError) as 错:
        check(number, 今日)
    assert str(错.value) == 话
    assert number not in str(错.value)


def test_当日出生也有效() -> None:
    assert check(号("11010520260302002"), 今日).born == 今日


def test_已撤销的区划只提醒() -> None:
    found = check(号("11010319800101001"), 今日, {"110101": "东城区"})
    assert found.warnings == ("行政区划代码 110103 不在现有区划表中，可能已撤销或者新设",)


def test_结果里没有号码() -> None:
    assert "11010519491231002X" not in repr(check("11010519491231002X", 今日))


@given(st.dates(date(1900, 1, 1), 今日), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_改动一位数字都被发现(born: date, serial: int, at: int, by: int) -> None:
    number = 号(f"310118{born:%Y%m%d}{serial:03d}")
    assert check(number, 今日).sex == ("男" if serial % 2 else "女")
    changed = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    with pytest.raises(ResidentIdError):
        check(changed, 今日)
