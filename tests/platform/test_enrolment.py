"""N1: no default account; the three administrators enter by one-time codes that expire."""

from datetime import timedelta

import pytest
from django.test import Client

from mingjing.platform import clock
from mingjing.registry.admin_setup import CODE_HOURS, first_administrators, new_code
from mingjing.registry.models import Appointment, Enrolment, Person
from mingjing.registry.roles import ADMINISTRATORS
from tests.platform import people

pytestmark = pytest.mark.django_db
PAGE = "/account/enrol/"


def _enrol(code: str, password: str = people.PASSWORD, address: str = "10.0.0.1"):  # type: ignore[no-untyped-def]
    data = {"code": code, "password1": password, "password2": password}
    return Client().post(PAGE, data, REMOTE_ADDR=address)


def test_建好时三员各得一码_再建不再给():
    seats = first_administrators()
    assert [seat.role for seat in seats] == list(ADMINISTRATORS)
    assert len({seat.code for seat in seats}) == 3
    assert first_administrators() == []
    assert Appointment.objects.count() == 3


def test_建好后没有一个账号能用密码登录():
    first_administrators()
    assert not any(person.has_usable_password() for person in Person.objects.all())


def test_启用码只能用一次():
    seat = first_administrators()[0]
    assert _enrol(seat.code).status_code == 302
    person = Person.objects.get(username=seat.username)
    assert person.check_password(people.PASSWORD)
    again = _enrol(seat.code, "Yun-Qi-2077-shan")
    assert again.status_code == 422 and "启用码不对或已过期" in again.content.decode()
    person.refresh_from_db()
    assert person.check_password(people.PASSWORD)


def test_横线和大小写不计较():
    seat = first_administrators()[0]
    assert _enrol(seat.code.replace("-", " ").lower()).status_code == 302


def test_启用码到期作废_没人用过的可以重发():
    seats = first_administrators()
    later = clock.now() + timedelta(hours=CODE_HOURS, seconds=1)
    with clock.at(later):
        assert _enrol(seats[0].code).status_code == 422
        fresh = first_administrators()
    assert [seat.role for seat in fresh] == list(ADMINISTRATORS)
    assert not {seat.code for seat in fresh} & {seat.code for seat in seats}


def test_已启用的管理员_再建也不再给码():
    seat = first_administrators()[0]
    _enrol(seat.code)
    with clock.at(clock.now() + timedelta(days=400)):
        assert seat.role not in [fresh.role for fresh in first_administrators()]


def test_密码不合要求_码还能再用():
    seat = first_administrators()[0]
    refused = _enrol(seat.code, "123456789012")
    assert refused.status_code == 422 and Enrolment.objects.filter(used__isnull=True).count() == 3
    assert _enrol(seat.code).status_code == 302


def test_重发的码让前一个作废():
    person = people.person("zhangsan", "handler", password=None)
    first, second = new_code(person), new_code(person)
    assert _enrol(first).status_code == 422
    assert _enrol(second).status_code == 302


def test_停用的人_有码也启用不了():
    person = people.person("zhangsan", "handler", password=None)
    code = new_code(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert _enrol(code).status_code == 422


def test_库里没有启用码本身():
    code = first_administrators()[0].code
    stored = " ".join(str(value) for row in Enrolment.objects.values_list() for value in row)
    assert code not in stored and code.replace("-", "") not in stored


def test_猜启用码_很快就被拦下():
    said = [_enrol("AAAA-" * 7).status_code for _ in range(12)]
    assert said == [422] * 10 + [429] * 2
