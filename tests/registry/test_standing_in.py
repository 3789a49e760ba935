"""Standing in for somebody absent: a role for a stated time, and only what the absent one holds."""

from datetime import date, timedelta

import pytest

from mingjing.journal.entry import decode
from mingjing.journal.models import JournalEntry
from mingjing.platform import clock
from mingjing.registry.appointing import appoint
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.post_wish import NotPossible
from tests.registry.kept import house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _人(username: str, role: str, agency: Agency | None) -> Person:
    person = Person.objects.enrol(username=username, name=username, agency=agency)
    Appointment.objects.create(person=person, role=role, agency=agency, since=date(2020, 1, 1))
    return person


def test_代理期间有职务_期满没有_日志写明代理谁() -> None:
    局 = house().agency
    安全, 正, 副 = (
        _人("anquan", "security_admin", None),
        _人("zheng", "agency_head", 局),
        _人("fu", "handler", 局),
    )
    今 = clock.now().date()
    止 = 今 + timedelta(days=7)
    appoint(by=安全, person=副, role="agency_head", agency=局, since=今, until=止, stands_in_for=正)
    assert "机关负责人" in people_as_of(局.id, [副.id], 止)[副.id].roles
    assert "机关负责人" not in people_as_of(局.id, [副.id], 止 + timedelta(days=1))[副.id].roles
    assert decode(bytes(JournalEntry.objects.get(agency=局.id).data)).body["代理"] == 正.id


def test_代理要有止日_不能代理没有这一职务的人和自己() -> None:
    局 = house().agency
    安全, 正, 副 = (
        _人("anquan", "security_admin", None),
        _人("zheng", "agency_head", 局),
        _人("fu", "handler", 局),
    )
    今 = clock.now().date()
    for 谁, 止, 说 in (
        (正, None, "要写明到哪天为止"),
        (副, 今, "不能代理自己"),
        (house("qx-yjj").registrar, 今, "没有可以代理的"),
    ):
        with pytest.raises(NotPossible, match=说):
            appoint(by=安全, person=副, role="agency_head", agency=局, since=今, until=止, stands_in_for=谁)
