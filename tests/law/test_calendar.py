from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.calendar import CalendarError, Exceptions, WorkCalendar, days_left, read_calendar

文件夹 = Path(__file__).parents[2] / "rules/national/holidays"
历 = read_calendar(yaml.safe_load(path.read_text("utf-8")) for path in 文件夹.glob("*.yaml"))
某日 = st.dates(date(2005, 1, 1), date(2029, 12, 31))


def 日(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("日期", "上班", "名称"),
    [
        ("2026-02-14", True, ""),  # 春节前的周六，调休上班
        ("2026-02-15", False, "春节"),
        ("2026-02-23", False, "春节"),
        ("2026-02-24", True, ""),
        ("2026-02-28", True, ""),  # 春节后的周六，调休上班
        ("2026-09-20", True, ""),  # 国庆节调休上班的周日
        ("2026-10-10", True, ""),
        ("2026-03-07", False, "周六"),
        ("2026-03-08", False, "周日"),
        ("2026-03-09", True, ""),
        ("2020-01-31", False, "春节"),  # 延长春节假期的通知
        ("2015-09-03", False, "抗日战争暨世界反法西斯战争胜利70周年纪念日"),
        ("2018-12-29", True, ""),  # 由2019年的通知调为上班
        ("2022-12-31", False, "元旦"),
    ],
)
def test_通知所列的日子照通知(日期: str, 上班: bool, 名称: str) -> None:
    assert 历.is_working(日(日期)) is 上班
    assert 历.name_of(日(日期)) == 名称


def test_与另一份独立整理的日历逐日相同() -> None:
    import chinese_calendar

    起, 止 = date(2007, 1, 1), date(2026, 12, 31)
    for n in range((止 - 起).days + 1):
        day = 起 + timedelta(days=n)
        assert 历.is_working(day) is chinese_calendar.is_workday(day), day


def test_收入的是2007至2026年() -> None:
    assert 历.years == frozenset(range(2007, 2027))
    assert 历.known(日("2026-12-31"))
    assert not 历.known(日("2027-01-01"))


def test_上一年的日子由下一年的通知确定() -> None:
    assert 历.known(日("2006-12-30")) and 历.is_working(日("2006-12-30"))
    assert not 历.known(日("2006-12-29"))


@pytest.mark.parametrize(
    ("起", "数", "止", "暂算"),
    [
        ("2026-09-28", 7, "2026-10-13", False),  # 国庆七天不计，10月10日周六上班
        ("2026-02-13", 1, "2026-02-14", False),
        ("2026-02-14", 1, "2026-02-24", False),
        ("2026-02-20", 3, "2026-02-26", False),  # 假期中起算
        ("2025-12-30", 2, "2026-01-04", False),  # 跨年，元旦三天后周日上班
        ("2026-12-30", 1, "2026-12-31", False),
        ("2026-12-31", 1, "2027-01-01", True),  # 2027年未公布，只按周末
        ("2026-10-13", -7, "2026-09-28", False),
        ("2026-10-05", -1, "2026-09-30", False),
        ("2006-12-29", 1, "2006-12-30", False),
        ("2026-10-01", 0, "2026-10-01", False),
    ],
)
def test_数工作日(起: str, 数: int, 止: str, 暂算: bool) -> None:
    assert 历.add_working_days(日(起), 数) == (日(止), 暂算)


@pytest.mark.parametrize(
    ("起", "止", "数", "暂算"),
    [
        ("2026-09-28", "2026-10-13", 7, False),
        ("2026-10-13", "2026-09-28", -7, False),
        ("2026-10-01", "2026-10-07", 0, False),
        ("2026-10-01", "2026-10-01", 0, False),
        ("2026-12-31", "2027-01-04", 2, True),
        ("2026-12-30", "2026-12-31", 1, False),
    ],
)
def test_剩几个工作日_逾期几个工作日(起: str, 止: str, 数: int, 暂算: bool) -> None:
    assert 历.working_days_between(日(起), 日(止)) == (数, 暂算)


def test_剩几日_当日为零_过后为负() -> None:
    assert days_left(日("2026-03-10"), 日("2026-03-12")) == 2
    assert days_left(日("2026-03-10"), 日("2026-03-10")) == 0
    assert days_left(日("2026-03-10"), 日("2026-03-01")) == -9


def test_下一个工作日_本日上班就是本日() -> None:
    assert 历.next_working_day(日("2026-09-20")) == (日("2026-09-20"), False)
    assert 历.next_working_day(日("2026-10-01")) == (日("2026-10-08"), False)
    assert 历.next_working_day(日("2027-01-02")) == (日("2027-01-04"), True)


def 逐日(start: date, number: int) -> date:
    """The plain way: walk one day at a time."""
    day = start
    while number:
        day += timedelta(days=1 if number > 0 else -1)
        if 历.is_working(day):
            number += -1 if number > 0 else 1
    return day


@given(某日, st.integers(-120, 400))
def test_与一日一日地数相同(start: date, number: int) -> None:
    assert 历.add_working_days(start, number).date == 逐日(start, number)


@given(某日, st.integers(1, 400))
def test_数过去几日_两日之间就有几日(start: date, number: int) -> None:
    found = 历.add_working_days(start, number)
    assert 历.working_days_between(start, found.date) == (number, found.provisional)


@given(某日, 某日, 某日)
def test_两段工作日相加等于全段(a: date, b: date, c: date) -> None:
    between = 历.working_days_between
    assert between(a, b).number + between(b, c).number == between(a, c).number


@given(某日, st.integers(1, 60))
def test_数到的日子有一日不知道_就是暂算(start: date, number: int) -> None:
    found = 历.add_working_days(start, number)
    counted: Iterator[date] = (start + timedelta(days=n) for n in range(1, (found.date - start).days + 1))
    assert found.provisional is any(not 历.known(day) for day in counted)


def test_没有任何通知时只按周末_一律暂算() -> None:
    空 = WorkCalendar.build({})
    assert 空.add_working_days(日("2026-09-28"), 7) == (日("2026-10-07"), True)


def test_后来的通知改了去年底_去年底照新通知() -> None:
    新 = WorkCalendar.build(
        {2026: Exceptions({}, {}), 2027: Exceptions({日("2026-12-31"): "元旦"}, {日("2027-01-03"): "元旦"})}
    )
    assert not 新.is_working(日("2026-12-31"))
    assert 新.add_working_days(日("2026-12-30"), 1) == (日("2027-01-01"), False)


@pytest.mark.parametrize(
    ("文件", "话"),
    [
        ([{"依据": ["x"]}], "缺少“年”"),
        ([{"年": 2027}], "2027年放假安排缺少“依据”"),
        ([{"年": 2027, "依据": ["x"], "放价": {}}], "“放价”不认识"),
        ([{"年": 2027, "依据": ["x"]}, {"年": 2027, "依据": ["x"]}], "2027年放假安排有两份"),
        ([{"年": 2027, "依据": ["x"], "放假": {"2027-02-30": "春节"}}], "“2027-02-30”不是日期"),
        ([{"年": 2027, "依据": ["x"], "放假": ["2027-01-01"]}], "应当逐日写作"),
        ([{"年": 2027, "依据": ["x"], "放假": {"2029-01-01": "元旦"}}], "2029-01-01 不在该年及其前后"),
        (
            [{"年": 2027, "依据": ["x"], "放假": {"2027-01-02": "元旦"}, "上班": {"2027-01-02": "元旦"}}],
            "2027-01-02 既列为放假又列为上班",
        ),
    ],
)
def test_写错的日历文件说明错处(文件: list[dict[str, object]], 话: str) -> None:
    with pytest.raises(CalendarError, match=话):
        read_calendar(文件)
