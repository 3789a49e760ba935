"""The query behind the list of cases: one page by index, a bounded count, nothing per row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q
from django.utils.http import urlencode

from mingjing.casework.models import Case, Participant
from mingjing.casework.packs import current
from mingjing.casework.words import Left, left
from mingjing.law.fact import moment as read_moment
from mingjing.platform import clock
from mingjing.registry.models import Agency, Person
from mingjing.registry.scope import agencies_seen

PAGE = 25
_COUNTED = 1000
_QUERY = 60
STATUSES = ("线索", "办理中", "已决定", "已中止", "已移送", "已结案", "已归档", "不予立案", "已撤案")
STAGES = (
    "线索", "立案", "调查取证", "告知与申辩", "法制审核", "决定", "送达", "执行", "公示", "归档",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for; anything unknown in it counts as not asked."""

    text: str = ""
    status: str = ""
    stage: str = ""
    mine: bool = False
    by_due: bool = False
    after: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", "").split())[:_QUERY],
            status=word if (word := query.get("status", "")) in STATUSES else "",
            stage=word if (word := query.get("stage", "")) in STAGES else "",
            mine=query.get("of") == "mine",
            by_due=query.get("by") == "due",
            after=query.get("after", "").replace("\x00", "")[:80],
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.status or self.stage or self.mine)

    def query(self, **changed: str) -> str:
        """The query text of the same list with something changed; the place in it is given up."""
        parts = {
            "q": self.text,
            "status": self.status,
            "stage": self.stage,
            "of": "mine" if self.mine else "",
            "by": "due" if self.by_due else "",
        } | changed
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in the list."""

    id: str
    number: str
    party: str
    cause: str
    status: str
    stage: str
    agency: str
    last_act: str
    changed: datetime
    decision_number: str
    major: bool
    publication: str
    due: date | None
    duty: str
    left: Left


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of the list. `total`: 63 件 or 超过 1000 件; `following`: query of the next page or ""."""

    rows: tuple[Row, ...]
    filters: Filters
    total: str
    following: str
    several: bool
    first: str
    statuses: tuple[str, ...]
    stages: tuple[str, ...]


def listing(person: Person, filters: Filters) -> Listing:
    """The cases that the person may see and that fit the filters, a page of them."""
    agencies = agencies_seen(person)
    found = Case.objects.visible_to(person).filter(_fits(person, agencies, filters))
    order = ("next_due", "id") if filters.by_due else ("-changed", "-id")
    if filters.by_due:
        found = found.filter(next_due__isnull=False)
    page = list(_following(found, filters).order_by(*order)[: PAGE + 1])
    names = dict(Agency.objects.filter(id__in=agencies).values_list("id", "short_name"))
    today, calendar = clock.now().date(), current().calendar
    return Listing(
        rows=tuple(_row(case, names, today, calendar) for case in page[:PAGE]),
        filters=filters,
        total=_total(found, filters, page),
        following=filters.query(after=_place(page[PAGE - 1], filters)) if len(page) > PAGE else "",
        several=len(names) > 1,
        first=filters.query(),
        statuses=STATUSES,
        stages=STAGES,
    )


def _fits(person: Person, agencies: frozenset[str], filters: Filters) -> Q:
    fits = Q()
    if filters.status:
        fits &= Q(status=filters.status)
    if filters.stage:
        fits &= Q(stage=filters.stage)
    if filters.mine:
        fits &= Q(
            id__in=Participant.objects.visible_to(person).filter(person=person.id).values_list("case_id")
        )
    for word in filters.text.split():
        fits &= _says(word)
    return fits


def _says(word: str) -> Q:
    """Numbers are sought among numbers, other words among names: each column costs a pass over all rows."""
    numbered = any(sign.isdigit() or sign in "〔〕[]" for sign in word)
    in_names = Q(party__contains=word) | Q(cause__contains=word)
    if not numbered:
        return in_names
    in_numbers = Q(number__contains=word) | Q(decision_number__contains=word)
    return in_numbers if word.endswith("号") else in_numbers | in_names


def _following(found: Any, filters: Filters) -> Any:
    """What comes after the place that the address names; a place that cannot be read is the beginning."""
    when, _, last = filters.after.partition("~")
    try:
        if filters.by_due:
            place = date.fromisoformat(when)
            return found.filter(Q(next_due__gt=place) | Q(next_due=place, id__gt=last))
        moment = read_moment(when)
        return found.filter(Q(changed__lte=moment) & (Q(changed__lt=moment) | Q(id__lt=last)))
    except ValueError:
        return found


def _place(case: Case, filters: Filters) -> str:
    return f"{case.next_due if filters.by_due else case.changed.isoformat()}~{case.id}"


def _total(found: Any, filters: Filters, page: list[Case]) -> str:
    """How many there are, counted no further than a thousand; without a filter nothing is counted."""
    if not filters.after and len(page) <= PAGE:
        return f"{len(page)} 件"
    if filters.text:
        return ""
    number = found.order_by().values("id")[: _COUNTED + 1].count()
    return f"{number} 件" if number <= _COUNTED else f"超过 {_COUNTED} 件"


def _row(case: Case, names: Mapping[str, str], today: date, calendar: Any) -> Row:
    return Row(
        id=case.id,
        number=case.number,
        party=case.party,
        cause=case.cause,
        status=case.status,
        stage=case.stage,
        agency=names.get(case.agency, ""),
        last_act=case.last_act,
        changed=case.changed,
        decision_number=case.decision_number,
        major=case.major,
        publication=case.publication,
        due=case.next_due,
        duty=case.next_duty,
        left=left(case.next_due, None, today, calendar),
    )
