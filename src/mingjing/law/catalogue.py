"""Catalogues (目录) of what is public beforehand: their columns, who drafts, reviews and publishes them.

The national file says which catalogues there are; a plan says what must be filled in, who reviews before
publication, how soon a change of law or function is followed, and with whom a catalogue is filed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Protocol

from mingjing.law.clause import Clause
from mingjing.law.privacy import personal
from mingjing.law.register import Checker, Register, RowLack, read_row
from mingjing.law.source import Fault
from mingjing.law.term import Term

LONGEST_KEY = 200
ALL = "全部"
JUSTICE, SERVICE = "司法行政机关", "政务服务部门"
PHONE = "电话"


class PlanRow(Protocol):
    """What a plan says of one catalogue; see `mingjing.law.plan.CatalogueRule`."""

    @property
    def name(self) -> str: ...
    @property
    def fields(self) -> tuple[str, ...]: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def filed_with(self) -> str: ...
    @property
    def term(self) -> Term | None: ...
    @property
    def allowed(self) -> Clause | None: ...
    @property
    def clause(self) -> Clause: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A column that must be filled in before review; `when` (column, values): only in items that hold one."""

    column: str
    clause: Clause
    when: tuple[str, tuple[str, ...]] | None = None

    def asks(self, values: Mapping[str, Any]) -> bool:
        """Whether the row must have this column and has not."""
        if values.get(self.column):
            return False
        return self.when is None or values.get(self.when[0]) in self.when[1]


@dataclass(frozen=True, slots=True)
class Step:
    """Who does a step (职务, 司法行政机关, 政务服务部门), and the clause that says so.

    `file`, `line`: the row of a layer that says so; none where the national file leaves it open.
    """

    by: str
    clause: Clause
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """How soon a change is followed; no term where no rule sets one."""

    term: Term | None
    clause: Clause
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One catalogue under the rules of one agency. `register`: its columns; `hidden`: columns for plans only.

    `keys`: the first of them that is filled in tells items apart, unless `joined` (then all together).
    `title`: the column by which people call an item ("": by its key). `cites`: columns that name laws.
    `source`: what the platform can make its items from. `asked`: the clauses of plans that ask for it.
    """

    register: Register
    keys: tuple[str, ...]
    title: str
    joined: bool
    cites: tuple[str, ...]
    source: str
    needs: tuple[Need, ...]
    hidden: tuple[str, ...]
    drafters: tuple[str, ...]
    publishers: tuple[str, ...]
    review: Step
    revision: Revision
    filing: Step | None = None
    asked: tuple[Clause, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.register.name

    @property
    def id(self) -> str:
        return self.register.id

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns shown: those of plans only where a plan asks for them."""
        return tuple(name for name in self.register.columns if name not in self.hidden)

    def key(self, values: Mapping[str, Any]) -> str:
        """What tells this item apart from the others, in all versions. "" where nothing is filled in."""
        found = [str(values[name]) for name in self.keys if values.get(name)]
        if self.joined and len(found) < len(self.keys):
            return ""
        text = " / ".join(found if self.joined else found[:1])
        return text if len(text) <= LONGEST_KEY else f"{text[:150]}…{sha256(text.encode()).hexdigest()[:16]}"

    def called(self, values: Mapping[str, Any]) -> str:
        """What people call this item."""
        return str(values.get(self.title) or "") or self.key(values)

    def clause_of(self, column: str) -> Clause:
        """The clause that asks for the column, the catalogue's own where none does."""
        return next((need.clause for need in self.needs if need.column == column), self.register.clause)

    def always(self, column: str) -> bool:
        """Whether every item must have the column."""
        return any(need.column == column and need.when is None for need in self.needs)


def read_item(
    catalogue: Catalogue, cells: Mapping[str, object], checks: Mapping[str, Checker]
) -> tuple[dict[str, Any], list[RowLack]]:
    """The stored values of one item and what is written wrong in it; what is only missing is no fault."""
    known = {name: cells.get(name) for name in catalogue.columns}
    for name, codes in catalogue.codes.items():
        written = known.get(name)
        said = f"{written:g}" if isinstance(written, float) else str(written or "").strip()
        known[name] = codes.get(said, written)
    values, lacks = read_row(catalogue.register, known, checks)
    if not lacks and not catalogue.key(values):
        wanted = "、".join(catalogue.keys)
        said = f"没有填{wanted}" if catalogue.joined else f"{wanted}至少填一项"
        code = "填:键"
        lacks.append(
            RowLack(column=catalogue.keys[0], said=said, code=code, clause=catalogue.register.clause)
        )
    for name, value in values.items():
        lacks += _personal(catalogue, name, str(value))
    return values, lacks


def missing(catalogue: Catalogue, values: Mapping[str, Any]) -> list[RowLack]:
    """What must be filled in before review, each with the clause that asks for it."""
    found = {need.column: need for need in reversed(catalogue.needs) if need.asks(values)}
    return [
        RowLack(
            column=name,
            said=f"没有填{name}" + (f"（{need.when[0]}为{values.get(need.when[0])}）" if need.when else ""),
            code=f"填:{name}",
            clause=need.clause,
        )
        for name in catalogue.columns
        if (need := found.get(name))
    ]


def cited(catalogue: Catalogue, values: Mapping[str, Any], names: Iterable[str]) -> bool:
    """Whether the item names one of these (short and full name of a law, or what a function is called)."""
    wanted = [name.removeprefix("中华人民共和国") for name in names if name]
    text = "\n".join(str(values.get(name) or "") for name in catalogue.cites or catalogue.columns)
    return any(name in text for name in wanted)


def lay_plan(
    catalogues: Mapping[str, Catalogue], rows: Sequence[PlanRow], faults: list[Fault]
) -> dict[str, Catalogue]:
    """The catalogues with what a layer says of them. A row for 全部 comes before those that name one.

    A longer term, or another reviewer or keeper than a layer below named, is a fault of the row that says so
    unless it cites the law that allows it (放宽依据). What counts is how each catalogue stands in the end.
    """
    found = dict(catalogues)
    for row in sorted(rows, key=lambda row: row.name != ALL):
        if row.name != ALL and row.name not in found:
            faults.append(Fault(row.file, row.line, f"没有“{row.name}”这一目录"))
            continue
        for name in found if row.name == ALL else (row.name,):
            found[name] = _laid(found[name], row, faults)
    allowed = {(row.file, row.line) for row in rows if row.allowed}
    loosened: dict[tuple[str, int, str], list[str]] = {}
    for name, old in catalogues.items():
        for place, said in _loosened(old, found[name]):
            if place not in allowed:
                loosened.setdefault((*place, said), []).append(name)
    for (file, line, said), names in loosened.items():
        named = "、".join(f"“{name}”" for name in names[:3])
        some = named + (f"等 {len(names)} 种" if len(names) > 3 else "")
        faults.append(Fault(file, line, f"目录{some}{said}，而没有注明允许放宽的法律依据"))
    return found


def _loosened(old: Catalogue, new: Catalogue) -> Iterator[tuple[tuple[str, int], str]]:
    """What the layer took from those below: the place of the row, and what it changed in words."""
    was, now = old.revision, new.revision
    if was.term and now.term and not now.term.within(was.term):
        yield (now.file, now.line), f"的修订期限由{was.term}放宽为{now.term}{_place(was)}"
    # Whom the national file names is a default; whom a layer names is bound to do it.
    if old.review.file and new.review.by != old.review.by:
        said = f"的复核由{old.review.by}改为{new.review.by}{_place(old.review)}"
        yield (new.review.file, new.review.line), said
    if old.filing and new.filing and new.filing.by != old.filing.by:
        said = f"的备案由{old.filing.by}改为{new.filing.by}{_place(old.filing)}"
        yield (new.filing.file, new.filing.line), said


def _place(of: Step | Revision) -> str:
    return f"（{of.file}:{of.line}）" if of.file else ""


def _laid(catalogue: Catalogue, row: PlanRow, faults: list[Fault]) -> Catalogue:
    needs = []
    for written in row.fields:
        column = catalogue.headings.get(written)
        if column is None:
            faults.append(Fault(row.file, row.line, f"目录“{catalogue.name}”没有“{written}”这一栏"))
        else:
            needs.append(Need(column=column, clause=row.clause))
    named = {need.column for need in needs}
    by = (row.clause, row.file, row.line)
    return replace(
        catalogue,
        needs=(*needs, *(need for need in catalogue.needs if need.column not in named or need.when)),
        hidden=tuple(name for name in catalogue.hidden if name not in named),
        review=Step(row.reviewer, *by) if row.reviewer else catalogue.review,
        revision=Revision(row.term, *by) if row.term else catalogue.revision,
        filing=Step(row.filed_with, *by) if row.filed_with else catalogue.filing,
        asked=catalogue.asked if row.name == ALL else (*catalogue.asked, row.clause),
    )


def _personal(catalogue: Catalogue, name: str, value: str) -> list[RowLack]:
    """Identity numbers anywhere, mobile numbers anywhere but where a telephone belongs."""
    allowed: tuple[str, ...] = (
        "银行账号",
        "电子邮箱",
    )  # numbers of items and certificates look like accounts
    if catalogue.register.columns[name].check == PHONE:
        allowed += ("手机号",)
    found = [each for each in personal(value) if not each.startswith(allowed)]
    if not found:
        return []
    return [
        RowLack(
            column=name,
            said=f"{name}疑似含有{'、'.join(found)}，公示的目录不得有个人信息",
            code="个人信息",
            clause=catalogue.register.clause,
        )
    ]
