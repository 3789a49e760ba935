"""What a person may see: one filter at the query, and the questions about roles and papers behind it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Certificate, Person
from mingjing.registry.roles import ROLES
from mingjing.registry.standing import PAPER, certificate


class Unscoped(RuntimeError):
    """A table with an agency was read without saying who reads it."""


def _day(at: datetime | date | None) -> date:
    moment = at or clock.now()
    return moment.astimezone(clock.SHANGHAI).date() if isinstance(moment, datetime) else moment


def _holding(at: datetime | date | None) -> Q:
    day = _day(at)
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


_asked: ContextVar[dict[tuple[str, date], list[Appointment]] | None] = ContextVar(
    "mingjing_asked", default=None
)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within one read-only request a person's appointments are asked for once; the next request asks anew."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def appointments_of(person: Any, at: datetime | date | None = None) -> list[Appointment]:
    """The appointments in force on that day; none for a disabled or unknown person."""
    if not getattr(person, "is_active", False) or not isinstance(person, Person):
        return []
    known, key = _asked.get(), (person.id, _day(at))
    if known is not None and key in known:
        return known[key]
    found = list(
        Appointment.objects.filter(_holding(at), person=person)
        .select_related("agency", "unit")
        .order_by("id")
    )
    if known is not None:
        known[key] = found
    return found


def roles_of(person: Any, at: datetime | date | None = None) -> frozenset[str]:
    """The role ids that the person holds on that day (default: today); read anew at each call."""
    return frozenset(appointment.role for appointment in appointments_of(person, at))


def certificate_of(person: Person, at: datetime | date | None = None) -> Certificate | None:
    """The certificate valid on that day, not one that is suspended then; the longest lasting of several."""
    day = _day(at)
    versions: dict[str, Certificate] = {}
    held = Certificate.objects.filter(person=person).exclude(since__gt=day)
    for each in held.order_by("number", "version"):
        versions[each.number] = each
    usable = [each for each in versions.values() if not each.ended and _usable(each, day)]
    return min(usable, key=lambda each: (-each.valid_until.toordinal(), each.number), default=None)


def _usable(paper: Certificate, day: date) -> bool:
    known = certificate({name: getattr(paper, name) for name in PAPER})
    suspended = any(since <= day and (until is None or day <= until) for since, until in known.suspended)
    barred = any(since <= day and (until is None or day <= until) for since, until, _ in known.barred)
    return known.valid_from <= day <= known.valid_until and not suspended and not barred


def people(agency: str, role: str, at: datetime | date | None = None) -> list[Person]:
    """The active people who hold `role` in `agency` on that day, by name."""
    if role not in ROLES:
        raise KeyError(role)
    holders = Appointment.objects.filter(_holding(at), agency_id=agency, role=role).values("person_id")
    return list(
        Person.objects.filter(id__in=holders, is_active=True)
        .select_related("agency", "unit")
        .order_by("name", "id")
    )


def region_prefix(code: str) -> str:
    """The leading part of a division code that names the region: 310100 (a city) gives 3101.

    Source: GB/T 2260, two digits each for province, city and county.
    """
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def agencies_seen(person: Any, at: datetime | date | None = None) -> frozenset[str]:
    """The agencies whose cases the person may see: own by appointment, a supervisor's by region.

    Administrators see none, and a person without appointment sees none.
    """
    appointments = appointments_of(person, at)
    if any(ROLES[appointment.role].administers for appointment in appointments):
        return frozenset()
    seen = {a.agency_id for a in appointments if a.agency_id and not ROLES[a.role].sees_region}
    regions = {
        region_prefix(a.agency.region_code) for a in appointments if a.agency and ROLES[a.role].sees_region
    }
    for prefix in regions - {""}:
        seen.update(Agency.objects.filter(region_code__startswith=prefix).values_list("id", flat=True))
    return frozenset(seen)


class ScopedQuerySet(models.QuerySet[Any]):
    """A query that is already narrowed, by person or by a stated reason."""

    def of_agencies(self, agencies: Iterable[str]) -> Self:
        return self.filter(agency__in=sorted(agencies))


class ScopedManager(models.Manager[Any]):
    """Manager of a model with a field `agency`: says who reads, or refuses.

    `Case.objects.visible_to(person)` in every page, API and export; `.unscoped("reason")` where the
    service itself, a rebuild or a check reads everything. Anything else raises Unscoped.
    """

    def _rows(self) -> ScopedQuerySet:
        return ScopedQuerySet(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]

    def get_queryset(self) -> models.QuerySet[Any]:
        raise Unscoped(f"{self.model.__name__} 未说明由谁查看：用 visible_to(人员) 或 unscoped(理由)")

    def visible_to(self, person: Any, at: datetime | date | None = None) -> ScopedQuerySet:
        """The rows of agencies that the person may see on that day; none for administrators."""
        return self._rows().of_agencies(agencies_seen(person, at))

    def unscoped(self, reason: str) -> ScopedQuerySet:
        """All rows; `reason` names the work of the system for which no person reads."""
        if not reason.strip():
            raise Unscoped("不限范围的查询须写明理由")
        return self._rows()


class Scoped(models.Model):
    """Base of the tables that a page may list: key begins with the agency, reads name a person."""

    agency = models.CharField("机关", max_length=40)

    objects = ScopedManager()

    class Meta:
        abstract = True
