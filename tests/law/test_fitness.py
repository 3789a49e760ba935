"""Certificates and qualifications as of the act's day: what the law asks and what a plan asks besides."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mingjing.casework.packs import read_folder
from mingjing.law.clause import Clause
from mingjing.law.fitness import certificate_lacks
from mingjing.law.person import Certificate, Person

包 = read_folder(Path(__file__).parents[2] / "rules")
法 = Clause("行政处罚法", 42, 1)
证 = Certificate(
    number="Z1",
    categories=("行政处罚",),
    area="青溪区",
    valid_from=date(2024, 1, 1),
    valid_until=date(2028, 12, 31),
    examined=date(2023, 12, 1),
    filed=date(2024, 2, 1),
)
日 = date(2026, 3, 4)


def 缺(方案: str, 证件: Certificate | None) -> list[str]:
    人 = Person(id="甲", name="甲", roles=frozenset({"执法人员"}), certificate=证件)
    return [
        f"{said}（{clause}）"
        for said, clause in certificate_lacks(包.book(方案), 人, 日, "行政处罚", "青溪区", 法)
    ]


@pytest.mark.parametrize("方案", ["", "suzhou", "xinglongtai", "huangshigang", "qingpu"])
def test_齐备的证件各方案都可以(方案: str) -> None:
    assert 缺(方案, 证) == []


def test_没有证件(证件: None = None) -> None:
    assert 缺("suzhou", 证件) == ["甲没有执法证件（《行政处罚法》第四十二条第一款）"]


def test_备案只有宿州要_从备案之日起() -> None:
    assert 缺("", replace(证, filed=None)) == []
    assert 缺("suzhou", replace(证, filed=None)) == [
        "甲的证件 Z1 没有经本级司法行政机关备案（宿州方案 一（二））"
    ]
    assert 缺("suzhou", replace(证, filed=date(2026, 3, 5))) == [
        "甲的证件 Z1 自2026-03-05起才备案（宿州方案 一（二））"
    ]
    assert 缺("suzhou", replace(证, filed=日)) == []


def test_资格考试的记录_兴隆台和黄石港要_免试的不要() -> None:
    assert 缺("", replace(证, examined=None)) == []
    assert 缺("xinglongtai", replace(证, examined=None)) == [
        "甲的证件 Z1 没有资格考试合格的记录（兴隆台方案 4.1.3(2)）"
    ]
    assert 缺("huangshigang", replace(证, examined=date(2026, 3, 5))) != []
    assert 缺("huangshigang", replace(证, examined=None, exempt=True)) == []


def test_审验或者考试不合格的期间(方案: str = "") -> None:
    停 = replace(证, barred=((date(2026, 3, 1), date(2026, 3, 4), "年度审验不合格"),))
    assert 缺(方案, 停) == [
        "甲的证件 Z1 年度审验不合格，自2026-03-01起不能用（《行政处罚法》第四十二条第一款）"
    ]
    assert 缺(方案, replace(停, barred=((date(2026, 3, 5), None, "年度审验不合格"),))) == []


@pytest.mark.parametrize(
    ("资格", "自", "缺资格"),
    [
        (frozenset({"法律职业资格"}), None, False),
        (frozenset(), None, True),
        (frozenset(), date(2017, 12, 31), False),
        (frozenset(), date(2018, 1, 1), True),
    ],
)
def test_初次从事审核的要有资格(资格: frozenset[str], 自: date | None, 缺资格: bool) -> None:
    审 = 包.book("").procedures["行政处罚·普通程序"].acts["出具法制审核意见"].qualification
    assert 审 is not None and str(审.clause) == "《行政处罚法》第五十八条第二款"
    人 = Person(
        id="丁", name="丁", roles=frozenset({"法制审核人员"}), qualifications=资格, reviewing_since=自
    )
    assert 人.lacks_qualification(审.what, 审.first) is 缺资格
