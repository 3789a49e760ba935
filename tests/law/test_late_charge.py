"""滞纳金和加处罚款的数额：按日计，不超出金钱给付义务的数额（行政强制法第四十五条）。"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.fact import SHANGHAI
from mingjing.law.formula import RATES, late_charge
from mingjing.law.record import Done, Record

起算 = date(2026, 1, 22)


def 算(
    日数: int, 标准: str = "每日万分之五", 种类: str = "滞纳金", *acts: Done, **facts: Any
) -> Decimal | None:
    记录 = Record("c", "a", "p", acts, facts={"给付数额": "100000.00", **facts})
    止 = 起算 + timedelta(days=日数 - 1)
    得 = late_charge(
        记录, {"加处标准": 标准, "加处种类": 种类, "加处起算日期": str(起算), "加处截止日期": str(止)}, None
    )
    return None if 得 is None else Decimal(得)


def 办过(环节: str, 日: str, **facts: str) -> Done:
    时 = datetime.fromisoformat(f"{日} 09:00").replace(tzinfo=SHANGHAI)
    return Done(act=环节, version=1, at=时, recorded=时, by=(), capacity="", facts=facts)


@pytest.mark.parametrize(
    ("日数", "标准", "数额"),
    [
        (1, "每日万分之五", "50.00"),
        (10, "每日千分之二", "2000.00"),
        (33, "每日百分之三", "99000.00"),
        (34, "每日百分之三", "100000.00"),
        (2001, "每日万分之五", "100000.00"),
        (0, "每日百分之三", "0.00"),
    ],
)
def test_起算日和截止日都计_以本金为限(日数: int, 标准: str, 数额: str) -> None:
    assert 算(日数, 标准) == Decimal(数额)


@given(st.integers(1, 4000), st.sampled_from(sorted(RATES)), st.integers(0, 120_000))
def test_只增不减_不超出本金_缴得多加得少(日数: int, 标准: str, 已缴: int) -> None:
    前, 后 = 算(日数 - 1, 标准), 算(日数, 标准)
    assert 前 is not None and 后 is not None
    assert Decimal(0) <= 前 <= 后 <= Decimal(100_000)
    缴后 = 算(日数, 标准, "滞纳金", 缴款金额=str(已缴))
    assert 缴后 is not None and 缴后 <= 后


def test_复议诉讼期间不计加处罚款_滞纳金照计() -> None:
    期间 = (
        办过("登记复议诉讼", "2026-01-31", 受理日期="2026-01-31"),
        办过("登记复议诉讼结果", "2026-02-10", 救济结果="维持"),
    )
    assert 算(30, "每日百分之三", "加处罚款", *期间) == Decimal("60000.00")
    assert 算(30, "每日千分之一", "滞纳金", *期间) == Decimal("3000.00")


def test_缺了标准日期或者数额就不算() -> None:
    assert 算(10, "每日若干") is None
    assert 算(10, 给付数额="0") is None
    assert (
        late_charge(Record("c", "a", "p", facts={"给付数额": "1"}), {"加处标准": "每日百分之三"}, None)
        is None
    )
