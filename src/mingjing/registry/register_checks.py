"""What a row is checked for beyond itself: codes, references to other registers, keys held elsewhere."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingjing.law.clause import Clause, ClauseError
from mingjing.law.register import Checker, Register, RowLack
from mingjing.platform import clock
from mingjing.registry import division
from mingjing.registry.codes import credit_code, resident_number
from mingjing.registry.register_log import WHY, latest_rows
from mingjing.registry.register_models import RegisterRow

Wanted = Sequence[tuple[str, Mapping[str, Any], str]]  # key, values, kind
Found = Iterator[tuple[int, RowLack]]

_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._()（）〔〕\[\]-]*")
_BLANKS = {" ": "空格", "\u3000": "全角空格", "\xa0": "空格", "\t": "制表符", "\n": "换行"}
_PHONE = re.compile(r"\+?\d[\d\- ()（）转]{4,28}\d")
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")


def _plain_number(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        half = unicodedata.normalize("NFKC", text)
        if half != text and _NUMBER.fullmatch(half):
            raise ValueError(f"“{text[:20]}”是全角字符，改成半角的“{half[:20]}”")
        raise ValueError(f"“{text[:20]}”中的{_strange(text)}不能用在编号里")
    return text


def _strange(text: str) -> str:
    """The signs that no number has, or the one that cannot begin it; a blank by its name."""
    signs = [sign for sign in dict.fromkeys(text) if not _NUMBER.fullmatch(f"0{sign}")]
    named = [_BLANKS.get(sign, f"“{sign}”" if sign.isprintable() else f"U+{ord(sign):04X}") for sign in signs]
    return "、".join(named[:5]) if named else f"“{text[0]}”放在开头，"


def _past(text: str) -> str:
    if text > clock.now().date().isoformat():
        raise ValueError(f"{text} 还没有到")
    return text


def _region(text: str) -> str:
    if not re.fullmatch(r"\d{6}", text, re.ASCII) or not division.province_of(text):
        raise ValueError(f"“{text[:20]}”不是六位行政区划代码")
    return text


def _phone(text: str) -> str:
    if not _PHONE.fullmatch(text):
        raise ValueError(f"“{text[:20]}”不是电话号码")
    return text


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("应当是以 http:// 或者 https:// 开头的网址")
    return text


def _clause(text: str) -> str:
    try:
        Clause.parse(text)
    except ClauseError as error:
        raise ValueError(str(error)) from error
    return text


CHECKERS: dict[str, Checker] = {
    "统一社会信用代码": credit_code,
    "身份证号": resident_number,
    "行政区划代码": _region,
    "编号": _plain_number,
    "电话": _phone,
    "网址": _address,
    "条款": _clause,
    "已过的日期": _past,
}


def outside_lacks(agency: str, spec: Register, known: Mapping[str, Register], rows: Wanted) -> Found:
    """(index, lack) for each value that stands in no register it refers to, or is held by another row.

    `known`: the agency's registers by name.
    """
    yield from _references(agency, spec, known, rows)
    for name, column in spec.columns.items():
        if column.unique and name in spec.keys:
            keys = {key: index for index, (key, _, kind) in enumerate(rows) if kind == "登记"}
            for key in _elsewhere(agency, spec.id, list(keys)):
                said = f"{name}“{key}”已由别的机关登记"
                yield keys[key], _lack(spec, name, said, f"唯一:{name}")
        elif column.unique:
            yield from _doubled(agency, spec, name, rows)


def _references(agency: str, spec: Register, known: Mapping[str, Register], rows: Wanted) -> Found:
    for name, column in spec.columns.items():
        if not column.refers:
            continue
        target = spec if column.refers == spec.name else known.get(column.refers)
        if target is None:
            continue
        asked = {str(values[name]) for _, values, _ in rows if name in values}
        there = {key for key, row in latest_rows(agency, target.id, asked).items() if not row.ended}
        if target is spec:
            there |= {key for key, _, kind in rows if kind != "注销"}
        for index, (_, values, kind) in enumerate(rows):
            if kind != "注销" and name in values and str(values[name]) not in there:
                said = f"{name}“{values[name]}”没有在“{column.refers}”中登记"
                yield index, _lack(spec, name, said, f"引:{name}")


def _elsewhere(agency: str, register: str, keys: list[str]) -> Iterator[str]:
    for start in range(0, len(keys), 500):
        yield from (
            RegisterRow.objects.unscoped(WHY)
            .filter(register=register, latest=True, ended=False, key__in=keys[start : start + 500])
            .exclude(agency=agency)
            .values_list("key", flat=True)
        )


def _doubled(agency: str, spec: Register, name: str, rows: Wanted) -> Found:
    taken = {
        str(fields.get(name)): key
        for key, fields in RegisterRow.objects.unscoped(WHY)
        .filter(agency=agency, register=spec.id, latest=True, ended=False)
        .values_list("key", "fields")
        if fields.get(name)
    }
    for index, (key, values, kind) in enumerate(rows):
        value = str(values.get(name) or "")
        if value and kind != "注销" and taken.setdefault(value, key) != key:
            yield index, _lack(spec, name, f"{name}“{value}”已经用在“{taken[value]}”", f"唯一:{name}")


def _lack(spec: Register, column: str, said: str, code: str) -> RowLack:
    return RowLack(column=column, said=said, code=code, clause=spec.columns[column].clause or spec.clause)
