"""What other registers say of a certificate: suspensions, yearly checks, examinations, filing.

Kept with the certificate as JSON, so that the guard before each act asks one table:
``{"暂停": [[from, until or ""]], "年审": [[day, result]], "考试": [[day, result]], "备案": day or ""}``.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from mingjing.law.person import Certificate

# The columns of the table that make a certificate.
PAPER = (
    "number",
    "version",
    "since",
    "ended",
    "category",
    "area",
    "valid_from",
    "valid_until",
    "suspended_from",
    "suspended_until",
    "exam_passed",
    "exam_exempt",
    "standing",
)
_FAILED = {"年审": "年度审验不合格", "考试": "资格考试不合格"}


def written(
    suspensions: Iterable[tuple[str, str]],
    checks: Iterable[tuple[str, str]],
    exams: Iterable[tuple[str, str]],
    filed: str,
) -> str:
    """The stored text: the same statements give the same text, whatever their order."""
    told = {"暂停": sorted(suspensions), "年审": sorted(checks), "考试": sorted(exams), "备案": filed}
    return json.dumps({key: value for key, value in told.items() if value}, ensure_ascii=False)


def certificate(row: Mapping[str, Any]) -> Certificate:
    """The certificate as guards ask for it, from the columns of its table."""
    told = json.loads(row["standing"] or "{}")
    suspended = [(day(since), day(until) if until else None) for since, until in told.get("暂停", ())]
    if row["suspended_from"]:
        until = row["suspended_until"]
        suspended.append((day(row["suspended_from"]), day(until) if until else None))
    passed = [day(row["exam_passed"])] if row["exam_passed"] else []
    passed += [day(on) for on, result in told.get("考试", ()) if result == "合格"]
    return Certificate(
        number=row["number"],
        categories=tuple(
            each.strip()
            for each in row["category"].replace("，", ",").replace("、", ",").split(",")
            if each.strip()
        ),
        area=row["area"],
        valid_from=day(row["valid_from"]),
        valid_until=day(row["valid_until"]),
        suspended=tuple(suspended),
        barred=tuple(span for kind in _FAILED for span in barred(_FAILED[kind], told.get(kind, ()))),
        examined=min(passed, default=None),
        exempt=bool(row["exam_exempt"]),
        filed=day(told["备案"]) if told.get("备案") else None,
    )


def results(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a row of yearly checks or of training says: days, each with 合格 or 不合格 from then on.

    恢复日期: the day from which a failed check bars no more, when it was repeated in the same year.
    """
    result, again = fields.get("结果"), fields.get("恢复日期")
    if fields.get("类别", "资格考试") != "资格考试" or result not in ("合格", "不合格"):
        return []
    on = fields["审验日期"] if "审验日期" in fields else fields["日期"]
    return [(on, result), *([(again, "合格")] if again else [])]


def barred(why: str, results: Iterable[Any]) -> list[tuple[date, date | None, str]]:
    """From each failure to the day before the next success."""
    spans: list[tuple[date, date | None, str]] = []
    since: date | None = None
    for on, result in sorted(results):
        if result == "不合格" and since is None:
            since = day(on)
        elif result == "合格" and since is not None:
            if day(on) > since:
                spans.append((since, day(on) - timedelta(days=1), why))
            since = None
    if since is not None:
        spans.append((since, None, why))
    return spans


def day(value: date | str) -> date:
    """SQLite gives dates as text in raw queries, PostgreSQL as dates."""
    return value if isinstance(value, date) else date.fromisoformat(value)
