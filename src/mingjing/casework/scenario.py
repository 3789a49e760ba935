"""Scenario files (场景): a case as readable YAML, run through the one service, with what must come of it.

They are tests, training material, and the source of the demo. Every key is known or a fault with its line.
A scenario may go on from another one (前情: FILE), from all of it or up to the last of one act (到: 环节);
what it does not say itself (方案, 参与, 当事人 …) is then said by that file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mingjing.law.fact import SHANGHAI
from mingjing.law.reader import Section
from mingjing.law.source import Fault, Node, parse

ROLES = ("执法人员", "承办机构负责人", "法制审核人员", "机关负责人", "公示审核员", "档案管理员")
MAY, MAY_NOT = "可以", "不得"


class ScenarioError(Exception):
    """A scenario file that cannot be run; prints one fault per line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone in the scenario; without `certificate` a valid one is made, likewise the qualification."""

    name: str
    roles: tuple[str, ...]
    unit: str = ""
    certificate: Mapping[str, str] = field(default_factory=dict)
    qualified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of 经过. `recorded` differs from `at` where an act is entered later."""

    at: datetime
    recorded: datetime
    by: tuple[str, ...]
    act: str
    facts: Mapping[str, Any]
    may: bool
    clauses: tuple[str, ...]
    lacks: tuple[str, ...]
    line: int
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row of 断言: `what` is 义务, 案件, 公示, 文书 or 情形; `of` its name; `expected` what must hold."""

    at: datetime
    what: str
    of: str
    expected: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    name: str
    profile: str
    sector: str
    procedure: str
    actors: Mapping[str, Actor]
    party: Mapping[str, str]
    steps: tuple[Step, ...]
    claims: tuple[Claim, ...]
    file: str
    note: str = ""
    agency: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()  # 出处: where the facts were published
    supplied: tuple[str, ...] = ()  # 补: what the publication does not say and the file adds


def read(text: str, file: str, folder: Path | None = None, _above: tuple[Path, ...] = ()) -> Scenario:
    """The scenario of one file. `folder`: where 前情 is looked for (the folder of `file` unless given).

    Raises `ScenarioError` with every fault.
    """
    faults: list[Fault] = []
    node = parse(text, file, faults)
    if node is None:
        raise ScenarioError(faults)
    top = Section(node, faults, "场景")
    before = _before(top, folder or Path(file).parent, _above)
    actors = dict(before.actors) if before else {}
    actors.update((name, _actor(name, s)) for name, s in top.sections("参与", "参与者"))
    party = top.get("当事人")
    agency = top.section("机关", "“机关”")
    scenario = Scenario(
        name=top.text("场景", required=True),
        profile=top.text("方案", before.profile if before else ""),
        sector=top.text("领域", before.sector if before else ""),
        procedure=top.text("程序", before.procedure if before else "", required=before is None),
        actors=actors,
        party=_texts(party) if party else dict(before.party) if before else {},
        steps=(
            *(before.steps if before else ()),
            *(step for row in top.rows("经过", "“经过”的一行") if (step := _step(row, actors))),
        ),
        claims=tuple(claim for row in top.rows("断言", "“断言”的一行") if (claim := _claim(row))),
        file=file,
        note=top.text("说明"),
        agency=_texts(agency.node) if agency else dict(before.agency) if before else {},
        sources=top.names("出处"),
        supplied=top.names("补"),
    )
    top.done()
    if faults:
        raise ScenarioError(faults)
    return scenario


def _before(top: Section, folder: Path, above: tuple[Path, ...]) -> Scenario | None:
    """The scenario that 前情 names, cut after the last of the act that 到 names."""
    name, last = top.text("前情"), top.text("到")
    if not name:
        if last:
            top.fault("“到”只在有“前情”时写", "到")
        return None
    path = folder / name
    if path in above:
        top.fault(f"前情“{name}”绕回了自己", "前情")
        return None
    try:
        found = read(path.read_text(encoding="utf-8"), str(path), _above=(*above, path))
    except (OSError, UnicodeDecodeError):
        top.fault(f"读不到前情“{name}”", "前情")
        return None
    if not last:
        return found
    done = [index for index, step in enumerate(found.steps) if step.act == last]
    if not done:
        top.fault(f"前情“{name}”中没有“{last}”", "到")
        return None
    return replace(found, steps=found.steps[: done[-1] + 1])


def _texts(node: Node | None) -> dict[str, str]:
    return (
        {key: str(each.value) for key, each in node.value.items()}
        if node and isinstance(node.value, dict)
        else {}
    )


def _actor(name: str, s: Section) -> Actor:
    roles = s.names("职务")
    for role in roles:
        if role not in ROLES:
            s.fault(f"没有“{role}”这一职务，可用：{'、'.join(ROLES)}", "职务")
    if not roles:
        s.fault("没有写职务")
    certificate = s.section("证件", "“证件”")
    papers: dict[str, str] = {}
    if certificate:
        for key in ("有效自", "有效至", "类别", "区域", "暂停自", "暂停至", "证号"):
            if key in certificate:
                papers[key] = "、".join(certificate.names(key))
        if "无" in certificate:
            papers["无"] = certificate.text("无")
        for key in ("有效自", "有效至", "暂停自", "暂停至"):
            if key in papers and _day(papers[key]) is None:
                certificate.fault(f"“{key}”写成 2026-01-01 的形式，不能写“{papers[key]}”", key)
        certificate.done()
    actor = Actor(
        name=s.text("姓名", name),
        roles=roles,
        unit=s.text("机构"),
        certificate=papers,
        qualified=s.choice("资格", ("是", "否"), "是") == "是",
    )
    s.done()
    return actor


def _step(row: Section, actors: Mapping[str, Actor]) -> Step | None:
    at = _moment(row, "时", required=True)
    by = row.names("谁")
    for name in by:
        if name not in actors:
            row.fault(f"“{name}”不在参与者中", "谁")
    if not by:
        row.fault("没有写谁办")
    facts = row.get("填")
    if facts is not None and not isinstance(facts.value, dict):
        row.fault("“填”应当写成“事实: 内容”的形式", "填")
        facts = None
    outcome = row.choice("应", (MAY, MAY_NOT), MAY)
    act = row.text("办", required=True)
    clauses, lacks = row.names("依据含"), row.names("缺含")
    if (clauses or lacks) and outcome == MAY:
        row.fault("“依据含”“缺含”只在“应: 不得”时写")
    recorded = _moment(row, "录")
    row.done()
    if at is None:
        return None
    return Step(
        at=at,
        recorded=recorded or at,
        by=by,
        act=act,
        facts=facts.plain() if facts is not None else {},  # type: ignore[arg-type]
        may=outcome == MAY,
        clauses=clauses,
        lacks=lacks,
        line=row.node.line,
        file=row.node.file,
    )


_CLAIMS = {
    "义务": ("届满", "状态", "暂算"),
    "案件": (),
    "公示": ("状态",),
    "文书": ("有", "份数"),
    "情形": ("成立",),
}


def _claim(row: Section) -> Claim | None:
    at = _moment(row, "时", required=True, end=True)
    what = next((key for key in _CLAIMS if key in row), "")
    if not what:
        row.fault("断言写义务、案件、公示、文书或者情形中的一种")
        return None
    of = row.text(what, required=True)
    expected = {key: row.text(key) for key in _CLAIMS[what] if key in row}
    if what != "案件" and not expected:
        row.fault(f"断言“{what}”还要写：{'、'.join(_CLAIMS[what])}")
    row.done()
    return Claim(at=at, what=what, of=of, expected=expected, line=row.node.line) if at else None


def _moment(row: Section, key: str, *, required: bool = False, end: bool = False) -> datetime | None:
    text = row.text(key, required=required)
    if not text:
        return None
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59) if end else time(9), SHANGHAI)
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    except ValueError:
        row.fault(f"“{key}”写成 2026-03-02 09:30 的形式，不能写“{text}”", key)
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
