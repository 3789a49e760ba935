"""Trying a scenario by the rules alone: what each step lacks, and how the case then stands. Pure.

Nothing is recorded. A step that lacks something counts as done all the same, so that one case can be followed
to its end under several plans and their answers compared.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.casework.scenario import Actor, Scenario, Step
from mingjing.casework.scenario_facts import facts_of
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.duties import Duty, duties
from mingjing.law.fact import gather
from mingjing.law.judge import Proposal, advance, judge
from mingjing.law.lack import Lack
from mingjing.law.person import Certificate, Person
from mingjing.law.record import Done, Record

REVIEW = "应当法制审核"
_QUALIFIED = frozenset({"法律职业资格"})
_SINCE, _UNTIL = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Tried:
    """One step: what it lacks, and why the decision needs legal review as the case then stands."""

    step: Step
    lacks: tuple[Lack, ...]
    reasons: tuple[r.Situation, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    record: Record
    steps: tuple[Tried, ...]
    duties: tuple[Duty, ...]

    @property
    def reasons(self) -> tuple[r.Situation, ...]:
        """Every reason for legal review that held at some step, each once."""
        return tuple(dict.fromkeys(why for tried in self.steps for why in tried.reasons))


CASHIER = "收缴对账员"  # who does the acts that come in by the bank's statement


def rehearse(scenario: Scenario, book: RuleBook) -> Rehearsal:
    """The scenario's steps under the book. A step that the file expects to be refused is tried, never done.

    Raises `KeyError` where the book has no such procedure; an act it does not know is a lack.
    """
    procedure = book.procedures[scenario.procedure]
    people = {name: _person(name, actor) for name, actor in scenario.actors.items()}
    people[CASHIER] = Person(id=CASHIER, name=CASHIER, roles=frozenset({CASHIER}))
    others = {name: _other(name, other) for name, other in scenario.others.items()}
    record, tried = Record("", "", procedure.name), []
    for number, step in enumerate(scenario.steps, 1):
        if step.act not in procedure.acts:
            lack = Lack(said=f"没有“{step.act}”这一环节", code="环节:无")
            tried.append(Tried(step, (lack,), ()))
            continue
        channel = procedure.acts[step.act].channel
        judgement = judge(
            book,
            procedure,
            record,
            Proposal(
                act=step.act,
                facts=facts_of(scenario, step, procedure, others),
                by=(CASHIER,) if channel else step.by,
                at=step.at,
                now=step.recorded,
                people=people,
                entrance=channel.entrance if channel else "scenario",
            ),
        )
        if step.may:
            done = Done(
                act=step.act,
                version=len(record.acts) + 1,
                at=step.at,
                recorded=step.recorded,
                by=(CASHIER,) if channel else step.by,
                capacity=judgement.capacity,
                facts=judgement.values,
                draft=judgement.draft,
                hash=hashlib.sha256(f"{number}".encode()).hexdigest(),
                documents=tuple((kind, "") for kind in judgement.act.documents),
            )
            facts = gather(book.facts, (done.facts,), record.facts)
            record = advance(procedure, record, done, facts)
        tried.append(Tried(step, judgement.lacks, tuple(_reasons(book, record, step))))
    return Rehearsal(record, tuple(tried), tuple(duties(book, procedure, record)))


def _reasons(book: RuleBook, record: Record, step: Step) -> Iterable[r.Situation]:
    if REVIEW not in book.conditions.names():
        return ()
    return book.conditions.reasons(REVIEW, record, None, step.at)


def _other(name: str, scenario: Scenario) -> dict[str, Any]:
    """Another case that the scenario speaks of, as the service would find it; nothing of it is tried."""
    return {"案件": name, "编号": name, "程序": scenario.procedure, "记录": []}


def _person(name: str, actor: Actor) -> Person:
    """The actor as guards ask for one; what the scenario does not say is in order."""
    papers, certificate = actor.certificate, None
    if "执法人员" in actor.roles and "无" not in papers:
        suspended: tuple[tuple[date, date | None], ...] = ()
        if since := papers.get("暂停自"):
            end = papers.get("暂停至")
            suspended = ((date.fromisoformat(since), date.fromisoformat(end) if end else None),)
        certificate = Certificate(
            number=papers.get("证号", name),
            categories=tuple(papers.get("类别", "综合").split("、")),
            area="",
            valid_from=_day(papers.get("有效自"), _SINCE),
            valid_until=_day(papers.get("有效至"), _UNTIL),
            suspended=suspended,
            examined=_day_or_none(papers.get("考试"), _SINCE),
            filed=_day_or_none(papers.get("备案"), _SINCE),
        )
    legal = actor.qualified and "法制审核人员" in actor.roles
    return Person(
        id=name,
        name=actor.name,
        roles=frozenset(actor.roles),
        unit=actor.unit or actor.roles[0],
        certificate=certificate,
        qualifications=_QUALIFIED if legal else frozenset(),
    )


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _day_or_none(text: str | None, otherwise: date) -> date | None:
    return None if text == "无" else _day(text, otherwise)
