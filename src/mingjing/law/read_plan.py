"""Reading what a plan says beyond single procedures: 目录, 记录, 队伍, 异议, 报告, 任务 … and 条款."""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from mingjing.law import plan as p
from mingjing.law.clause import Clause, ClauseError
from mingjing.law.read_act import NOWHERE
from mingjing.law.read_guard import ROLES
from mingjing.law.reader import Section, suggestion

T = TypeVar("T")
_SHARE = re.compile(r"([1-9][0-9]?)%")
_DAY_OF_YEAR = re.compile(r"(1[0-2]|[1-9])月([12][0-9]|3[01]|[1-9])日")
# What a plan settles besides, one row each under the name of the subject.
SUBJECTS = (
    "异议",
    "证件备案",
    "资格考试",
    "装备",
    "培训",
    "调阅",
    "存储",
    "窗口",
    "考核",
    "信息化",
    "音像范围",
)
KINDS = ("程序", "环节", "义务", "情形", "参数", "要点", "事实", "文书", "目录", "报告", "任务", "功能")


def read_plan(top: Section) -> p.Plan:
    """What stands under the keys of a plan that no procedure reads."""
    records = top.section("记录", "“记录”")
    staffing = top.sections("队伍", "队伍")
    found = p.Plan(
        clauses=_rows(top, "条款", "“条款”的一行", _clause),
        tasks=_rows(top, "任务", "“任务”的一行", _task),
        reports=_rows(top, "报告", "“报告”的一行", _report),
        staffing=tuple(_staffing(role, s) for role, s in staffing),
        catalogues=_rows(top, "目录", "“目录”的一行", _catalogue),
        records=tuple(_record(name, s) for name, s in _members(records)),
        provisions=tuple(
            _provision(subject, row)
            for subject in SUBJECTS
            for row in top.rows(subject, f"“{subject}”的一行")
        ),
    )
    _once(top, "条款", found.clauses, lambda each: each.clause.label)
    _once(top, "目录", found.catalogues, lambda each: each.name)
    return found


def stated(row: Section) -> dict[str, Any]:
    """The clause and the place of a row."""
    return {"clause": row.clause() or NOWHERE, "file": row.node.file, "line": row.node.line}


def _rows(top: Section, key: str, what: str, read: Callable[[Section], T]) -> tuple[T, ...]:
    found = []
    for row in top.rows(key, what):
        found.append(read(row))
        row.done()
    return tuple(found)


def _members(s: Section | None) -> list[tuple[str, Section]]:
    """上传 and 归档 of 记录, those that are there."""
    if s is None:
        return []
    found = [(name, each) for name in ("上传", "归档") if (each := s.section(name, f"“{name}”"))]
    s.done()
    return found


def _once(top: Section, key: str, found: tuple[T, ...], name: Callable[[T], str]) -> None:
    """Two rows of one name are a fault at the second."""
    seen: set[str] = set()
    for each, row in zip(found, top.get(key) or (), strict=False):
        if name(each) in seen:
            top.faults.append(row.fault(f"“{key}”中“{name(each)}”写了两次"))
        seen.add(name(each))


def _clause(row: Section) -> p.PlanClause:
    place = row.text("条", required=True)
    clause = NOWHERE
    try:
        clause = Clause.parse(f"方案 {place}", row.plan)
    except ClauseError as error:
        row.fault(str(error), "条")
    by = tuple(reference for word in row.names("由") if (reference := _reference(word, row)))
    state = row.choice("状", p.STATES, required=True)
    if by and state == p.NONE:
        row.fault(f"条款“{place}”写明由什么实现，就不是“{p.NONE}”", "状")
    note = row.text("说明")
    if state in (p.PARTLY, p.OPEN) and not note:
        row.fault(f"条款“{place}”写“{state}”的，在“说明”中写明还缺什么")
    return p.PlanClause(
        clause=clause,
        said=row.text("摘", required=True),
        state=state,
        by=by,
        note=note,
        file=row.node.file,
        line=row.node.line,
    )


def _reference(word: str, row: Section) -> p.Reference | None:
    kind, _, name = word.partition(" ")
    if kind in KINDS and name.strip():
        return p.Reference(kind, name.strip())
    row.fault(
        f"“由”的每一项写作“环节 送法制审核”“功能 文书”；没有“{word}”这一种{suggestion(kind, KINDS)}", "由"
    )
    return None


def _task(row: Section) -> p.Task:
    start, due = _date(row, "起"), _date(row, "期限")
    if start and due and start > due:
        row.fault("任务的起始日期晚于期限", "起")
    return p.Task(
        name=row.text("事", required=True), units=row.names("责任"), start=start, due=due, **stated(row)
    )


def _date(row: Section, key: str) -> date | None:
    word = row.text(key)
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        row.fault(f"“{word}”不是日期；写作 2026-03-02", key)
        return None


def _report(row: Section) -> p.ReportDuty:
    month = day = 0
    if word := row.text("至"):
        found = _DAY_OF_YEAR.fullmatch(word)
        if found is None:
            row.fault(f"“{word}”不认识；写作“1月31日”", "至")
        else:
            month, day = int(found[1]), int(found[2])
    return p.ReportDuty(
        name=row.text("名", required=True),
        cycle=row.choice("周期", p.CYCLES, required=True),
        month=month,
        day=day,
        public=row.yes("公开"),
        to=row.names("报"),
        copies=row.names("抄"),
        **stated(row),
    )


def _staffing(role: str, s: Section) -> p.Staffing:
    if role not in ROLES:
        s.fault(f"没有“{role}”这一职务{suggestion(role, ROLES)}")
    share = Fraction(0)
    if word := s.text("比例"):
        found = _SHARE.fullmatch(word)
        if found is None:
            s.fault(f"比例“{word}”不认识；写作“5%”", "比例")
        else:
            share = Fraction(int(found[1]), 100)
    staffing = p.Staffing(role=role, share=share, least=s.whole("至少"), **stated(s))
    if not staffing.share and not staffing.least:
        s.fault("“队伍”写“比例”或者“至少”")
    s.done()
    return staffing


def _catalogue(row: Section) -> p.CatalogueRule:
    return p.CatalogueRule(
        name=row.text("名", required=True),
        fields=row.names("字段"),
        reviewer=row.text("审核"),
        filed_with=row.text("备案"),
        term=row.term("修订"),
        kept=not row.yes("鼓励"),
        allowed=row.clause("放宽依据", required=False),
        **stated(row),
    )


def _record(name: str, s: Section) -> p.RecordLimit:
    found = p.RecordLimit(name=name, term=s.term("期限"), **stated(s))
    s.text("放宽依据")
    s.done()
    return found


def _provision(subject: str, row: Section) -> p.Provision:
    found = p.Provision(
        subject=subject,
        what=row.text("事", required=True),
        who=row.names("由"),
        cycles=row.names("周期"),
        **stated(row),
    )
    row.done()
    return found
