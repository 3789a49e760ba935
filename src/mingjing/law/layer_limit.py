"""Setting the limit of a duty by a layer: tighter freely, looser only with the law that allows it."""

from collections.abc import Mapping
from dataclasses import replace

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.days import DayKinds
from mingjing.law.reader import Section, suggestion
from mingjing.law.term import Term

_LENGTHS = {"小时": 1 / 24, "日": 1, "工作日": 1.4, "个月": 30.4, "年": 365}


def set_term(
    procedures: dict[str, r.Procedure],
    days: DayKinds,
    duties: Mapping[str, tuple[str, ...]],
    row: Section,
    *,
    only_tighten: bool = False,
) -> None:
    """Give the duties (by procedure) the row's 期限. A duty that no act opens is a fault.

    `only_tighten`: a stricter limit stands, without a fault; for rows that speak of all that is left over.
    """
    term, clause = row.term("期限"), row.clause()
    allowed = row.clause("放宽依据", required=False)
    found: set[str] = set()
    for name, names in duties.items():
        procedure = procedures[name]
        acts = dict(procedure.acts)
        for act in procedure.acts.values():
            for old in act.opens:
                if old.name not in names:
                    continue
                found.add(old.name)
                if term is None or clause is None:
                    continue
                if old.until:
                    row.fault(
                        f"“{old.name}”的末日由“{old.until}”写明，不能另定期限（{old.file}:{old.line}）",
                        "期限",
                    )
                    continue
                if old.term and _looser(old, term, clause, days):
                    if only_tighten:
                        continue
                    if not allowed:
                        row.fault(
                            f"“{old.name}”的期限由{old.term}放宽为{term}，而没有注明允许放宽的法律依据（{old.file}:{old.line}）",
                            "期限",
                        )
                if old.file == row.node.file and old.term != term:
                    row.fault(
                        f"“{old.name}”的期限在第 {old.line} 行已经定为{old.term}，两条规则不一致", "期限"
                    )
                new = replace(
                    old, term=term, clause=clause, file=row.node.file, line=row.node.line, replaced=old
                )
                opens = tuple(new if each is old else each for each in acts[act.name].opens)
                acts[act.name] = replace(acts[act.name], opens=opens)
        procedures[name] = replace(procedure, acts=acts)
    wanted = {each for names in duties.values() for each in names}
    if term and not found:
        known = {each.name for p in procedures.values() for a in p.acts.values() for each in a.opens}
        for each in sorted(wanted):
            row.fault(f"没有环节起“{each}”这一义务{suggestion(each, known)}", "义务")


def _looser(old: r.DutyRule, term: Term, clause: Clause, days: DayKinds) -> bool:
    """Whether a new limit is looser: longer for who must act, shorter for a party's period."""
    assert old.term is not None
    before, now = _days(days.resolve(old.term, old.clause.law)), _days(days.resolve(term, clause.law))
    return now < before if old.period else now > before


def _days(term: Term) -> float:
    """A rough length in days, only to compare two limits of one duty."""
    return term.number * _LENGTHS[term.unit]
