"""What a layer says of publicity (公示): limits and channels by category, what the copy shows or hides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mingjing.law import plan as p
from mingjing.law import rule as r
from mingjing.law.days import DayKinds
from mingjing.law.layer_field import ask_confirmed
from mingjing.law.layer_limit import set_term
from mingjing.law.party import KINDS
from mingjing.law.read_plan import stated
from mingjing.law.reader import Section, suggestion

STAGES = ("事前", "事中", "事后")
DUTY = "公示"  # how the names of publication duties begin


@dataclass
class Publicity:
    """What was found; becomes part of the layer's plan."""

    limits: tuple[p.PublicationLimit, ...] = ()
    contents: tuple[p.PublicationContent, ...] = ()
    channels: tuple[p.Channel, ...] = ()
    provisions: tuple[p.Provision, ...] = ()


def lay_publicity(
    procedures: dict[str, r.Procedure],
    facts: Mapping[str, r.Fact],
    situations: Collection[str],
    days: DayKinds,
    s: Section,
) -> Publicity:
    """Set the limits of the publication duties; the rest is kept as values for others to use."""
    for row in s.rows("事中", "“事中”的一行"):
        ask_confirmed(procedures, facts, situations, row)
    found = Publicity(
        limits=tuple(_limit(procedures, days, row) for row in s.rows("事后", "“事后”的一行")),
        contents=(
            *(_content(row, hidden=False) for row in s.rows("内容", "“内容”的一行")),
            *(_content(row, hidden=True) for row in s.rows("隐去", "“隐去”的一行")),
        ),
        channels=tuple(_channel(row) for row in s.rows("渠道", "“渠道”的一行")),
        provisions=tuple(
            _provision(key, row) for key in ("撤下", "周期", "全文") for row in s.rows(key, f"“{key}”的一行")
        ),
    )
    s.done()
    return found


def _limit(procedures: dict[str, r.Procedure], days: DayKinds, row: Section) -> p.PublicationLimit:
    words = row.names("类")
    procedures_of = chosen(procedures, row) if words or "程序" in row else []
    duty = row.text("义务")
    duties = {each.name: (duty,) if duty else publication_duties(each) for each in procedures_of}
    channels = row.names("渠道")
    limit = p.PublicationLimit(
        categories=p.categories_of(words),
        matter=row.text("事项"),
        term=row.term("期限"),
        start=row.text("自"),
        channels=channels,
        **stated(row),
    )
    if any(duties.values()):
        opened = {name: each for name, each in duties.items() if duty or each}
        set_term(procedures, days, opened, row, only_tighten=p.OTHERS in words)
    else:
        row.clause("放宽依据", required=False)
    for each in procedures_of if channels else ():
        procedure = procedures[each.name]
        publications = tuple(
            replace(every, channels=tuple(dict.fromkeys((*every.channels, *channels))))
            for every in procedure.publications
        )
        procedures[each.name] = replace(procedure, publications=publications)
    row.done()
    return limit


def chosen(procedures: Mapping[str, r.Procedure], row: Section) -> list[r.Procedure]:
    """The procedures that a row is for: those of its 类 and its 程序, all where it names none."""
    words, names = row.names("类"), row.names("程序")
    for word in words:
        if word not in (*p.CATEGORIES, p.OTHERS):
            row.fault(f"没有“{word}”这一类执法决定{suggestion(word, (*p.CATEGORIES, p.OTHERS))}", "类")
    for name in names:
        if name not in procedures:
            row.fault(f"程序“{name}”没有定义{suggestion(name, procedures)}", "程序")
    categories = p.categories_of(words)
    return [
        each
        for each in procedures.values()
        if not (words or names) or each.category in categories or each.name in names
    ]


def publication_duties(procedure: r.Procedure) -> tuple[str, ...]:
    """The duties that a release answers: those the 公示项 name, else those named 公示…."""
    named = tuple(dict.fromkeys(each.duty for each in procedure.publications if each.duty))
    opened = (duty.name for act in procedure.acts.values() for duty in act.opens)
    return named or tuple(dict.fromkeys(name for name in opened if name.startswith(DUTY)))


def _content(row: Section, *, hidden: bool) -> p.PublicationContent:
    words = row.names("类")
    found = p.PublicationContent(
        fields=row.names("项"),
        categories=p.categories_of(words),
        hidden=hidden,
        party=row.choice("当事人", KINDS),
        **stated(row),
    )
    row.done()
    return found


def _channel(row: Section) -> p.Channel:
    stages = row.names("时")
    for stage in stages:
        if stage not in STAGES:
            row.fault(f"“时”写作事前、事中、事后，不能写“{stage}”", "时")
    found = p.Channel(
        names=row.names("渠道"),
        stages=stages,
        optional=row.yes("鼓励"),
        start=_start(row),
        **stated(row),
    )
    row.done()
    return found


def _start(row: Section) -> date | None:
    word = row.text("起")
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        row.fault(f"“{word}”不是日期；写作 2026-03-02", "起")
        return None


def _provision(subject: str, row: Section) -> p.Provision:
    known: dict[str, Any] = stated(row)
    cycles = row.names("周期")
    for cycle in cycles:
        if cycle not in p.CYCLES:
            row.fault(f"“周期”写作{'、'.join(p.CYCLES)}，不能写“{cycle}”", "周期")
    found = p.Provision(
        subject=subject, what=row.text("事", required=True), who=row.names("由"), cycles=cycles, **known
    )
    row.done()
    return found
