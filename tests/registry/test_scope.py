"""Who sees which agency's rows, on which day."""

from datetime import date, datetime

import pytest
from django.db import connection, connections

from mingjing.casework.models import Case
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Certificate, Person
from mingjing.registry.roles import ADMINISTRATORS, ROLES, conflicts
from mingjing.registry.scope import Unscoped, agencies_seen, certificate_of, people, region_prefix, roles_of

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 三家机关() -> dict[str, Agency]:
    rows = [
        ("qx-scjg", "青溪区市场监督管理局", "990118"),
        ("qx-sfj", "青溪区司法局", "990118"),
        ("lx-scjg", "兰溪区市场监督管理局", "990119"),
    ]
    return {
        id: Agency.objects.create(
            id=id,
            name=name,
            short_name=name,
            word="青",
            region=name[:3],
            region_code=code,
            field="市场监管",
            profile="qingpu",
        )
        for id, name, code in rows
    }


def _任职(
    name: str, role: str, agency: Agency | None, since: str = "2026-01-01", until: str | None = None
) -> Person:
    person = Person.objects.enrol(username=name, name=name, agency=agency)
    Appointment.objects.create(
        person=person,
        role=role,
        agency=agency,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until) if until else None,
    )
    return person


def test_执法人员只看本机关(三家机关):
    assert agencies_seen(_任职("甲", "handler", 三家机关["qx-scjg"])) == {"qx-scjg"}


def test_监督员看本区各机关_不看外区(三家机关):
    assert agencies_seen(_任职("乙", "supervisor", 三家机关["qx-sfj"])) == {"qx-scjg", "qx-sfj"}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_三员不看案件(三家机关, role):
    assert agencies_seen(_任职("丙", role, None)) == frozenset()


def test_停用的人什么也看不到(三家机关):
    person = _任职("丁", "handler", 三家机关["qx-scjg"])
    person.is_active = False
    assert agencies_seen(person) == frozenset() and roles_of(person) == frozenset()


def test_任职期满次日_职务自行失效(三家机关):
    person = _任职("戊", "handler", 三家机关["qx-scjg"], until="2026-06-30")
    assert roles_of(person, date(2026, 6, 30)) == {"handler"}
    assert roles_of(person, date(2026, 7, 1)) == frozenset()
    with clock.at(datetime(2026, 7, 1, 0, 0, tzinfo=clock.SHANGHAI)):
        assert roles_of(person) == frozenset()
        assert people("qx-scjg", "handler") == []


def test_证件暂停期间不算有效(三家机关):
    person = _任职("己", "handler", 三家机关["qx-scjg"])
    Certificate.objects.create(
        person=person,
        number="Z1",
        issuer="区政府",
        category="综合",
        area="青溪区",
        valid_from="2025-01-01",
        valid_until="2026-12-31",
        suspended_from="2026-03-01",
        suspended_until="2026-03-31",
    )
    assert certificate_of(person, date(2026, 2, 28)) is not None
    assert certificate_of(person, date(2026, 3, 15)) is None
    assert certificate_of(person, date(2026, 4, 1)) is not None
    assert certificate_of(person, date(2027, 1, 1)) is None


@pytest.mark.parametrize("code, prefix", [("310118", "310118"), ("310100", "3101"), ("310000", "31")])
def test_区划代码的前缀就是辖区(code, prefix):
    assert region_prefix(code) == prefix


def test_三员互斥_也不兼办案职务():
    for wanted in ADMINISTRATORS:
        assert conflicts(["handler"], wanted)
        assert conflicts([other for other in ADMINISTRATORS if other != wanted], wanted)
    for wanted in set(ROLES) - set(ADMINISTRATORS):
        assert conflicts([ADMINISTRATORS[0]], wanted)
        # Who decides on fines does not collect them (罚缴分离).
        assert bool(conflicts(["handler", "archivist"], wanted)) == (wanted == "cashier")


def test_公示库里没有人员表():
    assert "registry_person" not in connections["portal"].introspection.table_names()
    assert "registry_person" in connection.introspection.table_names()


@pytest.mark.sqlite
def test_SQLite各项安全开关已打开():
    with connection.cursor() as cursor:
        read = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


def test_不说由谁看_就查不了():
    for ask in (
        Case.objects.all,
        lambda: Case.objects.filter(agency="qx-scjg"),
        Case.objects.count,
        lambda: Case.objects.unscoped(" "),
    ):
        with pytest.raises(Unscoped):
            ask()


def test_说了由谁看_只见看得见的机关(三家机关):
    for agency in 三家机关:
        Case.objects.unscoped("造数").create(
            agency=agency, id=agency, version=1, opened=clock.now(), changed=clock.now()
        )
    handler = _任职("庚", "handler", 三家机关["qx-scjg"])
    supervisor = _任职("辛", "supervisor", 三家机关["qx-sfj"])
    admin = _任职("壬", "system_admin", None)

    def seen(person: Person | None) -> set[str]:
        return set(Case.objects.visible_to(person).values_list("agency", flat=True))

    assert seen(handler) == {"qx-scjg"}
    assert seen(supervisor) == {"qx-scjg", "qx-sfj"}
    assert seen(admin) == seen(None) == set()
