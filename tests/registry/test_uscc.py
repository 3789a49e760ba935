from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.registry.uscc import ALPHABET, UsccError, check, check_sign, make_code

数据 = Path(__file__).parent / "data"
已公布 = (数据 / "uscc_valid.txt").read_text("utf-8").splitlines()
有错的 = (数据 / "uscc_invalid.txt").read_text("utf-8").splitlines()
不是字符 = "不是代码所用的字符（数字和除 I、O、S、V、Z 以外的大写字母）"
样 = "91110000600037341L"
发明的 = st.builds(
    make_code,
    st.sampled_from(["310118", "211103", "100000", "420203"]),
    st.text(ALPHABET, min_size=8, max_size=8),
    authority=st.sampled_from("159ANY"),
    kind=st.sampled_from("123"),
)


def test_公布的代码都有效_没有可疑之处() -> None:
    assert len(已公布) == 295
    assert [code for code in 已公布 if check(code).warnings] == []


@pytest.mark.parametrize("code", 有错的)
def test_公布的错误代码都被拒(code: str) -> None:
    with pytest.raises(UsccError, match="统一社会信用代码"):
        check(code)


def test_各部分分得清() -> None:
    code = check(样)
    assert (code.authority, code.kind, code.division, code.body) == ("9", "1", "110000", "600037341")


@pytest.mark.parametrize(
    ("code", "话"),
    [
        ("9111", "统一社会信用代码应为18位，现为4位"),
        (样 + " ", "统一社会信用代码应为18位，现为19位；第19位是空格"),
        (样.lower(), "统一社会信用代码第18位“l”是小写字母，应为大写“L”"),
        ("9111000060003 341L", "统一社会信用代码第14位是空格"),
        ("９1110000600037341L", "统一社会信用代码第1位“９”是全角字符，应为半角“9”"),
        ("91110000600037341O", f"统一社会信用代码第18位“O”{不是字符}"),
        ("9111A000600037341L", "统一社会信用代码第5位“A”应为数字（第3至8位是行政区划代码）"),
        ("91110000600037341K", "统一社会信用代码校验码应为“L”，现为“K”"),
        (
            "9111000o60003734il",
            f"统一社会信用代码第8位“o”{不是字符}；第17位“i”{不是字符}；第18位“l”是小写字母，应为大写“L”",
        ),
    ],
)
def test_错在哪一位_说得出来(code: str, 话: str) -> None:
    with pytest.raises(UsccError) as 错:
        check(code)
    assert str(错.value) == 话


def test_前两位可以是字母() -> None:
    assert check(make_code("310118", "MA1J0000", authority="N", kind="2")).authority == "N"


@given(发明的)
def test_造出的代码有效而无可疑(code: str) -> None:
    assert check(code).warnings == ()


@given(发明的, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_改动任何一位都被发现(code: str, at: int, sign: str) -> None:
    changed = code[:at] + sign + code[at + 1 :]
    if changed != code:
        with pytest.raises(UsccError):
            check(changed)


def test_主体标识码校验不符_只提醒() -> None:
    head = 样[:16] + "2"
    assert check(head + check_sign(head)).warnings == ("主体标识码（第9至17位）的校验码应为“1”，现为“2”",)


def test_区划不认识_只提醒() -> None:
    [提醒] = check(make_code("990000", "MA1J0000")).warnings
    assert 提醒 == "行政区划代码 990000 的前两位不是任何省级行政区"
    区划 = {"310118": "青浦区"}
    assert check(make_code("310118", "MA1J0000"), 区划).warnings == ()
    [提醒] = check(make_code("310119", "MA1J0000"), 区划).warnings
    assert 提醒 == "行政区划代码 310119 不在现有区划表中，可能已撤销或者新设"


@pytest.mark.parametrize(
    ("区划", "主体"),
    [("31011", "MA1J0000"), ("310118", "MA1J000"), ("31011A", "MA1J0000"), ("310118", "MA1JOOOO")],
)
def test_造不出不合规的代码(区划: str, 主体: str) -> None:
    with pytest.raises(UsccError):
        make_code(区划, 主体)
