"""Reading a procedure file: acts, fields, duties, documents, points, examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.read_guard import Names, read_guard
from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, Node

PARTY = "当事人"
ROLES = ("执法人员", "承办机构负责人", "法制审核人员", "机关负责人", "公示审核员", "档案管理员")
DEFAULTS = ("前值", "决定稿", "办理日", "办理人")
_NOWHERE = Clause("无")


@dataclass(frozen=True)
class Frame:
    """What acts of one procedure are read against."""

    facts: Mapping[str, r.Fact]
    names: Names
    statuses: Mapping[str, tuple[str, ...]]
    procedure_clause: Clause


def read_procedure(
    node: Node, facts: Mapping[str, r.Fact], situations: set[str], faults: list[Fault]
) -> r.Procedure | None:
    """The procedure of one file; faults for everything in it that cannot be understood."""
    top = Section(node, faults, "程序")
    name, identifier = top.text("程序", required=True), top.text("标识", required=True)
    clause = top.clause() or _NOWHERE
    statuses = {stage: section_names(each) for stage, each in _mapping(top, "阶段").items()}
    acts_node = _mapping(top, "环节")
    names = Names(set(acts_node), situations, set(facts), duty_names(acts_node))
    frame = Frame(facts, names, statuses, clause)
    acts = {
        act: read_act(act, Section(each, faults, f"环节“{act}”"), frame) for act, each in acts_node.items()
    }
    _check_ids(acts, faults)
    people = top.section("人员", "“人员”")
    certificate, recusal, record = _people(people, names)
    procedure = r.Procedure(
        name=name,
        id=identifier,
        category=top.text("类别", required=True),
        law=top.text("法", required=True),
        in_force=top.text("施行", required=True),
        clause=clause,
        checked=read_checked(top),
        stages=tuple(statuses),
        statuses=statuses,
        acts=acts,
        separations=tuple(_separation(row) for row in top.rows("分离", "“分离”的一行")),
        certificate=certificate,
        recusal=recusal,
        record=record,
        draft=_draft(top, names),
        publications=tuple(_publication(row, names) for row in top.rows("公示项", "“公示项”的一行")),
        points=tuple(read_point(row) for row in top.rows("法制审核要点", "审核要点")),
        examples=tuple(_example(row, acts) for row in top.rows("例", "例")),
        file=node.file,
    )
    top.done()
    return procedure


def section_names(node: Node) -> tuple[str, ...]:
    return tuple(str(each.value) for each in node)


def duty_names(acts: Mapping[str, Node]) -> set[str]:
    """All duties and periods that the acts open, read ahead so that guards may refer to later ones."""
    found: set[str] = set()
    for act in acts.values():
        opens = act.value.get("起") if isinstance(act.value, dict) else None
        for row in opens or ():
            if isinstance(row.value, dict):
                found |= {str(row.value[key].value) for key in ("义务", "期间") if key in row.value}
    return found


def _mapping(top: Section, key: str) -> dict[str, Node]:
    node = top.need(key)
    if node is None or not isinstance(node.value, dict):
        return {}
    return node.value


def _check_ids(acts: Mapping[str, r.ActRule], faults: list[Fault]) -> None:
    seen: dict[str, str] = {}
    for act in acts.values():
        if act.id in seen:
            faults.append(Fault(act.file, act.line, f"标识“{act.id}”已经给了“{seen[act.id]}”"))
        seen[act.id] = act.name


def read_checked(top: Section) -> r.Checked:
    section = top.section("校核", "“校核”")
    if section is None:
        return r.Checked()
    checked = r.Checked(against=section.text("对照", "未校核"), day=section.text("日期"))
    section.text("人")
    section.done()
    return checked


def read_act(name: str, s: Section, frame: Frame) -> r.ActRule:
    """One act. What it leaves out is empty; its 依据 is asked for."""
    names = frame.names
    clause = s.clause() or _NOWHERE
    stage = s.choice("阶段", tuple(frame.statuses), required=True)
    for role in s.names("由"):
        if role not in ROLES:
            s.fault(f"没有“{role}”这一职务{suggestion(role, ROLES)}", "由")
    closes = tuple(_closing(each, s, names) for each in s.get("止") or ())
    names.check(s, "成", set(s.names("成")), "文书")
    series = s.section("编号", "“编号”")
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
        series=(series.text("名", required=True), series.text("字", required=True)) if series else None,
        binds_draft=s.choice("对", ("决定稿",)) != "",
        file=s.node.file,
        line=s.node.line,
    )
    s.done()
    return act


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
            fields[name] = r.FieldRule(fact=fact, required=each.value == "必填")
        else:
            fields[name] = _field(fact, Section(each, s.faults, f"“{name}”", s.plan), frame)
    return fields


def _field(fact: r.Fact, s: Section, frame: Frame) -> r.FieldRule:
    frame.names.check(s, "当", frame.names.situations, "情形")
    for key in ("须含", "可选"):
        for option in s.names(key):
            if option not in fact.options:
                s.fault(f"{fact.name}没有“{option}”这一项{suggestion(option, fact.options)}", key)
    rule = r.FieldRule(
        fact=fact,
        required=s.yes("必填"),
        must_be=s.yes("须为"),
        when=s.text("当"),
        minimum=s.whole("至少"),
        role=s.choice("职务", ROLES),
        certified=s.yes("持证"),
        default=_default(s, frame),
        includes=s.names("须含"),
        options=s.names("可选"),
        min_chars=s.whole("最少字"),
        not_only=s.names("不得仅写"),
        points=s.text("要点"),
        impersonal=s.yes("无个人信息"),
        clause=s.clause(required=False),
    )
    s.done()
    return rule


def _default(s: Section, frame: Frame) -> r.Default | None:
    node = s.get("默认")
    if node is None:
        return None
    if isinstance(node.value, str):
        return r.Default(node.value) if node.value in DEFAULTS else r.Default("字面", node.value)
    inner = Section(node, s.faults, "“默认”", s.plan)
    how = next((key for key in ("办理人", "值", "算") if key in inner), "")
    if not how:
        inner.fault("“默认”写前值、决定稿、办理日、办理人，或者 {办理人: 环节}、{值: 事实}、{算: 名称}")
        return None
    if how == "办理人":
        frame.names.check(inner, how, frame.names.acts, "环节")
    if how == "值":
        frame.names.check(inner, how, frame.names.facts, "事实")
    found = r.Default(how, inner.text(how))
    inner.done()
    return found


def _asked(s: Section, key: str, word: str) -> r.Asked | None:
    inner = s.section(key, f"“{key}”")
    if inner is None:
        return None
    number = inner.whole(word) if word == "人" else 0
    asked = r.Asked(
        "" if word == "人" else inner.text(word, required=True), number, inner.clause() or _NOWHERE
    )
    inner.done()
    return asked


def _predecessor(node: Node, s: Section, names: Names, clause: Clause) -> r.Predecessor:
    if isinstance(node.value, str):
        if node.value not in names.acts:
            s.faults.append(node.fault(f"环节“{node.value}”没有定义{suggestion(node.value, names.acts)}"))
        return r.Predecessor(node.value, clause)
    row = Section(node, s.faults, "“先有”的一行", s.plan)
    names.check(row, "环节", names.acts, "环节")
    found = r.Predecessor(row.text("环节", required=True), row.clause() or _NOWHERE)
    row.done()
    return found


def _duty(row: Section, frame: Frame) -> r.DutyRule:
    period = "期间" in row
    frame.names.check(row, "自", frame.names.facts, "事实")
    frame.names.check(row, "当", frame.names.situations, "情形")
    duty = r.DutyRule(
        name=row.text("期间" if period else "义务", required=True),
        period=period,
        holder=row.choice("由", (*ROLES, PARTY), required=True),
        clause=row.clause() or _NOWHERE,
        term=row.term("期限"),
        start=row.text("自"),
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
    names.check(row, "以", names.facts, "事实")
    names.check(row, "至", names.facts, "事实")
    found = r.Extending(row.text("义务", required=True), row.text("以"), row.text("至"))
    row.done()
    return found


def _separation(row: Section) -> r.Separation:
    found = r.Separation(row.names("职务"), row.clause() or _NOWHERE)
    row.done()
    return found


def _people(s: Section | None, names: Names) -> tuple[r.Separation | None, r.Recusal | None, Clause | None]:
    if s is None:
        return None, None, None
    certificate = s.section("持证", "“持证”")
    recusal = s.section("回避", "“回避”")
    record = s.section("依次", "“依次”")
    found = (
        _separation(certificate) if certificate else None,
        r.Recusal(
            recusal.text("环节", required=True),
            recusal.text("人", required=True),
            recusal.text("果", required=True),
            recusal.text("为", required=True),
            recusal.clause() or _NOWHERE,
        )
        if recusal
        else None,
        record.clause() if record else None,
    )
    for each in (recusal, record):
        if each:
            each.done()
    s.done()
    return found


def _draft(top: Section, names: Names) -> r.DraftRule | None:
    s = top.section("决定稿", "“决定稿”")
    if s is None:
        return None
    names.check(s, "由", names.acts, "环节")
    names.check(s, "含", names.facts, "事实")
    names.check(s, "材料", names.acts, "环节")
    found = r.DraftRule(s.names("由"), s.names("含"), s.names("材料"))
    s.done()
    return found


def _publication(row: Section, names: Names) -> r.PublicationRule:
    acts = ("决定", "采集", "复核", "发布", "撤回", "不予")
    for key in acts:
        names.check(row, key, names.acts, "环节")
    names.check(row, "期满", names.facts, "事实")
    decided, collected, reviewed, released, withdrawn, withheld = (
        row.text(key, required=True) for key in acts
    )
    found = r.PublicationRule(
        name=row.text("名", required=True),
        decided=decided,
        collected=collected,
        reviewed=reviewed,
        released=released,
        withdrawn=withdrawn,
        withheld=withheld,
        until=row.text("期满"),
    )
    row.done()
    return found


def read_point(row: Section) -> r.Point:
    point = r.Point(row.text("名", required=True), row.text("问", required=True), row.clause() or _NOWHERE)
    row.done()
    return point


def _example(row: Section, acts: Mapping[str, r.ActRule]) -> r.Example:
    passed: list[tuple[str, str]] = []
    for each in row.get("过") or ():
        if isinstance(each.value, dict):
            passed += [(act, str(day.value)) for act, day in each.value.items()]
    for act, _ in passed:
        if act not in acts:
            row.fault(f"环节“{act}”没有定义{suggestion(act, acts)}", "过")
    then = row.section("则", "“则”")
    found = r.Example(
        acts=tuple(passed),
        duty=then.text("义务", required=True) if then else "",
        due=then.text("届满", required=True) if then else "",
        file=row.node.file,
        line=row.node.line,
    )
    if then:
        then.done()
    row.done()
    return found
