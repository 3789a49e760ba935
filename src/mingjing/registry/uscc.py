"""The unified social credit code 统一社会信用代码 of organisations (GB 32100-2015).

Eighteen signs: registering authority (1), kind of body (1), division (6 digits), body (9), check (1).
The alphabet leaves out I, O, S, V, Z. The body is an organisation code (GB 11714) with its own check
sign; published codes exist whose inner check fails, so that one only warns.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.registry import division

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, n, 31) for n in range(17))
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY_CHECK = "0123456789X"


class UsccError(ValueError):
    """A code that cannot be one; `faults` holds every reason, the message all of them."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("统一社会信用代码" + "；".join(faults))


@dataclass(frozen=True, slots=True)
class Uscc:
    """A valid code and its parts; `warnings` are oddities that do not make it invalid."""

    code: str
    warnings: tuple[str, ...] = ()

    @property
    def authority(self) -> str:
        """登记管理部门代码: 1 机构编制, 5 民政, 9 市场监管 and others."""
        return self.code[0]

    @property
    def kind(self) -> str:
        """机构类别代码 within its registering authority."""
        return self.code[1]

    @property
    def division(self) -> str:
        """登记管理机关行政区划码, six digits."""
        return self.code[2:8]

    @property
    def body(self) -> str:
        """主体标识码, nine signs."""
        return self.code[8:17]


def check(code: str, counties: Mapping[str, str] | None = None) -> Uscc:
    """The code, if it is valid exactly as written; `UsccError` names every fault with its position.

    Nothing is mended: lower case, blanks and full-width signs are faults that the message names.
    `counties` (code to name) widens the warning about the division, see `division.warning_for`.
    """
    if len(code) != 18:
        raise UsccError((f"应为18位，现为{len(code)}位", *_sign_faults(code)))
    if faults := _sign_faults(code) or _digit_faults(code):
        raise UsccError(faults)
    if (wanted := check_sign(code[:17])) != code[17]:
        raise UsccError((f"校验码应为“{wanted}”，现为“{code[17]}”",))
    warnings = [division.warning_for(code[2:8], counties, national=True)]
    if (wanted := body_check_sign(code[8:16])) != code[16]:
        warnings.append(f"主体标识码（第9至17位）的校验码应为“{wanted}”，现为“{code[16]}”")
    return Uscc(code, tuple(filter(None, warnings)))


def make_code(division_code: str, body: str, *, authority: str = "9", kind: str = "1") -> str:
    """A valid code for an invented body: both check signs are computed.

    `body`: the eight signs of the organisation code before its check sign. `UsccError` if the parts
    cannot stand in a code.
    """
    if len(division_code) != 6 or len(body) != 8 or len(authority + kind) != 2:
        raise UsccError(("由登记部门1位、类别1位、区划6位、主体8位编成",))
    head = f"{authority}{kind}{division_code}{body}"
    if faults := _sign_faults(head) or _digit_faults(head):
        raise UsccError(faults)
    head += body_check_sign(body)
    return head + check_sign(head)


def check_sign(head: str) -> str:
    """The eighteenth sign for the first seventeen."""
    total = sum(_VALUE[sign] * weight for sign, weight in zip(head, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def body_check_sign(body: str) -> str:
    """The ninth sign of an organisation code for its first eight (letters count from A = 10 on)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return _BODY_CHECK[-total % 11]


def _sign_faults(code: str) -> tuple[str, ...]:
    return tuple(_fault(at, sign) for at, sign in enumerate(code, 1) if sign not in _VALUE)


def _digit_faults(code: str) -> tuple[str, ...]:
    return tuple(
        f"第{at}位“{sign}”应为数字（第3至8位是行政区划代码）"
        for at, sign in enumerate(code[2:8], 3)
        if not sign.isdigit()
    )


def _fault(at: int, sign: str) -> str:
    if sign.isspace():
        return f"第{at}位是空格"
    half = chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign
    if half != sign:
        return f"第{at}位“{sign}”是全角字符，应为半角“{half.upper()}”"
    if sign.upper() in _VALUE:
        return f"第{at}位“{sign}”是小写字母，应为大写“{sign.upper()}”"
    return f"第{at}位“{sign}”不是代码所用的字符（数字和除 I、O、S、V、Z 以外的大写字母）"
