"""The tables of units, people and qualifications, from the registers 内设机构, 人员, 法制审核人员."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mingjing.registry.models import LegalQualification, Person, Unit
from mingjing.registry.register_log import WHY, latest_rows
from mingjing.registry.register_models import RegisterRow

_UNIT_KINDS = {"承办机构": "handling", "法制机构": "legal", "办公机构": "office", "服务窗口": "window"}


def project_units(agency: str, names: Sequence[str]) -> None:
    """Bring the units up to date; one that is struck off stays for what it did."""
    rows = latest_rows(agency, "unit", names)
    known = {unit.name: unit for unit in Unit.objects.filter(agency_id=agency, name__in=names)}
    for name, row in rows.items():
        unit = known.get(name) or Unit(id=_unit_id(agency, name), name=name, agency_id=agency)
        unit.kind = _UNIT_KINDS[row.fields["类别"]]
        unit.save()


def _unit_id(agency: str, name: str) -> str:
    return f"{agency}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def project_people(agency: str, usernames: Sequence[str]) -> None:
    """Bring the people up to date. A new one has no password: the account is opened by its administrator."""
    rows = latest_rows(agency, "person", usernames)
    units = dict(Unit.objects.filter(agency_id=agency).values_list("name", "id"))
    known = {each.username: each for each in Person.objects.filter(username__in=usernames, agency_id=agency)}
    fresh, changed = [], []
    for username, row in rows.items():
        person = known.get(username)
        if person is None:
            person = Person(username=username, agency_id=agency)
            person.set_unusable_password()
            fresh.append(person)
        else:
            changed.append(person)
        person.name, person.unit_id = row.fields["姓名"], units.get(row.fields.get("内设机构"))
        if row.ended:
            person.is_active = False
    Person.objects.bulk_create(fresh, batch_size=500)
    Person.objects.bulk_update(changed, ["name", "unit", "is_active"], batch_size=500)


def project_reviewers(agency: str, usernames: Sequence[str]) -> None:
    """Bring 首次从事审核 and the qualifications up to date."""
    rows = latest_rows(agency, "reviewer", usernames)
    people = {each.username: each for each in Person.objects.filter(username__in=usernames, agency_id=agency)}
    for username, row in rows.items():
        person = people[username]
        since, number, qualified = _reviewer(row)
        Person.objects.filter(pk=person.pk).update(reviewing_since=since)
        held = LegalQualification.objects.filter(person=person)
        held.exclude(number=number).delete()
        if number and qualified:
            LegalQualification.objects.update_or_create(
                number=number, defaults={"person": person, "since": qualified}
            )


def _reviewer(row: RegisterRow) -> tuple[date | None, str, date | None]:
    if row.ended:
        return None, "", None
    fields: dict[str, Any] = row.fields
    qualified = fields.get("取得日期")
    return (
        date.fromisoformat(fields["首次从事审核日期"]),
        fields.get("资格证书号") or "",
        date.fromisoformat(qualified) if qualified else None,
    )


def _rows(agency: str, register: str) -> Iterator[RegisterRow]:
    return (
        RegisterRow.objects.unscoped(WHY)
        .filter(agency=agency, register=register, latest=True)
        .order_by("key")
        .iterator(500)
    )


def differences(agency: str) -> Iterator[tuple[str, str, str]]:
    """What the tables say otherwise than the registers: (register, key, what)."""
    units = {unit.name: unit for unit in Unit.objects.filter(agency_id=agency)}
    for row in _rows(agency, "unit"):
        unit = units.get(row.key)
        if unit is None or unit.kind != _UNIT_KINDS[row.fields["类别"]]:
            yield "内设机构", row.key, "内设机构表中没有或者类别不同"
    rows = {row.key: row for row in _rows(agency, "person")}
    if rows:
        held = Person.objects.filter(agency_id=agency).values_list(
            "username", "name", "unit__name", "is_active"
        )
        there = {username: (name, unit or "", active) for username, name, unit, active in held.iterator()}
        for key, row in rows.items():
            name, unit_name, active = there.get(key, ("", "", False))
            if (name, unit_name) != (row.fields["姓名"], row.fields.get("内设机构") or ""):
                yield "人员", key, f"人员表中是“{name}”“{unit_name}”"
            if row.ended and active:
                yield "人员", key, "已经注销，人员表中仍是启用"
    for row in _rows(agency, "reviewer"):
        since, number, qualified = _reviewer(row)
        person = Person.objects.filter(username=row.key, agency_id=agency).first()
        told = set(LegalQualification.objects.filter(person=person).values_list("number", "since"))
        if person is None or person.reviewing_since != since:
            yield "法制审核人员", row.key, "首次从事审核日期与人员表不同"
        if told != ({(number, qualified)} if number else set()):
            yield "法制审核人员", row.key, "法律职业资格与资格表不同"
