"""The duties of one person: what is theirs to do now, and what they wait for others to do.

Who is meant by a duty's holder: 执法人员 are the officers in charge of the case, 承办机构负责人 the heads of
the case's unit, every other role whoever holds it in the agency and may take part in the case.

Bounded: at most `MOST` open duties of a post are read, soonest first, from the index by holder; nobody's
list is longer in practice, and the page says when it is cut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.officers import HANDLER, in_charge, open_in_charge
from mingjing.casework.packs import by_hash, current
from mingjing.law.approval import DUTY
from mingjing.platform import clock
from mingjing.supervision.approving import Approving, approving
from mingjing.supervision.fitness import Fitness
from mingjing.supervision.post import UNIT_HEAD, Post, posts
from mingjing.supervision.release import releases
from mingjing.supervision.step import answers, awaited, goals, live, publishing
from mingjing.supervision.turn import Steps, next_steps, turns
from mingjing.supervision.work import Work, cases_by_id, in_order, of_duty, of_state, rules

MOST, AWAITED = 200, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A person's table: `todo` soonest first, `waiting` for others; `whole` False when lists were cut.

    `others`: (agency, case) of the person's cases in which somebody else has a duty.
    """

    todo: list[Work]
    waiting: list[Work]
    others: frozenset[tuple[str, str]]
    whole: bool = True


def desk_of(person: Any, now: datetime) -> Desk:
    """What the person has to do and what they wait for, as of now."""
    held = posts(person, now)
    handles = any(post.role == HANDLER for post in held)
    in_own = open_in_charge(person, now.date()) if handles else []
    rows = [
        (post, row)
        for post in held
        for row in (_handlers(post, in_own) if post.role == HANDLER else open_duties(person, post))
    ]
    cases = cases_by_id(Case.objects.visible_to(person), ((row.agency, row.case_id) for _, row in rows))
    fitness = Fitness(
        person, ((row.agency, row.case_id) for post, row in rows if post.role not in (HANDLER,))
    )
    mine = [
        case for post, row in rows if post.role == HANDLER and (case := cases.get((row.agency, row.case_id)))
    ]
    ready = next_steps(person, dict.fromkeys(mine), now) if mine else {}
    todo: list[Work] = []
    waiting: list[Work] = []
    for post, row in rows:
        case = cases.get((row.agency, row.case_id))
        if case is None or row.name == DUTY:
            continue  # a request for approval names a person, not every holder of the role
        key = (row.agency, row.case_id, row.name)
        procedure = rules(case)[1]
        act = publishing(procedure, row.name, case.publication)
        steps = ready.get(key) or Steps()
        if person.pk in steps.recused:
            continue
        acts = (act,) if act else tuple(procedure.acts[name] for name in steps.acts)
        act = next((each for each in acts if post.role in each.roles), None)
        if acts and act is None:
            waiting.append(of_state(case, acts[0], now, row))
            continue
        act = act or answers(procedure, row.name, post.role)
        work = of_duty(row, case, act, now)
        if (
            act is None
            and post.role == HANDLER
            and not work.left.state
            and ready.get(key, Steps()) is not None
        ):
            continue  # nothing to do in it now; what it waits for has a line of its own
        if fitness.may((row.agency, row.case_id), procedure, act):
            todo.append(work)
    by_state, whole = turns(person, held, now)
    by_state += releases(person, held, now)
    fitness = Fitness(person, ((work.agency, work.case) for work in by_state))
    todo += [work for work in by_state if fitness.may((work.agency, work.case), work.procedure, work.act)]
    asked = approving(person, now)
    todo = [*asked.todo, *(work for work in todo if not _asked_of_others(work, asked))]
    waiting += asked.waiting
    if handles:
        waiting += [work for work in _awaited(person, in_own, now) if work.what != DUTY]
    counts = [sum(1 for each, _ in rows if each == post) for post in held]
    return Desk(
        todo=list(in_order(todo)),
        waiting=list(in_order(waiting)),
        others=frozenset(
            (row.agency, row.case_id) for row in in_own if row.holder != HANDLER and not row.period
        ),
        whole=whole and asked.whole and all(count < MOST for count in counts),
    )


def _asked_of_others(work: Work, asked: Approving) -> bool:
    return work.act is not None and (work.agency, work.case, work.act.name) in asked.others


def open_duties(person: Any, post: Post) -> list[DutyRow]:
    """The open duties that fall to the post, soonest first, those without date last."""
    if post.role == HANDLER:
        return _handlers(post, open_in_charge(person, clock.now().date()))
    rows = DutyRow.objects.visible_to(person).filter(
        agency=post.agency, holder=post.role, closed__isnull=True, period=False
    )
    if post.role == UNIT_HEAD:
        here = Case.objects.visible_to(person).filter(unit=post.unit)
        rows = rows.filter(Exists(here.filter(agency=OuterRef("agency"), id=OuterRef("case_id"))))
    return list(rows.order_by(F("due").asc(nulls_last=True), "case_id")[:MOST])


def _handlers(post: Post, rows: Iterable[DutyRow]) -> list[DutyRow]:
    return [row for row in rows if row.agency == post.agency and row.holder == HANDLER and not row.period][
        :MOST
    ]


def own_cases(person: Any) -> list[Case]:
    """The live cases that the person is in charge of, those with the nearest limit first."""
    found = in_charge(person, _ended(current().hash), MOST * 2)
    return [case for case in found if case.status in live(rules(case)[1])]


@lru_cache(maxsize=4)
def _ended(pack: str) -> frozenset[str]:
    """The statuses after which no procedure in force goes on: they keep the closed cases out of a query."""
    procedures = by_hash(pack).book().procedures.values()
    going = frozenset[str]().union(*(live(each) for each in procedures))
    return frozenset(act.status for each in procedures for act in each.acts.values() if act.status) - going


def _awaited(person: Any, open_: Iterable[DutyRow], now: datetime) -> list[Work]:
    """In the person's cases: open duties of others, and periods of a party that a decision waits for."""
    found = [row for row in open_ if row.holder != HANDLER][:AWAITED]
    cases = cases_by_id(Case.objects.visible_to(person), ((row.agency, row.case_id) for row in found))
    works = []
    wanted_by: dict[int, set[str]] = {}  # by procedure: the goals are the same for all its cases
    for row in found:
        case = cases.get((row.agency, row.case_id))
        if case is None:
            continue
        procedure = rules(case)[1]
        if id(procedure) not in wanted_by:
            wanted_by[id(procedure)] = {name for goal in goals(procedure) for name in awaited(goal)}
        wanted = wanted_by[id(procedure)]
        if not row.period or (row.name in wanted and case.status in live(procedure) and case.decided is None):
            works.append(of_duty(row, case, None, now))
    return works
