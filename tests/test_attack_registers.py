"""Registers turned against the record: what lies in the past is not made lawful afterwards."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry import register_check
from mingjing.registry.appointing import appoint, end
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency, Appointment, Certificate, Person
from tests.registry.kept import House, entered, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
五月十日 = datetime(2026, 5, 10, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def 局() -> House:
    return house()


def 停(局: House, person: Person, day: date) -> bool:
    paper = people_as_of(局.agency.id, [person.id], day)[person.id].certificate
    assert paper is not None
    return "正在暂停" in (paper.fault(day, "行政处罚", "青溪区") or "")


def test_登记员不能把暂停倒签取消(局: House) -> None:
    with clock.at(五月十日 - timedelta(days=9)):
        官 = 局.officer()
        局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-05-01", 原因="被投诉核查")
    行 = {"证件号码": "Z-zhao", "暂停起": "2026-05-01", "原因": "被投诉核查"}
    with clock.at(五月十日):
        for kind, cells, since in (
            ("变更", {**行, "暂停止": "2026-05-02"}, None),
            ("变更", {**行, "暂停止": "2026-05-02"}, date(2026, 5, 1)),
            ("", {**行, "暂停止": "2026-05-08"}, None),
            ("注销", 行, None),
            ("注销", 行, date(2026, 5, 1)),
        ):
            with pytest.raises(Refused, match="暂停过的日子"):
                局.keep("证件暂停", kind, since, **cells)
        局.keep("证件暂停", "变更", **行, 暂停止="2026-05-09")
    assert 停(局, 官, date(2026, 5, 9)) and not 停(局, 官, date(2026, 5, 10))
    with clock.at(五月十日 + timedelta(days=5)):
        with pytest.raises(Refused, match="暂停过的日子"):
            局.keep("证件暂停", "注销", **行)
        局.keep("证件暂停", "变更", **{**行, "原因": "被投诉核查，属实"}, 暂停止="2026-05-09")


def _人(username: str, role: str, agency: Agency | None) -> Person:
    person = Person.objects.enrol(username=username, name=username, agency=agency)
    Appointment.objects.create(person=person, role=role, agency=agency, since=date(2020, 1, 1))
    return person


def test_被代理的人免了职_代理也到那天为止(局: House) -> None:
    安全, 正, 副 = (
        _人("anquan", "security_admin", None),
        _人("zheng", "agency_head", 局.agency),
        _人("fu", "handler", 局.agency),
    )
    今 = clock.now().date()
    昨 = 今 - timedelta(days=1)
    appoint(
        by=安全,
        person=副,
        role="agency_head",
        agency=局.agency,
        since=今,
        until=今 + timedelta(days=30),
        stands_in_for=正,
    )
    end(by=安全, appointment=Appointment.objects.get(person=正, role="agency_head"), until=昨)
    明 = 今 + timedelta(days=1)
    assert "机关负责人" not in people_as_of(局.agency.id, [副.id], 明)[副.id].roles


def test_代理的人不能再被代理(局: House) -> None:
    安全, 正, 副, 三 = (
        _人("anquan", "security_admin", None),
        _人("zheng", "agency_head", 局.agency),
        _人("fu", "handler", 局.agency),
        _人("san", "handler", 局.agency),
    )
    今 = clock.now().date()
    止 = 今 + timedelta(days=30)
    made = {"role": "agency_head", "agency": 局.agency, "since": 今, "until": 止}
    appoint(by=安全, person=副, stands_in_for=正, **made)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="没有可以代理的"):
        appoint(by=安全, person=三, stands_in_for=副, **made)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="不能任免自己"):
        appoint(by=安全, person=安全, stands_in_for=正, **made)  # type: ignore[arg-type]


def test_直接写进证件表的证件_核验找得到(局: House) -> None:
    局.officer()
    局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-05-01", 原因="被投诉核查")
    entered()
    made = Certificate.objects.get(number="Z-zhao")
    made.pk, made.number, made.standing = None, "Z-forged", "{}"
    made.save(force_insert=True)
    assert [fault.where for fault in register_check.check(connection)] == ["执法证件 “Z-forged”"]
