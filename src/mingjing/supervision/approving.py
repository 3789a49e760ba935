"""Approvals that wait for a person: to approve, to countersign, or theirs that somebody else has to approve.

A duty 批办 names a role, its request a person: the few open ones of the agency are read from their cases, at
most `MOST`, the oldest first.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.service import load
from mingjing.law.approval import COUNTERSIGN, DUTY, HEADS, Request, open_requests, role_of
from mingjing.registry.as_of import people_as_of
from mingjing.supervision.work import Work, cases_by_id, of_state, rules

MOST = 60


@dataclass(frozen=True, slots=True)
class Approving:
    """`others`: (agency, case, act) that somebody else was asked to approve; `whole` False when cut."""

    todo: tuple[Work, ...]
    waiting: tuple[Work, ...]
    others: frozenset[tuple[str, str, str]]
    whole: bool


def approving(person: Any, now: datetime) -> Approving:
    """What the open requests of the person's agency ask of the person."""
    agency = person.agency_id or ""
    rows = list(
        DutyRow.objects.visible_to(person)
        .filter(agency=agency, holder__in=HEADS, closed__isnull=True, name=DUTY, period=False)
        .order_by("start", "case_id")[:MOST]
    )
    if not rows:
        return Approving((), (), frozenset(), True)
    cases = cases_by_id(Case.objects.visible_to(person), ((row.agency, row.case_id) for row in rows))
    me = people_as_of(agency, (person.pk,), now.date()).get(person.pk)
    stands_in = dict.fromkeys(me.stands_in) if me else {}
    todo: list[Work] = []
    waiting: list[Work] = []
    others: set[tuple[str, str, str]] = set()
    for row in rows:
        case = cases.get((row.agency, row.case_id))
        if case is None:
            continue
        procedure = rules(case)[1]
        requests = open_requests(load(row.agency, row.case_id).record)
        request = next((each for each in requests if each.version == row.opened), None)
        act = procedure.acts.get(request.act) if request else None
        if request is None or act is None:
            continue
        mine = person.pk == request.approver or (role_of(procedure, act.name), request.approver) in stands_in
        if person.pk in request.waiting and COUNTERSIGN in procedure.acts:
            work = of_state(case, procedure.acts[COUNTERSIGN], now)
            todo.append(replace(work, what=f"待会签：{act.name}"))
        if not mine:
            others.add((row.agency, row.case_id, act.name))
        elif request.waiting:
            waiting.append(_waits(of_state(case, act, now), request))
        else:
            todo.append(replace(of_state(case, act, now), what=f"待批办：{act.name}"))
        if person.pk in request.asked_by:
            waiting.append(_waits(of_state(case, act, now), request))
    return Approving(tuple(todo), tuple(waiting), frozenset(others), len(rows) < MOST)


def _waits(work: Work, request: Request) -> Work:
    if request.waiting:
        return replace(work, what=f"报批{request.act}，等 {len(request.waiting)} 人会签", act=None)
    return replace(work, what=f"报批{request.act}", act=None)
