"""The tables of units, people and qualifications, from the registers 内设机构, 人员, 法制审核人员."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.founding import PERSON, QUALIFICATION, UNIT, Roster, differs
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


def differences(agency: str, told: Roster) -> Iterator[tuple[str, str, str]]:
    """What the tables say otherwise than the journal: (register, key, what). `told`: beside registers."""
    home = None if agency == INSTALLATION else agency
    yield from _units(home, {row.key: row for row in _rows(agency, "unit")}, told)
    reviewers = {row.key: row for row in _rows(agency, "reviewer")}
    yield from _people(home, {row.key: row for row in _rows(agency, "person")}, reviewers, told)
    yield from _qualifications(home, reviewers, told)


def _units(home: str | None, rows: Mapping[str, RegisterRow], told: Roster) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for unit in Unit.objects.filter(agency_id=home).order_by("id"):
        founded, row = told.rows[UNIT].get(unit.id), rows.get(unit.name)
        if unit.name in seen:
            yield "内设机构", unit.name, "内设机构表中有两个"
        seen.add(unit.name)
        if row is None:
            if differs(UNIT, unit, founded):
                yield "内设机构", unit.name, "日志中没有这个机构，或者与日志不同"
        elif unit.kind != _UNIT_KINDS[row.fields["类别"]]:
            yield "内设机构", unit.name, "内设机构表中类别不同"
        elif home and unit.id != _unit_id(home, unit.name) and (founded or {}).get("name") != unit.name:
            yield "内设机构", unit.name, f"内设机构表中编号是“{unit.id}”"
    for name in sorted(rows.keys() - seen):
        yield "内设机构", name, "内设机构表中没有"


def _people(
    home: str | None, rows: Mapping[str, RegisterRow], reviewers: Mapping[str, RegisterRow], told: Roster
) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for person in Person.objects.filter(agency_id=home).select_related("unit").order_by("id").iterator(500):
        key, row, founded = person.username, rows.get(person.username), told.rows[PERSON].get(person.id)
        seen.add(key)
        unit = person.unit.name if person.unit else ""
        if row is not None:
            if (person.name, unit) != (row.fields["姓名"], row.fields.get("内设机构") or ""):
                yield "人员", key, f"人员表中是“{person.name}”“{unit}”"
        elif founded is not None:
            if (key, person.name, person.unit_id or "") != tuple(
                founded[each] for each in ("username", "name", "unit_id")
            ):
                yield "人员", key, f"人员表中是“{person.name}”“{unit}”，与原有登记不同"
        elif (made := told.accounts.get(person.id)) is None:
            yield "人员", key, f"日志中没有“{person.name}”这个人"
        elif (key, person.name, person.unit_id or "") != (
            made["用户名"], made["姓名"], made.get("内设机构", person.unit_id or "")
        ):  # fmt: skip
            yield "人员", key, f"人员表中是“{person.name}”“{unit}”，与建立账号时不同"
        if person.is_active != told.open.get(key, True):
            yield "人员", key, f"{person.name}的账号在人员表中是{'启用' if person.is_active else '停用'}的"
        since = _reviewer(reviewers[key])[0] if key in reviewers else (founded or {}).get("reviewing_since")
        if str(person.reviewing_since or "") != str(since or ""):
            yield "法制审核人员", key, "首次从事审核日期与日志不同"
    for key in sorted(rows.keys() - seen):
        yield "人员", key, "人员表中没有"


def _qualifications(
    home: str | None, reviewers: Mapping[str, RegisterRow], told: Roster
) -> Iterator[tuple[str, str, str]]:
    held: dict[str, set[tuple[str, str]]] = {}
    rows = LegalQualification.objects.filter(person__agency_id=home).select_related("person")
    for each in rows.order_by("number"):
        key = each.person.username
        if key in reviewers:
            held.setdefault(key, set()).add((each.number, each.since.isoformat()))
        elif differs(QUALIFICATION, each, told.rows[QUALIFICATION].get(each.number)):
            yield "法制审核人员", key, f"日志中没有“{each.number}”这一法律职业资格，或者与日志不同"
    for key, row in reviewers.items():
        _, number, qualified = _reviewer(row)
        if held.get(key, set()) != ({(number, str(qualified))} if number else set()):
            yield "法制审核人员", key, "法律职业资格与资格表不同"
