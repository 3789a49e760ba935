"""剩几日、逾期几日的说法。"""

from datetime import date, datetime

import pytest

from mingjing.casework.packs import current
from mingjing.casework.words import left, near
from mingjing.platform import clock


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    "due, term, now, state, text",
    [
        ("2026-11-18", "7工作日", "2026-11-19 09:00", "over", "逾期 1 个工作日"),
        ("2026-11-19", "7工作日", "2026-11-19 23:59", "soon", "今天到期"),
        ("2026-11-20", "7工作日", "2026-11-19 09:00", "soon", "剩 1 个工作日"),
        ("2026-11-24", "7工作日", "2026-11-19 09:00", "", "剩 3 个工作日"),
        ("2027-01-11", "90日", "2026-11-19 09:00", "", "剩 53 日"),
        ("2026-11-23", "15日", "2026-11-20 09:00", "soon", "剩 1 个工作日"),
        ("2026-11-20", "7工作日", "2026-11-21 09:00", "over", "逾期 1 日"),
        ("2026-09-30", "7工作日", "2026-10-09 09:00", "over", "逾期 2 个工作日"),
        (None, "", "2026-11-19 09:00", "", "没有法定期限"),
    ],
)
def test_期限还剩多少(due, term, now, state, text):
    found = left(date.fromisoformat(due) if due else None, term, _at(now), current().calendar)
    assert (found.state, found.words) == (state, text)


def test_停算的期限不说逾期():
    assert left(None, "10工作日", _at("2026-11-19 09:00"), current().calendar, paused=True).words == "停算"


@pytest.mark.parametrize(
    "now, state, text",
    [("2026-11-19 09:00", "soon", "剩 24 小时"), ("2026-11-20 10:30", "over", "逾期 1 小时")],
)
def test_以小时计的期限按小时说(now, state, text):
    due = _at("2026-11-20 09:00")
    found = left(due.date(), "24小时", _at(now), current().calendar, moment=due)
    assert (found.state, found.words) == (state, text)


def test_将到期是今天起两个工作日_跨过周末():
    assert near(date(2026, 11, 20), current().calendar) == date(2026, 11, 24)
