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

OVER, SOON, CALM = "over", "soon", ""
# Working days within which a due date is shown as near: today, and the two after it.
NEAR = 2
HOURS = 72  # up to so many hours a moment is counted in hours


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a limit: the words, and "", soon or over."""

    words: str
    state: str


def near(today: date, calendar: WorkCalendar) -> date:
    """The last day that counts as 将到期: `NEAR` working days after today."""
    return calendar.add_working_days(today, NEAR).date


def left(
    due: date | None,
    term: Term | str | None,
    now: date | datetime,
    calendar: WorkCalendar,
    *,
    moment: datetime | None = None,
    paused: bool = False,
) -> Left:
    """剩 9 个工作日, 剩 65 日, 今天到期, 逾期 3 个工作日: computed from today, never counted down.

    Unit: working days where the limit is one of working days, where it is near and for everything overdue,
    calendar days for other limits and where no working day has passed yet, hours where `moment` is given.
    """
    if due is None:
        return Left("停算" if paused else "没有法定期限", CALM)
    today = now.date() if isinstance(now, datetime) else now
    if moment is not None and isinstance(now, datetime):
        hours = (moment - now).total_seconds() / 3600
        if hours < 0:
            return Left(f"逾期 {max(1, int(-hours))} 小时", OVER)
        if hours < HOURS:
            return Left(f"剩 {int(hours)} 小时" if hours >= 1 else "剩不到 1 小时", SOON)
    if today > due:
        worked = calendar.working_days_between(due, today).number
        return Left(f"逾期 {worked} 个工作日" if worked else f"逾期 {(today - due).days} 日", OVER)
    if today == due:
        return Left("今天到期", SOON)
    worked = calendar.working_days_between(today, due).number
    by_working = str(term or "").endswith("工作日") or worked <= NEAR
    words = f"剩 {worked} 个工作日" if by_working and worked else f"剩 {(due - today).days} 日"
    return Left(words, SOON if worked <= NEAR else CALM)


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
        case r.FactType.CASE:
            return str(value.get("编号", ""))
    return str(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _points(value: Mapping[str, Mapping[str, str]]) -> str:
    counts = {result: sum(each["结论"] == result for each in value.values()) for result in RESULTS}
    return "，".join(f"{number} 项{result}" for result, number in counts.items() if number)
