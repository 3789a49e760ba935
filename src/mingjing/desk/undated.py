"""可以接着办: a person's cases that stand on no list of theirs though they can go on.

A duty puts a case on the list of what is to be done, and between two duties it would be on nobody's list.
What the rules then leave to the handler is asked of the rules alone, no case is folded for a start page.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mingjing.casework.models import Case
from mingjing.casework.officers import HANDLER
from mingjing.law import rule as r
from mingjing.supervision.work import rules

SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """The cases, that done last first. `rest`: how many more."""

    cases: tuple[Case, ...] = ()
    rest: int = 0


def undated(own: Iterable[Case], listed: Collection[tuple[str, str]], every: bool = False) -> Undated:
    """Of a person's live cases those without limit that the person can go on with, `SHOWN` or all of them.

    `listed`: (agency, case) of what stands on the page already or waits for somebody else.
    """
    found = [
        case
        for case in own
        if case.next_due is None and (case.agency, case.id) not in listed and _goes_on(case)
    ]
    found.sort(key=lambda case: case.changed, reverse=True)
    shown = found if every else found[:SHOWN]
    return Undated(cases=tuple(shown), rest=len(found) - len(shown))


def _goes_on(case: Case) -> bool:
    """Whether the live case's own rules leave its handler an ordinary act of this or a later stage, or the
    act that takes it out of its status: 恢复调查."""
    procedure = rules(case)[1]
    return any(_next(procedure, case, act) for act in procedure.acts.values())


def _next(procedure: r.Procedure, case: Case, act: r.ActRule) -> bool:
    stages = procedure.stages
    if HANDLER not in act.roles or case.status not in act.statuses or act.opens_case:
        return False
    if act.special:
        return bool(act.status) and act.status != case.status
    if act.once and act.name == case.last_act:
        return False
    return case.stage not in stages or stages.index(act.stage) >= stages.index(case.stage)
