"""A chart in words: the same as an ordered list, for those who cannot see the picture; its title and note."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.chart import Box, Chart, chart


@dataclass(frozen=True, slots=True)
class ChartOf:
    """The chart of one procedure with what stands above it."""

    chart: Chart
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One act of the list; `lines`: who, after what, on which conditions, which limits, what then."""

    act: str
    main: bool
    lines: tuple[str, ...]


def procedure_chart(book: RuleBook, procedure: r.Procedure) -> ChartOf:
    """The chart under the book's layers."""
    layers = "、".join(layer.name for layer in book.layers) or "国家规则"
    checked = "" if procedure.checked.full else "（未与全文校核）"
    note = f"适用：{layers}　依据：{procedure.clause}{checked}　规则包 {book.pack[:12]}"
    return ChartOf(chart(procedure, book.days, book.conditions), f"{procedure.name}流程图", note)


def listed(found: Chart) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """The acts by stage, in order."""
    return tuple(
        (
            stage,
            tuple(
                Listed(box.act, box.main, tuple(_lines(found, box)))
                for box in found.boxes
                if box.stage == stage
            ),
        )
        for stage in found.stages
    )


def _lines(found: Chart, box: Box) -> Iterator[str]:
    yield f"由{'、'.join(box.roles)}办理"
    before = dict.fromkeys(edge.source for edge in found.forward() if edge.target == box.act)
    if before:
        yield f"在{'、'.join(before)}之后"
    for edge in dict.fromkeys(
        (e.source, e.said, e.clause) for e in found.into(box.act) if e.said and e.always
    ):
        source, said, clause = edge
        yield f"须：{source}，{said}（{clause}）"
    for edge in dict.fromkeys((e.source, e.said, e.clause) for e in found.into(box.act) if e.sometimes):
        source, said, clause = edge
        yield f"有条件的：{source}，{said}（{clause}）"
    for limit in box.limits:
        when = f"，当：{limit.when}" if limit.when else ""
        term = f"，{limit.term}" if limit.term else "，没有定期限"
        kind = "期间" if limit.period else "期限"
        yield f"起{kind}：{limit.name}，由{limit.holder}{term}{when}（{limit.clause}）"
    then = dict.fromkeys(edge.target for edge in found.forward() if edge.source == box.act)
    if then:
        yield f"然后：{'、'.join(then)}"
    back = dict.fromkeys(edge.target for edge in found.out(box.act) if edge.back and edge.always)
    if back:
        yield f"可以回到：{'、'.join(back)}"
    if box.ends:
        yield f"案件变为：{box.ends}"


def chart_words(found: Chart) -> list[str]:
    """The list as lines of text."""
    lines, number = [f"{found.procedure}（{len(found.boxes)} 个环节）"], 0
    for stage, acts in listed(found):
        lines += ["", f"【{stage}】"]
        for act in acts:
            number += 1
            lines.append(f"{number}. {act.act}{'' if act.main else '（有情形才办）'}")
            lines += [f"   {line}" for line in act.lines]
    return lines
