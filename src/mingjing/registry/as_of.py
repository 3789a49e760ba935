"""People as guards may ask for them: roles, unit, certificate, qualification as of a day, in three queries."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.law.person import Certificate, Person
from mingjing.registry.roles import ROLES

QUALIFICATION = "法律职业资格"

_PEOPLE = (
    "SELECT p.id, p.name, p.unit_id, a.role, a.since, a.until FROM registry_person p "
    "LEFT JOIN registry_appointment a ON a.person_id = p.id AND a.agency_id = %s "
    "WHERE p.is_active AND p.agency_id = %s AND p.id IN ({})"
)
_CERTIFICATES = (
    "SELECT person_id, number, category, area, valid_from, valid_until, suspended_from, suspended_until "
    "FROM registry_certificate WHERE person_id IN ({}) ORDER BY valid_until"
)
_QUALIFICATIONS = "SELECT person_id FROM registry_legalqualification WHERE since <= %s AND person_id IN ({})"


def people_as_of(
    agency: str, ids: Iterable[str], day: date, connection: BaseDatabaseWrapper | None = None
) -> dict[str, Person]:
    """The active people of the agency among `ids`, as they stood on the day.

    Of several certificates the one that lasts longest is taken, a valid one before all others.
    """
    wanted = sorted({each for each in ids if each})
    if not wanted:
        return {}
    connection = connection or connections["default"]
    marks = ", ".join(["%s"] * len(wanted))
    roles: dict[str, set[str]] = {}
    rows: dict[str, tuple[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(marks), (agency, agency, *wanted))
        for id_, name, unit, role, since, until in cursor.fetchall():
            rows[id_] = (name, unit or "")
            held = roles.setdefault(id_, set())
            if role and _day(since) <= day and (until is None or day <= _day(until)):
                held.add(ROLES[role].name)
        if not rows:
            return {}
        cursor.execute(_CERTIFICATES.format(marks), wanted)
        certificates: dict[str, Certificate] = {}
        for row in cursor.fetchall():
            found = _certificate(row)
            before = certificates.get(row[0])
            if before is None or not (before.valid_from <= day <= before.valid_until) or found.valid_from <= day:
                certificates[row[0]] = found
        cursor.execute(_QUALIFICATIONS.format(marks), (day.isoformat(), *wanted))
        qualified = {row[0] for row in cursor.fetchall()}
    return {
        id_: Person(
            id=id_,
            name=name,
            roles=frozenset(roles[id_]),
            unit=unit,
            certificate=certificates.get(id_),
            qualifications=frozenset({QUALIFICATION}) if id_ in qualified else frozenset(),
        )
        for id_, (name, unit) in rows.items()
    }


def _certificate(row: Any) -> Certificate:
    _, number, category, area, since, until, suspended, resumed = row
    spans = ((_day(suspended), _day(resumed) if resumed else None),) if suspended else ()
    return Certificate(
        number=number,
        categories=tuple(each.strip() for each in category.replace("，", ",").replace("、", ",").split(",") if each.strip()),
        area=area,
        valid_from=_day(since),
        valid_until=_day(until),
        suspended=spans,
    )


def _day(value: date | str) -> date:
    """SQLite gives dates as text in raw queries, PostgreSQL as dates."""
    return value if isinstance(value, date) else date.fromisoformat(value)
