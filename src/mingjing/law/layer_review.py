"""What a layer adds to legal review (法制审核): major decisions, points, words that do not do."""

from collections.abc import Mapping
from dataclasses import replace

from mingjing.law import rule as r
from mingjing.law.layer_publicity import chosen
from mingjing.law.read_act import NOWHERE
from mingjing.law.reader import Section, suggestion

LISTED = "方案列明的重大决定"


def lay_review(
    procedures: dict[str, r.Procedure], situations: dict[str, r.Situation], s: Section, file: str
) -> None:
    """重大决定 extends the situation of that name; 要点 and 不得仅写 extend the opinion act."""
    names = [
        name for row in s.rows("重大决定", "“重大决定”的一行") if (name := _major(situations, row, file))
    ]
    listed = situations[LISTED]
    situations[LISTED] = replace(listed, any_of=(*listed.any_of, *names))
    for row in s.rows("要点", "审核要点"):
        _point(procedures, situations, row)
    words = s.section("意见", "“意见”")
    if words:
        _banned(procedures, words)
    s.done()


def _major(situations: dict[str, r.Situation], row: Section, file: str) -> str:
    """The situation made of one kind of major decision, "" (with faults) where it cannot be."""
    name, when, clause = row.text("名", required=True), row.text("当", required=True), row.clause()
    row.text("说")
    row.done()
    if when not in situations:
        row.fault(f"没有“{when}”这一情形{suggestion(when, situations)}", "当")
        return ""
    if clause is None:
        return ""
    made = f"重大：{name}"
    if made in situations:
        before = situations[made]
        row.fault(f"重大决定“{name}”在 {before.file}:{before.line} 已经列过", "名")
    situations[made] = r.Situation(
        name=made, said=name, clause=clause, any_of=(when,), file=file, line=row.node.line
    )
    return made


def _point(procedures: dict[str, r.Procedure], situations: Mapping[str, r.Situation], row: Section) -> None:
    """One point, added to the sheets of the procedures that it is for."""
    when = row.text("当")
    if when and when not in situations:
        row.fault(f"没有“{when}”这一情形{suggestion(when, situations)}", "当")
        when = ""
    point = r.Point(
        row.text("名", required=True), row.text("问", required=True), row.clause() or NOWHERE, when
    )
    for procedure in chosen(procedures, row):
        if all(each.name != point.name for each in procedure.points):
            procedures[procedure.name] = replace(procedure, points=(*procedure.points, point))
    row.done()


def _banned(procedures: dict[str, r.Procedure], words: Section) -> None:
    banned, clause = words.names("不得仅写"), words.clause()
    words.done()
    for name, procedure in procedures.items():
        acts = dict(procedure.acts)
        for act in procedure.acts.values():
            fields = {
                fact: replace(field, not_only=(*field.not_only, *banned), clause=clause or field.clause)
                if field.not_only and banned
                else field
                for fact, field in act.fields.items()
            }
            acts[act.name] = replace(act, fields=fields)
        procedures[name] = replace(procedure, acts=acts)
