"""Sessions end: idle, old, disabled, changed role, factor or password, and by hand."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from mingjing.platform import clock
from mingjing.platform.passwords import is_outdated
from mingjing.platform.sessions import end_all
from mingjing.registry.models import Person
from tests.platform import people
from tests.platform.test_sign_in import _log_in

pytestmark = pytest.mark.django_db
PAGE = "/account/factor/"


@pytest.fixture
def person() -> Person:
    return people.person("zhangsan", "handler", factor=False)


@pytest.fixture
def browser(person: Person) -> Client:
    return _fresh()


def _fresh(address: str = "10.0.0.1") -> Client:
    browser = Client()
    _log_in(browser, "zhangsan", people.PASSWORD, address)
    assert browser.get(PAGE).status_code == 200
    return browser


def _aged(browser: Client, **seconds: int) -> int:
    session = browser.session
    for name, back in seconds.items():
        session[name] -= back
    session.save()
    return browser.get(PAGE).status_code


@pytest.mark.parametrize("seconds, status", [(14 * 60, 200), (16 * 60, 302)])
def test_闲置十五分钟就结束(browser, seconds, status):
    assert _aged(browser, seen=seconds) == status


@pytest.mark.parametrize("hours, status", [(9, 200), (11, 302)])
def test_一直在用_最多十小时(browser, hours, status):
    assert _aged(browser, began=hours * 3600) == status


def test_闲置后提交_不丢页面上的文字(browser):
    _aged(browser, seen=3600)
    response = browser.post("/account/sessions/", headers={"hx-request": "true"})
    assert response.status_code == 401 and response.content == b""


def test_停用账号_马上结束(person, browser):
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert browser.get(PAGE).status_code == 302


def test_任免之后_马上要重新登录(person, browser):
    anquan = people.client(people.person("anquan", "security_admin"))
    wish = {"username": "zhangsan", "role": "archivist"}
    assert anquan.post(reverse("desk_posts"), wish).status_code == 302
    assert browser.get(PAGE).status_code == 302


def test_停用账号的页面_结束他的全部登录(person, browser):
    xitong = people.client(people.person("xitong", "system_admin"))
    assert xitong.post(reverse("desk_account", args=[person.pk]), {"do": "off"}).status_code == 302
    assert browser.get(PAGE).status_code == 302
    assert not UserSession.objects.filter(user=person).exists()


def test_管理员结束某人的全部登录(person, browser):
    other = _fresh("10.0.0.2")
    end_all(person)
    assert [browser.get(PAGE).status_code, other.get(PAGE).status_code] == [302, 302]
    assert not UserSession.objects.filter(user=person).exists()


def test_改密码_别处的登录结束_这里继续(person, browser):
    other = _fresh("10.0.0.2")
    new = "Yun-Qi-2077-shan"
    data = {"oldpassword": people.PASSWORD, "password1": new, "password2": new}
    assert browser.post("/account/password/", data).status_code == 302
    assert browser.get(PAGE).status_code == 200
    assert other.get(PAGE).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_设置两步验证_别处的登录结束_这里继续_备用码只显示一次(person, browser):
    other = _fresh("10.0.0.2")
    page = browser.get("/account/factor/set/").context
    code = format_hotp_value(hotp_value(page["form"].secret, int(time.time()) // 30))
    assert browser.post("/account/factor/set/", {"code": code}).status_code == 302
    assert other.get(PAGE).status_code == 302
    first = browser.get("/account/factor/recovery/")
    assert (
        len(first.context["unused_codes"]) == 10
        and first.context["unused_codes"][0] in first.content.decode()
    )
    second = browser.get("/account/factor/recovery/").content.decode()
    assert not any(code in second for code in first.context["unused_codes"])


def test_自己结束别处的一次登录(person, browser):
    other, third = _fresh("10.0.0.2"), _fresh("10.0.0.3")
    rows = {row["ip"]: row["id"] for row in browser.get("/account/sessions/").context["rows"]}
    browser.post("/account/sessions/", {"session": rows["10.0.0.2"]})
    assert [other.get(PAGE).status_code, third.get(PAGE).status_code, browser.get(PAGE).status_code] == [
        302,
        200,
        200,
    ]
    browser.post("/account/sessions/")
    assert [third.get(PAGE).status_code, browser.get(PAGE).status_code] == [302, 200]


def test_结束不了别人的登录(person, browser):
    people.person("lisi", "handler", factor=False)
    other = Client()
    _log_in(other, "lisi", people.PASSWORD)
    theirs = UserSession.objects.get(user__username="lisi").pk
    browser.post("/account/sessions/", {"session": str(theirs)})
    assert get_user(other).is_authenticated


def test_密码到期_先去改密码(person, browser, settings):
    settings.MINGJING_PASSWORD_DAYS = 90
    assert not is_outdated(person)
    with clock.at(clock.now() + timedelta(days=91)):
        assert is_outdated(person)
    settings.MINGJING_PASSWORD_DAYS = 0
    with clock.at(clock.now() + timedelta(days=9999)):
        assert not is_outdated(person)
