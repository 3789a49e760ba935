"""When a term ends: the last day on which the act is still in time.

The day of the event is not counted, counting begins on the next day (《民法典》第二百零一条第一款); a last
day that is a rest day gives way to the first working day after it (《民法典》第二百零三条第一款). Months and
years end on the day of the same number, or on the month's last day where there is none (第二百零二条).
Terms in hours run from the moment itself (第二百零一条第二款).

Unit: civil days in Asia/Shanghai. Nothing is stored or counted down; ask again when a fact changes.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mingjing.law.calendar import WorkCalendar
from mingjing.law.term import Term

Span = tuple[date, date]
_A_YEAR = {"年": 1, "个月": 12, "日": 365, "工作日": 240, "小时": 8760}


@dataclass(frozen=True, slots=True)
class Due:
    """The last day in time. `provisional` (暂算): it rests on a year whose holidays are not announced."""

    date: date
    provisional: bool
    basis: str

    def __str__(self) -> str:
        return f"{self.date}（暂算）" if self.provisional else str(self.date)


def last_day(
    start: date,
    term: Term,
    calendar: WorkCalendar,
    *,
    paused: Sequence[Span] = (),
    extended: Sequence[Term] = (),
    shift: bool = True,
) -> Due:
    """The last day of `term` counted from the event on `start`, and in words how it was found.

    `paused`: spans (from, to) that do not count, 中止 on the day `from` and 恢复 on the day `to`. Excluded
    are the days after `from` up to and with `to`; the day of 中止 itself still counts and the day of 恢复
    does not, as with any period: its first day is not counted. The limit is longer by those of the excluded
    days that are of its own kind, working days for a term in working days, else calendar days. A span that
    begins on or after the last day (before `shift`) comes too late; one that began before `start` counts
    from `start`; spans that overlap are counted once.

    `extended`: extensions, each running on from the unshifted end of what came before; terms of one kind
    are added together first, so that 3个月 and 1个月 are 4个月.

    `shift=False` leaves the last day on a rest day: for limits that the law lets end there. Not for a term
    in working days, which cannot end there.

    Errors: `ValueError` for a term in hours (see `last_moment`), for a span that ends before it begins, and
    for an end beyond the year 9000.
    """
    if start.year + sum(term.number // _A_YEAR[term.unit] for term in (term, *extended)) > 9000:
        raise ValueError(f"自{start}起的期限“{term}”太长，推算不了")
    spans = _merged(paused)
    end, steps = start, [f"{start}当日不计"]
    unsure: set[int] = set()
    for part in _summed((term, *extended)):
        begun = end
        end = _advance(begun, part, calendar)
        steps.append(f"其后{part.spoken()}")
        for since, last in spans:
            first = max(since, begun)
            if first >= end or last <= first:
                continue
            if part.unit == "工作日":
                lost = calendar.working_days_between(first, last).number
                end = calendar.add_working_days(end, lost).date if lost else end
                unsure.update(calendar.unknown_years(first, last))
            else:
                lost = (last - first).days
                end += timedelta(days=lost)
            steps.append(f"中止{first}至{last}扣除{lost}{'个工作日' if part.unit == '工作日' else '日'}")
        if part.unit == "工作日":
            unsure.update(calendar.unknown_years(begun, end))
    if shift:
        moved = calendar.next_working_day(end).date
        unsure.update(calendar.unknown_years(end - timedelta(days=1), moved))
        if moved != end:
            steps.append(f"末日{end}为{calendar.name_of(end)}，顺延至{moved}")
        end = moved
    steps.extend(f"{year}年放假安排未公布，只按周末推算" for year in sorted(unsure))
    return Due(end, bool(unsure), "；".join(steps))


def last_day_before(event: date, term: Term, calendar: WorkCalendar) -> Due:
    """The last day on which "`term` before the event" is kept, as in 举行听证的七日前 (行政处罚法 64).

    The day of the event is not counted; counting back from the day before it, the day sought is the last
    one counted. It is not moved off a rest day: earlier is always in time. Days and working days only.

    Errors: `ValueError` for another unit.
    """
    if term.unit == "工作日":
        found, provisional = calendar.add_working_days(event, -term.number)
    elif term.unit == "日":
        found, provisional = event - timedelta(days=term.number), False
    else:
        raise ValueError(f"期限“{term}”不能倒数；应当以“日”或者“工作日”计")
    return Due(found, provisional, f"{event}当日不计；向前数{term.spoken()}")


def last_moment(start: datetime, term: Term) -> datetime:
    """The moment at which a term in hours ends, in the zone of `start`; rest days make no difference.

    The hours run from the moment of the event (《民法典》第二百零一条第二款). Rules that leave out the hour
    of the event (市监程序规定 80) would end up to an hour later: the earlier end is always in time.

    Errors: `ValueError` for a term that is not in hours and for a time without zone.
    """
    if term.unit != "小时":
        raise ValueError(f"期限“{term}”不以小时计，应当按日计算")
    if start.tzinfo is None:
        raise ValueError("起算时间缺少时区")
    return start + timedelta(hours=term.number)


def _advance(start: date, term: Term, calendar: WorkCalendar) -> date:
    """The day on which `term`, counted from the day after `start`, ends, rest day or not."""
    match term.unit:
        case "工作日":
            return calendar.add_working_days(start, term.number).date
        case "日":
            return start + timedelta(days=term.number)
        case "个月":
            return _add_months(start, term.number)
        case "年":
            return _add_months(start, term.number * 12)
        case "小时":
            raise ValueError(f"期限“{term}”以小时计，没有末日，只有届满时刻")


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _summed(terms: Sequence[Term]) -> list[Term]:
    """The terms with neighbours of one unit added together."""
    parts: list[Term] = []
    for term in terms:
        if parts and parts[-1].unit == term.unit:
            parts[-1] = Term(parts[-1].number + term.number, term.unit)
        else:
            parts.append(term)
    return parts


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, overlapping or touching ones as one."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if last < first:
            raise ValueError(f"恢复日期 {last} 早于中止日期 {first}")
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
