"""The one way into the registers: `keep` one change, `keep_all` of a spreadsheet, or refuse with every lack.

A change is checked against the register's rules, recorded as an entry of the agency's log (private values
sealed), and projected, all in one transaction. A refusal leaves its trace in the log of refusals only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connections, transaction

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.law.lack import Lack, Refused
from mingjing.law.register import Register, RowLack, read_row
from mingjing.platform import clock
from mingjing.registry import register_typed as typed
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.models import Agency, Person
from mingjing.registry.register_alteration import Alteration, alterations
from mingjing.registry.register_books import registers
from mingjing.registry.register_checks import CHECKERS, outside_lacks
from mingjing.registry.register_log import (
    KINDS,
    WHY,
    Version,
    body_of,
    latest_rows,
    log_refusal,
    sealed_at,
    title_of,
)
from mingjing.registry.register_models import ALWAYS, RegisterRow
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import appointments_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody wants to put into a register. `cells`: by column, as written.

    `kind`: 登记, 变更, 注销; "" for whichever fits (a new row is entered, a different one changed, the same
    left alone). `since`: the day from which it holds, None: from always for a new row, today otherwise.
    `number`: the row in the spreadsheet. `version`: the one the form was made from.
    """

    cells: Mapping[str, object]
    kind: str = ""
    since: date | None = None
    number: int = 0
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one change; `kind` "" when the row already was so. `altered`: only of one checked."""

    key: str
    kind: str
    version: int
    number: int = 0
    altered: tuple[Alteration, ...] = ()


class BadRows(Exception):
    """A spreadsheet with rows that cannot be kept: all their lacks, with the number of each row."""

    def __init__(self, rows: list[tuple[int, list[RowLack]]]) -> None:
        self.rows = rows
        super().__init__(f"{len(rows)} 行有错，一行也没有导入")


@dataclass(slots=True)
class _Row:
    """One change on its way: what it says, what stands, what is wrong."""

    change: Change
    values: dict[str, Any]
    lacks: list[RowLack]
    key: str = ""
    before: RegisterRow | None = None
    sealed: dict[str, Any] = field(default_factory=dict)  # the private values that stand
    kind: str = ""
    since: date = ALWAYS


def registers_of(agency: str) -> Mapping[str, Register]:
    """The registers of an agency by name; those of the installation for `INSTALLATION`."""
    if agency == INSTALLATION:
        return {name: each for name, each in registers().items() if typed.of_installation(each)}
    home = Agency.objects.get(pk=agency)
    found = registers(home.profile, home.field)
    return {name: each for name, each in found.items() if not typed.of_installation(each)}


def may_keep(by: Person, register: Register, agency: str) -> str:
    """In which capacity the person may change this register of this agency, "" when not at all."""
    for post in appointments_of(by):
        role = ROLES[post.role]
        if role.name in register.roles and (
            role.administers if agency == INSTALLATION else post.agency_id == agency
        ):
            return role.name
    return ""


def keep(agency: str, register: str, change: Change, *, by: Person, entrance: str = "page") -> Kept:
    """Record one change. Raises `Refused` with all lacks; then nothing is changed."""
    try:
        return keep_all(agency, register, [change], by=by, entrance=entrance)[0]
    except BadRows as bad:
        lacks = [
            Lack(said=each.said, code=each.code, clause=each.clause, field=each.column)
            for _, row in bad.rows
            for each in row
        ]
        raise Refused(f"{change.kind or '登记'}{register}", lacks) from bad


def keep_all(
    agency: str, register: str, changes: Sequence[Change], *, by: Person, entrance: str = "import"
) -> list[Kept]:
    """Record all changes in one transaction, one entry each. Raises `BadRows` with all lacks of all rows."""
    try:
        with transaction.atomic():
            return _keep(agency, register, changes, by, entrance)
    except BadRows as bad:
        log_refusal(agency, register, bad.rows, by.pk, entrance)
        raise


def check_all(agency: str, register: str, changes: Sequence[Change], *, by: Person) -> list[Kept]:
    """What `keep_all` would do, without doing it. Raises `BadRows`."""
    spec = _spec(agency, register)
    rows = _judge(agency, spec, changes, by, clock.now().date())
    return [Kept(row.key, row.kind, _now(row), row.change.number, _altered(spec, row)) for row in rows]


def _keep(agency: str, register: str, changes: Sequence[Change], by: Person, entrance: str) -> list[Kept]:
    connection = connections["default"]
    store.take_turn(connection, agency)
    now = clock.now()
    spec = _spec(agency, register)
    rows = _judge(agency, spec, changes, by, now.date())
    done = [row for row in rows if row.kind]
    capacity = may_keep(by, spec, agency)  # asked once: a spreadsheet may have a hundred thousand rows
    drafts = [_draft(agency, spec, row, by, capacity, now, entrance) for row in done]
    stored = store.append(connection, drafts) if drafts else []
    _retire(agency, spec, [row for row in done if row.before])
    fresh = [
        Version(
            agency=agency,
            register=spec.id,
            key=row.key,
            version=_next(row),
            since=row.since,
            ended=row.kind == "注销",
            title=title_of(spec, row.values),
            fields=spec.public(row.values),
            position=each.entry.position,
        )
        for row, each in zip(done, stored, strict=True)
    ]
    RegisterRow.objects.unscoped(WHY).bulk_create([each.row(True) for each in fresh], batch_size=500)
    typed.project(agency, spec.id, [row.key for row in done])
    return [Kept(row.key, row.kind, _next(row) if row.kind else _now(row)) for row in rows]


def _spec(agency: str, register: str) -> Register:
    found = registers_of(agency)
    if register not in found:
        raise BadRows([(0, [RowLack(column="", said=f"没有“{register}”这一登记册", code="登记册:无")])])
    return found[register]


def _judge(agency: str, spec: Register, changes: Sequence[Change], by: Person, today: date) -> list[_Row]:
    """Every row with what it says and what stands. Raises `BadRows` for the lacks of all."""
    if not may_keep(by, spec, agency):
        said = f"{by.name}不是本机关的{'、'.join(spec.roles)}，不能改{spec.name}"
        raise BadRows([(0, [RowLack(column="", said=said, code="职务", clause=spec.clause)])])
    rows = [_read(spec, change) for change in changes]
    for row in rows:
        row.key = spec.key(row.values) if all(name in row.values for name in spec.keys) else ""
        if len(row.key) > 200:
            row.lacks.append(_lack(spec, spec.keys[0], f"{'、'.join(spec.keys)}合起来最多 200 字", "键:长"))
    standing = latest_rows(agency, spec.id, (row.key for row in rows if row.key))
    seen: dict[str, int] = {}
    for row in rows:
        row.before = standing.get(row.key)
        if row.key and row.key in seen:
            said = f"与第 {seen[row.key]} 行重复：{'、'.join(spec.keys)}都是“{row.key}”"
            row.lacks.append(_lack(spec, spec.keys[0], said, "重复"))
        seen.setdefault(row.key, row.change.number)
    _carry_over(agency, spec, rows)
    for row in rows:
        _settle(spec, row, today)
    open_rows = [row for row in rows if not row.lacks and row.kind]
    wanted = [(row.key, row.values, row.kind) for row in open_rows]
    known = registers_of(agency)
    outside = (*outside_lacks(agency, spec, known, wanted), *typed.lacks(agency, spec, wanted))
    for index, lack in outside:
        open_rows[index].lacks.append(lack)
    if bad := [(row.change.number, row.lacks) for row in rows if row.lacks]:
        raise BadRows(bad)
    return rows


def _read(spec: Register, change: Change) -> _Row:
    if change.kind != "注销":
        return _Row(change, *read_row(spec, change.cells, CHECKERS))
    cells = {name: change.cells.get(name) for name in spec.keys}
    values, lacks = read_row(spec, cells, CHECKERS)
    return _Row(change, values, [lack for lack in lacks if lack.column in spec.keys])


def _carry_over(agency: str, spec: Register, rows: list[_Row]) -> None:
    """A private column left empty keeps what was sealed before: nobody retypes what no page shows."""
    hidden = [name for name, column in spec.columns.items() if column.private]
    held = [row for row in rows if hidden and row.before]
    sealed = sealed_at(agency, [row.before.position for row in held if row.before])
    for row in held:
        assert row.before is not None
        there = sealed.get(row.before.position, {})
        row.sealed = {name: there[name] for name in hidden if name in there}
        row.values = {**row.sealed, **row.values}
        # What was required and is now carried over is no lack any more.
        row.lacks = [
            lack for lack in row.lacks if not (lack.code == f"填:{lack.column}" and lack.column in row.values)
        ]


def _settle(spec: Register, row: _Row, today: date) -> None:
    """Which kind of change it is, from when it holds, and whether it fits what stands."""
    before, kind = row.before, row.change.kind
    stands = before is not None and not before.ended
    if row.lacks:
        return
    if kind == "登记" and stands:
        row.lacks.append(_lack(spec, spec.keys[0], f"“{row.key}”已经登记，改用变更", "登记:已有"))
    if kind in ("变更", "注销") and not stands:
        row.lacks.append(_lack(spec, spec.keys[0], f"“{row.key}”没有登记", "登记:没有"))
    if row.change.version is not None and row.change.version != _now(row):
        said = f"“{row.key}”刚才已由别人改过，重新打开再改"
        row.lacks.append(RowLack(column="", said=said, code="版本"))
    if not kind:
        same = stands and before is not None and before.fields == spec.public(row.values)
        same = same and row.sealed == spec.private(row.values)
        kind = "" if same else ("变更" if stands else "登记")
    row.kind = kind
    if kind == "注销" and before is not None:
        row.values = {**before.fields, **spec.private(row.values)}
    row.since = row.change.since or (ALWAYS if before is None else today)


def _lack(spec: Register, column: str, said: str, code: str) -> RowLack:
    return RowLack(column=column, said=said, code=code, clause=spec.columns[column].clause or spec.clause)


def _now(row: _Row) -> int:
    return row.before.version if row.before else 0


def _next(row: _Row) -> int:
    return _now(row) + 1


def _altered(spec: Register, row: _Row) -> tuple[Alteration, ...]:
    before = {**row.before.fields, **row.sealed} if row.before and row.kind == "变更" else None
    return () if before is None else alterations(spec, before, row.values)


def _draft(
    agency: str, spec: Register, row: _Row, by: Person, capacity: str, now: datetime, entrance: str
) -> store.Draft:
    private = spec.private(row.values)
    return store.Draft(
        agency=agency,
        kind=KINDS[row.kind],
        occurred=instant(now),
        recorded=instant(now),
        by=(by.pk,),
        capacity=capacity,
        entrance=entrance,
        body=body_of(spec, row.key, _next(row), row.since, row.values),
        content=msgspec.json.encode(private, order="deterministic") if private else None,
    )


def _retire(agency: str, spec: Register, rows: Sequence[_Row]) -> None:
    """The versions before these are no longer the latest."""
    keys = [row.key for row in rows]
    for start in range(0, len(keys), 500):
        RegisterRow.objects.unscoped(WHY).filter(
            agency=agency, register=spec.id, latest=True, key__in=keys[start : start + 500]
        ).update(latest=False)
