"""Accounts of people: made with a one-time code, closed and opened again, each an entry of the journal."""

from django.db import IntegrityError, connections, transaction

from mingjing.journal import store
from mingjing.platform.names import username_key
from mingjing.registry.admin_setup import new_code
from mingjing.registry.appointing import (
    ACCOUNT_CLOSED,
    ACCOUNT_MADE,
    ACCOUNT_OPENED,
    CODE_GIVEN,
    INSTALLATION,
    record,
)
from mingjing.registry.models import Agency, Person, Unit
from mingjing.registry.post_wish import Fault, NotPossible, refusals_told
from mingjing.registry.scope import roles_of


def open_account(
    *, by: Person, username: str, name: str, agency: Agency | None, unit: Unit | None
) -> tuple[Person, str]:
    """The new person and the code that opens the account, shown once. Raises `NotPossible`."""
    with refusals_told(by, ACCOUNT_MADE, agency.id if agency else INSTALLATION):
        return _open(by, username, name, agency, unit)


def _open(
    by: Person, username: str, name: str, agency: Agency | None, unit: Unit | None
) -> tuple[Person, str]:
    faults = _not_allowed(by)
    key = username_key(username)
    if not key:
        faults.append(Fault("没有填用户名", "username"))
    elif len(key) > 60:
        faults.append(Fault("用户名最多 60 字", "username"))
    elif Person.objects.filter(username=key).exists():
        faults.append(Fault(f"用户名“{key}”已经有人用", "username"))
    if not name.strip():
        faults.append(Fault("没有填姓名", "name"))
    if unit and (agency is None or unit.agency_id != agency.id):
        faults.append(Fault("内设机构不属于这个单位", "unit"))
    if faults:
        raise NotPossible(faults)
    try:
        with transaction.atomic():
            person = Person.objects.enrol(username=key, name=name.strip(), agency=agency, unit=unit)
            code = new_code(person)
            home = {"内设机构": person.unit_id or ""}
            record(by, ACCOUNT_MADE, agency.id if agency else "", _body(person) | home)
    except IntegrityError as error:
        raise NotPossible([Fault(f"用户名“{key}”已经有人用", "username")]) from error
    return person, code


def give_code(*, by: Person, person: Person) -> str:
    """A fresh code for somebody who lost the first one or the password. Raises `NotPossible`."""
    with refusals_told(by, CODE_GIVEN, person.agency_id or INSTALLATION), transaction.atomic():
        _require(by, person)
        code = new_code(person)
        record(by, CODE_GIVEN, person.agency_id or "", _body(person))
    return code


def switch(*, by: Person, person: Person, on: bool) -> None:
    """Close the account or open it again; what the person did stays. Raises `NotPossible`."""
    kind = ACCOUNT_OPENED if on else ACCOUNT_CLOSED
    with refusals_told(by, kind, person.agency_id or INSTALLATION), transaction.atomic():
        _require(by, person)
        # The turn before the row, as in appointing; the key is left to those who name the person.
        store.take_turn(connections["default"], person.agency_id or INSTALLATION)
        held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if held.is_active == on:
            raise NotPossible([Fault(f"{held.name}的账号已经{'启用' if on else '停用'}")])
        held.is_active = on
        held.save(update_fields=["is_active"])
        record(by, kind, person.agency_id or "", _body(person))


def _body(person: Person) -> dict[str, str]:
    return {"人员": person.pk, "姓名": person.name, "用户名": person.username}


def _not_allowed(by: Person) -> list[Fault]:
    if "system_admin" in roles_of(by):
        return []
    return [Fault(f"{by.name}不是系统管理员，不能管理账号", code="职务")]


def _require(by: Person, person: Person) -> None:
    faults = _not_allowed(by)
    if by.pk == person.pk:
        faults.append(Fault("不能改自己的账号，由另一名系统管理员办", code="本人"))
    if faults:
        raise NotPossible(faults)
