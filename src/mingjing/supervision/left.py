"""How much of a limit is left, in the words of the pages: computed from today, never counted down. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.law.calendar import WorkCalendar

OVER, SOON, CALM = "over", "soon", ""
# Working days within which a due date is shown as near: today, and the two after it.
NEAR = 2


@dataclass(frozen=True, slots=True)
class Left:
    """`state` is over, soon or empty; `text` says the same in words."""

    state: str
    text: str


def near(today: date, calendar: WorkCalendar) -> date:
    """The last day that counts as 将到期: `NEAR` working days after today."""
    return calendar.add_working_days(today, NEAR).date


def left(
    due: date | None,
    term: str,
    now: datetime,
    calendar: WorkCalendar,
    *,
    moment: datetime | None = None,
    paused: bool = False,
) -> Left:
    """What is left until `due` or how long it is overdue.

    Unit: working days where the limit is one of working days and for everything overdue, calendar days
    for other limits and where no working day has passed yet, hours where `moment` is given.
    """
    if due is None:
        return Left(CALM, "停算" if paused else "没有法定期限")
    today = now.date()
    if moment is not None:
        hours = (moment - now).total_seconds() / 3600
        if hours < 0:
            return Left(OVER, f"逾期 {max(1, int(-hours))} 小时")
        if hours < 72:
            return Left(SOON, f"剩 {int(hours)} 小时" if hours >= 1 else "剩不到 1 小时")
    if today > due:
        worked = calendar.working_days_between(due, today).number
        return Left(OVER, f"逾期 {worked} 个工作日" if worked else f"逾期 {(today - due).days} 日")
    if today == due:
        return Left(SOON, "今天到期")
    worked = calendar.working_days_between(today, due).number
    words = (
        f"剩 {worked} 个工作日"
        if term.endswith("工作日") or worked <= NEAR
        else f"剩 {(due - today).days} 日"
    )
    return Left(SOON if worked <= NEAR else CALM, words)
