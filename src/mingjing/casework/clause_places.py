"""Where a clause stands in the effective rules: each rule that cites it, with its file and line."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.law import plan as p
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rule that cites the clause stands: 作出处罚决定 · 须有法制审核通过 · file:line · layer."""

    what: str
    said: str
    file: str
    layer: str


def places(book: RuleBook, clause: Clause) -> Iterator[Place]:
    """Every rule of the effective book that cites exactly this clause, in the order of the procedures."""
    layers = {layer.file: layer.name for layer in book.layers}

    def place(what: str, said: str, file: str, line: int) -> Place:
        return Place(
            what=what, said=said, file=f"{file}:{line}" if line else file, layer=layers.get(file, "国家规则")
        )

    for procedure in book.procedures.values():
        if clause in (procedure.clause, procedure.record):
            yield place(procedure.name, "程序", procedure.file, 0)
        for separation in procedure.separations:
            if separation.clause == clause:
                said = f"{'、'.join(separation.roles)}不能由同一人担任"
                yield place(procedure.name, said, procedure.file, 0)
        if procedure.certificate and procedure.certificate.clause == clause:
            said = f"{'、'.join(procedure.certificate.roles)}持有效执法证件"
            yield place(procedure.name, said, procedure.file, 0)
        if procedure.recusal and procedure.recusal.clause == clause:
            yield place(procedure.name, "回避", procedure.file, 0)
        for point in procedure.points:
            if point.clause == clause:
                yield place("法制审核要点", point.question, procedure.file, 0)
        for act in procedure.acts.values():
            if act.clause == clause:
                yield place(act.name, "环节", act.file, act.line)
            for asked in (act.people, act.qualification, act.other_unit):
                if asked and asked.clause == clause:
                    number = f"至少 {asked.number} 人" if asked is act.people else asked.what
                    yield place(act.name, number, act.file, act.line)
            for before in act.after:
                if before.clause == clause:
                    yield place(act.name, f"先有{before.act}", act.file, act.line)
            for guard in act.guards:
                if guard.clause == clause:
                    yield place(act.name, _said(guard), guard.file or act.file, guard.line or act.line)
            for field in act.fields.values():
                if field.clause == clause:
                    yield place(
                        act.name, f"填{field.fact.name}", field.file or act.file, field.line or act.line
                    )
            for duty in act.opens:
                if duty.clause == clause:
                    term = f" {duty.term.spoken()}" if duty.term else ""
                    yield place(
                        act.name, f"起{duty.name}{term}", duty.file or act.file, duty.line or act.line
                    )
    for parameter in book.parameters.values():
        if parameter.clause == clause:
            yield place("参数", parameter.name, parameter.file, parameter.line)
    for situation in map(book.conditions.situation, book.conditions.names()):
        if situation.clause == clause:
            yield place("情形", situation.said, situation.file, situation.line)
    for layer in book.layers:
        for kind, said, stated in _settled(layer.plan):
            if stated.clause == clause:
                yield place(kind, said, stated.file, stated.line)


def _settled(plan: p.Plan) -> Iterator[tuple[str, str, p.Stated]]:
    """What the plan settles beyond single procedures, each row in a few words."""
    for limit in plan.limits:
        term = limit.term.spoken() if limit.term else ""
        whose = limit.matter or "、".join(limit.categories)
        yield "公示", " ".join(filter(None, (whose, term, "、".join(limit.channels)))), limit
    for content in plan.contents:
        yield "公示", f"{'隐去' if content.hidden else '公开'}：{'、'.join(content.fields)}", content
    for channel in plan.channels:
        yield "公示渠道", "、".join(channel.names), channel
    for record in plan.records:
        yield "记录", f"{record.name} {record.term.spoken() if record.term else ''}".strip(), record
    for staff in plan.staffing:
        share = f" {float(staff.share * 100):g}%" if staff.share else ""
        yield "队伍", f"{staff.role}{share}{f' 至少 {staff.least} 人' if staff.least else ''}", staff
    for catalogue in plan.catalogues:
        yield "目录", catalogue.name, catalogue
    for report in plan.reports:
        yield "报告", f"{report.name} {report.cycle}", report
    for provision in plan.provisions:
        yield provision.subject, provision.what, provision
    for task in plan.tasks:
        yield "任务", task.name, task


def _said(guard: object) -> str:
    """What a precondition asks, in its own words or by what it names."""
    for name in ("said", "situation", "act", "period", "duty", "fact"):
        if value := getattr(guard, name, ""):
            return str(value)
    return "与决定稿一致"
