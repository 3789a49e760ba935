from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def 已送达(到建议: Callable[..., Any]) -> Callable[..., Any]:
    def 造(**改: Any) -> Any:
        return 到建议("qingpu", **改).走(
            ("事先告知", "2026-03-23"),
            ("放弃陈述申辩和听证", "2026-03-23"),
            ("作出处罚决定", "2026-03-24"),
            ("送达处罚决定", "2026-03-25"),  # 十五日，届满 2026-04-09
        )

    return 造


@pytest.mark.parametrize(
    ("截止", "数额"),
    [
        ("2026-04-10", "180.00"),
        ("2026-04-13", "720.00"),
        ("2026-05-13", "6000.00"),
        ("2027-01-01", "6000.00"),
    ],
)
def test_每日百分之三_不超过罚款数额(已送达: Callable[..., Any], 截止: str, 数额: str) -> None:
    结果 = 已送达().判("加处罚款", 截止)
    assert not 结果.lacks and 结果.values["加处罚款"] == 数额


def test_填的与算的不同_不得办(已送达: Callable[..., Any]) -> None:
    [缺] = 已送达().缺("加处罚款", "2026-04-10", 填={"加处罚款": "181"})
    assert str(缺).startswith("加处罚款应为 180.00 元，填的是 181.00 元") and "第七十二条第一款第一项" in str(
        缺
    )


def test_期限届满以前不得加处(已送达: Callable[..., Any]) -> None:
    assert "过:缴纳罚款" in 已送达().码("加处罚款", "2026-04-09", 填={"加处罚款": "0"})


def test_已缴的部分不再加处(已送达: Callable[..., Any]) -> None:
    案件 = 已送达().走(("登记缴款", "2026-04-01", {"缴款金额": "5000"}))
    assert 案件.判("加处罚款", "2026-04-10").values["加处罚款"] == "30.00"


def test_复议期间不计(已送达: Callable[..., Any]) -> None:
    案件 = 已送达().走(("登记复议诉讼", "2026-04-11"))
    assert 案件.判("加处罚款", "2026-04-30").values["加处罚款"] == "360.00"
    案件.走(("登记复议诉讼结果", "2026-05-11"))
    assert 案件.判("加处罚款", "2026-05-12").values["加处罚款"] == "540.00"


@given(st.integers(1, 400))
def test_加处罚款只增不减_也不超过罚款(天: int) -> None:
    from datetime import date, timedelta
    from decimal import Decimal

    from mingjing.law.formula import surcharge
    from mingjing.law.record import Record

    届满 = date(2026, 4, 9)
    记录 = Record("c", "a", "p", facts={"罚款": "6000.00"})
    前, 后 = (
        Decimal(str(surcharge(记录, {"加处截止日期": (届满 + timedelta(days=n)).isoformat()}, 届满)))
        for n in (天 - 1, 天)
    )
    assert Decimal(0) <= 前 <= 后 <= Decimal(6000) and 前 == min(Decimal(180) * (天 - 1), Decimal(6000))


def test_公示的处罚内容取自决定_不取先前的建议(到建议: Callable[..., Any]) -> None:
    案件 = 到建议("qingpu", 其他处罚内容="责令改正").走(
        (
            "提出处理建议",
            "2026-03-21",
            {"处罚种类": ["警告", "没收违法所得"], "罚款": None, "没收违法所得": "1200"},
        ),
        ("事先告知", "2026-03-23"),
        ("放弃陈述申辩和听证", "2026-03-23"),
        ("作出处罚决定", "2026-03-24"),
    )
    值 = 案件.判("采集公示信息", "2026-03-25").values
    assert 值["公示处罚内容"] == "没收违法所得1,200.00元；警告。"
    assert 值["公示名称"] == "青溪某某食品有限公司"
