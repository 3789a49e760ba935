"""Several plans side by side: for one procedure what each asks, and for one case what would come of it. Pure.

A row is one demand, a cell what one plan says of it. Rows whose cells all say the same are left out by
`differing`. With a rehearsed case, limits carry their last days and each step its answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingjing.casework.compare_plan import plan_cells
from mingjing.casework.rehearsal import REVIEW, Rehearsal
from mingjing.casework.rule_words import field_words, guard_words, place
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty
from mingjing.law.layer_field import NOTE, RECORDING

NOT = "—"
LISTED = "方案列明的重大决定"
CASE, ASKED, FORBIDDEN, LIMITS, REVIEWED, POINTS = "本案", "填写", "前提", "期限", "法制审核", "审核要点"
RECORDED, PERSONS, AMOUNTS = "音像", "人员", "数额"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one plan says: `text` "—" where it says nothing; `clause` and `place` where it says so."""

    text: str = NOT
    clause: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    part: str
    subject: str
    item: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.text for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Side:
    """One column: a plan, its effective rules, and the case under them where one is compared."""

    profile: str
    name: str
    book: RuleBook
    case: Rehearsal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    procedure: str
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)


Key = tuple[str, str, str]  # part, subject, item
_ORDER = (CASE, LIMITS, REVIEWED, POINTS, ASKED, FORBIDDEN, PERSONS, RECORDED)


def compare(procedure: str, sides: Sequence[Side]) -> Comparison:
    """All rows: the case, limits, review, fields, guards, recording, then the plan's own matters.

    Raises `KeyError` where a book has no such procedure.
    """
    columns = [dict(_cells(side, side.book.procedures[procedure])) for side in sides]
    keys = dict.fromkeys(key for column in columns for key in column)
    parts = dict.fromkeys((*_ORDER, *(key[0] for key in keys)))
    rows = tuple(
        Row(*key, tuple(column.get(key, Cell()) for column in columns))
        for part in parts
        for key in keys
        if key[0] == part
    )
    return Comparison(procedure, tuple(sides), rows)


def _cells(side: Side, procedure: r.Procedure) -> Iterator[tuple[Key, Cell]]:
    """Later cells of one key join the earlier ones."""
    found: dict[Key, Cell] = {}
    for key, cell in _all(side, procedure):
        before = found.get(key)
        found[key] = Cell(f"{before.text}；{cell.text}", before.clause, before.place) if before else cell
    yield from found.items()


def _all(side: Side, procedure: r.Procedure) -> Iterator[tuple[Key, Cell]]:
    book, case = side.book, side.case
    touched = {tried.step.act for tried in case.steps} if case else set(procedure.acts)
    if case:
        yield from _case(case)
    for act in procedure.acts.values():
        if act.name in touched:
            yield from _act(book, procedure, act, case)
    yield from _review(book, procedure, case)
    for name, parameter in book.parameters.items():
        values = "、".join(f"{kind} {_amount(value)}" for kind, value in parameter.values.items())
        yield (AMOUNTS, name, ""), _cell(values, parameter.clause, parameter.file, parameter.line)
    for part, subject, item, text, clause, file, line in plan_cells(book, procedure):
        yield (part, subject, item), _cell(text, clause, file, line)


def _amount(value: float | None) -> str:
    return "未定" if value is None else f"{value:g}"


def _cell(text: str, clause: Clause | None, file: str, line: int) -> Cell:
    return Cell(text, str(clause or ""), place(file, line))


def _case(case: Rehearsal) -> Iterator[tuple[Key, Cell]]:
    for tried in case.steps:
        step = tried.step
        clauses = "、".join(dict.fromkeys(str(lack.clause) for lack in tried.lacks if lack.clause))
        said = "；".join(dict.fromkeys(lack.said for lack in tried.lacks))
        text = f"不得：{said}" if tried.lacks else "可以办"
        yield (CASE, step.act, f"{step.at:%Y-%m-%d %H:%M}"), Cell(text, clauses)


def _act(
    book: RuleBook, procedure: r.Procedure, act: r.ActRule, case: Rehearsal | None
) -> Iterator[tuple[Key, Cell]]:
    for field in act.fields.values():
        name = field.fact.name
        part = RECORDED if name in (RECORDING, NOTE) else ASKED
        yield (part, act.name, name), _cell(field_words(field), field.clause, field.file, field.line)
    for before in act.after:
        yield (FORBIDDEN, act.name, f"先有：{before.act}"), _cell("须", before.clause, act.file, act.line)
    for guard in act.guards:
        yield (
            (FORBIDDEN, act.name, guard_words(guard, book)),
            _cell("须", guard.clause, guard.file, guard.line),
        )
    yield from _persons(procedure, act)
    for duty in act.opens:
        when = f"，当：{duty.when}" if duty.when else ""
        found = _limit(book, act, duty, case)
        if found:
            yield (
                (LIMITS, duty.name, f"自{duty.start or act.name}{when}"),
                _cell(found, duty.clause, duty.file, duty.line),
            )


def _persons(procedure: r.Procedure, act: r.ActRule) -> Iterator[tuple[Key, Cell]]:
    for item, asked in (("人数", act.people), ("资格", act.qualification), ("须在别的机构", act.other_unit)):
        if asked:
            text = f"至少 {asked.number} 人" if item == "人数" else asked.what
            yield (PERSONS, act.name, item), _cell(text, asked.clause, act.file, act.line)
    yield (PERSONS, act.name, "由"), _cell("、".join(act.roles), act.clause, act.file, act.line)


def _limit(book: RuleBook, act: r.ActRule, duty: r.DutyRule, case: Rehearsal | None) -> str:
    """The limit in words; in a case with its last days, "" where the case opened no such duty."""
    term = book.days.resolve(duty.term, duty.clause.law) if duty.term else None
    words = term.spoken() if term else "没有定期限"
    if case is None or (term is None and _opened(act, duty, case)):
        return words
    dues = [
        f"{each.due or '不定'}{'（暂算）' if each.provisional else ''}" for each in _opened(act, duty, case)
    ]
    return f"{words}，至 {'、'.join(dues)}" if dues else ""


def _opened(act: r.ActRule, duty: r.DutyRule, case: Rehearsal) -> list[Duty]:
    return [
        each
        for each in case.duties
        if (each.opened_by, each.name, each.clause) == (act.name, duty.name, duty.clause)
    ]


def _review(book: RuleBook, procedure: r.Procedure, case: Rehearsal | None) -> Iterator[tuple[Key, Cell]]:
    if REVIEW not in book.conditions.names():
        return
    if case:
        why = [each for reason in case.reasons for each in _named(book, reason)]
        text = f"应当：{'；'.join(dict.fromkeys(each.said for each in why))}" if why else "不必"
        clauses = "、".join(dict.fromkeys(str(each.clause) for each in why))
        places = "、".join(dict.fromkeys(place(each.file, each.line) for each in why))
        yield (REVIEWED, "本案的决定", ""), Cell(text, clauses, places)
    else:
        for each in major(book):
            yield (REVIEWED, "重大决定", each.said), _cell("须审核", each.clause, each.file, each.line)
    for point in procedure.points:
        when = f"（当：{point.when}）" if point.when else ""
        yield (POINTS, point.name, ""), _cell(point.question + when, point.clause, "", 0)


def _named(book: RuleBook, reason: r.Situation) -> Iterator[r.Situation]:
    """The plan's row where it lists one kind of decision only and so stands under the common name."""
    yield from map(book.conditions.situation, reason.any_of) if reason.name == LISTED else (reason,)


def major(book: RuleBook) -> Iterator[r.Situation]:
    """The decisions that need legal review, a plan's own rows in place of their common name."""
    situation = book.conditions.situation
    for name in situation(REVIEW).any_of:
        yield from _named(book, situation(name))


def sides_of(
    profiles: Iterable[tuple[str, str]],
    book_of: Callable[[str], RuleBook],
    rehearsed: Callable[[str, RuleBook], Rehearsal] | None = None,
) -> tuple[Side, ...]:
    """The columns of the profiles (id, name), each with its book and, where one is given, its case."""
    books: Mapping[str, RuleBook] = {profile: book_of(profile) for profile, _ in profiles}
    return tuple(
        Side(profile, name, books[profile], rehearsed(profile, books[profile]) if rehearsed else None)
        for profile, name in profiles
    )
