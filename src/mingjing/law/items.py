"""Lists in a text fact, one item a line: what one list has beyond another, and what it leaves of it.

An item may be numbered (一、 2. （三）) and may end in a number of pieces (电热水器 40 台): ten of the forty
are part of it, and thirty are left.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

_BREAKS = re.compile(r"[\n；;]+")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d+[、．.](?!\d))\s*"
)
# Units in which goods are counted; 号 or 室 tell one thing from another and cannot be split.
_PIECES = re.compile(
    r"^(?P<name>.*?\S)\s*(?P<number>\d+(?:\.\d+)?)\s*"
    r"(?P<unit>台|件|箱|个|只|瓶|袋|盒|桶|套|辆|部|把|张|双|支|枚|本|册|份|包|条|块|头|千克|公斤|克|吨|升|米)$"
)
_ENDS = " \t\r　。，,"


@dataclass(frozen=True, slots=True)
class _Item:
    """`name` without numbering; `number` and `unit` where it counts pieces."""

    text: str
    name: str
    number: Decimal | None = None
    unit: str = ""


def items(text: str) -> tuple[str, ...]:
    """The items of a text, without their numbering: its lines, and what a semicolon parts."""
    return tuple(each.text for each in _read(text))


def beyond(part: str, whole: str) -> tuple[str, ...]:
    """The items of `part` that `whole` does not have, or has fewer of."""
    return _parted(whole, part)[1]


def left(whole: str, part: str) -> tuple[str, ...]:
    """The items of `whole` that remain when those of `part` are gone."""
    return _parted(whole, part)[0]


def _parted(whole: str, part: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rest, more = list(_read(whole)), []
    for taken in _read(part):
        at = next((n for n, each in enumerate(rest) if each.name == taken.name and _same(each, taken)), None)
        if at is None:
            at = next((n for n, each in enumerate(rest) if _enough(each, taken)), None)
        if at is None:
            more.append(taken.text)
            continue
        held = rest.pop(at)
        if held.number is not None and taken.number is not None and held.number > taken.number:
            number = held.number - taken.number
            words = f"{held.name} {number:f} {held.unit}"
            rest.insert(at, _Item(words, held.name, number, held.unit))
    return tuple(each.text for each in rest), tuple(more)


def _same(one: _Item, other: _Item) -> bool:
    return (one.number, one.unit) == (other.number, other.unit)


def _enough(held: _Item, taken: _Item) -> bool:
    if held.number is None or taken.number is None:
        return False
    return (held.name, held.unit) == (taken.name, taken.unit) and held.number >= taken.number > 0


def _read(text: str) -> tuple[_Item, ...]:
    found = []
    for line in _BREAKS.split(text):
        words = _NUMBERING.sub("", line.strip(_ENDS)).strip(_ENDS)
        if not words:
            continue
        pieces = _PIECES.match(words)
        found.append(
            _Item(words, pieces["name"], Decimal(pieces["number"]), pieces["unit"])
            if pieces
            else _Item(words, words)
        )
    return tuple(found)
