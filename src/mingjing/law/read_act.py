"""Reading one act (环节): who does it, what it needs, its fields, the duties that it opens and closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.law import rule as r
from mingjing.law.approval import APPROVER
from mingjing.law.clause import Clause
from mingjing.law.fact import FactError, accept
from mingjing.law.formula import FORMULAS
from mingjing.law.read_guard import ROLES, Names, read_guard
from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Node

PARTY = "当事人"
DEFAULTS = ("前值", "决定稿", "办理日", "办理人")
NOWHERE = Clause("无")
CHANNELS = {"银行对账": "bank"}  # 途径 -> the entrance of the service


@dataclass(frozen=True)
class Frame:
    """What acts of one procedure are read against."""

    facts: Mapping[str, r.Fact]
    names: Names
    statuses: Mapping[str, tuple[str, ...]]
    procedure_clause: Clause


def read_act(name: str, s: Section, frame: Frame) -> r.ActRule:
    """One act. What it leaves out is empty; its 依据 is asked for."""
    names = frame.names
    clause = s.clause() or NOWHERE
    stage = s.choice("阶段", tuple(frame.statuses), required=True)
    for role in s.names("由"):
        if role not in ROLES:
            s.fault(f"没有“{role}”这一职务{suggestion(role, ROLES)}", "由")
    closes = tuple(_closing(each, s, names) for each in s.get("止") or ())
    series = s.section("编号", "“编号”")
    number = (series.text("名", required=True), series.text("字", required=True)) if series else None
    if series:
        series.done()
    act = r.ActRule(
        name=name,
        id=s.text("标识", required=True),
        stage=stage,
        roles=s.names("由"),
        clause=clause,
        statuses=s.names("案件状态") or frame.statuses.get(stage, ()),
        opens_case=s.yes("开案"),
        once=s.choice("次数", ("一次", "不限")) == "一次",
        backdated=s.yes("可补记"),
        special=s.yes("特殊"),
        people=_asked(s, "至少", "人"),
        qualification=_asked(s, "资格", "名"),
        other_unit=_asked(s, "异部门", "职务"),
        after=tuple(_predecessor(each, s, names, clause) for each in s.get("先有") or ()),
        guards=read_guards(s, names),
        fields=read_fields(s, frame),
        documents=s.names("成"),
        opens=tuple(_duty(row, frame) for row in s.rows("起", "“起”的一行")),
        closes=closes,
        pauses=tuple(_pause(row, names) for row in s.rows("停", "“停”")),
        extends=_extending(s, names),
        status=s.text("状态变为"),
        series=number,
        binds_draft=s.choice("对", ("决定稿",)) != "",
        channel=_channel(s),
        file=s.node.file,
        line=s.node.line,
    )
    s.done()
    return act


def _channel(s: Section) -> r.Channel | None:
    row = s.section("途径", "“途径”")
    if row is None:
        return None
    name = row.choice("为", tuple(CHANNELS), required=True)
    found = r.Channel(name, CHANNELS.get(name, ""), row.text("说", required=True), row.clause() or NOWHERE)
    row.done()
    return found


def read_guards(s: Section, names: Names) -> tuple[Any, ...]:
    return tuple(found for row in s.rows("须", "“须”的一行") if (found := read_guard(row, names)) is not None)


def read_fields(s: Section, frame: Frame) -> dict[str, r.FieldRule]:
    fields: dict[str, r.FieldRule] = {}
    node = s.get("填")
    if node is None:
        return fields
    if not isinstance(node.value, dict):
        s.fault("“填”应当写成“事实: 必填”的形式", "填")
        return fields
    for name, each in node.value.items():
        fact = frame.facts.get(name)
        if fact is None:
            s.faults.append(
                each.fault(f"事实“{name}”没有在 facts.yaml 中定义{suggestion(name, frame.facts)}")
            )
        elif isinstance(each.value, str):
            if each.value not in ("必填", "选填"):
                s.faults.append(each.fault(f"“{name}”写“必填”“选填”，或者写明要求"))
            fields[name] = r.FieldRule(
                fact=fact, required=each.value == "必填", file=each.file, line=each.line
            )
        else:
            fields[name] = _field(fact, Section(each, s.faults, f"“{name}”", s.plan), frame)
    return fields


def _field(fact: r.Fact, s: Section, frame: Frame) -> r.FieldRule:
    frame.names.check(s, "当", frame.names.situations, "情形")
    for key in ("须含", "可选"):
        for option in s.names(key):
            if option not in fact.options:
                s.fault(f"{fact.name}没有“{option}”这一项{suggestion(option, fact.options)}", key)
    for key in ("同当事人", "已办"):
        if key in s and fact.type is not r.FactType.CASE:
            s.fault(f"“{key}”只用于写另一件案件的事实，{fact.name}是{fact.type.value}", key)
    rule = r.FieldRule(
        fact=fact,
        required=s.yes("必填"),
        must_be=s.yes("须为"),
        when=s.text("当"),
        minimum=s.whole("至少"),
        role=s.choice("职务", ROLES),
        certified=s.yes("持证"),
        default=_default(fact, s, frame),
        includes=s.names("须含"),
        options=s.names("可选"),
        min_chars=s.whole("最少字"),
        not_only=s.names("不得仅写"),
        points=s.text("要点"),
        impersonal=s.yes("无个人信息"),
        same_party=s.yes("同当事人"),
        done_there=s.names("已办"),
        clause=s.clause(required=False),
        file=s.node.file,
        line=s.node.line,
    )
    s.done()
    return rule


def _default(fact: r.Fact, s: Section, frame: Frame) -> r.Default | None:
    node = s.get("默认")
    if node is None:
        return None
    if isinstance(node.value, str):
        if node.value in DEFAULTS:
            return r.Default(node.value)
        try:
            accept(fact, node.value)
        except FactError as error:
            s.faults.append(node.fault(f"默认值写错了：{error}"))
        return r.Default("字面", node.value)
    inner = Section(node, s.faults, "“默认”", s.plan)
    how = next((key for key in ("办理人", "值", "算") if key in inner), "")
    if not how:
        inner.fault("“默认”写前值、决定稿、办理日、办理人，或者 {办理人: 环节}、{值: 事实}、{算: 名称}")
        return None
    if how == "办理人":
        frame.names.check(inner, how, frame.names.acts, "环节")
    if how == "值":
        frame.names.check(inner, how, frame.names.facts, "事实")
    if how == "算":
        inner.choice(how, tuple(FORMULAS), required=True)
    found = r.Default(how, inner.text(how))
    inner.done()
    return found


def _asked(s: Section, key: str, word: str) -> r.Asked | None:
    inner = s.section(key, f"“{key}”")
    if inner is None:
        return None
    number = inner.whole(word) if word == "人" else 0
    asked = r.Asked(
        "" if word == "人" else inner.text(word, required=True),
        number,
        inner.clause() or NOWHERE,
        _first(inner) if key == "资格" else None,
    )
    inner.done()
    return asked


def _first(s: Section) -> date | None:
    """初次: only who first did this from that day on is asked for the qualification."""
    text = s.text("初次")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        s.fault(f"“初次”写成 2018-01-01 的形式，不能写“{text}”", "初次")
        return None


def _predecessor(node: Node, s: Section, names: Names, clause: Clause) -> r.Predecessor:
    if isinstance(node.value, str):
        if node.value not in names.acts:
            s.faults.append(node.fault(f"环节“{node.value}”没有定义{suggestion(node.value, names.acts)}"))
        return r.Predecessor(node.value, clause)
    row = Section(node, s.faults, "“先有”的一行", s.plan)
    names.check(row, "环节", names.acts, "环节")
    found = r.Predecessor(row.text("环节", required=True), row.clause() or NOWHERE)
    row.done()
    return found


def _duty(row: Section, frame: Frame) -> r.DutyRule:
    period = "期间" in row
    frame.names.typed(row, "自", r.FactType.DATE)
    frame.names.typed(row, "至", r.FactType.DATE)
    if "至" in row and ("期限" in row or "自" in row):
        row.fault("“至”写明了末日，不再写“期限”“自”", "至")
    frame.names.check(row, "当", frame.names.situations, "情形")
    duty = r.DutyRule(
        name=row.text("期间" if period else "义务", required=True),
        period=period,
        holder=row.choice("由", (*ROLES, PARTY, APPROVER), required=True),
        clause=row.clause() or NOWHERE,
        term=row.term("期限"),
        start=row.text("自"),
        until=row.text("至"),
        when=row.text("当"),
        file=row.node.file,
        line=row.node.line,
    )
    row.done()
    return duty


def _closing(node: Node, s: Section, names: Names) -> r.Closing:
    if isinstance(node.value, str):
        if node.value not in names.duties:
            s.faults.append(
                node.fault(f"没有环节起“{node.value}”这一义务{suggestion(node.value, names.duties)}")
            )
        return r.Closing(node.value)
    row = Section(node, s.faults, "“止”的一行", s.plan)
    names.check(row, "义务", names.duties, "义务")
    names.check(row, "当", names.situations, "情形")
    found = r.Closing(row.text("义务", required=True), row.text("当"))
    row.done()
    return found


def _pause(row: Section, names: Names) -> r.Pause:
    names.check(row, "义务", names.duties, "义务")
    names.check(row, "至", names.acts, "环节")
    found = r.Pause(row.text("义务", required=True), row.text("至", required=True))
    row.done()
    return found


def _extending(s: Section, names: Names) -> r.Extending | None:
    row = s.section("延", "“延”")
    if row is None:
        return None
    names.check(row, "义务", names.duties, "义务")
    names.typed(row, "以", r.FactType.TERM)
    names.typed(row, "至", r.FactType.DATE)
    found = r.Extending(row.text("义务", required=True), row.text("以"), row.text("至"))
    row.done()
    return found
