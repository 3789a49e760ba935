"""The party (当事人) of a case as stored: a mapping with the keys below, checked where a standard says how.

名称, 类别 (法人 其他组织 个体工商户 自然人), 统一社会信用代码 (GB 32100), 证件号码 (GB 11643 where the paper
is an identity card), 出生日期, 住所, 法定代表人, 联系电话, 证件种类 (not said: an identity card), 校验 (否: a
code that is invented on purpose and not checked).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

KINDS = ("法人", "其他组织", "个体工商户", "自然人")
IDENTITY_CARD = "居民身份证"
PAPERS = (
    IDENTITY_CARD,
    "护照",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
    "其他",
)
KEYS = (
    "名称",
    "类别",
    "统一社会信用代码",
    "证件号码",
    "出生日期",
    "住所",
    "法定代表人",
    "联系电话",
    "证件种类",
    "校验",
)
_FOREIGN = re.compile(r"[A-Z0-9()（）/-]{4,30}")
# Control, zero-width and bidirectional characters: with them the reader sees another text than was recorded.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_LIMITS = {"名称": 100, "住所": 200, "法定代表人": 50, "联系电话": 40}


class PartyError(ValueError):
    """A party that cannot be recorded; names every wrong key."""


# Checkers of codes are registered by `mingjing.registry`: the law room knows no register.
_checkers: dict[str, Callable[[str], str]] = {}


def check_codes_with(key: str, checker: Callable[[str], str]) -> None:
    """`checker` returns the normal form of the code under `key` or raises `ValueError` with the sentence."""
    _checkers[key] = checker


def accept_party(raw: object) -> dict[str, str]:
    """The stored form of a party. Raises `PartyError`."""
    if not isinstance(raw, Mapping):
        raise PartyError("当事人应当写名称、类别和代码")
    wrong: list[str] = []
    party: dict[str, str] = {}
    for key, value in raw.items():
        if key not in KEYS:
            wrong.append(f"当事人没有“{key}”这一项")
            continue
        if isinstance(value, Mapping | list | tuple):
            wrong.append(f"当事人的{key}应当是文字")
            continue
        text = unicodedata.normalize("NFC", str(value)).strip() if value is not None else ""
        if text:
            if len(text) > _LIMITS.get(key, 40):
                wrong.append(f"当事人的{key}最多 {_LIMITS.get(key, 40)} 字")
            if UNSEEN.search(text):
                wrong.append(f"当事人的{key}中有看不见的控制字符")
            party[key] = text
    if not party.get("名称"):
        wrong.append("没有当事人的名称")
    if party.get("类别") not in KINDS:
        wrong.append(f"当事人的类别只能是：{'、'.join(KINDS)}")
    if party.get("证件种类", IDENTITY_CARD) not in PAPERS:
        wrong.append(f"当事人的证件种类只能是：{'、'.join(PAPERS)}")
    if party.get("校验") not in (None, "否", "是"):
        wrong.append("当事人的校验写“是”或“否”")
    if party.get("校验") != "否":
        party.pop("校验", None)
        for key, checker in _checkers.items():
            if key == "证件号码" and party.get("证件种类", IDENTITY_CARD) != IDENTITY_CARD:
                # No standard that one could check: only that it can be a number at all.
                if key in party and not _FOREIGN.fullmatch(party[key]):
                    wrong.append("当事人的证件号码：只用大写字母和数字，4 至 30 位")
            elif key in party:
                try:
                    party[key] = checker(party[key])
                except ValueError as error:
                    wrong.append(f"当事人的{key}：{error}")
    if born := party.get("出生日期"):
        try:
            day = date.fromisoformat(born)
            if len(born) != 10 or not 1900 <= day.year < 2200 or day.isoformat() != born:
                raise ValueError(born)
        except ValueError:
            wrong.append("当事人的出生日期写成 1990-01-31 的形式")
    elif _tells_birth(party):
        digits = party["证件号码"][6:14]
        if digits.isdigit():
            party["出生日期"] = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if wrong:
        raise PartyError("；".join(wrong))
    return party


def _tells_birth(party: Mapping[str, str]) -> bool:
    """Whether the number itself says when the person was born: that of an identity card does."""
    card = party.get("证件种类", IDENTITY_CARD) == IDENTITY_CARD
    return card and party.get("类别") == "自然人" and len(party.get("证件号码", "")) == 18


def masked(number: str) -> str:
    """3101**********1234: the first four signs and the last four; of a short number less."""
    ends = 4 if len(number) >= 15 else 2 if len(number) >= 8 else 1
    return f"{number[:ends]}{'*' * max(2, len(number) - 2 * ends)}{number[-ends:]}" if number else ""


def age(party: Mapping[str, Any], on: date) -> int:
    """Full years of a natural person on the day; -1 where it is unknown or the party is no natural person."""
    born = party.get("出生日期")
    if party.get("类别") != "自然人" or not born:
        return -1
    birth = date.fromisoformat(str(born))
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
