"""任职表与日志核对：没有谁给过的职务，核验时说得出来；重建以后照日志。"""

from datetime import date, timedelta

import pytest
from django.db import connection

from mingjing.journal.report import Fault
from mingjing.platform import clock
from mingjing.registry.admin_setup import first_administrators
from mingjing.registry.appointing import appoint, end
from mingjing.registry.models import Appointment, Person
from mingjing.registry.post_check import check, rebuild
from mingjing.registry.scope import roles_of
from tests.registry.kept import House, entered, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 局() -> House:
    """一个局：三名管理员和登记员都有任职的记录。"""
    那 = house()
    entered()
    first_administrators()
    return 那


def _安全() -> Person:
    return Person.objects.get(appointments__role="security_admin")


def _不符() -> list[Fault]:
    return list(check(connection))


def test_照办法任免的_核验没有不符(局: House) -> None:
    某 = Person.objects.enrol(username="mou", name="林某", agency=局.agency)
    今 = clock.now().date()
    任 = appoint(by=_安全(), person=某, role="handler", agency=局.agency, since=今)
    end(by=_安全(), appointment=任, until=今 + timedelta(days=3))
    assert _不符() == []


def test_直接写进表里的职务_核验指出是谁和什么职务_重建以后没有(局: House) -> None:
    某 = Person.objects.enrol(username="mou", name="林某", agency=局.agency)
    Appointment.objects.create(person=某, role="agency_head", agency=局.agency, since=date(2020, 1, 1))
    [错] = _不符()
    assert str(错) == f"{局.agency.id} 林某 机关负责人 自 2020-01-01：日志中没有这一任职"
    rebuild()
    assert _不符() == [] and roles_of(某) == frozenset()


def test_延长了的任期_核验指出止日_重建以后照日志(局: House) -> None:
    某 = Person.objects.enrol(username="mou", name="林某", agency=局.agency)
    今 = clock.now().date()
    任 = appoint(by=_安全(), person=某, role="handler", agency=局.agency, since=今, until=今)
    Appointment.objects.filter(pk=任.pk).update(until=None)
    [错] = _不符()
    assert 错.what == f"止日是“无”，由日志推出的是“{今}”"
    rebuild(局.agency.id)
    assert _不符() == [] and Appointment.objects.get(person=某).until == 今


def test_删掉的任职_核验指出_重建以后回来(局: House) -> None:
    Appointment.objects.filter(role="audit_admin").delete()
    [错] = _不符()
    assert (错.agency, 错.what) == ("installation", "任职表中没有这一条")
    assert rebuild() == Appointment.objects.count()
    assert _不符() == [] and Appointment.objects.filter(role="audit_admin").count() == 1


def test_改由别的机构任职_是另一任职(局: House) -> None:
    那 = Appointment.objects.filter(agency=局.agency).first()
    assert 那 is not None
    Appointment.objects.filter(pk=那.pk).update(since=那.since - timedelta(days=1))
    assert sorted(错.what for 错 in _不符()) == ["任职表中没有这一条", "日志中没有这一任职"]
