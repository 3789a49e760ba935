"""Whose turn it is by the state of a case: acts that are due though no duty of their own role says so.

Two kinds. A duty of one role that another role ends: the handler owes 作出处罚决定, but once nothing is
lacking the decision is the head's to make. And an act that changes the status once a positive condition
holds: 结案. Both are found by asking the law (`outlook` without lacks), never by names in code.

How this stays cheap. Projections narrow first: an open duty of that name, the status of the case, no other
duty of the agency open in it, no period of the party still running. What remains is folded from the journal
and judged, at most `LOADS` cases a request; an answer holds for the day and the version of the case, so it
is kept under both and the next request asks only about cases that changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.db import connections
from django.db.models import Exists, OuterRef

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.packs import current
from mingjing.casework.prospects import BEFORE, prospects, resolved
from mingjing.casework.service import load
from mingjing.law.judge import allowed_in, outlook, recused
from mingjing.supervision.post import UNIT_HEAD, Post
from mingjing.supervision.step import Goal, awaited, goals
from mingjing.supervision.work import Work, cases_by_id, of_state, rules

LOADS = 24
LOOKED_AT = 120
PARTY = "当事人"


def turns(person: Any, held: Iterable[Post], now: datetime) -> tuple[list[Work], bool]:
    """Acts that wait for these posts by the state of cases, and whether all candidates were looked at."""
    found: list[Work] = []
    budget, whole = [LOADS], True
    for post in held:
        for goal, case, row in _candidates(person, post, now):
            steps = _next_acts(case, goal, now, budget)
            if steps is None:
                whole = False
                continue
            acts = rules(case)[1].acts
            mine = next((name for name in steps.acts if post.role in acts[name].roles), "")
            if mine and person.pk not in steps.recused:
                found.append(of_state(case, acts[mine], now, row))
    return found, whole


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be done now towards a goal, the first thing first, whoever does it; and who is recused."""

    acts: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()


def next_steps(person: Any, cases: Iterable[Case], now: datetime) -> dict[tuple[str, str, str], Steps | None]:
    """(agency, case, duty) -> what can be done now towards that duty; None: the case was not asked about.

    Only for duties that another role ends. What is not in it waits for another duty or for a period.
    """
    by_agency: dict[str, list[str]] = {}
    for case in cases:
        by_agency.setdefault(case.agency, []).append(case.id)
    budget = [LOADS]
    return {
        (case.agency, case.id, row.name): _next_acts(case, goal, now, budget)
        for agency, ids in by_agency.items()
        for goal, case, row in _candidates(person, Post(agency, ""), now, ids)
        if row is not None
    }


def _candidates(
    person: Any, post: Post, now: datetime, only: list[str] | None = None
) -> Iterable[tuple[Goal, Case, DutyRow | None]]:
    """Cases that may have come so far, for every goal in which the post may have a part."""
    cases = Case.objects.visible_to(person).filter(agency=post.agency)
    if post.role == UNIT_HEAD:
        cases = cases.filter(unit=post.unit)
    if only is not None:
        cases = cases.filter(id__in=only)
    known = [each for each in _known_goals(current().hash) if _has_part(post.role, each)]
    yield from _answering(person, post, cases, [each for each in known if each.duty], now, only)
    if only is None:
        by_state = [each for each in known if not each.duty]
        found = _ready(post, by_state, now)
        rows = cases_by_id(cases, ((post.agency, case) for _, case in found))
        for number, id_ in found:
            if case := rows.get((post.agency, id_)):
                yield by_state[number], case, None


def _answering(
    person: Any, post: Post, cases: Any, known: list[Goal], now: datetime, only: list[str] | None
) -> Iterable[tuple[Goal, Case, DutyRow]]:
    """Of goals that answer a duty of another role: the cases in which nothing else is open."""
    open_ = DutyRow.objects.visible_to(person).filter(closed__isnull=True)
    for goals_ in _alike(known):
        goal = next(iter(goals_.values()))
        here = open_.filter(agency=OuterRef("agency"), case_id=OuterRef("case_id"))
        running = here.filter(period=True, name__in=awaited(goal), due__gte=now.date())
        others = here.filter(period=False).exclude(name=goal.duty).exclude(holder=PARTY)
        rows = open_.filter(agency=post.agency, holder=goal.holder, name=goal.duty, period=False)
        if only is not None:
            rows = rows.filter(case_id__in=only)
        found = list(rows.exclude(Exists(others)).exclude(Exists(running)).order_by("due")[:LOOKED_AT])
        there = cases_by_id(cases, ((row.agency, row.case_id) for row in found))
        for row in found:
            case = there.get((row.agency, row.case_id))
            own = goals_.get(case.procedure) if case else None
            if case and own and case.status in own.act.statuses:
                yield own, case, row


# One part of the statement below: the cases of one procedure in one status, read along `case_by_procedure`.
_IN_STATUS = (
    "SELECT * FROM (SELECT {number} AS goal, c.id FROM casework_case c "
    "WHERE c.agency = %s AND c.procedure = %s AND c.status = %s{unit} AND NOT EXISTS ("
    "SELECT 1 FROM casework_dutyrow d WHERE d.agency = c.agency AND d.case_id = c.id AND d.closed IS NULL "
    "AND NOT d.period AND (d.name IN ({names}) OR (d.holder = %s AND d.due >= %s))) "
    "ORDER BY c.changed LIMIT {most}) AS s"
)


def _ready(post: Post, known: list[Goal], now: datetime) -> list[tuple[int, str]]:
    """(number of the goal, case): the cases in whose status a goal may be due, none of its steps being open.

    One statement for all goals. A status at a time: asked for several at once in the order of `changed`, a
    database reads all cases of the agency along the index by `changed` and throws nearly all away.
    """
    parts: list[str] = []
    values: list[Any] = []
    of_unit = post.role == UNIT_HEAD
    for number, goal in enumerate(known):
        names = [each.act for each in goal.act.after] or [""]
        for status in sorted(goal.act.statuses):
            marks, unit = ", ".join(["%s"] * len(names)), " AND c.unit = %s" if of_unit else ""
            parts.append(_IN_STATUS.format(number=number, unit=unit, names=marks, most=LOOKED_AT))
            values += [post.agency, goal.procedure, status, *([post.unit] if of_unit else []), *names]
            values += [PARTY, now.date()]
    if not parts:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return [(number, case) for number, case in cursor.fetchall()]


def _has_part(role: str, goal: Goal) -> bool:
    """Whether the role may bring the goal on; its own duty stands on its list already."""
    return not role or (role != goal.holder and role in goal.roles)


def _alike(known: Iterable[Goal]) -> list[dict[str, Goal]]:
    """The goals that one query finds together, by procedure."""
    found: dict[tuple[Any, ...], dict[str, Goal]] = {}
    for goal in known:
        # A procedure may have two acts of one kind: they do not share a query.
        number = 0
        while goal.procedure in found.get((goal.duty, goal.holder, awaited(goal), number), {}):
            number += 1
        found.setdefault((goal.duty, goal.holder, awaited(goal), number), {})[goal.procedure] = goal
    return list(found.values())


@lru_cache(maxsize=4)
def _known_goals(pack: str) -> tuple[Goal, ...]:
    """The goals of all procedures under all plans in force, each once."""
    found: dict[tuple[str, str], Goal] = {}
    for profile in ("", *(layer.id for layer in current().layers() if layer.kind == "方案")):
        for procedure in current().book(profile).procedures.values():
            for goal in goals(procedure):
                found.setdefault((procedure.name, goal.act.name), goal)
    return tuple(found.values())


def _next_acts(case: Case, goal: Goal, now: datetime, budget: list[int]) -> Steps | None:
    """The goal when nothing is lacking, else the acts that lead to it and can be done now; None = not asked.

    `budget[0]` counts down with every case that had to be loaded.
    """
    key = f"steps:{case.agency}:{case.id}:{case.version}:{goal.act.name}:{now.date()}"
    known: Steps | None = cache.get(key)
    if known is not None:
        return known
    if budget[0] <= 0:
        return None
    budget[0] -= 1
    known = _asked(case, goal.act.name, now)
    cache.set(key, known, 86400)
    return known


def _asked(case: Case, name: str, now: datetime) -> Steps:
    opened = load(case.agency, case.id)
    procedure, record = opened.procedure, opened.record
    act = procedure.acts.get(name)
    out = tuple(recused(procedure.recusal, record)) if procedure.recusal else ()
    if act is None or not allowed_in(act, record):
        return Steps((), out)
    lacks = outlook(opened.book, procedure, record, act, now)
    if not lacks:
        return Steps((name,), out)
    found = prospects(opened.book, procedure, record, (), frozenset(), now)
    lacking = {each.act: each.lacks for each in found}
    towards = {step for lack in lacks if (step := resolved(lack.mend, lacking))}
    stages = {procedure.acts[step].stage for step in towards}
    return Steps(
        tuple(
            each.act
            for each in found
            if (each.act in towards and not procedure.acts[each.act].special)
            or (each.rank == BEFORE and each.stage in stages)
        ),
        out,
    )
