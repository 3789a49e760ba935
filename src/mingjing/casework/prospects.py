"""What can be done next in a case, by whom, and what the other acts still lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty
from mingjing.law.judge import allowed_in, outlook
from mingjing.law.lack import Lack
from mingjing.law.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One act that the state of the case lets one think of. `lacks` empty: it can be done now.

    `near`: it answers an open duty, or lies on the ordinary course and moves the case on or belongs to the
    stage at hand. `answers`: the open
    duties it would close. `mine`: the reader holds one of its roles.
    """

    act: str
    id: str
    stage: str
    roles: tuple[str, ...]
    clause: Clause
    lacks: tuple[Lack, ...]
    answers: tuple[str, ...]
    near: bool
    mine: bool
    done: int
    number: int  # people that it wants


def prospects(
    book: RuleBook,
    procedure: r.Procedure,
    record: Record,
    duties: Iterable[Duty],
    roles: frozenset[str],
    at: datetime,
) -> tuple[Prospect, ...]:
    """All acts that may be thought of, in the order in which one looks for them. `roles`: Chinese names."""
    waiting = {duty.name for duty in duties if duty.open and not duty.period}
    here = _reached(procedure, record)
    found = []
    for act in procedure.acts.values():
        if not allowed_in(act, record):
            continue
        lacks = tuple(outlook(book, procedure, record, act, at))
        answers = tuple(closing.duty for closing in act.closes if closing.duty in waiting)
        place = procedure.stages.index(act.stage)
        fresh = not record.count(act.name)
        found.append(
            Prospect(
                act=act.name,
                id=act.id,
                stage=act.stage,
                roles=act.roles,
                clause=act.clause,
                lacks=lacks,
                answers=answers,
                near=bool(answers)
                or (
                    not act.special
                    and (_ahead(act, record, lacks) or (fresh and not lacks and place in (here, here + 1)))
                ),
                mine=bool(set(act.roles) & roles),
                done=record.count(act.name),
                number=act.people.number if act.people else 1,
            )
        )
    return tuple(sorted(found, key=lambda each: _order(each, procedure)))


def _ahead(act: r.ActRule, record: Record, lacks: tuple[Lack, ...]) -> bool:
    """Whether the act moves the case to another state and only a few things stand before it."""
    return bool(act.status and act.status != record.status and act.series) and bool(lacks)


def _reached(procedure: r.Procedure, record: Record) -> int:
    places = [
        procedure.stages.index(procedure.acts[d.act].stage) for d in record.acts if d.act in procedure.acts
    ]
    return max(places, default=0)


def _order(each: Prospect, procedure: r.Procedure) -> tuple[bool, bool, bool, int, int]:
    return (
        bool(each.lacks),
        not each.near,
        not each.mine,
        0 if each.answers else 1,
        procedure.stages.index(each.stage),
    )
