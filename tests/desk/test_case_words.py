"""Remaining limits and facts in words."""

from datetime import date

import pytest

from mingjing.casework.packs import book_for
from mingjing.casework.words import left, spoken
from mingjing.law.term import Term

TODAY = date(2026, 11, 19)  # 周四


@pytest.mark.parametrize(
    "due, term, words, state",
    [
        (None, "7工作日", "没有法定期限", ""),
        (date(2026, 11, 19), "7工作日", "今天到期", "soon"),
        (date(2026, 11, 20), "7工作日", "剩 1 个工作日", "soon"),
        (date(2026, 11, 23), "7工作日", "剩 2 个工作日", "soon"),
        (date(2026, 11, 24), "7工作日", "剩 3 个工作日", ""),
        (date(2026, 11, 18), "7工作日", "逾期 1 个工作日", "over"),
        (date(2026, 11, 23), "15日", "剩 2 个工作日", "soon"),
        (date(2026, 12, 1), "15日", "剩 12 日", ""),
        (date(2026, 11, 9), "90日", "逾期 8 个工作日", "over"),
    ],
)
def test_剩多少按期限自己的单位说(due, term, words, state):
    found = left(due, Term.parse(term), TODAY, book_for("", "").calendar)
    assert (found.words, found.state) == (words, state)


def test_周末看周五到期的_已经逾期():
    found = left(date(2026, 11, 20), Term.parse("7工作日"), date(2026, 11, 21), book_for("", "").calendar)
    assert (found.words, found.state) == ("逾期 1 日", "over")


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("罚款", "113600.00", "113,600.00 元"),
        ("送达日期", "2026-11-03", "11月3日"),
        ("送达日期", "2025-11-03", "2025年11月3日"),
        ("听证时间", "2026-12-01T09:30:00+08:00", "12月1日 09:30"),
        ("出示执法证件", True, "是"),
        ("处罚种类", ["警告", "罚款"], "警告、罚款"),
        ("承办人", ["a", "b"], "陈砚秋、不在名册"),
        ("履行期限", "7工作日", "7个工作日"),
        ("当事人", {"名称": "上海清禾食品有限公司", "证件号码": "1"}, "上海清禾食品有限公司"),
        (
            "审核要点",
            {"文书": {"结论": "符合", "说明": "齐"}, "执法程序": {"结论": "不涉及", "说明": ""}},
            "1 项符合，1 项不涉及",
        ),
    ],
)
def test_事实按类别说成一句(name, value, said):
    fact = book_for("", "").facts[name]
    assert spoken(fact, value, {"a": "陈砚秋"}, TODAY) == said
