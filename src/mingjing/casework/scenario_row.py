"""The rows of a scenario file: who takes part, what is done, what must hold, and for which plans."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from mingjing.law.fact import SHANGHAI
from mingjing.law.reader import Section

ROLES = ("执法人员", "承办机构负责人", "法制审核人员", "机关负责人", "公示审核员", "档案管理员", "收缴对账员")
MAY, MAY_NOT = "可以", "不得"
NATIONAL = "national"  # how a row names the national rules alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone in the scenario; without `certificate` a valid one is made, likewise the qualification."""

    name: str
    roles: tuple[str, ...]
    unit: str = ""
    certificate: Mapping[str, str] = field(default_factory=dict)
    qualified: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """The plans for which a row is written: 只 these, or all 除 these."""

    only: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    def holds(self, profile: str) -> bool:
        """`profile` "" stands for the national rules alone."""
        name = profile or NATIONAL
        return name not in self.besides and (not self.only or name in self.only)


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
    reach: Reach = Reach()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One row of 断言: `what` is 义务, 案件, 公示, 文书 or 情形; `of` its name; `expected` what must hold."""

    at: datetime
    what: str
    of: str
    expected: Mapping[str, str]
    line: int
    reach: Reach = Reach()


# 备案, 考试: the day on which the certificate was filed, the examination passed; 无 for never.
_MAY_LACK = ("备案", "考试")
_PAPER_DAYS = ("有效自", "有效至", "暂停自", "暂停至", *_MAY_LACK)


def read_actor(name: str, s: Section) -> Actor:
    roles = s.names("职务")
    for role in roles:
        if role not in ROLES:
            s.fault(f"没有“{role}”这一职务，可用：{'、'.join(ROLES)}", "职务")
    if not roles:
        s.fault("没有写职务")
    certificate = s.section("证件", "“证件”")
    papers: dict[str, str] = {}
    if certificate:
        for key in (*_PAPER_DAYS, "类别", "区域", "证号"):
            if key in certificate:
                papers[key] = "、".join(certificate.names(key))
        if "无" in certificate:
            papers["无"] = certificate.text("无")
        for key in _PAPER_DAYS:
            none = key in _MAY_LACK and papers.get(key) == "无"
            if key in papers and not none and _day(papers[key]) is None:
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


def read_step(row: Section, actors: Mapping[str, Actor]) -> Step | None:
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
    recorded, reach = _moment(row, "录"), _reach(row)
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
        reach=reach,
    )


_CLAIMS = {
    "义务": ("届满", "状态", "暂算"),
    "案件": (),
    "公示": ("状态",),
    "文书": ("有", "份数"),
    "情形": ("成立",),
}


def read_claim(row: Section) -> Claim | None:
    at = _moment(row, "时", required=True, end=True)
    what = next((key for key in _CLAIMS if key in row), "")
    if not what:
        row.fault("断言写义务、案件、公示、文书或者情形中的一种")
        return None
    of = row.text(what, required=True)
    expected = {key: row.text(key) for key in _CLAIMS[what] if key in row}
    if what != "案件" and not expected:
        row.fault(f"断言“{what}”还要写：{'、'.join(_CLAIMS[what])}")
    reach = _reach(row)
    row.done()
    if at is None:
        return None
    return Claim(at=at, what=what, of=of, expected=expected, line=row.node.line, reach=reach)


def _reach(row: Section) -> Reach:
    if "只" in row and "除" in row:
        row.fault("“只”和“除”写一个", "除")
    return Reach(row.names("只"), row.names("除"))


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
