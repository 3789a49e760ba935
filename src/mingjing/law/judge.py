"""Judging one proposed act: every lack, or what the act will record. Pure: all that it needs is given."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mingjing.law import approval_gate
from mingjing.law import field as fields
from mingjing.law import rule as r
from mingjing.law.approval import STEPS, open_requests
from mingjing.law.book import RuleBook
from mingjing.law.capacity import capacities
from mingjing.law.fitness import certificate_lacks
from mingjing.law.lack import Lack
from mingjing.law.person import Person
from mingjing.law.record import Done, Record
from mingjing.law.weigh import Matter, weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act that somebody wants to perform. `by`: person ids, the one signed in first.

    `people`: everyone who acts, acted before in the case or is named in the facts, as of the time of the act.
    """

    act: str
    facts: Mapping[str, Any]
    by: tuple[str, ...]
    at: datetime
    now: datetime
    people: Mapping[str, Person] = field(default_factory=dict)
    region: str = ""
    entrance: str = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`lacks` empty: the act may be done and records `values`, bound to `draft` where the rule says so."""

    act: r.ActRule
    lacks: tuple[Lack, ...]
    values: Mapping[str, Any]
    capacity: str
    draft: str = ""
    stands_in_for: str = ""  # id of the absent person in whose place it is done


def judge(book: RuleBook, procedure: r.Procedure, record: Record, proposal: Proposal) -> Judgement:
    """All lacks of the proposal in the order: case, persons, predecessors, fields, guards.

    Raises `KeyError` for an act that the procedure does not know: the caller asks `procedure.acts` first.
    """
    act = procedure.acts[proposal.act]
    matter = Matter(book, procedure, record, act, {}, proposal.at)
    lacks = _state(act, procedure, record, proposal)
    lacks += _people(book, act, procedure, record, proposal)
    values, misread = fields.fill(act, procedure, proposal.facts, proposal.by, matter)
    matter.values = values
    lacks += _predecessors(act, record)
    lacks += misread
    wrong = {lack.field for lack in misread}
    lacks += [
        lack
        for lack in fields.check(act, procedure, matter, proposal.people, proposal.region)
        if lack.field not in wrong
    ]
    lacks += blocking(matter)
    lacks += approval_gate.lacks(matter, proposal.by, proposal.people)
    first = proposal.people.get(next(iter(proposal.by), ""))
    capacity = acting_as(act, first)
    return Judgement(
        act=act,
        lacks=tuple(dict.fromkeys(lacks)),
        values=values,
        capacity=capacity,
        draft=record.draft if act.binds_draft else "",
        stands_in_for=dict(first.stands_in).get(capacity, "") if first else "",
    )


def acting_as(act: r.ActRule, person: Person | None) -> str:
    """The capacity in which the person does the act: the first of its roles that they hold."""
    held = [role for role in act.roles if person and role in person.roles]
    return next(iter(held or act.roles), "")


def blocking(matter: Matter) -> list[Lack]:
    """The lacks of the guards alone."""
    return [lack for guard in matter.act.guards if (lack := weigh(guard, matter)) is not None]


def outlook(
    book: RuleBook, procedure: r.Procedure, record: Record, act: r.ActRule, at: datetime
) -> list[Lack]:
    """What keeps the act from being done now, whoever does it and whatever is filled in: for 还不能办."""
    values = {name: record.facts[name] for name in act.fields if name in record.facts and act.binds_draft}
    matter = Matter(book, procedure, record, act, values, at)
    return [*_predecessors(act, record), *blocking(matter), *approval_gate.lacks(matter)]


def allowed_in(act: r.ActRule, record: Record) -> bool:
    """Whether the state of the case lets the act be thought of at all."""
    if not record.acts:
        return act.opens_case
    if act.name in STEPS and not open_requests(record):
        return False
    return not act.opens_case and record.status in act.statuses and not (act.once and record.count(act.name))


def _state(act: r.ActRule, procedure: r.Procedure, record: Record, p: Proposal) -> list[Lack]:
    lacks: list[Lack] = []
    if act.opens_case and record.acts:
        lacks.append(Lack(said="案件已经登记", code="状态:已开", clause=act.clause))
    elif not act.opens_case and not record.acts:
        lacks.append(Lack(said="案件还没有登记", code="状态:未开", clause=act.clause))
    elif record.acts and record.status not in act.statuses:
        lacks.append(
            Lack(
                said=f"案件{_status_words(record.status)}，不能再办{act.name}", code="状态", clause=act.clause
            )
        )
    if act.once and record.count(act.name):
        lacks.append(Lack(said=f"已经办过{act.name}，只能办一次", code="一次", clause=act.clause))
    if act.channel and p.entrance != act.channel.entrance:
        lacks.append(Lack(said=act.channel.said, code="途径", clause=act.channel.clause))
    if p.at > p.now:
        lacks.append(
            Lack(said=f"办理时间 {p.at:%Y-%m-%d %H:%M} 在现在之后", code="时间:未来", clause=procedure.record)
        )
    before = _not_before(act, record)
    if before and p.at < before.at:
        said = f"办理时间早于“{before.act}”（{before.at:%Y-%m-%d %H:%M}）"
        lacks.append(Lack(said=said, code="时间:次序", clause=procedure.record))
    return lacks


def _status_words(status: str) -> str:
    return (
        f"正在{status}" if status.endswith("中") else (f"还在“{status}”阶段" if status == "线索" else status)
    )


def _not_before(act: r.ActRule, record: Record) -> Done | None:
    """The act that this one must not precede: the last one; for acts recorded afterwards a predecessor."""
    if not act.backdated:
        return max(record.acts, key=lambda done: done.at, default=None) if record.acts else None
    found = [done for each in act.after if (done := record.first(each.act))]
    return max(found, key=lambda done: done.at, default=None)


def _people(
    book: RuleBook, act: r.ActRule, procedure: r.Procedure, record: Record, p: Proposal
) -> list[Lack]:
    lacks: list[Lack] = []
    by = tuple(dict.fromkeys(p.by))
    if not by:
        return [Lack(said="没有写明由谁办理", code="人员:无", clause=act.clause)]
    role = "、".join(act.roles)
    for each in by:
        person = p.people.get(each)
        if person is None:
            lacks.append(Lack(said=f"“{each}”不在本机关的人员名册", code="人员:不明", clause=act.clause))
            continue
        if not person.roles & set(act.roles):
            lacks.append(
                Lack(said=f"{person.name}不是{role}，不能办{act.name}", code="职务", clause=act.clause)
            )
        lacks += _fitness(book, person, act, procedure, record, p)
    if len(by) > 1 and not together(act, procedure):
        said = f"{act.name}由{role}一人办理，不能写上别人的名字"
        lacks.append(Lack(said=said, code="人数:一人", clause=act.clause))
    if act.people and len(by) < act.people.number:
        said = f"{role}只有 {len(by)} 人，至少 {act.people.number} 人"
        lacks.append(Lack(said=said, code="人数", clause=act.people.clause))
    return lacks


def together(act: r.ActRule, procedure: r.Procedure) -> bool:
    """Whether several may put their names to it: the rule wants several, or enforcement officers act.

    A decision, an opinion, an approval is one person's: nobody else's name is lent to it.
    """
    several = bool(act.people and act.people.number > 1)
    return several or bool(procedure.certificate and set(act.roles) <= set(procedure.certificate.roles))


def _fitness(
    book: RuleBook, person: Person, act: r.ActRule, procedure: r.Procedure, record: Record, p: Proposal
) -> list[Lack]:
    """Certificate, qualification, recusal, separation and unit of one person for one act."""
    lacks: list[Lack] = []
    needed = procedure.certificate
    if needed and acting_as(act, person) in needed.roles:
        day, category = p.at.date(), procedure.category
        lacks += [
            Lack(said=said, code="证件", clause=clause)
            for said, clause in certificate_lacks(book, person, day, category, p.region, needed.clause)
        ]
    asked = act.qualification
    if asked and person.lacks_qualification(asked.what, asked.first):
        lacks.append(Lack(said=f"{person.name}没有{asked.what}", code="资格", clause=asked.clause))
    if procedure.recusal and person.id in recused(procedure.recusal, record):
        lacks.append(Lack(said=f"{person.name}已经决定回避", code="回避", clause=procedure.recusal.clause))
    parts = capacities(procedure, record)
    earlier = parts.get(person.id, set())
    for separation in procedure.separations:
        mine = set(act.roles) & set(separation.roles)
        other = (earlier & set(separation.roles)) - mine
        if mine and other:
            said = f"{person.name}在本案中是{'、'.join(sorted(other))}，不能再做{'、'.join(sorted(mine))}"
            lacks.append(Lack(said=said, code="分离", clause=separation.clause))
    if act.other_unit and person.unit:
        units = {
            p.people[i].unit for i, roles in parts.items() if act.other_unit.what in roles and i in p.people
        }
        if person.unit in units:
            said = f"{person.name}与本案{act.other_unit.what}在同一机构"
            lacks.append(Lack(said=said, code="异部门", clause=act.other_unit.clause))
    return lacks


def recused(rule: r.Recusal, record: Record) -> set[str]:
    """Persons whose recusal was decided."""
    return {
        str(done.facts[rule.person])
        for done in record.all(rule.act)
        if done.facts.get(rule.result) == rule.outcome and done.facts.get(rule.person)
    }


def _predecessors(act: r.ActRule, record: Record) -> list[Lack]:
    return [
        Lack(said=f"还没有{each.act}", code=f"先有:{each.act}", clause=each.clause, mend=each.act)
        for each in act.after
        if not record.count(each.act)
    ]


def advance(procedure: r.Procedure, record: Record, done: Done, facts: Mapping[str, Any]) -> Record:
    """The case after one more act, with its current facts (already merged)."""
    return assemble(procedure, record.case, record.agency, (*record.acts, done), facts)


def assemble(
    procedure: r.Procedure, case: str, agency: str, acts: tuple[Done, ...], facts: Mapping[str, Any]
) -> Record:
    """The case of these acts: its status is what the last act that sets one says, its draft the digest."""
    rules = (procedure.acts.get(done.act) for done in reversed(acts))
    status = next((rule.status for rule in rules if rule and rule.status), "")
    record = Record(case, agency, procedure.name, acts, status, "", facts)
    draft = draft_digest(procedure, record)
    return replace(record, draft=draft) if draft else record


def draft_digest(procedure: r.Procedure, record: Record) -> str:
    """SHA-256 of the draft decision and of the record it rests on; "" before there is a draft.

    One changed character, one more piece of evidence, and an opinion given before no longer fits.
    """
    rule = procedure.draft
    if rule is None:
        return ""
    last = max((d for act in rule.acts if (d := record.last(act))), key=lambda d: d.version, default=None)
    if last is None:
        return ""
    stated = {name: last.facts[name] for name in rule.facts if name in last.facts}
    materials = [done.hash for done in record.acts if done.act in rule.materials]
    text = json.dumps([stated, materials], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"mingjing draft v1\n" + text.encode()).hexdigest()
