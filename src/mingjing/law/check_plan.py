"""Whether a plan's table of clauses (条款) is true: each cited clause stands in it, each reference exists."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from mingjing.law import plan as p
from mingjing.law import rule as r
from mingjing.law.clause import Clause, ClauseError
from mingjing.law.feature import FEATURES
from mingjing.law.reader import suggestion
from mingjing.law.source import Fault, Node

CLAUSE, TABLE = "依据", "条款"


def check_plan(
    node: Node,
    layer: r.Layer,
    procedures: Mapping[str, r.Procedure],
    others: Mapping[str, Collection[str]],
    faults: list[Fault],
) -> None:
    """Faults of the table in the file `node`; a file without one is not asked.

    `others`: the names known of the kinds that stand outside the procedures: 情形, 参数, 事实.
    """
    clauses = layer.plan.clauses
    if not clauses:
        return
    listed = {each.clause.label for each in clauses}
    cited = set()
    for clause, line in cited_clauses(node, layer.label):
        cited.add(clause.label)
        if clause.label not in listed:
            near = suggestion(clause.label, listed)
            faults.append(Fault(node.file, line, f"所引的“{clause}”没有列在“{TABLE}”中{near}"))
    known = {**_names(procedures), **_own(layer.plan), **others, "功能": FEATURES}
    for each in clauses:
        for reference in each.by:
            if reference.name not in known[reference.kind]:
                near = suggestion(reference.name, known[reference.kind])
                faults.append(Fault(each.file, each.line, f"“由”所指的{reference}没有{near}"))
        if each.state == p.DONE and not each.by and each.clause.label not in cited:
            faults.append(
                Fault(each.file, each.line, f"条款“{each.clause.label}”写“{p.DONE}”，而没有写由什么实现")
            )


def cited_clauses(node: Node, label: str) -> Iterator[tuple[Clause, int]]:
    """The clauses of the plan `label` that the rules of its file cite, with the line of each."""
    if isinstance(node.value, list):
        for each in node.value:
            yield from cited_clauses(each, label)
    if isinstance(node.value, dict):
        for key, each in node.value.items():
            if key != CLAUSE:
                yield from cited_clauses(each, label)
            elif isinstance(each.value, str):
                with suppress(ClauseError):  # said already by who read the row
                    clause = Clause.parse(each.value, label)
                    if clause.law == label and clause.label:
                        yield clause, each.line


def _names(procedures: Mapping[str, r.Procedure]) -> dict[str, set[str]]:
    acts = [act for each in procedures.values() for act in each.acts.values()]
    return {
        "程序": set(procedures),
        "环节": {act.name for act in acts},
        "义务": {duty.name for act in acts for duty in act.opens},
        "文书": {name for act in acts for name in act.documents},
        "要点": {point.name for each in procedures.values() for point in each.points},
    }


def _own(plan: p.Plan) -> dict[str, set[str]]:
    return {
        "目录": {each.name for each in plan.catalogues},
        "报告": {each.name for each in plan.reports},
        "任务": {each.name for each in plan.tasks},
    }
