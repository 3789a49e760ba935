"""Laying a sector's or a locality's rules (领域, 方案) over the national procedures.

A layer may tighten, add, and set what the layer below leaves open. To loosen a limit it has to cite the law
that allows it (放宽依据). Two rows of one layer that fix the same thing differently are a fault.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from mingjing.law import rule as r
from mingjing.law.check_plan import check_plan
from mingjing.law.days import DayKinds
from mingjing.law.layer_field import ask_recording, stricter
from mingjing.law.layer_ground import check_grounds, lawful
from mingjing.law.layer_limit import set_term
from mingjing.law.layer_publicity import Publicity, lay_publicity
from mingjing.law.layer_review import lay_review
from mingjing.law.read_act import Frame, read_fields, read_guards
from mingjing.law.read_book import read_parameter_values, read_situations
from mingjing.law.read_guard import Names
from mingjing.law.read_plan import read_plan
from mingjing.law.read_procedure import check_done_there, read_checked
from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, Node

NATIONAL = "national"
ARCHIVING = "归档"


class Draft:
    """The rules while layers are laid on: what `RuleBook` is built from."""

    def __init__(
        self,
        facts: Mapping[str, r.Fact],
        situations: dict[str, r.Situation],
        parameters: dict[str, r.Parameter],
        procedures: dict[str, r.Procedure],
        days: DayKinds,
        laws: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.laws = laws
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
    check_grounds(node, layer.label, draft.laws, faults)
    top = Section(node, faults, layer.kind, plan=layer.label if layer.kind == "方案" else None)
    for key in ("方案", "领域", "名称", "简称", "承", "出处", "校核", "施行", "说明"):
        top.get(key)
    for name, s in top.sections("参数", "参数"):
        _parameter(draft, name, s)
    draft.situations.update(read_situations(top, "情形", draft.situations, node.file))
    review = top.section("法制审核", "“法制审核”")
    if review:
        lay_review(draft.procedures, draft.situations, review, node.file)
    for row in top.rows("期限", "“期限”的一行"):
        _limit(draft, row)
    publicity = top.section("公示", "“公示”")
    published = (
        lay_publicity(draft.procedures, draft.facts, draft.situations, draft.days, publicity)
        if publicity
        else Publicity()
    )
    _archiving(draft, top)
    for procedure, s in top.sections("环节", "程序"):
        _acts(draft, procedure, s)
    check_done_there(draft.procedures, faults, node.file)
    recording = top.section("音像", "“音像”")
    exempt = ask_recording(draft.procedures, draft.facts, draft.situations, recording) if recording else ()
    plan = read_plan(top)
    layer = replace(
        layer,
        plan=replace(
            plan,
            limits=published.limits,
            contents=published.contents,
            channels=published.channels,
            provisions=(*plan.provisions, *published.provisions, *exempt),
        ),
    )
    draft.layers.append(layer)
    outside: dict[str, Collection[str]] = {
        "情形": draft.situations,
        "参数": draft.parameters,
        "事实": draft.facts,
    }
    check_plan(node, layer, draft.procedures, outside, faults)
    top.done()


def _archiving(draft: Draft, top: Section) -> None:
    """记录.归档 sets the limit of the duty 归档 in every procedure that has it."""
    records = top.section("记录", "“记录”")
    row = records.section("归档", "“归档”") if records else None
    if row is None:
        return
    has = {
        name: (ARCHIVING,)
        for name, procedure in draft.procedures.items()
        if any(duty.name == ARCHIVING for act in procedure.acts.values() for duty in act.opens)
    }
    set_term(draft.procedures, draft.days, has, row)


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
    opened = [kind for kind, value in values.items() if value is not None and old.values.get(kind) is None]
    if opened and clause and not lawful(clause, draft.laws):
        s.fault(f"参数“{name}”国家规则没有定，只能由法律、法规、规章定，“{clause}”不能定", "依据")
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
    set_term(draft.procedures, draft.days, {name: (duty,) for name in procedures}, row)
    row.done()


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
