"""The citizen identity number 公民身份号码 (GB 11643-1999).

Eighteen signs: division of first registration (6), date of birth (8), serial (3, odd for men), check
(1, a digit or X). The division may be long abolished: an unknown one only warns.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mingjing.registry import division

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


class ResidentIdError(ValueError):
    """A number that cannot be one. The message never holds the number itself."""


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What a valid number says of its holder. The number itself is not kept: a `repr` may reach a log."""

    born: date
    sex: Literal["男", "女"]
    division: str
    warnings: tuple[str, ...] = ()


def check(number: str, today: date, counties: Mapping[str, str] | None = None) -> ResidentId:
    """What a valid number says; `ResidentIdError` says what is wrong with it.

    `today` bounds the date of birth. `counties` widens the warning, see `division.warning_for`.
    """
    if len(number) != 18:
        raise ResidentIdError(f"公民身份号码应为18位，现为{len(number)}位")
    if number[17] == "x":
        raise ResidentIdError("公民身份号码第18位是小写字母，应为大写“X”")
    if not re.fullmatch("[0-9]{17}[0-9X]", number):
        at = next(at for at, sign in enumerate(number, 1) if sign not in "0123456789")
        half = unicodedata.normalize("NFKC", number[at - 1])
        if half != number[at - 1] and half in "0123456789X":
            raise ResidentIdError(f"公民身份号码第{at}位是全角字符，改成半角")
        raise ResidentIdError(f"公民身份号码第{at}位应为{'数字或者“X”' if at == 18 else '数字'}")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ResidentIdError("公民身份号码第7至14位不是日期") from None
    if not date(1800, 1, 1) <= born <= today:
        raise ResidentIdError("公民身份号码中的出生日期不可能")
    if check_sign(number[:17]) != number[17]:
        raise ResidentIdError("公民身份号码校验码不符，请核对各位数字")
    odd = division.warning_for(number[:6], counties)
    return ResidentId(born, "男" if int(number[16]) % 2 else "女", number[:6], (odd,) if odd else ())


def check_sign(head: str) -> str:
    """The eighteenth sign for the first seventeen digits."""
    return _CHECKS[sum(int(sign) * weight for sign, weight in zip(head, _WEIGHTS, strict=True)) % 11]
