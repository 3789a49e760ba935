"""People as guards may ask for them: roles, unit, certificate, qualification as of a day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.law.person import Certificate, Person
from mingjing.registry.models import Agency
from mingjing.registry.roles import ROLES
from mingjing.registry.standing import PAPER, certificate
from mingjing.registry.standing import day as _day

QUALIFICATION = "法律职业资格"

_FIRST = 9  # columns before those of the certificate

# One query, because this is asked before every act. A person with two roles and two certificates gives four
# rows; that is still less than three round trips.
_PEOPLE = (
    "SELECT p.id, p.name, p.unit_id, a.role, a.since, a.until, q.since, p.reviewing_since, "
    "a.stands_in_for_id, "
    f"{', '.join(f'c.{name}' for name in PAPER)} "
    "FROM registry_person p "
    "LEFT JOIN registry_appointment a ON a.person_id = p.id AND a.agency_id = p.agency_id "
    "LEFT JOIN registry_certificate c ON c.person_id = p.id "
    "LEFT JOIN registry_legalqualification q ON q.person_id = p.id "
    "WHERE p.agency_id = %s AND p.is_active AND p.id IN ({})"
)


def people_as_of(
    agency: str, ids: Iterable[str], day: date, connection: BaseDatabaseWrapper | None = None
) -> dict[str, Person]:
    """The active people of the agency among `ids`, as they stood on the day.

    Of several certificates the one that lasts longest is taken, a valid one before all others.
    """
    # PostgreSQL takes no NUL in a text, and nobody's id has one.
    wanted = sorted({each for each in ids if each and "\x00" not in each})
    if not wanted:
        return {}
    connection = connection or connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(", ".join(["%s"] * len(wanted))), (agency, *wanted))
        rows = cursor.fetchall()
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return {id_: _person(of, day) for id_, of in found.items()}


def _person(rows: list[Any], day: date) -> Person:
    id_, name, unit = rows[0][:3]
    held = [
        (ROLES[role].name, rest[2])
        for _, _, _, role, since, until, *rest in rows
        if role and _day(since) <= day and (until is None or day <= _day(until))
    ]
    qualified = any(row[6] and _day(row[6]) <= day for row in rows)
    papers = papers_as_of((dict(zip(PAPER, row[_FIRST:], strict=True)) for row in rows), day)
    return Person(
        id=id_,
        name=name,
        roles=frozenset(role for role, _ in held),
        unit=unit or "",
        certificate=max(
            papers,
            key=lambda each: (each.valid_from <= day <= each.valid_until, each.valid_until),
            default=None,
        ),
        qualifications=frozenset({QUALIFICATION}) if qualified else frozenset(),
        reviewing_since=_day(rows[0][7]) if rows[0][7] else None,
        stands_in=tuple(sorted({(role, absent) for role, absent in held if absent})),
    )


def papers_as_of(rows: Iterable[Mapping[str, Any]], day: date) -> list[Certificate]:
    """The certificates as the register had them on the day, from the columns `PAPER` of their versions."""
    versions: dict[str, dict[int, Mapping[str, Any]]] = {}
    for row in rows:
        if row["number"] and (row["since"] is None or _day(row["since"]) <= day):
            versions.setdefault(row["number"], {})[row["version"]] = row
    stood = (of[max(of)] for of in versions.values())
    return [certificate(row) for row in stood if not row["ended"]]


_AGENCY_COLUMNS = tuple(field.column for field in Agency._meta.concrete_fields)
_GET_AGENCY = f"SELECT {', '.join(map(str, _AGENCY_COLUMNS))} FROM registry_agency WHERE id = %s"


def agency_row(id_: str) -> Agency:
    """The agency, by one plain query: asked before every act. Raises `Agency.DoesNotExist`."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_GET_AGENCY, (id_,))
        row = cursor.fetchone()
    if row is None:
        raise Agency.DoesNotExist(f"没有“{id_}”这一机关")
    return Agency.from_db("default", [f.attname for f in Agency._meta.concrete_fields], row)
