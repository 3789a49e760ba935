"""Failed yearly checks and exams: the days on which they barred somebody stay so.

A row that says what no row said before (a later success) holds from its own day. What is registered already
is not struck off or rewritten so that somebody was fit on days on which he was not.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from mingjing.law.register import Register, RowLack
from mingjing.platform import clock
from mingjing.registry.register_checks import Found, Wanted
from mingjing.registry.register_log import rows_about
from mingjing.registry.standing import barred, results

AGAIN = "恢复日期"
_DAY = timedelta(days=1)


def lacks(agency: str, spec: Register, rows: Wanted) -> Found:
    """(index, lack) for each row that would take a past day out of a bar.

    Asked of all rows about one certificate or person together: two changes may do it only together.
    """
    today = clock.now().date()
    about: dict[str, list[int]] = {}
    for index, (key, values, kind) in enumerate(rows):
        about.setdefault(key.partition(" / ")[0], []).append(index)
        if kind != "注销" and (values.get(AGAIN) or "9") <= values.get("审验日期", ""):
            yield index, _lack(spec, f"{AGAIN}要在审验日期以后")
    standing = rows_about(agency, spec.id, list(about))
    for first, numbers in about.items():
        before = dict(standing.get(first, {}))
        after, changed = dict(before), list[int]()
        for index in numbers:
            key, values, kind = rows[index]
            if results(before.get(key, {})):
                changed.append(index)
            elif kind != "注销":
                before[key] = dict(values)
            if kind == "注销":
                after.pop(key, None)
            else:
                after[key] = dict(values)
        if lifted := _lifted(before.values(), after.values(), today - _DAY):
            said = f"{lifted}不合格，过去的日子不能事后改成合格"
            said += f"；恢复的，“{AGAIN}”写{today}或者以后" if AGAIN in spec.columns else "；补考的另行登记"
            for index in changed:
                yield index, _lack(spec, said)


def _lifted(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]], last: date
) -> date | None:
    """The first day, up to `last`, on which the rows before barred and those after do not."""
    now = [(since, until or last) for since, until, _ in _spans(after)]
    for since, until, _ in _spans(before):
        day, end = since, min(until or last, last)
        while day <= end:
            covered = max((stop for start, stop in now if start <= day <= stop), default=None)
            if covered is None:
                return day
            day = covered + _DAY
    return None


def _spans(rows: Iterable[Mapping[str, Any]]) -> list[tuple[date, date | None, str]]:
    return barred("", (told for row in rows for told in results(row)))


def _lack(spec: Register, said: str) -> RowLack:
    column = AGAIN if AGAIN in spec.columns else "结果"
    clause = spec.columns[column].clause or spec.clause
    return RowLack(column=column, said=said, code=f"填错:{column}", clause=clause)
