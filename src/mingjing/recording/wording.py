"""How documents write amounts, days, hours and terms."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mingjing.law.clause import numeral
from mingjing.law.term import Term

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def yuan(amount: str) -> str:
    """50000.00 as 50000元, 12.50 as 12.50元. Unit: yuan as stored text."""
    value = Decimal(amount)
    return f"{value:.0f}元" if value == value.to_integral_value() else f"{value:.2f}元"


def capital_amount(amount: str) -> str:
    """The amount in capital numerals: 50000.00 as 伍万元整, 100.05 as 壹佰元零伍分.

    Source: 正确填写票据和结算凭证的基本规定 (中国人民银行), rules on 整 and 零.
    """
    fen = int((Decimal(amount) * 100).to_integral_value())
    whole, rest = divmod(fen, 100)
    text = f"{_whole(whole)}元" if whole else ""
    tenths, hundredths = divmod(rest, 10)
    if not rest:
        return f"{text or '零元'}整"
    if tenths:
        text += f"{_DIGITS[tenths]}角"
    elif text:
        text += "零"
    return f"{text}{_DIGITS[hundredths]}分" if hundredths else f"{text}整"


def _whole(value: int) -> str:
    groups: list[int] = []
    while value:
        value, group = divmod(value, 10000)
        groups.append(group)
    text, gap = "", False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + _GROUPS[index]
        gap = False
    return text


def _group(value: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = bool(text)
    return text


def day(value: str | date) -> str:
    """2026-03-02 as 2026年3月2日."""
    found = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return f"{found.year}年{found.month}月{found.day}日"


def hour(value: str | datetime) -> str:
    """2026-03-02T09:30:00+08:00 as 2026年3月2日9时30分."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{day(found.date())}{found.hour}时{found.minute:02d}分"


def term(value: str) -> str:
    return Term.parse(value).spoken()


def term_in_words(value: str) -> str:
    """15日 as 十五日, 7工作日 as 七个工作日."""
    spoken = term(value)
    number = str(Term.parse(value).number)
    return numeral(int(number)) + spoken.removeprefix(number)


WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "元": yuan,
    "大写金额": capital_amount,
    "年月日": day,
    "年月日时分": hour,
    "期限": term,
    "汉字": term_in_words,
}


def penalty_items(facts: Mapping[str, Any]) -> list[str]:
    """Each penalty of a decision as its own words: 罚款人民币50000元（大写：伍万元整）, 警告.

    Kinds in the order of the rules; amounts stand with their kind, details that belong to none at the end.
    """
    amounts = {"罚款": "罚款", "没收违法所得": "没收违法所得", "没收非法财物": "没收非法财物价值"}
    kinds = list(facts.get("处罚种类") or ())
    kinds += [kind for kind, name in amounts.items() if kind not in kinds and not nothing(facts.get(name))]
    other = str(facts.get("其他处罚内容") or "")
    items: list[str] = []
    for kind in kinds:
        amount = facts.get(amounts.get(kind, ""))
        if not nothing(amount):
            worth = "（价值" if kind == "没收非法财物" else ""
            items.append(
                f"{kind}{worth}人民币{yuan(str(amount))}{'）' if worth else ''}"
                + ("" if worth else f"（大写：{capital_amount(str(amount))}）")
            )
        elif kind != "其他行政处罚":
            items.append(kind)
    if other:
        items.append(other.rstrip("。；"))
    return items


def nothing(value: Any) -> bool:
    """Whether a stored value says nothing: absent, empty, no, or an amount of zero."""
    if value is None or value is False or value == "" or value == [] or value == {}:
        return True
    amount = isinstance(value, str) and "." in value and value.replace(".", "", 1).isdigit()
    return amount and not Decimal(value)
