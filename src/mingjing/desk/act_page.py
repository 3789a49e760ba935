"""The page of one act as it is printed: form, requirements, and what stands against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.casework.pages import names_of, of_agency
from mingjing.casework.project import cause
from mingjing.casework.prospects import Prospect, prospects
from mingjing.casework.service import Opened
from mingjing.casework.timeline import Event, timeline
from mingjing.casework.words import day
from mingjing.desk.case_choice import case_choice
from mingjing.desk.control import Option, Section, people_options
from mingjing.desk.form import Filling, at_text, sections
from mingjing.desk.next_acts import LackLine, lack_line
from mingjing.desk.opening import known_cases
from mingjing.desk.posted import control, of_team
from mingjing.desk.requirements import Line, requirements
from mingjing.desk.roster import Candidate, colleagues, roster
from mingjing.law import field as fields
from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.judge import allowed_in, outlook, together
from mingjing.law.lack import Lack
from mingjing.law.record import Record
from mingjing.law.weigh import Matter, draft_facts
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry.models import Agency, Person
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import roles_of

_OF_TIME = ("时间",)
_OF_PEOPLE = ("人员:", "人数", "职务", "证件", "资格", "回避", "分离", "异部门")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a posted act was not done: lacks, or that somebody acted since version `since`."""

    lacks: tuple[Lack, ...] = ()
    stale: bool = False
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """`refused`: lacks of the attempt; `ahead`: what already now stands against an act not yet attempted.

    `drafting`: the act that last set the draft, to be done again by whoever wants it otherwise.
    """

    act: str
    title: str
    case: str
    number: str
    procedure: str
    clause: Any
    expected: int
    pack: str
    key: str
    at: str
    at_errors: tuple[str, ...]
    at_plain: bool
    me: Candidate
    me_state: str
    others: tuple[Option, ...]
    companions: tuple[str, ...]
    wanted: int
    by_errors: tuple[str, ...]
    sections: tuple[Section, ...]
    requirements: tuple[Line, ...]
    answered: tuple[Event, ...]
    refused: tuple[LackLine, ...]
    ahead: tuple[LackLine, ...]
    stale: bool
    meanwhile: tuple[str, ...]
    attempted: bool
    drafting: str


def act_page(
    opened: Opened,
    act: r.ActRule,
    agency: Agency,
    person: Person,
    *,
    carried: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
    typed_at: str = "",
    lead: str | None = None,
    companions: tuple[str, ...] = (),
    key: str = "",
    trouble: Trouble | None = None,
) -> ActPage:
    """The form, fresh (with what is `carried` from another case) or as it was typed.

    Nothing typed is ever lost, read or not.
    """
    book, procedure, record = opened.book, opened.procedure, opened.record
    now = clock.now()
    drafted = draft_facts(procedure, record)
    values: Mapping[str, Any] = typed or {}
    if typed is None:
        matter = Matter(book, procedure, record, act, {}, now)
        values = {**_defaults(act, procedure, person, matter), **(carried or {})}
    choice = case_choice(person, opened, act, agency)
    if typed is None and choice.cases:
        name = next(name for name, each in act.fields.items() if each.fact.type is r.FactType.CASE)
        values = {name: choice.cases[0][0], **values}
    trouble = trouble or Trouble()
    errors = _by_field(trouble.lacks)
    filling = Filling(
        book=book,
        procedure=procedure,
        act=act,
        record=record,
        values=values,
        drafted=drafted,
        errors=errors,
        roster=roster(agency, act, procedure, now.date()),
        cases=known_cases(person, act, record.case),
        choice=choice,
        person=person.id,
        lead=lead,
        names=names_of(record),
        today=now.date(),
    )
    team = colleagues(agency, act, procedure, "", now.date())
    me = next((each for each in team if each.id == person.id), Candidate(person.id, person.name, "", ""))
    party = record.facts.get("当事人") or {}
    attempted = typed is not None
    return ActPage(
        act=act.name,
        title=f"{party.get('名称', '')} {cause(record.facts)}".strip(),
        case=record.case,
        number=record.acts[0].number if record.acts else "",
        procedure=procedure.name,
        clause=act.clause,
        expected=record.version,
        pack=opened.opening.pack,
        key=key or new_ulid(now),
        at=typed_at if attempted else at_text(now),
        at_errors=tuple(lack.said for lack in trouble.lacks if lack.code.startswith(_OF_TIME)),
        at_plain=any(lack.code == "时间:填错" for lack in trouble.lacks),
        me=me,
        me_state=me.fault or ("证件有效" if me.papers else ""),
        others=people_options((each for each in team if each.id != person.id), companions)
        if together(act, procedure)
        else (),
        companions=companions,
        wanted=act.people.number if act.people else 1,
        by_errors=tuple(lack.said for lack in trouble.lacks if lack.code.startswith(_OF_PEOPLE)),
        sections=sections(act, filling),
        requirements=requirements(act, procedure, record),
        answered=tuple(_answered(opened, act, person, filling.names, now.date())),
        refused=_lines(trouble.lacks, opened, act, person, now),
        ahead=() if attempted else _lines(_standing(opened, act, now), opened, act, person, now),
        stale=trouble.stale,
        meanwhile=_meanwhile(opened, trouble, filling.names, now.date()) if trouble.stale else (),
        attempted=attempted,
        drafting=_drafting(procedure, record),
    )


def _defaults(act: r.ActRule, procedure: r.Procedure, person: Person, matter: Matter) -> dict[str, Any]:
    """What the form is filled with beforehand; what follows from its time or its people is left open."""
    values, _ = fields.fill(act, procedure, {}, (person.id,), matter)
    of_day = [name for name, each in act.fields.items() if each.default and each.default.how == "办理日"]
    of_people = [name for name, each in act.fields.items() if of_team(each)]
    return {name: value for name, value in values.items() if name not in (*of_day, *of_people)}


def _answered(
    opened: Opened, act: r.ActRule, person: Person, names: Mapping[str, str], today: date
) -> Iterator[Event]:
    """The acts that this one answers, as last done: what one has to have before one's eyes to do it."""
    wanted = {guard.act for guard in act.guards if isinstance(guard, g.Has) and (guard.each or guard.before)}
    if not wanted:
        return
    private = of_agency(person, opened.record.agency, roles_of(person))
    for event in timeline(opened.procedure, opened.record, names, today, private=private):
        if event.act in wanted:
            wanted.discard(event.act)
            yield event


def _drafting(procedure: r.Procedure, record: Record) -> str:
    drafting = procedure.draft.acts if procedure.draft else ()
    return next((done.act for done in reversed(record.acts) if done.act in drafting), "")


def _by_field(lacks: tuple[Lack, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for lack in lacks:
        if lack.field:
            found.setdefault(lack.field, []).extend(lack.said.split("；"))
    return found


def _standing(opened: Opened, act: r.ActRule, now: datetime) -> tuple[Lack, ...]:
    """What the record lacks for the act, whatever will be filled in."""
    if not allowed_in(act, opened.record):
        words = opened.record.status or "还没有登记"
        return (Lack(said=f"案件现在{words}，不办{act.name}", code="状态", clause=act.clause),)
    return tuple(outlook(opened.book, opened.procedure, opened.record, act, now))


def _lines(
    lacks: tuple[Lack, ...], opened: Opened, act: r.ActRule, person: Person, now: datetime
) -> tuple[LackLine, ...]:
    """Each lack with its link: to the field of this form, or to the act that mends it."""
    if not lacks:
        return ()
    roles = frozenset(ROLES[role].name for role in roles_of(person))
    possible = {
        each.act: each
        for each in prospects(opened.book, opened.procedure, opened.record, (), roles, now)
        if each.act != act.name
    }
    return tuple(_line(lack, opened.record.case, act, possible, person.name) for lack in lacks)


def _line(lack: Lack, case: str, act: r.ActRule, possible: dict[str, Prospect], me: str) -> LackLine:
    line = lack_line(lack, case, possible)
    if line.action:
        return line
    url, action = "", ""
    if lack.field in act.fields:
        url = f"#{control(act.fields[lack.field].fact)}"
        action = f"补{lack.field}"
    elif lack.code.startswith(_OF_TIME):
        url, action = "#at", "改时间"
    elif lack.code == "人数":
        url, action = "#by", "补人员"
    elif lack.code.startswith(_OF_PEOPLE) and not lack.said.startswith(me):
        url, action = "#by", "换人"
    return LackLine(text=lack.said, clause=lack.clause, url=url, action=action)


def _meanwhile(opened: Opened, trouble: Trouble, names: Mapping[str, str], today: date) -> tuple[str, ...]:
    """What was recorded since the form was made; for a case not yet opened, that the rules changed."""
    since = [done for done in opened.record.acts if done.version > trouble.since]
    if not since:
        return ("规则更新了，核对后再提交",)
    return tuple(
        f"{day(done.recorded, today)} {done.recorded:%H:%M} "
        f"{'、'.join(names.get(each, '不在名册') for each in done.by)} 办了{done.act}"
        for done in since[-6:]
    )
