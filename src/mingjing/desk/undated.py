"""可以接着办: a person's cases that stand on no list of theirs though they can go on.

A duty puts a case on the list of what is to be done, and between two duties it would be on nobody's list. One
query over the projections finds such cases; what the rules then leave to the handler is asked of the rules
alone, no case is folded for a start page.

Whose case it is: the handler's whom it names (承办人), and where the procedure names none, as in inspections,
everybody's who acted in it as an officer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q

from mingjing.casework.models import Case, DutyRow, Participant
from mingjing.casework.packs import by_hash, current
from mingjing.law import rule as r
from mingjing.supervision.post import HANDLER, IN_CHARGE
from mingjing.supervision.step import live
from mingjing.supervision.work import rules

SHOWN, LOOKED_AT = 6, 200
_WHY = "案件已经按人员的范围筛过，这里只问它有没有承办人、有没有别人的义务"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """The cases, those with a limit first, then that done last. `rest`: how many more; `cut`: maybe more."""

    cases: tuple[Case, ...] = ()
    rest: int = 0
    cut: bool = False


def undated(person: Any, listed: Collection[tuple[str, str]], every: bool = False) -> Undated:
    """The cases that the person can go on with and that nothing else on the page names, `SHOWN` or all.

    `listed`: (agency, case) of what stands on the page already, to be done or awaited.
    """
    here = {"agency": OuterRef("agency"), "case_id": OuterRef("id")}
    open_ = DutyRow.objects.unscoped(_WHY).filter(**here, closed__isnull=True, period=False)
    acted = Participant.objects.visible_to(person).filter(person=person.pk, capacity__in=(IN_CHARGE, HANDLER))
    named = Exists(Participant.objects.unscoped(_WHY).filter(**here, person=person.pk, capacity=IN_CHARGE))
    own, others = Exists(open_.filter(holder=HANDLER)), Exists(open_.exclude(holder=HANDLER))
    naming, before, ended = _naming(current().hash)
    everybodys = ~Q(procedure__in=naming) | Q(status__in=before)
    # Not put in order here: an index by date would lead through all cases of the agency.
    rows = (
        Case.objects.visible_to(person)
        .filter(id__in=acted.values("case_id"))
        .exclude(status__in=ended)
        .filter(Q(named, ~others, next_due__isnull=True) | Q(~named, everybodys, own | ~others))
        .order_by()[:LOOKED_AT]
    )
    read = list(rows)
    found = [case for case in read if (case.agency, case.id) not in listed and _goes_on(case)]
    found.sort(key=lambda case: case.changed, reverse=True)
    found.sort(key=lambda case: case.next_due or date.max)
    shown = found if every else found[:SHOWN]
    return Undated(cases=tuple(shown), rest=len(found) - len(shown), cut=len(read) == LOOKED_AT)


@lru_cache(maxsize=4)
def _naming(pack: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Of the procedures in force: those that name handlers, the statuses in which they have not yet done so,
    and the statuses after which none goes on. The last keep the closed cases out of the query."""
    procedures = by_hash(pack).book().procedures.values()
    acts = [(each.name, act) for each in procedures for act in each.acts.values() if IN_CHARGE in act.fields]
    before = {status for _, act in acts for status in act.statuses if act.status not in ("", status)}
    going = frozenset[str]().union(*(live(each) for each in procedures))
    given = {act.status for each in procedures for act in each.acts.values() if act.status}
    return frozenset(name for name, _ in acts), frozenset(before), frozenset(given - going)


def _goes_on(case: Case) -> bool:
    """Whether the case's own rules leave its handler an ordinary act of this or a later stage, or the act
    that takes it out of its status: 恢复调查."""
    procedure = rules(case)[1]
    return case.status in live(procedure) and any(
        _next(procedure, case, act) for act in procedure.acts.values()
    )


def _next(procedure: r.Procedure, case: Case, act: r.ActRule) -> bool:
    stages = procedure.stages
    if HANDLER not in act.roles or case.status not in act.statuses or act.opens_case:
        return False
    if act.special:
        return bool(act.status) and act.status != case.status
    if act.once and act.name == case.last_act:
        return False
    return case.stage not in stages or stages.index(act.stage) >= stages.index(case.stage)
