"""The query behind the list of cases: one page by index, a bounded count, nothing per row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q
from django.utils.http import urlencode

from mingjing.casework.models import Case, Participant
from mingjing.casework.packs import current
from mingjing.casework.words import Left, left
from mingjing.law import rule as r
from mingjing.law.fact import moment as read_moment
from mingjing.platform import clock
from mingjing.registry.models import Agency, Person
from mingjing.registry.scope import agencies_seen
from mingjing.supervision.step import live

PAGE = 25
COUNTED = 1000
_QUERY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the address asks for; anything unknown in it counts as not asked."""

    text: str = ""
    procedure: str = ""
    status: str = ""
    stage: str = ""
    mine: bool = False
    by_due: bool = False
    after: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", "").split())[:_QUERY],
            procedure=word if (word := query.get("procedure", "")) in procedures() else "",
            status=word if (word := query.get("status", "")) in statuses() else "",
            stage=word if (word := query.get("stage", "")) in stages() else "",
            mine=query.get("of") == "mine",
            by_due=query.get("by") == "due",
            after=query.get("after", "").replace("\x00", "")[:80],
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.procedure or self.status or self.stage or self.mine)

    def query(self, **changed: str) -> str:
        """The query text of the same list with something changed; the place in it is given up."""
        parts = {
            "q": self.text,
            "procedure": self.procedure,
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
    procedure: str
    party: str
    cause: str
    status: str
    stage: str
    ended: bool
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
    procedures: tuple[str, ...]
    statuses: tuple[str, ...]
    stages: tuple[str, ...]


def listing(person: Person, filters: Filters) -> Listing:
    """The cases that the person may see and that fit the filters, a page of them."""
    agencies = agencies_seen(person)
    found = Case.objects.visible_to(person).filter(_fits(person, agencies, filters))
    order = ("next_due", "id") if filters.by_due else ("-changed", "-id")
    if filters.by_due:
        found = found.filter(next_due__isnull=False)
    asked = _following(found, filters).order_by(*order)
    if filters.text:
        # A search reads along an index that holds the texts; the rows are opened for its page only.
        ids = [id_ for _, id_ in asked.values_list("agency", "id")[: PAGE + 1]]
        asked = Case.objects.visible_to(person).filter(id__in=ids).order_by(*order)
    page = list(asked[: PAGE + 1])
    names = dict(Agency.objects.filter(id__in=agencies).values_list("id", "short_name"))
    today, calendar = clock.now().date(), current().calendar
    return Listing(
        rows=tuple(_row(case, names, today, calendar) for case in page[:PAGE]),
        filters=filters,
        total=_total(found, filters, page),
        following=filters.query(after=_place(page[PAGE - 1], filters)) if len(page) > PAGE else "",
        several=len(names) > 1,
        first=filters.query(),
        procedures=tuple(procedures()),
        statuses=statuses(filters.procedure),
        stages=stages(filters.procedure),
    )


def procedures() -> Mapping[str, r.Procedure]:
    """The procedures under which cases are opened today."""
    return current().book().procedures


def statuses(procedure: str = "") -> tuple[str, ...]:
    """The statuses that cases can have, in the order of the rules; of one procedure where it is named."""
    return _of(procedure, lambda each: [act.status for act in each.acts.values() if act.status])


def stages(procedure: str = "") -> tuple[str, ...]:
    """The stages that cases can be in, as `statuses`."""
    return _of(procedure, lambda each: each.stages)


def _ended(case: Case) -> bool:
    """Whether nothing changes the status of the case any more."""
    known = procedures().get(case.procedure)
    return known is not None and case.status not in live(known)


def _of(procedure: str, words: Callable[[r.Procedure], Iterable[str]]) -> tuple[str, ...]:
    known = procedures()
    asked = [known[procedure]] if procedure in known else known.values()
    return tuple(dict.fromkeys(word for each in asked for word in words(each)))


def _fits(person: Person, agencies: frozenset[str], filters: Filters) -> Q:
    fits = Q(procedure=filters.procedure) if filters.procedure else Q()
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
    number = found.order_by().values("id")[: COUNTED + 1].count()
    return f"{number} 件" if number <= COUNTED else f"超过 {COUNTED} 件"


def _row(case: Case, names: Mapping[str, str], today: date, calendar: Any) -> Row:
    return Row(
        id=case.id,
        number=case.number,
        procedure=case.procedure,
        party=case.party,
        cause=case.cause,
        status=case.status,
        stage=case.stage,
        ended=_ended(case),
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
