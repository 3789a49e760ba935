"""The stored form of each fact: what a person or a file wrote becomes one plain JSON value, or a sentence.

| type | stored as |
|---|---|
| 文本 长文本 | text, NFC, without control, bidi or zero-width characters |
| 金额 | yuan with two decimals as text: "50000.00" |
| 日期 | "2026-03-02" |
| 时刻 | "2026-03-02T09:30:00+08:00" |
| 是否 | true or false |
| 选择 | one option |
| 多选 | list of options in the order of the rule |
| 人员 | person id, or a list of different ids |
| 期限 | "15日" |
| 当事人 | mapping, see `mingjing.law.party` |
| 要点 | {point: {结论, 说明}} |
| 案件 | {案件: id, 编号, 程序, 记录: [[version, act, hash]]}: the other case as it stood when it was named |
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from mingjing.law.party import PartyError, accept_party
from mingjing.law.rule import Fact, FactType
from mingjing.law.term import Term

SHANGHAI = timezone(timedelta(hours=8))
TEXT_LIMIT = 300
LONG_LIMIT = 20_000
RESULTS = ("符合", "不符合", "不涉及")

_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Digits, with commas by threes or none: "12,50" may have meant twelve and a half, so it is asked again.
_AMOUNT = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
_MOST_MONEY = Decimal("1000000000000")
# Beyond these years a date is a slip of the keyboard, and terms counted from it would leave the calendar.
_YEARS = range(1900, 2200)
_LONGEST = {"年": 100, "个月": 1200, "日": 9999, "工作日": 9999}


class FactError(ValueError):
    """A value that does not fit its fact; the message is a sentence for the person who wrote it."""


def accept(fact: Fact, raw: object) -> Any:
    """The stored form of `raw`, or None if nothing was written. Raises `FactError`."""
    if raw is None or raw == "" or (isinstance(raw, list | tuple | dict) and not raw):
        return None
    match fact.type:
        case FactType.TEXT:
            return _text(fact, raw, fact.limit or TEXT_LIMIT, lines=False)
        case FactType.LONG:
            return _text(fact, raw, fact.limit or LONG_LIMIT, lines=True)
        case FactType.MONEY:
            return _money(fact, raw)
        case FactType.DATE:
            return _date(fact, raw)
        case FactType.MOMENT:
            return _moment(fact, raw)
        case FactType.YESNO:
            return _yes(fact, raw)
        case FactType.CHOICE:
            return _option(fact, _one(fact, raw))
        case FactType.MULTI:
            chosen = {_option(fact, str(each)) for each in _many(raw)}
            return [option for option in fact.options if option in chosen] or None
        case FactType.PERSON:
            people = list(dict.fromkeys(str(each).strip() for each in _many(raw) if str(each).strip()))
            if not fact.many and len(people) > 1:
                raise FactError(f"{fact.name}只能填一个人")
            return (people if fact.many else people[0]) if people else None
        case FactType.TERM:
            return _term(fact, raw)
        case FactType.PARTY:
            try:
                return accept_party(raw)
            except PartyError as error:
                raise FactError(str(error)) from error
        case FactType.POINTS:
            return _points(fact, raw)
        case FactType.CASE:
            return _case(fact, raw)
        case FactType.ACT:
            return _text(fact, raw, 60, lines=False)


def merge(fact: Fact, before: Any, now: Any) -> Any:
    """The value of a fact after one more act said `now`: as the fact's 累加 says, else what was said last."""
    if now is None:
        return before
    if fact.merge == "并集":
        both = {*(before or ()), *now}
        return [option for option in fact.options if option in both]
    if fact.merge == "合计" and before is not None:
        return f"{Decimal(before) + Decimal(now):.2f}"
    return now


def gather(
    facts: Mapping[str, Fact], said: Iterable[Mapping[str, Any]], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The current value of every fact after what each act in turn said, starting from `before`."""
    values: dict[str, Any] = dict(before or {})
    for each in said:
        for name, now in each.items():
            fact = facts.get(name)
            values[name] = merge(fact, values.get(name), now) if fact else now
    return values


def clean(text: str) -> str:
    """NFC with unified line ends and no blanks at either end."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(fact: Fact, raw: object, limit: int, *, lines: bool) -> str | None:
    if not isinstance(raw, str | int | float | date | datetime):
        raise FactError(f"{fact.name}应当是文字")
    text = clean(str(raw))
    if len(text) > limit:
        raise FactError(f"{fact.name}有 {len(text)} 字，最多 {limit} 字")
    if _CONTROL.search(text) or _HIDDEN.search(text):
        raise FactError(f"{fact.name}中有看不见的控制字符，删去后再填")
    if not lines and "\n" in text:
        raise FactError(f"{fact.name}只能写一行")
    return text or None


def _money(fact: Fact, raw: object) -> str:
    text = unicodedata.normalize("NFKC", str(raw)).strip().removesuffix("元").strip()
    if not _AMOUNT.fullmatch(text):
        raise FactError(f"{fact.name}应当是金额，以元为单位，例如 50000 或 50000.00，不能写“{text[:20]}”")
    amount = Decimal(text.replace(",", ""))
    if amount < 0 or amount >= _MOST_MONEY:
        raise FactError(f"{fact.name}应当是不小于零的金额，不能写“{text[:20]}”")
    if amount != round(amount, 2):
        raise FactError(f"{fact.name}最多写到分，不能写“{text[:20]}”")
    return f"{amount:.2f}"


def _date(fact: Fact, raw: object) -> str:
    if isinstance(raw, datetime):
        raw = raw.astimezone(SHANGHAI).date() if raw.tzinfo else raw.date()
    text = raw.isoformat() if isinstance(raw, date) else str(raw).strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise FactError(f"{fact.name}应当写成 2026-03-02 的形式，不能写“{text[:20]}”")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise FactError(f"{fact.name}：没有{text}这一天") from None
    if day.year not in _YEARS:
        raise FactError(f"{fact.name}的年份 {day.year:04} 不在 {_YEARS[0]} 至 {_YEARS[-1]} 之间")
    return day.isoformat()


def _moment(fact: Fact, raw: object) -> str:
    try:
        return moment(raw).isoformat()
    except ValueError:
        raise FactError(f"{fact.name}应当写成 2026-03-02 09:30 的形式，不能写“{str(raw)[:20]}”") from None


def moment(raw: object) -> datetime:
    """A time with the zone of Shanghai from a datetime or text; `ValueError` if it is none.

    So is one outside the years in which acts and their limits can lie.
    """
    value = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
    if value.year not in _YEARS:
        raise ValueError(f"年份 {value.year:04} 不在 {_YEARS[0]} 至 {_YEARS[-1]} 之间")
    return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)


def _term(fact: Fact, raw: object) -> str:
    try:
        term = Term.parse(str(raw).strip()[:20])
    except ValueError as error:
        raise FactError(f"{fact.name}：{error}") from error
    if term.unit not in _LONGEST:
        raise FactError(f"{fact.name}不以{term.unit}计，写作“7工作日”“15日”“3个月”")
    if term.number > _LONGEST[term.unit]:
        raise FactError(f"{fact.name}“{term}”太长，最多 {_LONGEST[term.unit]}{term.unit}")
    return str(term)


def _yes(fact: Fact, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip()
    if word in ("是", "true", "on", "1"):
        return True
    if word in ("否", "false", "off", "0"):
        return False
    raise FactError(f"{fact.name}写“是”或“否”，不能写“{word[:20]}”")


def _one(fact: Fact, raw: object) -> str:
    values = _many(raw)
    if len(values) != 1:
        raise FactError(f"{fact.name}只能选一项")
    return str(values[0])


def _many(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list | tuple) else [raw]


def _option(fact: Fact, word: str) -> str:
    word = clean(word)
    if word not in fact.options:
        raise FactError(f"{fact.name}没有“{word[:40]}”这一项，可选：{'、'.join(fact.options)}")
    return word


def _case(fact: Fact, raw: object) -> dict[str, Any]:
    """Another case as the service found it. Whatever the service did not find is still text."""
    if not isinstance(raw, Mapping):
        raise FactError(f"{fact.name}没有找到：本机关没有编号是“{str(raw)[:40]}”的案件")
    return {key: raw[key] for key in ("案件", "编号", "程序", "记录")}


def _points(fact: Fact, raw: object) -> dict[str, dict[str, str]]:
    """Answers by point; a bare sentence stands for 符合 with that sentence as its note."""
    if not isinstance(raw, Mapping):
        raise FactError(f"{fact.name}应当逐项填写")
    answers: dict[str, dict[str, str]] = {}
    for point, answer in raw.items():
        if isinstance(answer, Mapping):
            unknown = set(answer) - {"结论", "说明"}
            if unknown:
                raise FactError(f"{fact.name}“{point}”没有“{min(unknown)}”这一栏")
            result, note = str(answer.get("结论") or ""), str(answer.get("说明") or "")
        else:
            note = str(answer or "").strip()
            result = "符合" if note else ""
        if not result and not note:
            continue
        if result not in RESULTS:
            raise FactError(f"{fact.name}“{point}”的结论只能是：{'、'.join(RESULTS)}")
        answers[str(point)] = {"结论": result, "说明": _text(fact, note, 2000, lines=True) or ""}
    return answers
