"""A failed yearly check and a failed exam bar an officer: the days on which they did stay so."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry import register_check
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Person
from tests.registry.kept import House, entered, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
五月十日 = datetime(2026, 5, 10, 9, tzinfo=clock.SHANGHAI)
年审 = {"证件号码": "Z-zhao", "年度": 2026, "审验日期": "2026-05-01", "结果": "不合格"}
考试 = {
    "工号": "zhao",
    "名称": "补考",
    "类别": "资格考试",
    "日期": "2026-05-01",
    "结果": "不合格",
    "是否到场": "是",
}


def 能用(局: House, 官: Person, day: date) -> bool:
    paper = people_as_of(局.agency.id, [官.id], day)[官.id].certificate
    assert paper is not None
    return paper.fault(day, "行政处罚", "青溪区") is None


@pytest.fixture
def 局() -> House:
    return house()


@pytest.fixture
def 官(局: House) -> Person:
    with clock.at(五月十日 - timedelta(days=9)):
        return 局.officer()


def 登记(局: House, 册: str, 行: dict[str, object]) -> None:
    with clock.at(五月十日 - timedelta(days=9)):
        局.keep(册, **行)


@pytest.mark.parametrize(
    ("册", "行", "改成"),
    [
        ("证件年度审验", 年审, None),
        ("证件年度审验", 年审, {"结果": "合格"}),
        ("证件年度审验", 年审, {"审验日期": "2026-05-09"}),
        ("证件年度审验", 年审, {"恢复日期": "2026-05-09"}),
        ("培训考试", 考试, None),
        ("培训考试", 考试, {"结果": "合格"}),
        ("培训考试", 考试, {"类别": "其他"}),
    ],
)
def test_登记员不能把不合格事后抹去(
    局: House, 官: Person, 册: str, 行: dict[str, object], 改成: dict[str, object] | None
) -> None:
    登记(局, 册, 行)
    那天 = date(2026, 5, 5)
    assert not 能用(局, 官, 那天)
    kind = "注销" if 改成 is None else "变更"
    with clock.at(五月十日):
        for since in (None, date(2026, 5, 1)):
            with pytest.raises(Refused, match="过去的日子不能事后改成合格"):
                局.keep(册, kind, since, **{**行, **(改成 or {})})
        局.keep(册, "变更", **行, **({"说明": "复核无误"} if 册 == "证件年度审验" else {"成绩": "41"}))
    assert not 能用(局, 官, 那天)


def test_当天登记错的_当天可以改(局: House, 官: Person) -> None:
    登记(局, "证件年度审验", 年审)
    with clock.at(五月十日 - timedelta(days=9)):
        局.keep("证件年度审验", "变更", **{**年审, "结果": "合格"})
    assert 能用(局, 官, date(2026, 5, 1))


def test_同一年复审合格_从恢复日期起能用_以前的日子照旧(局: House, 官: Person) -> None:
    登记(局, "证件年度审验", 年审)
    with clock.at(五月十日):
        局.keep("证件年度审验", "变更", **年审, 恢复日期="2026-05-10")
    assert not 能用(局, 官, date(2026, 5, 9)) and 能用(局, 官, date(2026, 5, 10))
    with clock.at(五月十日 + timedelta(days=5)), pytest.raises(Refused, match="过去的日子"):
        局.keep("证件年度审验", "注销", **年审)
    with clock.at(五月十日), pytest.raises(Refused, match="恢复日期要在审验日期以后"):
        局.keep("证件年度审验", "变更", **年审, 恢复日期="2026-04-30")
    entered()
    assert [each.where for each in register_check.check(connection) if "证件" in each.where] == []


def test_补考合格是另一条_不能改早(局: House, 官: Person) -> None:
    登记(局, "培训考试", 考试)
    with clock.at(五月十日 - timedelta(days=2)):
        局.keep("培训考试", **{**考试, "日期": "2026-05-08", "结果": "合格"})
    assert not 能用(局, 官, date(2026, 5, 7)) and 能用(局, 官, date(2026, 5, 8))


def test_合格的年审改早_也不能抹去不合格的日子(局: House, 官: Person) -> None:
    登记(局, "证件年度审验", {**年审, "年度": 2025})
    合格 = {**年审, "审验日期": "2026-05-08", "结果": "合格"}
    with clock.at(五月十日 - timedelta(days=2)):
        局.keep("证件年度审验", **合格)
    with clock.at(五月十日), pytest.raises(Refused, match="2026-05-02不合格"):
        局.keep("证件年度审验", "变更", **{**合格, "审验日期": "2026-05-02"})
    assert not 能用(局, 官, date(2026, 5, 5))
