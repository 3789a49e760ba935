"""The acts on parties: registered, changed, merged, parted again, their number looked at.

Each is an entry of the agency's log with all that is personal sealed, and its rows, in one transaction; or it
is refused with every lack, and only the log of refusals keeps a trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.journal.refusal import refuse
from mingjing.law.clause import Clause
from mingjing.law.lack import Lack, Refused
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry.models import Person
from mingjing.registry.party_fold import (
    CHANGED,
    ENTERED,
    MERGED,
    PARTED,
    SHOWN,
    Known,
    acted,
)
from mingjing.registry.party_statement import (
    FOUND_OUT,
    BadParties,
    Statement,
    read,
    read_all,
    reason_lacks,
    taken,
)
from mingjing.registry.party_tables import Rows, sealed_content
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import appointments_of

# What is learnt of a person is kept secret.
SECRET = Clause.parse("行政处罚法 50")
KEEPERS = ("registrar", "handler")
MERGERS = ("registrar",)
READERS = ("registrar", "handler", "unit_head", "reviewer", "agency_head", "archivist")


def capacity(by: Person, agency: str, roles: Sequence[str]) -> str:
    """In which capacity the person may do what these roles may in this agency, "" when not at all."""
    held = {post.role for post in appointments_of(by) if post.agency_id == agency}
    return next((ROLES[role].name for role in roles if role in held), "")


def enter(agency: str, cells: Mapping[str, object], *, by: Person, entrance: str = "page") -> str:
    """Register a party; its id. Raises `Refused`."""
    with _act(agency, ENTERED, by, KEEPERS, entrance) as act:
        [id_] = _entered(act, [Statement(cells=cells)])
    return id_


def enter_all(agency: str, rows: Sequence[Statement], *, by: Person, entrance: str = "import") -> list[str]:
    """Register all of them or none; their ids. Raises `BadParties`, `Refused` for who may not at all."""
    try:
        with _act(agency, ENTERED, by, KEEPERS, entrance) as act:
            return _entered(act, rows, apart=True)
    except BadParties as bad:
        lacks = [
            Lack(said=f"第 {number} 行：{lack.said}", code=lack.code, clause=lack.clause)
            for number, row in bad.rows[:20]
            for lack in row
        ]
        _log(agency, ENTERED, by, entrance, lacks[:20])
        raise


def check_all(agency: str, rows: Sequence[Statement], *, by: Person) -> None:
    """What `enter_all` would say against the rows. Raises `BadParties`, `Refused`."""
    _allowed(agency, ENTERED, by, KEEPERS)
    read_all(Rows(agency), rows)


def change(agency: str, id_: str, cells: Mapping[str, object], *, version: int | None, by: Person) -> None:
    """Register what is known now, in place of what was. Raises `Refused`.

    `version`: the one the form was made from. A number that is left empty stays as it was.
    """
    with _act(agency, CHANGED, by, KEEPERS, "page") as act:
        before = _standing(act.book, CHANGED, id_)
        if before.merged_into:
            said = "这个当事人已经并入另一个，变更那一个"
            raise Refused(CHANGED, [Lack(said=said, code="当事人:已并入")])
        if version is not None and version != before.version:
            said = f"“{before.name}”刚才已由别人改过，重新打开再改"
            raise Refused(CHANGED, [Lack(said=said, code="版本")])
        kept = dict(cells)
        if before.number and not str(kept.get("证件号码") or "").strip():
            kept |= {"证件号码": before.number, "证件种类": before.paper}
        values, lacks = read(kept)
        lacks += taken(act.book, values, before.id)
        if lacks:
            raise Refused(CHANGED, lacks)
        act.record({"当事人": id_, "版本": before.version + 1}, {"栏": values})


def merge(agency: str, one: str, other: str, *, reason: str, evidence: str, by: Person) -> str:
    """Record that two parties are proved to be one; the one known longer stays, its id. Raises `Refused`."""
    with _act(agency, MERGED, by, MERGERS, "page") as act:
        lacks = reason_lacks("理由", reason) + reason_lacks("证据", evidence)
        pair = [act.book.party(one), act.book.party(other)]
        if None in pair or one == other:
            lacks.append(Lack(said="要选两个不同的当事人", code="当事人:无", field="另一"))
            raise Refused(MERGED, lacks)
        stays, goes = sorted((each for each in pair if each), key=lambda each: (each.since, each.id))
        for each in (stays, goes):
            if each.merged_into:
                said = f"“{each.name}”已经并入另一个当事人"
                lacks.append(Lack(said=said, code="当事人:已并入", field="另一"))
        if stays.kind != goes.kind:
            said = f"类别不同：{stays.kind}、{goes.kind}；登记错了的，先变更"
            lacks.append(Lack(said=said, code="当事人:类别", clause=FOUND_OUT, field="另一"))
        if lacks:
            raise Refused(MERGED, lacks)
        act.record({"当事人": stays.id, "另一": goes.id}, {"理由": reason.strip(), "证据": evidence.strip()})
        return stays.id


def part(agency: str, id_: str, *, reason: str, by: Person) -> str:
    """Undo the merge by which this party went into another; the other's id. Raises `Refused`."""
    with _act(agency, PARTED, by, MERGERS, "page") as act:
        party = _standing(act.book, PARTED, id_)
        lacks = reason_lacks("理由", reason)
        if not party.merged_into:
            lacks.append(Lack(said=f"“{party.name}”没有并入别的当事人", code="当事人:没有并入"))
        if lacks:
            raise Refused(PARTED, lacks)
        act.record({"当事人": party.merged_into, "另一": id_}, {"理由": reason.strip()})
        return party.merged_into


def show_number(agency: str, id_: str, *, reason: str, by: Person) -> tuple[str, str]:
    """(paper, number) in full, for a reason that is recorded with who asked. Raises `Refused`."""
    with _act(agency, SHOWN, by, READERS, "page") as act:
        party = _standing(act.book, SHOWN, id_)
        lacks = reason_lacks("理由", reason)
        if not party.number:
            lacks.append(Lack(said=f"“{party.name}”没有登记证件号码", code="当事人:没有号码"))
        if lacks:
            raise Refused(SHOWN, lacks)
        act.record({"当事人": id_}, {"理由": reason.strip()})
        return party.paper, party.number


@dataclass(frozen=True, slots=True)
class _Act:
    """An act on its way, alone in the agency's log until it is done."""

    agency: str
    kind: str
    by: Person
    capacity: str
    entrance: str
    book: Rows

    def record(self, body: dict[str, Any], private: Mapping[str, Any]) -> None:
        now = clock.now()
        draft = store.Draft(
            agency=self.agency,
            kind=self.kind,
            occurred=instant(now),
            recorded=instant(now),
            by=(self.by.pk,),
            capacity=self.capacity,
            entrance=self.entrance,
            body=body,
            content=sealed_content(self.agency, str(body["当事人"]), private),
        )
        [stored] = store.append(connections["default"], [draft])
        acted(self.book, self.kind, body, private, now, stored.entry.position)


@contextmanager
def _act(agency: str, kind: str, by: Person, roles: Sequence[str], entrance: str) -> Iterator[_Act]:
    try:
        with transaction.atomic():
            store.take_turn(connections["default"], agency)
            role = _allowed(agency, kind, by, roles)
            yield _Act(agency, kind, by, role, entrance, Rows(agency))
    except Refused as refused:
        _log(agency, kind, by, entrance, refused.lacks)
        raise


def _allowed(agency: str, kind: str, by: Person, roles: Sequence[str]) -> str:
    role = capacity(by, agency, roles)
    if not role:
        names = "、".join(ROLES[each].name for each in roles)
        said = f"{by.name}不是本机关的{names}，不能办{kind}"
        raise Refused(kind, [Lack(said=said, code="职务", clause=SECRET)])
    return role


def _log(agency: str, kind: str, by: Person, entrance: str, lacks: Sequence[Lack]) -> None:
    with transaction.atomic():
        refuse(
            connections["default"],
            agency=agency,
            at=instant(clock.now()),
            who=(by.pk,),
            case="",
            act=kind,
            entrance=entrance,
            lacks=[{"缺": each.said, "依据": str(each.clause or ""), "码": each.code} for each in lacks],
        )


def _standing(book: Rows, kind: str, id_: str) -> Known:
    found = book.party(id_)
    if found is None:
        raise Refused(kind, [Lack(said="没有这个当事人", code="当事人:无")])
    return found


def _entered(act: _Act, rows: Sequence[Statement], *, apart: bool = False) -> list[str]:
    try:
        read = read_all(act.book, rows)
    except BadParties as bad:
        if apart:
            raise
        raise Refused(ENTERED, bad.rows[0][1]) from bad
    ids = []
    for values in read:
        ids.append(new_ulid())
        act.record({"当事人": ids[-1], "版本": 1}, {"栏": values})
    return ids
