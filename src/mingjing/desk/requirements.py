"""本环节要求: what the rule asks of an act beside its form, each line with its clause."""

from dataclasses import dataclass

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.record import Record

_RECORDING = "音像记录"


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: 人员 · 至少 2 人 · clause; `met` True or False where the record can tell."""

    what: str
    said: str
    clause: Clause | None = None
    met: bool | None = None


def requirements(act: r.ActRule, procedure: r.Procedure, record: Record) -> tuple[Line, ...]:
    """People, predecessors, cases named, recording, documents and what follows, in this order."""
    lines = _people(act, procedure)
    lines += [Line("先有", each.act, each.clause, bool(record.count(each.act))) for each in act.after]
    lines += _cases(act)
    recording = act.fields.get(_RECORDING)
    if recording and (recording.required or recording.options):
        options = "、".join(recording.options or recording.fact.options)
        lines.append(Line("录像", f"选一项：{options}", recording.clause or act.clause))
    if act.documents:
        lines.append(Line("文书", f"{'、'.join(act.documents)}，由本页生成"))
    for duty in act.opens:
        term = f" {duty.term.spoken()}内" if duty.term and not duty.period else ""
        said = (
            f"{duty.name} {duty.term.spoken()}"
            if duty.period and duty.term
            else f"{duty.holder}{term}{duty.name}"
        )
        lines.append(Line("之后", said, duty.clause))
    if act.status and act.status != record.status:
        lines.append(Line("案件", f"变为{act.status}"))
    return tuple(lines)


def _cases(act: r.ActRule) -> list[Line]:
    """What is asked of another case that the act names."""
    lines = []
    for name, field in act.fields.items():
        asked = ["与本案同一当事人"] if field.same_party else []
        asked += [f"已经办了{done}" for done in field.done_there]
        if asked:
            lines.append(Line(name, "，".join(asked), field.clause or act.clause))
    return lines


def _people(act: r.ActRule, procedure: r.Procedure) -> list[Line]:
    role = "、".join(act.roles)
    lines = [
        Line("人员", f"{role}，至少 {act.people.number} 人", act.people.clause)
        if act.people
        else Line("人员", role)
    ]
    certified = set(procedure.certificate.roles) & set(act.roles) if procedure.certificate else set()
    if procedure.certificate and certified:
        # Where others may do it too, only the enforcement officers among them need one.
        who = "" if certified == set(act.roles) else "、".join(sorted(certified))
        lines.append(Line("证件", f"{who}持有效执法证件", procedure.certificate.clause))
    if act.qualification:
        lines.append(Line("资格", act.qualification.what, act.qualification.clause))
    if act.other_unit:
        lines.append(Line("部门", f"与本案{act.other_unit.what}不在同一机构", act.other_unit.clause))
    for separation in procedure.separations:
        others = [each for each in separation.roles if each not in act.roles]
        if set(separation.roles) & set(act.roles) and others:
            lines.append(Line("不能由", f"本案的{'、'.join(others)}办", separation.clause))
    return lines
