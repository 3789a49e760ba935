"""Reading a procedure file: its acts, and what holds for all of them."""

from collections.abc import Mapping
from datetime import date

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.read_act import NOWHERE, Frame, read_act
from mingjing.law.read_guard import ROLES, Names
from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, Node


def read_procedure(
    node: Node, facts: Mapping[str, r.Fact], situations: set[str], faults: list[Fault]
) -> r.Procedure | None:
    """The procedure of one file; faults for everything in it that cannot be understood."""
    top = Section(node, faults, "程序")
    name, identifier = top.text("程序", required=True), top.text("标识", required=True)
    clause = top.clause() or NOWHERE
    statuses = {stage: section_names(each) for stage, each in _mapping(top, "阶段").items()}
    acts_node = _mapping(top, "环节")
    names = Names(set(acts_node), situations, facts, duty_names(acts_node))
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
        separations=tuple(_separation(row, 2) for row in top.rows("分离", "“分离”的一行")),
        certificate=certificate,
        recusal=recusal,
        record=record,
        draft=_draft(top, names),
        publications=tuple(_publication(row, names) for row in top.rows("公示项", "“公示项”的一行")),
        points=tuple(read_point(row) for row in top.rows("法制审核要点", "审核要点")),
        examples=tuple(_example(row, acts, names) for row in top.rows("例", "例")),
        file=node.file,
        said=top.text("说"),
    )
    top.done()
    return procedure


def check_done_there(procedures: Mapping[str, r.Procedure], faults: list[Fault], file: str = "") -> None:
    """Faults where 已办 names an act that no procedure has; of one `file` alone where one is given."""
    known = {act for procedure in procedures.values() for act in procedure.acts}
    for procedure in procedures.values():
        for field in (each for act in procedure.acts.values() for each in act.fields.values()):
            for name in field.done_there:
                if name not in known and file in ("", field.file):
                    said = f"环节“{name}”在任何程序中都没有{suggestion(name, known)}"
                    faults.append(Fault(field.file, field.line, said))


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
    if checked.day:
        _day(section, "日期", checked.day)
    section.text("人")
    section.done()
    return checked


def _separation(row: Section, least: int = 1) -> r.Separation:
    """Roles by name; a role that nobody holds would separate nothing and certify nobody."""
    roles = row.names("职务")
    for role in roles:
        if role not in ROLES:
            row.fault(f"没有“{role}”这一职务{suggestion(role, ROLES)}", "职务")
    if len(roles) < least:
        row.fault(f"“职务”至少写 {least} 个", "职务")
    found = r.Separation(roles, row.clause() or NOWHERE)
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
            recusal.clause() or NOWHERE,
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


# The facts of the public copy that a 公示项 may name, and the fields of the rule that hold them.
_PUBLIC_FACTS = {"期满": "until", "名称": "party", "事由": "matter", "依据": "basis", "内容": "outcome"}


def _publication(row: Section, names: Names) -> r.PublicationRule:
    acts = ("决定", "采集", "复核", "发布", "撤回", "不予")
    for key in acts:
        names.check(row, key, names.acts, "环节")
    for key in (*_PUBLIC_FACTS, "另列"):
        names.check(row, key, names.facts, "事实")
    names.check(row, "义务", names.duties, "义务")
    row.need("决定")
    collected, reviewed, released, withdrawn, withheld = (row.text(key, required=True) for key in acts[1:])
    found = r.PublicationRule(
        name=row.text("名", required=True),
        decided=row.names("决定"),
        collected=collected,
        reviewed=reviewed,
        released=released,
        withdrawn=withdrawn,
        withheld=withheld,
        duty=row.text("义务"),
        channels=row.names("渠道"),
        further=row.names("另列"),
        **{field: row.text(key) for key, field in _PUBLIC_FACTS.items() if key in row},
    )
    row.done()
    return found


def _day(row: Section, key: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        row.fault(f"“{text}”不是日期；写作 2026-03-02", key)


def read_point(row: Section) -> r.Point:
    point = r.Point(row.text("名", required=True), row.text("问", required=True), row.clause() or NOWHERE)
    row.done()
    return point


def _example(row: Section, acts: Mapping[str, r.ActRule], names: Names) -> r.Example:
    passed: list[tuple[str, str]] = []
    for each in row.get("过") or ():
        if isinstance(each.value, dict):
            passed += [(act, str(day.value)) for act, day in each.value.items()]
    for act, _ in passed:
        if act not in acts:
            row.fault(f"环节“{act}”没有定义{suggestion(act, acts)}", "过")
    for _, day in passed:
        _day(row, "过", day)
    if row.need("则") is None or not passed:
        row.fault("例写作 {过: [{环节: 日期}], 则: {义务: …, 届满: 日期}}")
    then = row.section("则", "“则”")
    if then:
        names.check(then, "义务", names.duties, "义务")
        _day(then, "届满", then.text("届满"))
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
