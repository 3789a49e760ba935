"""What a change alters, as a page lists it: before → after by column, losses and other people flagged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingjing.desk.register_name import NAMES, PERSON, called, in_words, people_named
from mingjing.law.register import Column, Register
from mingjing.registry.keeping import Kept
from mingjing.registry.register_alteration import Alteration
from mingjing.registry.register_log import latest_rows

EMPTIED, RENAMED, REASSIGNED = "清空", "改名", "换人"
_HIDDEN = "（密封）"


@dataclass(frozen=True, slots=True)
class Line:
    """One column; `flag`: 清空, 改名, 换人, or "" for a change that takes away no name and no value."""

    name: str
    before: str
    after: str
    flag: str


@dataclass(frozen=True, slots=True)
class AlteredRow:
    """One standing row that would be changed: the row in the spreadsheet, its key and name, what changes."""

    number: int
    key: str
    name: str
    beside: str
    lines: tuple[Line, ...]

    @property
    def flagged(self) -> bool:
        return any(line.flag for line in self.lines)


def lines(spec: Register, altered: Iterable[Alteration], names: Mapping[str, str]) -> tuple[Line, ...]:
    """Each alteration in words. names: of the people to whom they refer, by number."""
    return tuple(_line(spec, each, names) for each in altered)


def _line(spec: Register, each: Alteration, names: Mapping[str, str]) -> Line:
    column = spec.columns.get(each.column) or Column(name=each.column, id="", type="文本")
    if each.private:
        before, after = (_HIDDEN if value is not None else "" for value in (each.before, each.after))
        after = "换成另一个（密封）" if before and after else after
    else:
        before, after = in_words(column, each.before, names), in_words(column, each.after, names)
    return Line(each.column, before, after, _flag(column, each))


def _flag(column: Column, each: Alteration) -> str:
    if each.empties:
        return EMPTIED
    if each.before is None:
        return ""
    if column.refers == PERSON:
        return REASSIGNED
    return RENAMED if column.name in NAMES else ""


def altered_rows(agency: str, spec: Register, kept: Iterable[Kept], most: int) -> list[AlteredRow]:
    """The first `most` rows that a checked spreadsheet would change, those with a flag before the others."""
    of = sorted((each for each in kept if each.kind == "变更"), key=lambda each: not _loses(spec, each))[
        :most
    ]
    standing = latest_rows(agency, spec.id, (each.key for each in of))
    names = people_named(
        spec,
        [
            *(row.fields for row in standing.values()),
            *({one.column: one.after for one in each.altered if not one.private} for each in of),
        ],
    )
    return [
        AlteredRow(
            each.number,
            each.key,
            *called(spec, standing[each.key], names),
            lines(spec, each.altered, names),
        )
        for each in of
    ]


def flags(spec: Register, kept: Iterable[Kept]) -> dict[str, int]:
    """How many cells of a checked spreadsheet empty a value, give another name, or name another person."""
    counts = {EMPTIED: 0, RENAMED: 0, REASSIGNED: 0}
    for each in kept:
        for one in each.altered:
            if flag := _flag(spec.columns.get(one.column) or Column(name=one.column, id="", type=""), one):
                counts[flag] += 1
    return {flag: number for flag, number in counts.items() if number}


def _loses(spec: Register, each: Kept) -> bool:
    return bool(flags(spec, [each]))
