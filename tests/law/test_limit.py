from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.calendar import read_calendar
from mingjing.law.limit import last_day, last_day_before, last_moment
from mingjing.law.term import Term

文件夹 = Path(__file__).parents[2] / "rules/national/holidays"
历 = read_calendar(yaml.safe_load(path.read_text("utf-8")) for path in 文件夹.glob("*.yaml"))
北京时间 = timezone(timedelta(hours=8))
某日 = st.dates(date(2007, 1, 1), date(2026, 6, 30))


def 日(text: str) -> date:
    return date.fromisoformat(text)


def 段(*spans: tuple[str, str]) -> list[tuple[date, date]]:
    return [(日(a), 日(b)) for a, b in spans]


@pytest.mark.parametrize(
    ("起", "期限", "届满"),
    [
        ("2026-09-28", "7工作日", "2026-10-13"),  # 跨国庆节，10月10日周六上班
        ("2026-03-03", "90日", "2026-06-01"),
        ("2026-03-02", "90日", "2026-06-01"),  # 5月31日为周日
        ("2026-03-06", "1日", "2026-03-09"),  # 周六顺延
        ("2026-03-07", "7工作日", "2026-03-17"),  # 周六起算，周一为第一日
        ("2026-01-31", "15日", "2026-02-24"),  # 2月15日起放春节假
        ("2026-01-30", "15日", "2026-02-14"),  # 周六调休上班，不顺延
        ("2026-09-05", "15日", "2026-09-20"),  # 周日调休上班，不顺延
        ("2025-12-17", "15日", "2026-01-04"),  # 1月1日元旦，周日上班
        ("2026-08-31", "1个月", "2026-09-30"),  # 没有对应日，月末日
        ("2025-11-30", "3个月", "2026-02-28"),  # 月末为周六，调休上班
        ("2023-11-30", "3个月", "2024-02-29"),  # 闰年
        ("2024-02-29", "1年", "2025-02-28"),
        ("2022-02-28", "2年", "2024-02-28"),
        ("2026-06-30", "6个月", "2026-12-30"),
        ("2020-01-10", "15日", "2020-02-03"),  # 春节假期延长
    ],
)
def test_届满日(起: str, 期限: str, 届满: str) -> None:
    due = last_day(日(起), Term.parse(期限), 历)
    assert (due.date, due.provisional) == (日(届满), False)


@pytest.mark.parametrize(
    ("起", "期限", "届满"),
    [
        ("2026-12-24", "7工作日", "2027-01-04"),
        ("2026-12-01", "90日", "2027-03-01"),
        ("2026-12-17", "15日", "2027-01-01"),
        ("2026-09-01", "6个月", "2027-03-01"),
        ("2024-07-01", "5年", "2029-07-02"),
    ],
)
def test_落到未公布的年份_只按周末算并标明暂算(起: str, 期限: str, 届满: str) -> None:
    due = last_day(日(起), Term.parse(期限), 历)
    assert (due.date, due.provisional) == (日(届满), True)
    assert str(due) == f"{届满}（暂算）"
    assert f"{届满[:4]}年放假安排未公布，只按周末推算" in due.basis


def test_不顺延的自然日期限_落到未公布的年份也是确定的() -> None:
    due = last_day(日("2026-12-17"), Term.parse("15日"), 历, shift=False)
    assert (due.date, due.provisional) == (日("2027-01-01"), False)


def test_不顺延就停在休息日() -> None:
    assert last_day(日("2026-03-06"), Term.parse("1日"), 历, shift=False).date == 日("2026-03-07")


def test_算法逐步写明() -> None:
    due = last_day(日("2026-03-02"), Term.parse("90日"), 历)
    assert due.basis == "2026-03-02当日不计；其后90日；末日2026-05-31为周日，顺延至2026-06-01"
    due = last_day(日("2026-09-21"), Term.parse("7工作日"), 历, paused=段(("2026-09-23", "2026-09-29")))
    assert due.basis == "2026-09-21当日不计；其后7个工作日；中止2026-09-23至2026-09-29扣除3个工作日"


@pytest.mark.parametrize(
    ("期限", "中止", "届满"),
    [
        ("90日", [("2026-03-10", "2026-03-20")], "2026-06-11"),  # 扣除11日至20日，十日
        ("90日", [("2026-03-10", "2026-03-10")], "2026-06-01"),  # 当日恢复，不扣
        ("90日", [("2026-03-10", "2026-03-20"), ("2026-03-15", "2026-03-25")], "2026-06-16"),  # 重叠只算一次
        ("90日", [("2026-03-10", "2026-03-20"), ("2026-06-05", "2026-06-08")], "2026-06-15"),  # 延后又中止
        ("90日", [("2026-06-01", "2026-06-20")], "2026-06-01"),  # 届满当日才中止，太迟
        ("90日", [("2026-02-20", "2026-03-13")], "2026-06-11"),  # 起算前已中止，从起算日算起
        ("7工作日", [("2026-03-06", "2026-03-08")], "2026-03-12"),  # 只有周末，不扣
        ("7工作日", [("2026-03-05", "2026-03-09")], "2026-03-16"),  # 扣周五、周一两日
        ("3个月", [("2026-03-10", "2026-03-20")], "2026-06-15"),  # 3月3日加三月再加十日为6月13日周六
    ],
)
def test_中止期间不计入(期限: str, 中止: list[tuple[str, str]], 届满: str) -> None:
    assert last_day(日("2026-03-03"), Term.parse(期限), 历, paused=段(*中止)).date == 日(届满)


def test_延长从原末日接着算_原末日不先顺延() -> None:
    九十日, 三十日 = Term.parse("90日"), Term.parse("30日")
    assert last_day(日("2026-03-02"), 九十日, 历, extended=[三十日]).date == 日("2026-06-30")
    assert last_day(日("2026-03-02"), 九十日, 历, extended=[Term.parse("10工作日")]).date == 日("2026-06-12")


def test_几个月与延长的几个月相加再算() -> None:
    三个月, 一个月 = Term.parse("3个月"), Term.parse("1个月")
    assert last_day(日("2025-11-30"), 三个月, 历, extended=[一个月]).date == 日("2026-03-30")


def test_延长之中的中止只扣一次() -> None:
    due = last_day(
        日("2026-03-03"),
        Term.parse("90日"),
        历,
        extended=[Term.parse("10工作日")],
        paused=段(("2026-05-20", "2026-06-05")),
    )
    # 90日止于6月1日，扣16日止于6月17日，再10个工作日，端午节19日不计
    assert due.date == 日("2026-07-02")


@given(某日, st.integers(1, 400), st.sampled_from(["日", "工作日"]), st.integers(0, 60), st.integers(0, 60))
def test_加上中止_与逐日跳过中止数出来的相同(start: date, n: int, unit: str, after: int, length: int) -> None:
    a = start + timedelta(days=after)
    b = a + timedelta(days=length)
    left, day = n, start
    while left:
        day += timedelta(days=1)
        if not (a < day <= b) and (unit == "日" or 历.is_working(day)):
            left -= 1
    due = last_day(start, Term(n, unit), 历, paused=[(a, b)], shift=False)  # type: ignore[arg-type]
    assert due.date == day


@given(某日, st.integers(1, 3000), st.sampled_from(["日", "工作日", "个月"]))
def test_届满日总在工作日_总晚于起算日(start: date, n: int, unit: str) -> None:
    due = last_day(start, Term(n, unit), 历)  # type: ignore[arg-type]
    assert due.date > start
    assert 历.is_working(due.date)


@given(某日, st.integers(1, 300), st.sampled_from(["日", "工作日", "个月"]))
def test_起算晚一日_届满不会更早(start: date, n: int, unit: str) -> None:
    term = Term(n, unit)  # type: ignore[arg-type]
    assert last_day(start, term, 历).date <= last_day(start + timedelta(days=1), term, 历).date


@pytest.mark.parametrize(
    ("期限", "之前"), [("7工作日", "2026-09-28"), ("3日", "2026-10-10"), ("1工作日", "2026-10-12")]
)
def test_听证几日前_听证当日不计_向前数(期限: str, 之前: str) -> None:
    assert last_day_before(日("2026-10-13"), Term.parse(期限), 历).date == 日(之前)


def test_小时从发生时起算_不避休息日() -> None:
    start = datetime(2026, 10, 1, 9, 30, tzinfo=北京时间)
    assert last_moment(start, Term.parse("24小时")) == datetime(2026, 10, 2, 9, 30, tzinfo=北京时间)


def test_问法不对_说明原因() -> None:
    今日, 七日, 小时 = 日("2026-03-02"), Term.parse("7日"), Term.parse("24小时")
    with pytest.raises(ValueError, match="以小时计，没有末日"):
        last_day(今日, 小时, 历)
    with pytest.raises(ValueError, match="恢复日期 2026-03-01 早于中止日期 2026-03-05"):
        last_day(今日, 七日, 历, paused=段(("2026-03-05", "2026-03-01")))
    with pytest.raises(ValueError, match="“9999年”太长"):
        last_day(今日, Term.parse("9999年"), 历)
    with pytest.raises(ValueError, match="不以小时计"):
        last_moment(datetime(2026, 3, 2, tzinfo=北京时间), 七日)
    with pytest.raises(ValueError, match="缺少时区"):
        last_moment(datetime(2026, 3, 2), 小时)
    with pytest.raises(ValueError, match="不能倒数"):
        last_day_before(今日, Term.parse("3个月"), 历)
