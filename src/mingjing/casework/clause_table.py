"""The clauses of a plan and what the platform does about each: rules, features, scenarios. Pure.

Clauses without a software side are said to have none; clauses of which a part is still missing say what.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingjing.casework.clause_places import Place, places
from mingjing.law import plan as p
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.feature import FEATURES

_ASKED = re.compile(r"依据含: *(\[[^\]]*\]|[^,}\n]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One clause: the plan's row, the rules that cite it, features by module, scenarios refused by it."""

    clause: p.PlanClause
    places: tuple[Place, ...]
    features: tuple[tuple[str, str], ...]
    references: tuple[p.Reference, ...]
    scenarios: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.clause.clause.label


@dataclass(frozen=True, slots=True)
class ClauseTable:
    layer: r.Layer
    answers: tuple[Answer, ...]

    def number(self, state: str) -> int:
        return sum(answer.clause.state == state for answer in self.answers)

    @property
    def states(self) -> tuple[tuple[str, int], ...]:
        """How many clauses stand in each state, those that occur."""
        return tuple((state, number) for state in p.STATES if (number := self.number(state)))


def clause_table(book: RuleBook, layer: r.Layer, scenarios: Mapping[str, str] | None = None) -> ClauseTable:
    """The table of the plan `layer`, one of the book's. `scenarios`: texts of scenario files by path."""
    asked = [(file, needle) for file, text in (scenarios or {}).items() for needle in needles(text)]
    return ClauseTable(layer, tuple(_answer(book, each, asked) for each in layer.plan.clauses))


def needles(text: str) -> Iterable[str]:
    """The clauses that a scenario expects its refusals to cite."""
    for found in _ASKED.findall(text):
        yield from (each.strip() for each in found.strip("[]").split(",") if each.strip())


def _answer(book: RuleBook, row: p.PlanClause, asked: Iterable[tuple[str, str]]) -> Answer:
    own, found = str(row.clause), tuple(dict.fromkeys(places(book, row.clause)))
    shown = {(place.what, place.said) for place in found}
    return Answer(
        clause=row,
        places=found,
        features=tuple((each.name, FEATURES.get(each.name, "")) for each in row.by if each.kind == "功能"),
        references=tuple(
            each for each in row.by if each.kind != "功能" and (each.kind, each.name) not in shown
        ),
        scenarios=tuple(
            dict.fromkeys(file for file, needle in asked if row.clause.law in needle and _same(own, needle))
        ),
    )


def _same(clause: str, needle: str) -> bool:
    return re.sub(r"\s", "", clause) == re.sub(r"\s", "", needle)


def plain_table(table: ClauseTable) -> dict[str, object]:
    """The table as plain data, for --json."""
    return {
        "方案": table.layer.id,
        "名称": table.layer.name,
        "文": table.layer.source,
        "校核": table.layer.checked.against,
        "合计": dict(table.states),
        "条款": [
            {
                "条": each.label,
                "摘": each.clause.said,
                "状": each.clause.state,
                "说明": each.clause.note,
                "规则": [{"处": x.what, "说": x.said, "出处": x.file} for x in each.places],
                "由": [str(x) for x in each.references],
                "功能": [{"名": name, "模块": module} for name, module in each.features],
                "场景": list(each.scenarios),
                "出处": f"{each.clause.file}:{each.clause.line}",
            }
            for each in table.answers
        ],
    }


def table_words(table: ClauseTable) -> list[str]:
    """The table as lines of text."""
    layer = table.layer
    counted = "，".join(f"{state} {number} 条" for state, number in table.states)
    lines = [f"{layer.name}《{layer.source}》{layer.dated}　校核：{layer.checked.against}"]
    lines.append(f"{len(table.answers)} 条：{counted}" if table.answers else "这个方案的条款还没有逐条列出")
    for each in table.answers:
        row = each.clause
        lines += ["", f"{row.clause}　{row.said}　【{row.state}】"]
        if row.note:
            lines.append(f"  说明：{row.note}")
        lines += [f"  规则：{x.what}　{x.said}　{x.file}" for x in each.places]
        if each.references:
            lines.append(f"  由：{'、'.join(map(str, each.references))}")
        lines += [f"  功能：{name}　{module}" for name, module in each.features]
        if each.scenarios:
            lines.append(f"  场景：{'、'.join(each.scenarios)}")
    return lines
