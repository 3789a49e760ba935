"""What a page says of a fact, a day and a remaining limit, in the fewest words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mingjing.law import rule as r
from mingjing.law.calendar import WorkCalendar
from mingjing.law.fact import RESULTS, moment
from mingjing.law.term import Term

SOON_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit: the words, and "", soon or over."""

    words: str
    state: str


def left(due: date | None, term: Term | None, today: date, calendar: WorkCalendar) -> Left:
    """剩 9 个工作日, 今天到期, 逾期 3 日; nothing where there is no due date.

    Working days for a term in working days, else calendar days; soon means at most two working days.
    """
    if due is None:
        return Left("", "")
    working = calendar.working_days_between(today, due).number
    by_working = term is not None and term.unit == "工作日"
    if today == due:
        return Left("今天到期", "soon")
    number, unit = (abs(working), "个工作日") if by_working else (abs((due - today).days), "日")
    if today > due:
        return Left(f"逾期 {number} {unit}" if number else "已经逾期", "over")
    words = f"剩 {number} {unit}" if number else "下一个工作日前到期"
    return Left(words, "soon" if working <= SOON_WORKING_DAYS else "")


def day(value: date | datetime | str, today: date) -> str:
    """11月18日, with the year when it is not this one."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    text = f"{value.month}月{value.day}日"
    return text if value.year == today.year else f"{value.year}年{text}"


def money(value: str | Decimal) -> str:
    """113,600.00 元"""
    return f"{Decimal(value):,.2f} 元"


def spoken(fact: r.Fact, value: Any, names: Mapping[str, str], today: date) -> str:
    """The value of a fact as a page prints it. `names`: person id -> name."""
    if value is None or value == "":
        return ""
    match fact.type:
        case r.FactType.MONEY:
            return money(value)
        case r.FactType.DATE:
            return day(value, today)
        case r.FactType.MOMENT:
            at = moment(value)
            return f"{day(at, today)} {at:%H:%M}"
        case r.FactType.YESNO:
            return "是" if value else "否"
        case r.FactType.MULTI:
            return "、".join(map(str, value))
        case r.FactType.PERSON:
            return "、".join(names.get(str(each), "不在名册") for each in _listed(value))
        case r.FactType.TERM:
            return Term.parse(str(value)).spoken()
        case r.FactType.PARTY:
            return str(value.get("名称", ""))
        case r.FactType.POINTS:
            return _points(value)
    return str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _points(value: Mapping[str, Mapping[str, str]]) -> str:
    counts = {result: sum(each["结论"] == result for each in value.values()) for result in RESULTS}
    return "，".join(f"{number} 项{result}" for result, number in counts.items() if number)
