"""What a locality's plan (方案) says beyond single procedures, as values: its clauses, tasks, reports, lists.

A plan is read by `mingjing.law.read_plan`. What it says about acts, limits and review is laid over the
procedures by `mingjing.law.layer`; here stands what belongs to no single procedure.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil
from typing import TypeVar

from mingjing.law.clause import Clause
from mingjing.law.term import Term

T = TypeVar("T")
DONE, PARTLY, OPEN, NONE = "已实现", "部分", "尚未", "无软件事项"
STATES = (DONE, PARTLY, OPEN, NONE)
YEARLY, MONTHLY, QUARTERLY = "每年", "每月", "每季度"
CYCLES = (YEARLY, QUARTERLY, MONTHLY)
CATEGORIES = (
    *("行政处罚", "行政许可", "行政强制", "行政检查", "行政征收", "行政征用"),
    *("行政确认", "行政给付", "行政奖励", "行政裁决", "其他"),
)
OTHERS = "其他执法决定"  # every category but the two that plans name themselves
NAMED = ("行政许可", "行政处罚")


def categories_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The categories of decision that the words of a plan mean; words that are no category are left out."""
    found = {word for word in words if word in CATEGORIES}
    if OTHERS in words:
        found |= set(CATEGORIES) - set(NAMED)
    return tuple(each for each in CATEGORIES if each in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One thing that a plan says, with its clause and its place in the file."""

    clause: Clause
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the rules or of the product that a clause is carried out by: 义务“归档”, 功能“案卷”."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}“{self.name}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanClause(Stated):
    """What the platform does about one clause of the plan (条款). `said` is our summary, not its wording."""

    said: str
    state: str
    by: tuple[Reference, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Stated):
    """One task of the rollout (任务), with the units that answer for it and the plan's own dates."""

    name: str
    units: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty(Stated):
    """A report that falls due again and again (报告). Without month and day the plan leaves the date open."""

    name: str
    cycle: str
    month: int = 0
    day: int = 0
    dated_by: Clause | None = None  # another clause that sets the date
    public: bool = False
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def due(self, year: int) -> date | None:
        """The last day of the yearly report handed in during `year`, None where the plan sets none."""
        return date(year, self.month, self.day) if self.month else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing(Stated):
    """How many must hold a capacity (队伍): a share of the officers, and at least so many."""

    role: str
    share: Fraction = Fraction(0)
    least: int = 0

    def needed(self, officers: int) -> int:
        """The number asked for by so many officers: the share rounded up, never under `least`."""
        return max(self.least, ceil(self.share * officers))


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRule(Stated):
    """A list that must be kept and published (目录): its fields, who reviews it, how soon it is revised.

    `allowed`: the law (放宽依据) by which the row may loosen what a sector's rule says.
    """

    name: str
    fields: tuple[str, ...] = ()
    reviewer: str = ""
    filed_with: str = ""
    term: Term | None = None
    kept: bool = True  # False: only encouraged
    allowed: Clause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLimit(Stated):
    """Within which time and where decisions of some categories come before the public (公示.事后)."""

    categories: tuple[str, ...]
    matter: str = ""  # what of them, as the plan calls it: 国有土地上房屋征收, 抽查结果正常
    term: Term | None = None
    start: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationContent(Stated):
    """What the public copy shows (内容), or hides (隐去)."""

    fields: tuple[str, ...]
    categories: tuple[str, ...] = ()
    hidden: bool = False
    party: str = ""  # only for parties of this kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Stated):
    """Where a stage of publicity (事前, 事中, 事后) appears (渠道)."""

    names: tuple[str, ...]
    stages: tuple[str, ...] = ()
    optional: bool = False
    start: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLimit(Stated):
    """Within which time recordings are uploaded (上传) or the case file is formed (归档)."""

    name: str
    term: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Stated):
    """What else the plan settles: 异议 (who decides), 撤下, 周期, 装备, 培训, 调阅 …"""

    subject: str
    what: str
    who: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All of it, in the order of the file. An empty plan is one that says nothing here."""

    clauses: tuple[PlanClause, ...] = ()
    tasks: tuple[Task, ...] = ()
    reports: tuple[ReportDuty, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    catalogues: tuple[CatalogueRule, ...] = ()
    limits: tuple[PublicationLimit, ...] = ()
    contents: tuple[PublicationContent, ...] = ()
    channels: tuple[Channel, ...] = ()
    records: tuple[RecordLimit, ...] = ()
    provisions: tuple[Provision, ...] = ()

    def provided(self, subject: str) -> tuple[Provision, ...]:
        return tuple(each for each in self.provisions if each.subject == subject)

    def record_limit(self, name: str) -> RecordLimit | None:
        return next((each for each in self.records if each.name == name), None)

    def needed(self, role: str) -> Staffing | None:
        return next((each for each in self.staffing if each.role == role), None)

    def catalogue(self, name: str) -> CatalogueRule | None:
        return next((each for each in self.catalogues if each.name == name), None)

    def over(self, base: "Plan") -> "Plan":
        """This plan, and from `base` what it leaves open: the nation's, the sector's, the locality's."""
        covered = {category for each in self.limits for category in each.categories}
        return Plan(
            clauses=self.clauses,
            tasks=self.tasks,
            reports=(
                *(_dated(each, base.reports) for each in self.reports),
                *_left(base.reports, self.reports, lambda each: each.cycle),
            ),
            staffing=(*self.staffing, *_left(base.staffing, self.staffing, lambda each: each.role)),
            catalogues=(*self.catalogues, *_left(base.catalogues, self.catalogues, lambda each: each.name)),
            limits=(*self.limits, *(each for each in base.limits if not covered & set(each.categories))),
            contents=self.contents or base.contents,
            channels=self.channels or base.channels,
            records=(*self.records, *_left(base.records, self.records, lambda each: each.name)),
            provisions=(
                *self.provisions,
                *_left(base.provisions, self.provisions, lambda each: each.subject),
            ),
        )


def _dated(own: ReportDuty, base: tuple[ReportDuty, ...]) -> ReportDuty:
    """The report with the date that `base` sets for its cycle, where the plan leaves it open."""
    of = next((each for each in base if each.cycle == own.cycle and each.month), None)
    if own.month or of is None:
        return own
    return replace(own, month=of.month, day=of.day, dated_by=of.dated_by or of.clause)


def _left(base: tuple[T, ...], own: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    """What of `base` the plan's own rows do not speak of."""
    spoken = {key(each) for each in own}
    return tuple(each for each in base if key(each) not in spoken)
