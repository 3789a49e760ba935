"""Which days are working days, and counting in them.

Monday to Friday are working days, Saturday and Sunday are not, save where the State Council's yearly
notice says otherwise (放假 and 上班). A year whose notice is not loaded is reckoned by weekends alone, and
every result that rests on such a day says so: it is *provisional* (暂算).

All days are civil days in Asia/Shanghai. Nothing here reads a file or a clock.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

# The holidays with a date of their own (全国年节及纪念日放假办法); the others follow the moon.
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


class CalendarError(ValueError):
    """A calendar file that contradicts itself, another one, or the shape of such a file."""


class Exceptions(NamedTuple):
    """What one year's notice changes: days off and days worked, each with the name of the holiday."""

    off: Mapping[date, str]
    work: Mapping[date, str]


class Reckoned(NamedTuple):
    """A day found by counting; provisional if a day counted lies in a year without notice."""

    date: date
    provisional: bool


class Count(NamedTuple):
    """A number of working days; provisional if a day counted lies in a year without notice."""

    number: int
    provisional: bool


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Working days from the notices of `years`; days outside are weekday arithmetic and not `known`."""

    years: frozenset[int]
    off: Mapping[date, str]
    work: Mapping[date, str]
    _working: Mapping[int, tuple[int, ...]]  # year -> ordinals of its working days, ascending

    @classmethod
    def build(cls, notices: Mapping[int, Exceptions]) -> "WorkCalendar":
        """The calendar of these yearly notices; `CalendarError` where two of them disagree.

        A notice may name days of the neighbouring years (a New Year holiday that begins in December):
        such a day follows the notice that names it.
        """
        off: dict[date, str] = {}
        work: dict[date, str] = {}
        for year, notice in sorted(notices.items()):
            for day in (*notice.off, *notice.work):
                if abs(day.year - year) > 1:
                    raise CalendarError(f"{year}年放假安排中的 {day} 不在该年及其前后")
            off.update(notice.off)
            work.update(notice.work)
        if both := sorted(off.keys() & work.keys()):
            raise CalendarError(f"{both[0]} 既列为放假又列为上班")
        touched = {day.year for day in (*off, *work)} | set(notices)
        working = {year: _working_ordinals(year, off, work) for year in touched}
        return cls(
            frozenset(notices), MappingProxyType(off), MappingProxyType(work), MappingProxyType(working)
        )

    def known(self, day: date) -> bool:
        """Whether a State Council notice decides this day, so that nothing about it is a guess."""
        return day.year in self.years or day in self.off or day in self.work

    def is_working(self, day: date) -> bool:
        """Whether people work on this day. Ask `known` whether that is certain."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def holiday(self, day: date) -> bool:
        """Whether this is a statutory holiday: a day off by a notice.

        In a year without notice the fixed holidays and every rest day count: not knowing must forbid.
        """
        if self.known(day):
            return day in self.off
        return (day.month, day.day) in _FIXED or not self.is_working(day)

    def name_of(self, day: date) -> str:
        """Why this day is no working day: the holiday's name, 周六 or 周日; empty on a working day."""
        if self.is_working(day):
            return ""
        return self.off.get(day) or ("周六", "周日")[day.weekday() - 5]

    def add_working_days(self, day: date, number: int) -> Reckoned:
        """The `number`-th working day after `day`, `day` itself not counted; before it if negative.

        Zero gives `day` itself, working or not.
        """
        if number == 0:
            return Reckoned(day, not self.known(day))
        year, ordinal = day.year, day.toordinal()
        days = self._days(year)
        # The position of the day sought in this year's list; walk on by whole years while it is outside.
        at = bisect_right(days, ordinal) + number - 1 if number > 0 else bisect_left(days, ordinal) + number
        while at >= len(days):
            at -= len(days)
            year += 1
            days = self._days(year)
        while at < 0:
            year -= 1
            days = self._days(year)
            at += len(days)
        found = date.fromordinal(days[at])
        return Reckoned(found, self._unknown_between(day, found))

    def next_working_day(self, day: date) -> Reckoned:
        """`day` itself if it is a working day, else the first one after it."""
        if self.is_working(day):
            return Reckoned(day, not self.known(day))
        found, provisional = self.add_working_days(day, 1)
        return Reckoned(found, provisional or not self.known(day))

    def working_days_between(self, start: date, end: date) -> Count:
        """How many working days lie after `start` up to and with `end`; negative if `end` is earlier.

        From today to a due day this is what is left, from a due day to today what it is overdue.
        """
        if end < start:
            number, provisional = self.working_days_between(end, start)
            return Count(-number, provisional)
        total = sum(len(self._days(year)) for year in range(start.year, end.year))
        total += bisect_right(self._days(end.year), end.toordinal())
        total -= bisect_right(self._days(start.year), start.toordinal())
        return Count(total, self._unknown_between(start, end))

    def unknown_years(self, start: date, end: date) -> tuple[int, ...]:
        """Years without notice among the days after `start` up to and with `end`, ascending.

        The two may stand in either order; the day that is not counted is the one given first.
        """
        if start == end:
            return () if self.known(end) else (end.year,)
        step = timedelta(days=1 if start < end else -1)
        first, last = sorted((start + step, end))
        unknown = [year for year in range(first.year, last.year + 1) if year not in self.years]
        return tuple(
            year
            for year in unknown
            if not self._all_named(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
        )

    def _unknown_between(self, start: date, end: date) -> bool:
        return bool(self.unknown_years(start, end))

    def _all_named(self, first: date, last: date) -> bool:
        days = (last - first).days + 1
        return days <= 31 and all(self.known(first + timedelta(days=n)) for n in range(days))

    def _days(self, year: int) -> tuple[int, ...]:
        return self._working.get(year) or _weekdays(year)


def days_left(today: date, due: date) -> int:
    """Calendar days from `today` to `due`: 0 on the day itself, negative once it has passed."""
    return (due - today).days


def read_calendar(files: Iterable[Mapping[str, object]]) -> WorkCalendar:
    """The calendar of parsed holiday files (年, 依据, 放假, 上班); `CalendarError` says which file is wrong.

    Dates may be date objects, as a YAML reader gives them, or ISO text.
    """
    notices: dict[int, Exceptions] = {}
    for file in files:
        year = file.get("年")
        if not isinstance(year, int):
            raise CalendarError("放假安排文件缺少“年”")
        if unknown := sorted(set(file) - {"年", "依据", "来源", "校核", "放假", "上班"}):
            raise CalendarError(f"{year}年放假安排中的“{unknown[0]}”不认识")
        if year in notices:
            raise CalendarError(f"{year}年放假安排有两份")
        if not file.get("依据"):
            raise CalendarError(f"{year}年放假安排缺少“依据”")
        notices[year] = Exceptions(_dated(file, "放假", year), _dated(file, "上班", year))
    return WorkCalendar.build(notices)


def _dated(file: Mapping[str, object], key: str, year: int) -> dict[date, str]:
    entries = file.get(key) or {}
    if not isinstance(entries, Mapping):
        raise CalendarError(f"{year}年放假安排的“{key}”应当逐日写作“日期: 名称”")
    found: dict[date, str] = {}
    for day, name in entries.items():
        try:
            found[day if isinstance(day, date) else date.fromisoformat(str(day))] = str(name)
        except ValueError:
            raise CalendarError(f"{year}年放假安排的“{key}”中，“{day}”不是日期") from None
    return found


def _working_ordinals(year: int, off: Mapping[date, str], work: Mapping[date, str]) -> tuple[int, ...]:
    days = set(_weekdays(year))
    days -= {day.toordinal() for day in off if day.year == year}
    days |= {day.toordinal() for day in work if day.year == year}
    return tuple(sorted(days))


@lru_cache(maxsize=256)
def _weekdays(year: int) -> tuple[int, ...]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return tuple(n for n in range(first, last + 1) if (n - 1) % 7 < 5)  # ordinal 1 was a Monday
