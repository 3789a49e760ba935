"""The duties of one person: what is theirs to do now, and what they wait for others to do.

Who is meant by a duty's holder: 执法人员 are the handlers whom the case names, 承办机构负责人 the heads of
the case's unit, every other role whoever holds it in the agency and may take part in the case.

Bounded: at most `MOST` open duties of a post are read, soonest first, from the index by holder; nobody's
list is longer in practice, and the page says when it is cut.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from mingjing.casework.models import Case, DutyRow, Participant
from mingjing.law.approval import DUTY
from mingjing.supervision.approving import Approving, approving
from mingjing.supervision.fitness import Fitness
from mingjing.supervision.post import HANDLER, IN_CHARGE, UNIT_HEAD, Post, posts
from mingjing.supervision.release import releases
from mingjing.supervision.step import answers, awaited, goals, live, publishing
from mingjing.supervision.turn import Steps, next_steps, turns
from mingjing.supervision.work import Work, cases_by_id, in_order, of_duty, of_state, rules

MOST, AWAITED = 200, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A person's table: `todo` soonest first, `waiting` for others; `whole` False when lists were cut."""

    todo: list[Work]
    waiting: list[Work]
    whole: bool = True


def desk_of(person: Any, now: datetime) -> Desk:
    """What the person has to do and what they wait for, as of now."""
    held = posts(person, now)
    rows = [(post, row) for post in held for row in open_duties(person, post)]
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
    if any(post.role == HANDLER for post in held):
        waiting += [work for work in _awaited(person, now) if work.what != DUTY]
    counts = [sum(1 for each, _ in rows if each == post) for post in held]
    return Desk(
        todo=list(in_order(todo)),
        waiting=list(in_order(waiting)),
        whole=whole and asked.whole and all(count < MOST for count in counts),
    )


def _asked_of_others(work: Work, asked: Approving) -> bool:
    return work.act is not None and (work.agency, work.case, work.act.name) in asked.others


def open_duties(person: Any, post: Post) -> list[DutyRow]:
    """The open duties that fall to the post, soonest first, those without date last."""
    rows = DutyRow.objects.visible_to(person).filter(
        agency=post.agency, holder=post.role, closed__isnull=True, period=False
    )
    if post.role == HANDLER:
        # A list of the person's cases, not a test of each open duty: an agency has very many of these.
        rows = rows.filter(case_id__in=in_charge(person).filter(agency=post.agency).values("case_id"))
    elif post.role == UNIT_HEAD:
        here = Case.objects.visible_to(person).filter(unit=post.unit)
        rows = rows.filter(Exists(here.filter(agency=OuterRef("agency"), id=OuterRef("case_id"))))
    return list(rows.order_by(F("due").asc(nulls_last=True), "case_id")[:MOST])


def in_charge(person: Any) -> Any:
    """The cases that name the person as a handler."""
    return Participant.objects.visible_to(person).filter(person=person.pk, capacity=IN_CHARGE)


def own_cases(person: Any, now: datetime) -> list[Case]:
    """The live cases that the person handles, those with the nearest limit first."""
    rows = Case.objects.visible_to(person).filter(id__in=in_charge(person).values("case_id"))
    found = rows.order_by(F("next_due").asc(nulls_last=True), "-changed")[: MOST * 2]
    return [case for case in found if case.status in live(rules(case)[1])]


def _awaited(person: Any, now: datetime) -> list[Work]:
    """In the person's cases: open duties of others, and periods of a party that a decision waits for."""
    rows = (
        DutyRow.objects.visible_to(person)
        .filter(case_id__in=in_charge(person).values("case_id"))
        .filter(closed__isnull=True)
        .exclude(holder=HANDLER)
        .filter(Q(period=False) | Q(due__gte=now.date()))
        .order_by(F("due").asc(nulls_last=True), "case_id")[:AWAITED]
    )
    found = list(rows)
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
