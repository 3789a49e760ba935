"""What can be done next in a case, by whom, and what the other acts still lack.

The first of them is the one that a reader would take up: what answers an open duty; what a limit that ran
out calls for (催告履行); what the stage at hand still has before the act that mends the next lack (询问
before 调查终结); that act itself (提出处理建议 where the decision lacks it). Acts off the ordinary course
stay behind the fold unless they answer a duty of their own role.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.approval import takes_part
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty
from mingjing.law.judge import allowed_in, outlook
from mingjing.law.lack import Lack
from mingjing.law.record import Record

ANSWER, OVERDUE, BEFORE, MEND, OTHER = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One act that the state of the case lets one think of. `lacks` empty: it can be done now.

    `near`: it answers an open duty, mends what the next act lacks, or lies on the ordinary course and moves
    the case on or belongs to the stage at hand. `answers`: the open duties it would close. `mine`: the reader
    holds one of its roles. `rank`: how much it is the next thing to do, `OTHER` for what merely can be done.
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
    rank: int
    done: int
    number: int  # people that it wants


def prospects(
    book: RuleBook,
    procedure: r.Procedure,
    record: Record,
    duties: Iterable[Duty],
    roles: frozenset[str],
    at: datetime,
    who: str = "",
) -> tuple[Prospect, ...]:
    """All acts that may be thought of, in the order in which one looks for them.

    `roles`: Chinese names. `who`: the person, where an approval asks for some and not for others.
    """
    waiting = {duty.name: duty.holder for duty in duties if duty.open and not duty.period}
    places = {name: number for number, name in enumerate(procedure.acts)}
    lacking = {
        act.name: tuple(outlook(book, procedure, record, act, at))
        for act in procedure.acts.values()
        if allowed_in(act, record)
    }
    steps = _steps(procedure, record, lacking, waiting)
    here = _reached(procedure, record)
    last = max((places[done.act] for done in record.acts[-1:] if done.act in places), default=0)
    found = []
    for name, lacks in lacking.items():
        act = procedure.acts[name]
        answers = _answers(act, waiting)
        rank = _rank(act, answers, lacks, steps, record, procedure, places[name] > last)
        found.append(
            Prospect(
                act=name,
                id=act.id,
                stage=act.stage,
                roles=act.roles,
                clause=act.clause,
                lacks=lacks,
                answers=answers,
                near=rank < OTHER or (not act.special and _ordinary(act, record, lacks, here, procedure)),
                mine=bool(set(act.roles) & roles) and (not who or takes_part(record, name, who)),
                rank=rank,
                done=record.count(name),
                number=act.people.number if act.people else 1,
            )
        )

    def order(each: Prospect) -> tuple[bool, bool, bool, int, bool, int, int]:
        place = places[each.act]
        stage = procedure.stages.index(each.stage)
        return bool(each.lacks), not each.near, not each.mine, each.rank, place <= last, stage, place

    return tuple(sorted(found, key=order))


def resolved(mend: str, lacking: Mapping[str, tuple[Lack, ...]]) -> str:
    """The act to do now towards `mend`: itself, or what it lacks in turn; "" where nothing can be done."""
    seen: set[str] = set()
    while mend in lacking and mend not in seen:
        if not lacking[mend]:
            return mend
        seen.add(mend)
        mend = next((lack.mend for lack in lacking[mend] if lack.mend in lacking), "")
    return ""


def _answers(act: r.ActRule, waiting: Mapping[str, str]) -> tuple[str, ...]:
    """The open duties that the act would close; off the ordinary course only those of its own roles."""
    return tuple(
        closing.duty
        for closing in act.closes
        if closing.duty in waiting and (not act.special or waiting[closing.duty] in act.roles)
    )


def _steps(
    procedure: r.Procedure,
    record: Record,
    lacking: Mapping[str, tuple[Lack, ...]],
    waiting: Mapping[str, str],
) -> tuple[str, ...]:
    """What can be done now and mends a lack of an act that answers a duty or moves the case on."""
    found: dict[str, None] = {}
    for name, lacks in lacking.items():
        act = procedure.acts[name]
        if act.special or not lacks or not (_answers(act, waiting) or _ahead(act, record)):
            continue
        for lack in lacks:
            step = resolved(lack.mend, lacking)
            if step and not procedure.acts[step].special:
                found[step] = None
    return tuple(found)


def _rank(
    act: r.ActRule,
    answers: tuple[str, ...],
    lacks: tuple[Lack, ...],
    steps: tuple[str, ...],
    record: Record,
    procedure: r.Procedure,
    forward: bool,
) -> int:
    if answers:
        return ANSWER if act.name in answers or not act.special else MEND
    if lacks or act.special:
        return OTHER
    fresh = not record.count(act.name)
    if fresh and any(isinstance(guard, g.Elapsed) and guard.period for guard in act.guards):
        return OVERDUE
    if fresh and act.opens and any(isinstance(guard, g.Over) for guard in act.guards):
        return OVERDUE
    if act.name in steps:
        return MEND
    places = list(procedure.acts)
    before = any(
        procedure.acts[step].stage == act.stage and places.index(act.name) < places.index(step)
        for step in steps
    )
    return BEFORE if fresh and forward and before else OTHER


def _ordinary(
    act: r.ActRule, record: Record, lacks: tuple[Lack, ...], here: int, procedure: r.Procedure
) -> bool:
    """It moves the case on, or is new and belongs to the stage at hand, the one after it, or a limit past."""
    if lacks:
        return _ahead(act, record) and bool(act.series)
    at_hand = procedure.stages.index(act.stage) in (here, here + 1)
    past = any(isinstance(guard, g.Over) for guard in act.guards)
    return _ahead(act, record) or (not record.count(act.name) and (at_hand or past))


def _ahead(act: r.ActRule, record: Record) -> bool:
    """Whether the act moves the case to another state on the ordinary course."""
    return bool(act.status and act.status != record.status)


def _reached(procedure: r.Procedure, record: Record) -> int:
    places = [
        procedure.stages.index(procedure.acts[d.act].stage) for d in record.acts if d.act in procedure.acts
    ]
    return max(places, default=0)
