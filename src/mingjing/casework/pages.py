"""The case as a page reads it: frozen, computed from its acts at the moment of asking."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from mingjing.casework.approvals import Approval, approvals
from mingjing.casework.clocks import DutyLine, clocks, duty_line
from mingjing.casework.fold import fold
from mingjing.casework.models import Case
from mingjing.casework.officers import officers
from mingjing.casework.project import MAJOR, cause, decision, participants, publication
from mingjing.casework.prospects import Prospect, prospects
from mingjing.casework.service import Opened, load
from mingjing.casework.timeline import Event, timeline
from mingjing.casework.words import day, money
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.duties import duties
from mingjing.law.fact import SHANGHAI
from mingjing.law.judge import recused
from mingjing.law.party import masked
from mingjing.law.record import Record
from mingjing.law.weigh import draft_facts
from mingjing.platform import clock
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Person
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import roles_of

CONTENT, SHORT = "决定内容", 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the procedure: done, now, or still to come."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head; `aside` is printed smaller; `masked`: `text` says what was taken out.

    `shortened`: the middle of the text is starred out, and the reader may ask for it with a reason. `case`:
    the id of another case that the line names.
    """

    name: str
    text: str
    aside: str = ""
    masked: bool = False
    shortened: bool = False
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """All that the page of one case prints. `on`: the past day it is shown for, else None."""

    id: str
    agency: str
    number: str
    title: str
    party: str
    status: str
    procedure: str
    version: int
    on: date | None
    stages: tuple[Stage, ...]
    party_facts: tuple[Fact, ...]
    course: tuple[Fact, ...]
    people: tuple[Fact, ...]
    private: bool
    major: tuple[r.Situation, ...]
    clocks: tuple[DutyLine, ...]
    duties: tuple[DutyLine, ...]
    events: tuple[Event, ...]
    prospects: tuple[Prospect, ...]
    approvals: tuple[Approval, ...]
    layers: tuple[str, ...]
    pack: str
    book: RuleBook = field(repr=False)

    @property
    def columns(self) -> tuple[tuple[Fact, ...], ...]:
        """The head in three columns: the party, the course of the case, its people."""
        return self.party_facts, self.course, self.people


class OutOfSight(LookupError):
    """There is no such case for this reader: absent, or another agency's; both look the same."""


def case_row(person: Person, case: str) -> Case:
    """The row of a case that the person may see. Raises `OutOfSight`."""
    row = Case.objects.visible_to(person).filter(id=case).first()
    if row is None:
        raise OutOfSight("没有这个案件")
    return row


def of_agency(person: Person, agency: str, roles: frozenset[str]) -> bool:
    """Whether the person, holding `roles`, works in the agency and so may read its private facts."""
    return person.agency_id == agency and any(
        not ROLES[role].sees_region and not ROLES[role].administers for role in roles
    )


def case_page(person: Person, case: str, on: date | None = None) -> CasePage:
    """The case as it stands, or as it was recorded by the end of `on`. Raises `OutOfSight`."""
    row = case_row(person, case)
    opened = load(row.agency, case)
    now = clock.now()
    record = as_recorded(opened, on) if on else opened.record
    at = datetime.combine(on, time(23, 59), SHANGHAI) if on else now
    return _page(person, opened, record, at, on)


def as_recorded(opened: Opened, on: date) -> Record:
    """The record as it was at the end of that day: only what had been recorded by then."""
    acts = [done for done in opened.record.acts if done.recorded.astimezone(SHANGHAI).date() <= on]
    record = opened.record
    return fold(opened.book.facts, opened.procedure, record.case, record.agency, acts)


def _page(person: Person, opened: Opened, record: Record, at: datetime, on: date | None) -> CasePage:
    book, procedure, today = opened.book, opened.procedure, at.date()
    found = duties(book, procedure, record)
    names = names_of(record)
    held = roles_of(person)
    private = of_agency(person, record.agency, held)
    lines = tuple(duty_line(book.calendar, duty, today) for duty in found)
    out = recused(procedure.recusal, record) if procedure.recusal else set()
    roles = frozenset(ROLES[role].name for role in held) if private and person.pk not in out else frozenset()
    party = record.facts.get("当事人") or {}
    return CasePage(
        id=record.case,
        agency=record.agency,
        number=opened.record.acts[0].number,
        title=f"{party.get('名称', '')} {cause(record.facts)}".strip() or opened.record.acts[0].number,
        party=str(party.get("名称", "")),
        status=record.status,
        procedure=procedure.name,
        version=opened.record.version,
        on=on,
        stages=_stages(procedure, record),
        party_facts=_party(record, private),
        course=_course(book, procedure, record, today) if record.acts else (),
        private=private,
        people=_people(procedure, record, names, today),
        major=tuple(book.conditions.reasons(MAJOR, record)) if record.acts else (),
        clocks=clocks(lines),
        duties=lines,
        events=timeline(procedure, record, names, today, private=private),
        prospects=() if on else prospects(book, procedure, record, found, roles, at, person.pk),
        approvals=approvals(procedure, record, names, person.pk if roles and not on else ""),
        layers=("国家规则", *(f"{layer.label} {layer.dated}".strip() for layer in book.layers)),
        pack=opened.opening.pack[:12],
        book=book,
    )


def names_of(record: Record) -> dict[str, str]:
    """Person id -> name, of all who acted in the case or are named in its facts."""
    ids = set(record.capacities)
    for done in record.acts:
        ids.add(done.stands_in_for)
        for value in done.facts.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str) and len(each) == 26:
                    ids.add(each)
    return dict(Person.objects.filter(id__in=ids).values_list("id", "name"))


def _stages(procedure: r.Procedure, record: Record) -> tuple[Stage, ...]:
    """Stages in which something was done, the furthest of them as the one at hand; skipped ones stay open."""
    seen = {procedure.acts[done.act].stage for done in record.acts if done.act in procedure.acts}
    here = max((procedure.stages.index(name) for name in seen), default=-1)
    ended = bool(record.acts) and here == len(procedure.stages) - 1
    return tuple(
        Stage(
            name=name,
            state=("now" if index == here and not ended else "done") if name in seen else "",
        )
        for index, name in enumerate(procedure.stages)
    )


def _party(record: Record, private: bool) -> tuple[Fact, ...]:
    party = record.facts.get("当事人") or {}
    lines = [Fact("当事人", str(party.get("名称", "")), str(party.get("类别", "")))]
    for key, name, open_to_all in (
        ("统一社会信用代码", "信用代码", True),
        ("证件号码", "证件号码", False),
        ("法定代表人", "法定代表人", True),
        ("住所", "住所", False),
        ("联系电话", "电话", False),
    ):
        if party.get(key):
            seen = private or open_to_all
            text = str(party[key]) if seen else f"已遮蔽：{name}"
            short = seen and key == "证件号码"
            lines.append(Fact(name, masked(text) if short else text, masked=not seen, shortened=short))
    found = tuple(line for line in lines if line.text)
    return found or ((Fact("事项", cause(record.facts)),) if cause(record.facts) else ())


def _course(book: RuleBook, procedure: r.Procedure, record: Record, today: date) -> tuple[Fact, ...]:
    """Procedure, source, what is proposed or was decided, and how far its publication has come."""
    facts = record.facts
    lines = [Fact("程序", procedure.name.replace("·", "")), Fact("案件来源", str(facts.get("来源") or ""))]
    lines += [
        Fact(name, str(value.get("编号", "")), case=str(value.get("案件", "")))
        for name, value in facts.items()
        if name in book.facts and book.facts[name].type is r.FactType.CASE and isinstance(value, dict)
    ]
    decided, number = decision(procedure, record)
    stated = facts if decided else draft_facts(procedure, record)
    if stated.get(CONTENT):
        lines.append(Fact("决定内容" if decided else "拟决定", _cut(str(stated[CONTENT]))))
    if stated.get("处罚种类"):
        amounts = {
            name: money(stated[name])
            for name in ("罚款", "没收违法所得")
            if name in stated["处罚种类"] and stated.get(name) not in (None, "0.00")
        }
        words = [f"{kind} {amounts[kind]}" if kind in amounts else kind for kind in stated["处罚种类"]]
        lines.append(Fact("处罚" if decided else "拟处理", "，".join(words)))
    if decided:
        lines.append(Fact("决定", f"{day(decided, today)}　{number}"))
    state = publication(procedure, record, today)
    if state:
        lines.append(Fact("公示", state))
    return tuple(line for line in lines if line.text)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _people(procedure: r.Procedure, record: Record, names: dict[str, str], today: date) -> tuple[Fact, ...]:
    """The officers in charge, with the numbers of their certificates."""
    handlers = officers(participants(record))
    found = people_as_of(record.agency, handlers, today)
    out = recused(procedure.recusal, record) if procedure.recusal else set()
    lines = []
    for index, each in enumerate(handlers):
        person = found.get(each)
        papers = person.certificate.number if person and person.certificate else ""
        aside = "，".join(filter(None, [papers, "已回避" if each in out else ""]))
        lines.append(Fact("主办" if index == 0 else "协办", names.get(each, "不在名册"), aside))
    return tuple(lines)
