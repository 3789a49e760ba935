"""Signing in: equal answers, limits, second factor, one spelling of names."""

import re
import time
import unicodedata

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.contrib.auth import get_user
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from mingjing.platform.names import username_key
from mingjing.registry.models import Person
from tests.hasher import QuickHasher
from tests.platform import people

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


def _log_in(browser: Client, name: str, password: str, address: str = "10.0.0.1"):  # type: ignore[no-untyped-def]
    return browser.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)


def _is_in(browser: Client) -> bool:
    return bool(get_user(browser).is_authenticated)


def _plain(text: str) -> str:
    text = re.sub(r'value="[^"]*"', "", text)
    return re.sub(r"mj-error__id.*", "", text)


def test_密码对_就进工作台():
    people.person("zhangsan", "handler", factor=False)
    browser = Client()
    response = _log_in(browser, "zhangsan", people.PASSWORD)
    assert response.status_code == 302 and response.headers["Location"] == "/desk/"
    assert _is_in(browser)


def test_没有这个人_密码错_已停用_答复一样_算的工作也一样():
    people.person("zhangsan", "handler")
    people.person("lisi", "handler")
    Person.objects.filter(username="lisi").update(is_active=False)
    answers, works = set(), set()
    for name, password in (
        ("wangwu", "x" * 14),
        ("zhangsan", "x" * 14),
        ("lisi", "x" * 14),
        ("lisi", people.PASSWORD),
    ):
        before = QuickHasher.done
        browser = Client()
        response = _log_in(browser, name, password)
        works.add(QuickHasher.done - before)
        answers.add((response.status_code, _plain(response.content.decode())))
        assert not _is_in(browser)
    assert len(answers) == 1 and "用户名或密码不对" in answers.pop()[1]
    assert works == {1}


@pytest.mark.parametrize(
    "spelt", ["ZhangSan", "ｚｈａｎｇｓａｎ", " zhangsan ", "zha\u200bngsan", "zhángsān"]
)
def test_同一用户名的各种写法_是同一个账号(spelt):
    people.person("zhangsan", "handler", factor=False)
    browser = Client()
    assert _log_in(browser, spelt, people.PASSWORD).status_code == 302


@given(st.text(max_size=30))
def test_用户名归一以后_再归一不变(text):
    once = username_key(text)
    assert username_key(once) == once
    assert username_key(unicodedata.normalize("NFD", text)) == once


def test_两百次猜密码_换着写法也只算得了五次():
    people.person("zhangsan", "handler")
    spellings = ["zhangsan", "ZHANGSAN", "ｚhangsan", "zhang\u200bsan", "zhāngsan", " zhangsan"]
    before = QuickHasher.done
    said = ""
    for number in range(200):
        said = _log_in(Client(), spellings[number % 6], f"guess-{number}-word").content.decode()
    assert QuickHasher.done - before == 5
    assert "试得太频繁" in said


def test_一个地址猜许多账号_也有限():
    before = QuickHasher.done
    for number in range(60):
        _log_in(Client(), f"user{number}", "guess-a-long-word")
    assert QuickHasher.done - before == 20


def test_陌生人从许多地址猜_关不住本人():
    people.person("zhangsan", "handler", factor=False)
    home, before = Client(), QuickHasher.done
    assert _log_in(home, "zhangsan", people.PASSWORD, "10.0.0.1").status_code == 302
    for number in range(90):
        _log_in(Client(), "zhangsan", "guess-a-long-word", f"10.9.{number}.1")
    assert QuickHasher.done - before == 1 + 60, "同一账号一小时内外来的猜测到 60 次为止"
    again = Client()
    assert _log_in(again, "zhangsan", people.PASSWORD, "10.0.0.1").status_code == 302
    stranger = _log_in(Client(), "zhangsan", people.PASSWORD, "10.9.200.1")
    assert "试错太多次" in stranger.content.decode()


def _code(person: Person) -> tuple[str, int]:
    secret = decrypt(Authenticator.objects.get(user=person, type="totp").data["secret"])
    counter = int(time.time()) // 30
    return format_hotp_value(hotp_value(secret, counter)), counter


def test_设了两步验证_先问验证码_对了才进():
    person = people.person("zhangsan", "handler")
    browser = Client()
    response = _log_in(browser, "zhangsan", people.PASSWORD)
    assert response.headers["Location"] == "/account/factor/code/" and not _is_in(browser)
    assert "验证码不对" in browser.post("/account/factor/code/", {"code": "000000x"}).content.decode()
    assert not _is_in(browser)
    assert browser.get("/account/factor/").status_code == 302
    assert browser.post("/account/factor/code/", {"code": _code(person)[0]}).status_code == 302
    assert _is_in(browser)


def test_同一个验证码_只能用一次():
    person = people.person("zhangsan", "handler")
    for _ in range(3):  # again when the half minute turned over in between
        code, counter = _code(person)
        entered = []
        for _ in range(2):
            browser = Client()
            _log_in(browser, "zhangsan", people.PASSWORD)
            browser.post("/account/factor/code/", {"code": code})
            entered.append(_is_in(browser))
        if int(time.time()) // 30 == counter:
            break
    assert entered == [True, False]


def test_验证器密钥在库里是密文():
    person = people.person("zhangsan", "handler", factor=False)
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    stored = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in stored and decrypt(stored) == secret


def test_登录后换新的会话编号():
    people.person("zhangsan", "handler", factor=False)
    browser = Client()
    session = browser.session
    session["前"] = 1
    session.save()
    before = session.session_key
    _log_in(browser, "zhangsan", people.PASSWORD)
    assert browser.session.session_key != before


@pytest.mark.parametrize(
    "path", ["/account/signup/", "/account/email/", "/account/password/reset/", "/admin/"]
)
def test_没有注册_邮件找回_后台管理(path):
    assert Client().get(path).status_code == 404


def test_登录后不去别处的网站():
    people.person("zhangsan", "handler", factor=False)
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        response = Client().post(
            f"{LOGIN}?next={wanted}", {"login": "zhangsan", "password": people.PASSWORD, "next": wanted}
        )
        assert response.headers["Location"] == "/desk/"


def test_人员表里没有超级用户():
    names = {field.name for field in Person._meta.get_fields()}
    assert not names & {"is_superuser", "is_staff", "groups", "user_permissions"}
