"""A procedure as a chart: its acts by stage, what leads to what and why, the limits that run. Pure.

Every edge stands on a rule: a predecessor (先有), a precondition (须), a duty closed (止), a pause that ends
(停), the opening of the case (开案) or the state that an act brings about (状态). The main course is what is
done in an ordinary case; special acts (特殊) and what only they lead to stand aside.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.approval import REQUEST, STEPS
from mingjing.law.clause import Clause
from mingjing.law.days import DayKinds
from mingjing.law.situation import Conditions

BEFORE, ASKED, CLOSES, RESUMES, OPENS, STATE = "先有", "须", "止", "停", "开案", "状态"
_ACT = re.compile(r"([a-z][a-z0-9_]*)(?=\.[a-z])")
ANYTIME = (REQUEST, *STEPS)
_STRONG = (BEFORE, ASKED, RESUMES)


@dataclass(frozen=True, slots=True)
class Limit:
    """A duty or period that an act opens; `term` in words, "" where the law sets none."""

    name: str
    period: bool
    holder: str
    term: str
    when: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Box:
    """One act. `main`: on the ordinary course; `row`: its place in the stage, one row is side by side."""

    act: str
    stage: str
    roles: tuple[str, ...]
    main: bool
    row: int
    opens: bool
    ends: str
    limits: tuple[Limit, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` comes before `target`. `kind`: by which rule; `said`: its words; `sometimes`: on a condition;
    `back`: a loop."""

    source: str
    target: str
    kind: str
    clause: Clause
    said: str = ""
    sometimes: bool = False
    back: bool = False

    @property
    def always(self) -> bool:
        """Whether a rule asks for it in every case, not on a condition."""
        return self.kind in _STRONG and not self.sometimes


@dataclass(frozen=True, slots=True)
class Chart:
    procedure: str
    stages: tuple[str, ...]
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]

    def box(self, act: str) -> Box:
        return next(each for each in self.boxes if each.act == act)

    def into(self, act: str) -> tuple[Edge, ...]:
        return tuple(each for each in self.edges if each.target == act)

    def out(self, act: str) -> tuple[Edge, ...]:
        return tuple(each for each in self.edges if each.source == act)

    def forward(self) -> tuple[Edge, ...]:
        """The edges worth a line: none that goes back, none that a longer way always taken tells already.

        A duty that is closed or a state reached tells the way only where nothing stronger does.
        """
        led = {edge.target for edge in self.edges if not edge.back and edge.always}
        ahead: dict[str, set[str]] = {each.act: set() for each in self.boxes}
        for edge in self.edges:
            if not edge.back and not edge.sometimes and (edge.always or edge.target not in led):
                ahead[edge.source].add(edge.target)
        reach: dict[str, set[str]] = {}

        def reached(act: str) -> set[str]:
            if act not in reach:
                reach[act] = set(ahead[act]).union(*(reached(each) for each in ahead[act]))
            return reach[act]

        kept: dict[tuple[str, str], Edge] = {}
        for edge in sorted(self.edges, key=lambda each: not each.always):
            pair = (edge.source, edge.target)
            if edge.back or pair in kept or (edge.kind not in _STRONG and edge.target in led):
                continue
            if not any(edge.target in reached(each) for each in ahead[edge.source] - {edge.target}):
                kept[pair] = edge
        return tuple(kept.values())


def chart(procedure: r.Procedure, days: DayKinds, conditions: Conditions) -> Chart:
    """The chart of the effective procedure: acts stage by stage, in each stage as they follow one another.

    The acts of asking for an approval stand at no place of the course and are left out.
    """
    procedure = replace(procedure, acts={n: a for n, a in procedure.acts.items() if n not in ANYTIME})
    given = {act.name: act for act in procedure.acts.values()}
    stages = tuple(stage for stage in procedure.stages if any(a.stage == stage for a in given.values()))
    found = [edge for edge in _edges(procedure, conditions) if edge.source != edge.target]
    order = [
        act for stage in stages for act in _ordered([a for a in given.values() if a.stage == stage], found)
    ]
    place = {act.name: index for index, act in enumerate(order)}
    seen: dict[tuple[str, str, str, str], Edge] = {}
    for edge in (*found, *_implied(order, found, place)):
        made = replace(edge, back=place[edge.source] > place[edge.target])
        seen.setdefault((edge.source, edge.target, edge.kind, edge.said), made)
    edges = tuple(seen.values())
    aside = _aside(order, Chart(procedure.name, stages, _boxes(order, {}, set(), days), edges).forward())
    rows = _rows(order, edges, aside)
    return Chart(procedure.name, stages, _boxes(order, rows, aside, days), edges)


def _boxes(
    order: list[r.ActRule], rows: Mapping[str, int], aside: set[str], days: DayKinds
) -> tuple[Box, ...]:
    return tuple(
        Box(
            act=act.name,
            stage=act.stage,
            roles=act.roles,
            main=act.name not in aside,
            row=rows.get(act.name, 0),
            opens=act.opens_case,
            ends=act.status,
            limits=tuple(_limit(duty, days) for duty in act.opens),
            clause=act.clause,
        )
        for act in order
    )


def _limit(duty: r.DutyRule, days: DayKinds) -> Limit:
    term = days.resolve(duty.term, duty.clause.law).spoken() if duty.term else ""
    if not term and duty.until:
        term = f"至{duty.until}"
    return Limit(duty.name, duty.period, duty.holder, term, duty.when, duty.clause)


def _ordered(acts: list[r.ActRule], edges: Iterable[Edge]) -> list[r.ActRule]:
    """The acts of one stage, each after those that lead to it; in a circle the file's order decides."""
    names = {act.name for act in acts}
    before: dict[str, set[str]] = {name: set() for name in names}
    for edge in edges:
        if edge.kind in _STRONG and edge.source in names and edge.target in names:
            before[edge.target].add(edge.source)
    left = list(acts)
    order: list[r.ActRule] = []
    while left:
        placed = {act.name for act in order}
        free = next((act for act in left if before[act.name] <= placed), left[0])
        left.remove(free)
        order.append(free)
    return order


def _implied(order: list[r.ActRule], edges: list[Edge], place: Mapping[str, int]) -> Iterator[Edge]:
    """Where no rule always names what comes before: the act that makes the state, or the opening."""
    led = {edge.target for edge in edges if place[edge.source] < place[edge.target] and edge.always}
    closed = {
        edge.target for edge in edges if place[edge.source] < place[edge.target] and edge.kind == CLOSES
    }
    for act in order:
        if act.opens_case or act.name in led or act.name in closed:
            continue
        before = [each for each in order if place[each.name] < place[act.name]]
        setting = [
            each for each in before if each.status and each.status in act.statuses and not each.special
        ]
        earlier = [each for each in setting if each.stage != act.stage]
        opening = [each for each in before if each.opens_case]
        for source in earlier[-1:] or setting[:1] or opening[:1]:
            yield Edge(source.name, act.name, OPENS if source.opens_case else STATE, act.clause)


def _aside(order: list[r.ActRule], edges: Iterable[Edge]) -> set[str]:
    """Special acts, and those that nothing but them leads to."""
    aside = {act.name for act in order if act.special}
    for act in order:
        into = [edge for edge in edges if edge.target == act.name]
        sources = {edge.source for edge in into if edge.always} or {edge.source for edge in into}
        if not act.opens_case and sources and sources <= aside:
            aside.add(act.name)
    return aside


def _rows(order: list[r.ActRule], edges: tuple[Edge, ...], aside: set[str]) -> dict[str, int]:
    """The place of each act in its stage: after what leads to it there, main acts and others apart."""
    acts = {act.name: act for act in order}
    rows: dict[str, int] = {}
    for act in order:
        before = [
            rows[edge.source]
            for edge in edges
            if edge.target == act.name
            and not edge.back
            and acts[edge.source].stage == act.stage
            and (edge.source in aside) == (act.name in aside)
        ]
        rows[act.name] = max(before, default=-1) + 1
    return rows


def _edges(procedure: r.Procedure, conditions: Conditions) -> Iterator[Edge]:
    """All edges of the rules, doubled ones included."""
    opened: dict[str, list[str]] = {}
    for act in procedure.acts.values():
        for duty in act.opens:
            opened.setdefault(duty.name, []).append(act.name)
    ids = {act.id: act.name for act in procedure.acts.values()}

    def shown_by(situation: str) -> tuple[str, ...]:
        found = dict.fromkeys(ids[each] for each in _ids(conditions, situation) if each in ids)
        ordinary = tuple(act for act in found if not procedure.acts[act].special)
        return ordinary or tuple(found)

    for act in procedure.acts.values():
        for before in act.after:
            yield Edge(before.act, act.name, BEFORE, before.clause)
        for guard in act.guards:
            for source, target, said, sometimes in _asked(act, guard, opened, shown_by):
                if source in procedure.acts and target in procedure.acts:
                    on = f"当{guard.when}" if guard.when else ""
                    when = (said, on, f"除非{guard.unless}" if guard.unless else "")
                    limited = sometimes or bool(guard.when or guard.unless)
                    yield Edge(source, target, ASKED, guard.clause, "，".join(filter(None, when)), limited)
        for closing in act.closes:
            for source in opened.get(closing.duty, ()):
                clause = next(d.clause for d in procedure.acts[source].opens if d.name == closing.duty)
                yield Edge(source, act.name, CLOSES, clause, closing.duty)
        for pause in act.pauses:
            if pause.until in procedure.acts:
                yield Edge(act.name, pause.until, RESUMES, act.clause)


def _ids(conditions: Conditions, name: str) -> Iterator[str]:
    """The identifiers of acts that a situation speaks of, its members included."""
    if name not in conditions.names():
        return
    situation = conditions.situation(name)
    yield from _ACT.findall(re.sub(r'"[^"]*"', "", situation.expression))
    for inner in (*situation.any_of, *situation.all_of):
        yield from _ids(conditions, inner)


def _asked(
    act: r.ActRule,
    guard: g.Guard,
    opened: Mapping[str, list[str]],
    shown_by: Callable[[str], tuple[str, ...]],
) -> Iterator[tuple[str, str, str, bool]]:
    """(source, target, in words, only sometimes) of one precondition."""
    match guard:
        case g.Has(act=source, before=answered):
            yield source, act.name, "", False
            if answered:
                yield source, answered, "", False
        case g.HasAny(acts=sources):
            yield from ((source, act.name, "其一" if len(sources) > 1 else "", False) for source in sources)
        case g.Answered(act=source, by=answers):
            for answer in answers:
                yield source, answer, "其一" if len(answers) > 1 else "", False
                if source != act.name:
                    yield answer, act.name, f"每次{source}都有{'或者'.join(answers)}", True
        case g.Holds(situation=name):
            for source in shown_by(name) or ((guard.mend,) if guard.mend else ()):
                yield source, act.name, name, False
        case g.Fails(situation=name) if guard.mend:
            yield guard.mend, act.name, guard.said or f"没有“{name}”", True
        case g.Elapsed(period=name) | g.Within(period=name):
            ended = f"{name}{'届满' if isinstance(guard, g.Elapsed) else '以内'}"
            yield from ((source, act.name, ended, False) for source in opened.get(name, ()))
        case g.Over(duty=name):
            yield from ((source, act.name, f"{name}逾期", False) for source in opened.get(name, ()))
        case g.Dated(since=source):
            yield source, act.name, "", False
