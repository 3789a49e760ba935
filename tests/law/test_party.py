from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from mingjing.law import party
from mingjing.law.party import PartyError, accept_party, age, check_codes_with

公司 = {"名称": "青溪某某食品有限公司", "类别": "法人"}


@pytest.fixture(autouse=True)
def 只用本测试的核对(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(party, "_checkers", {})
    yield


def test_去掉空白_空的不存() -> None:
    assert accept_party({**公司, "住所": "  ", "联系电话": None, "法定代表人": " 李某 "}) == {
        **公司,
        "法定代表人": "李某",
    }


@pytest.mark.parametrize(
    ("当事人", "错"),
    [
        ({}, "没有当事人的名称；当事人的类别只能是：法人、其他组织、个体工商户、自然人"),
        ({"名称": "甲", "类别": "公司"}, "当事人的类别只能是"),
        ({**公司, "性别": "男"}, "当事人没有“性别”这一项"),
        ({**公司, "名称": "甲" * 101}, "当事人的名称最多 100 字"),
        ({**公司, "住所": "甲\u202e乙"}, "当事人的住所中有看不见的控制字符"),
        ({**公司, "校验": "不用"}, "当事人的校验写“是”或“否”"),
        (
            {"名称": "李某", "类别": "自然人", "出生日期": "1990-02-30"},
            "当事人的出生日期写成 1990-01-31 的形式",
        ),
    ],
)
def test_拒绝的当事人(当事人: dict[str, Any], 错: str) -> None:
    with pytest.raises(PartyError) as 抛出:
        accept_party(当事人)
    assert 错 in str(抛出.value)


def test_代码由登记的核对人核对_校验为否的不核对() -> None:
    def 核对(码: str) -> str:
        if not 码.endswith("X"):
            raise ValueError("校验位不对")
        return 码.upper()

    check_codes_with("统一社会信用代码", 核对)
    assert accept_party({**公司, "统一社会信用代码": "9131X"})["统一社会信用代码"] == "9131X"
    with pytest.raises(PartyError, match="当事人的统一社会信用代码：校验位不对"):
        accept_party({**公司, "统一社会信用代码": "9131Y"})
    assert accept_party({**公司, "统一社会信用代码": "9131Y", "校验": "否"})["校验"] == "否"


def test_自然人的出生日期取自身份证号() -> None:
    存 = accept_party({"名称": "李某", "类别": "自然人", "证件号码": "11010120120301001X", "校验": "否"})
    assert 存["出生日期"] == "2012-03-01"


@pytest.mark.parametrize(
    ("日", "岁"), [("2026-02-28", 13), ("2026-03-01", 14), ("2012-03-01", 0), ("2027-02-28", 14)]
)
def test_周岁自生日当天起算(日: str, 岁: int) -> None:
    assert age({"类别": "自然人", "出生日期": "2012-03-01"}, date.fromisoformat(日)) == 岁


def test_不是自然人或者不知道生日的没有年龄() -> None:
    assert age({"类别": "法人", "出生日期": "2012-03-01"}, date(2026, 1, 1)) == -1
    assert age({"类别": "自然人"}, date(2026, 1, 1)) == -1


def test_证件种类_身份证才按身份证核对_别的只看像不像号码() -> None:
    def 不对(_: str) -> str:
        raise ValueError("校验码不符")

    check_codes_with("证件号码", 不对)
    人 = {"名称": "某甲", "类别": "自然人", "证件号码": "E12345678"}
    with pytest.raises(PartyError, match="证件号码：校验码不符"):
        accept_party(人)
    with pytest.raises(PartyError, match="校验码不符"):
        accept_party({**人, "证件种类": "居民身份证"})
    assert accept_party({**人, "证件种类": "护照"})["证件号码"] == "E12345678"
    with pytest.raises(PartyError, match="只用大写字母和数字"):
        accept_party({**人, "证件种类": "护照", "证件号码": "护照号"})
    with pytest.raises(PartyError, match="证件种类只能是：居民身份证、护照"):
        accept_party({**人, "证件种类": "驾驶证"})


def test_不是身份证的_不从号码里看出生日期() -> None:
    人 = {"名称": "某甲", "类别": "自然人", "证件种类": "其他", "证件号码": "310118199001010011"}
    assert "出生日期" not in accept_party(人)


@pytest.mark.parametrize(
    ("号码", "遮蔽"),
    [
        ("310118199001011234", "3101**********1234"),
        ("E12345678", "E1*****78"),
        ("12345", "1***5"),
        ("", ""),
    ],
)
def test_证件号码的遮蔽(号码: str, 遮蔽: str) -> None:
    assert party.masked(号码) == 遮蔽
