"""Laying a sector's or a locality's rules (领域, 方案) over the national procedures.

A layer may tighten, add, and set what the layer below leaves open. To loosen a limit it has to cite the law
that allows it (放宽依据). Two rows of one layer that fix the same thing differently are a fault.
"""

from collections.abc import Mapping
from dataclasses import replace

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.days import DayKinds
from mingjing.law.layer_field import ask_recording, stricter
from mingjing.law.read_act import Frame, read_fields, read_guards
from mingjing.law.read_book import read_parameter_values, read_situations
from mingjing.law.read_guard import Names
from mingjing.law.read_procedure import read_checked, read_point
from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, Node
from mingjing.law.term import Term

NATIONAL = "national"


class Draft:
    """The rules while layers are laid on: what `RuleBook` is built from."""

    def __init__(
        self,
        facts: Mapping[str, r.Fact],
        situations: dict[str, r.Situation],
        parameters: dict[str, r.Parameter],
        procedures: dict[str, r.Procedure],
        days: DayKinds,
    ) -> None:
        self.facts, self.situations = facts, situations
        self.parameters, self.procedures, self.days = parameters, procedures, days
        self.layers: list[r.Layer] = []


def read_layer(node: Node, faults: list[Fault]) -> r.Layer | None:
    """Who a layer file says it is, without its rules."""
    top = Section(node, faults, "方案")
    kind = "领域" if "领域" in top else "方案"
    identifier = top.text(kind, required=True)
    label = top.text("简称", identifier)
    source = top.section("出处", "“出处”")
    layer = r.Layer(
        id=identifier,
        name=top.text("名称", identifier),
        label=label,
        kind=kind,
        source=source.text("文") if source else "",
        dated=source.text("日期") if source else "",
        checked=read_checked(top),
        file=node.file,
        text=node.plain() if isinstance(node.value, dict) else {},  # type: ignore[arg-type]
        inherits=tuple(name for name in top.names("承") if name != NATIONAL),
    )
    return layer if identifier else None


def lay(draft: Draft, node: Node, layer: r.Layer, faults: list[Fault]) -> None:
    """Apply one layer's rules to the draft; what it may not do becomes a fault."""
    top = Section(node, faults, layer.kind, plan=layer.label if layer.kind == "方案" else None)
    for key in ("方案", "领域", "名称", "简称", "承", "出处", "校核", "施行", "说明"):
        top.get(key)
    draft.layers.append(layer)
    for name, s in top.sections("参数", "参数"):
        _parameter(draft, name, s)
    draft.situations.update(read_situations(top, "情形", draft.situations, node.file))
    review = top.section("法制审核", "“法制审核”")
    if review:
        _review(draft, review, node.file)
    for row in top.rows("期限", "“期限”的一行"):
        _limit(draft, row)
    publicity = top.section("公示", "“公示”")
    if publicity:
        _publicity(draft, publicity)
    for procedure, s in top.sections("环节", "程序"):
        _acts(draft, procedure, s)
    recording = top.section("音像", "“音像”")
    if recording:
        ask_recording(draft.procedures, draft.facts, draft.situations, recording)
    top.done()


def _parameter(draft: Draft, name: str, s: Section) -> None:
    old = draft.parameters.get(name)
    if old is None:
        s.fault(f"国家规则没有“{name}”这一参数{suggestion(name, draft.parameters)}")
        return
    values = {**old.values, **read_parameter_values(s)}
    allowed = s.clause("放宽依据", required=False)
    for kind, value in values.items():
        before = old.values.get(kind)
        looser = (
            before is not None
            and value is not None
            and (value > before) == old.tighter_is_less
            and value != before
        )
        if looser and not allowed:
            s.fault(f"参数“{name}”对{kind}由{before:g}放宽为{value:g}，而没有注明允许放宽的法律依据")
    clause = s.clause() or old.clause
    draft.parameters[name] = replace(
        old,
        values=values,
        clause=clause,
        checked=read_checked(s).full,
        file=s.node.file,
        line=s.node.line,
        replaced=old,
    )
    s.text("说")
    s.done()


def _procedures(draft: Draft, s: Section, key: str = "程序") -> list[str]:
    names = s.names(key) or tuple(draft.procedures)
    for name in names:
        if name not in draft.procedures:
            s.fault(f"程序“{name}”没有定义{suggestion(name, draft.procedures)}", key)
    return [name for name in names if name in draft.procedures]


def _limit(draft: Draft, row: Section) -> None:
    procedures = _procedures(draft, row)
    duty = row.text("义务", required=True)
    _set_term(draft, procedures, duty, row)
    row.done()


def _set_term(draft: Draft, procedures: list[str], duty: str, row: Section) -> None:
    term, clause = row.term("期限"), row.clause()
    allowed = row.clause("放宽依据", required=False)
    found = False
    for name in procedures:
        procedure = draft.procedures[name]
        acts = dict(procedure.acts)
        for act in acts.values():
            for old in act.opens:
                if old.name != duty:
                    continue
                found = True
                if term is None or clause is None:
                    continue
                if old.term and _looser(old, term, clause, draft.days) and not allowed:
                    row.fault(
                        f"“{duty}”的期限由{old.term}放宽为{term}，而没有注明允许放宽的法律依据（{old.file}:{old.line}）",
                        "期限",
                    )
                if old.file == row.node.file and old.term != term:
                    row.fault(f"“{duty}”的期限在第 {old.line} 行已经定为{old.term}，两条规则不一致", "期限")
                new = replace(
                    old, term=term, clause=clause, file=row.node.file, line=row.node.line, replaced=old
                )
                acts[act.name] = replace(
                    acts[act.name], opens=tuple(new if each is old else each for each in acts[act.name].opens)
                )
        draft.procedures[name] = replace(procedure, acts=acts)
    if not found and term:
        known = {each.name for p in draft.procedures.values() for a in p.acts.values() for each in a.opens}
        row.fault(f"没有环节起“{duty}”这一义务{suggestion(duty, known)}", "义务")


def _looser(old: r.DutyRule, term: Term, clause: Clause, days: DayKinds) -> bool:
    """Whether a new limit is looser: longer for who must act, shorter for a party's period."""
    assert old.term is not None
    before, now = _days(days.resolve(old.term, old.clause.law)), _days(days.resolve(term, clause.law))
    return now < before if old.period else now > before


def _days(term: Term) -> float:
    """A rough length in days, only to compare two limits of one duty."""
    return term.number * {"小时": 1 / 24, "日": 1, "工作日": 1.4, "个月": 30.4, "年": 365}[term.unit]


def _publicity(draft: Draft, s: Section) -> None:
    for row in s.rows("事后", "“事后”的一行"):
        categories = row.names("类")
        procedures = [p.name for p in draft.procedures.values() if p.category in categories]
        duty = row.text("义务", "公示处罚决定")
        if procedures:
            _set_term(draft, procedures, duty, row)
        else:
            row.term("期限")
            row.clause()
        for key in ("自", "渠道"):
            row.names(key)
        row.done()
    for row in s.rows("内容", "“内容”的一行"):
        row.names("项")
        row.names("类")
        row.clause()
        row.done()
    s.done()


def _review(draft: Draft, s: Section, file: str) -> None:
    """重大决定 extends the situation of that name; 要点 and 不得仅写 extend the opinion act."""
    listed = "方案列明的重大决定"
    names: list[str] = []
    for row in s.rows("重大决定", "“重大决定”的一行"):
        name, when, clause = row.text("名", required=True), row.text("当", required=True), row.clause()
        row.text("说")
        row.done()
        if when not in draft.situations:
            row.fault(f"没有“{when}”这一情形{suggestion(when, draft.situations)}", "当")
            continue
        if clause is None:
            continue
        if f"重大：{name}" in draft.situations:
            before = draft.situations[f"重大：{name}"]
            row.fault(f"重大决定“{name}”在 {before.file}:{before.line} 已经列过", "名")
        draft.situations[f"重大：{name}"] = r.Situation(
            name=f"重大：{name}", said=name, clause=clause, any_of=(when,), file=file, line=row.node.line
        )
        names.append(f"重大：{name}")
    old = draft.situations[listed]
    draft.situations[listed] = replace(old, any_of=(*old.any_of, *names))
    points = tuple(read_point(row) for row in s.rows("要点", "审核要点"))
    words = s.section("意见", "“意见”")
    banned = words.names("不得仅写") if words else ()
    clause = words.clause() if words else None
    if words:
        words.done()
    for name, procedure in draft.procedures.items():
        acts = dict(procedure.acts)
        for act in acts.values():
            fields = dict(act.fields)
            for fact, field in act.fields.items():
                if field.not_only and banned:
                    fields[fact] = replace(
                        field, not_only=(*field.not_only, *banned), clause=clause or field.clause
                    )
            acts[act.name] = replace(act, fields=fields)
        known = {point.name for point in procedure.points}
        added = tuple(point for point in points if point.name not in known)
        draft.procedures[name] = replace(procedure, acts=acts, points=(*procedure.points, *added))
    s.done()


def _frame(draft: Draft, procedure: r.Procedure) -> Frame:
    duties = {each.name for act in procedure.acts.values() for each in act.opens}
    names = Names(set(procedure.acts), set(draft.situations), draft.facts, duties)
    return Frame(draft.facts, names, procedure.statuses, procedure.clause)


def _acts(draft: Draft, name: str, s: Section) -> None:
    """Guards and fields that the layer adds to acts of a procedure; it cannot take any away."""
    procedure = draft.procedures.get(name)
    if procedure is None:
        s.fault(f"程序“{name}”没有定义{suggestion(name, draft.procedures)}")
        return
    acts, frame = dict(procedure.acts), _frame(draft, procedure)
    for act_name, node in (s.node.value if isinstance(s.node.value, dict) else {}).items():
        inner = Section(node, s.faults, f"环节“{act_name}”", s.plan)
        act = acts.get(act_name)
        if act is None:
            inner.fault(f"环节“{act_name}”在任何程序中都没有{suggestion(act_name, acts)}")
            continue
        fields = {**act.fields, **stricter(act, read_fields(inner, frame), inner)}
        acts[act_name] = replace(act, guards=(*act.guards, *read_guards(inner, frame.names)), fields=fields)
        inner.done()
    draft.procedures[name] = replace(procedure, acts=acts)
