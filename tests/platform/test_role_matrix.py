"""T4: every address × method × role, against a table that a lawyer can read."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from mingjing.platform.access import Gate, allow
from mingjing.platform.staff import is_staff_path
from mingjing.registry.models import Appointment, Person
from mingjing.registry.roles import CASE_ROLES, ROLES, named
from tests.platform import people
from tests.platform.routes import Route, every_route

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "role_matrix.yaml").read_text(encoding="utf-8")
)
# A route without a row fails one test, by name; the others go through those that have one.
ROUTES = [route for route in every_route() if route.name in TABLE]
_WORDS = ("任何人", "登录的人", "办案职务", "无", "拒绝")
_KEYS = {"页面", "看", "交", "例", "设置期", "免表单令牌"}
_METHODS = {"GET": "看", "POST": "交"}


def _roles(cell: Any) -> frozenset[str]:
    if cell == "登录的人":
        return frozenset(ROLES)
    if cell == "办案职务":
        return frozenset(CASE_ROLES)
    return frozenset(named(name).id for name in cell)


def _kind(response: HttpResponse) -> str:
    """What an answer means: 去登录, 去设置两步验证, 拒绝, 无 (method not offered), or 可以."""
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith(reverse("account_login")):
        return "去登录"
    if response.status_code == 302 and where == reverse("mfa_activate_totp"):
        return "去设置两步验证"
    if response.status_code >= 500:
        return "出错"
    return {401: "去登录", 403: "拒绝", 405: "无"}.get(response.status_code, "可以")


def _ask(browser: Client, route: Route, method: str) -> str:
    browser.raise_request_exception = False
    return _kind(browser.generic(method, route.url(TABLE.get(route.name, {}).get("例"))))


@pytest.fixture
def 要两步验证(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = True


def test_每个地址都在表里_表里没有多余的():
    routes = every_route()
    assert [route.pattern for route in routes if not route.name] == [], "地址没有名字"
    assert {route.name for route in routes} - set(TABLE) == set(), "表里缺这些地址"
    assert set(TABLE) - {route.name for route in routes} == set(), "表里多出这些地址"


@pytest.mark.parametrize("name", TABLE)
def test_表里每行写法正确(name):
    row = TABLE[name]
    assert set(row) <= _KEYS and row["页面"]
    for cell in (row["看"], row["交"]):
        assert cell in _WORDS or (cell and _roles(cell))


@pytest.mark.parametrize("method", _METHODS)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_未登录的人(route, method, 要两步验证):
    cell = TABLE[route.name][_METHODS[method]]
    said = _ask(people.client(), route, method)
    if cell == "任何人":
        # The second step of signing in sends those who are not in the midst of it back to the first.
        assert said == "可以" or route.name == "mfa_authenticate"
    elif cell in ("无", "拒绝"):
        assert said in (cell, "去登录")
    else:
        assert said == "去登录"


@pytest.mark.parametrize("role", ROLES)
def test_各职务能开和不能开的页面_与表一致(role, 要两步验证):
    person = people.person("jia", role)
    wrong = {}
    for route in ROUTES:
        for method, column in _METHODS.items():
            cell = TABLE[route.name][column]
            # A fresh session each time: signing out is one of the addresses.
            said = _ask(people.client(person), route, method)
            if cell in ("无", "拒绝"):
                expected = (
                    {cell, "拒绝"}
                    if is_staff_path(route.url(TABLE.get(route.name, {}).get("例")))
                    else {cell}
                )
            elif cell == "任何人" or role in _roles(cell):
                expected = {"可以"}
            else:
                expected = {"拒绝"}
            if said not in expected:
                wrong[f"{method} {route.name}"] = f"{said}，应为{expected}"
    assert wrong == {}


@pytest.mark.parametrize("who", ["停用的人", "没有任职的人", "任职已满的人"])
def test_没有职务的人_只开得了人人可开的页面(who, 要两步验证):
    person = people.person("yi", "handler")
    if who == "停用的人":
        person.is_active = False
        person.save()
    elif who == "没有任职的人":
        person.appointments.all().delete()
    else:
        person.appointments.update(until="2025-12-31")
    for route in ROUTES:
        cell = TABLE[route.name]["看"]
        said = _ask(people.client(person), route, "GET")
        if cell in ("任何人", "无", "拒绝"):
            continue
        if who == "停用的人":
            assert said == "去登录", route.name
        elif cell != "登录的人":
            assert said == "拒绝", route.name


def test_没设两步验证的人_只开得了去设置的页面(要两步验证):
    person = people.person("bing", "handler", factor=False)
    for route in ROUTES:
        row = TABLE[route.name]
        if row["看"] in ("任何人", "无", "拒绝"):
            continue
        said = _ask(people.client(person), route, "GET")
        assert said == ("可以" if row.get("设置期") else "去设置两步验证"), route.name


def test_没有表单令牌的提交_一律不收():
    person = people.person("ding", "handler")
    for route in ROUTES:
        row = TABLE[route.name]
        if row.get("免表单令牌") or row["交"] == "无":
            continue
        browser = people.client(person, enforce_csrf_checks=True)
        response = browser.post(route.url(row.get("例")), {"a": "1"})
        assert response.status_code == 403, route.name


def _rows() -> dict[str, int]:
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("mingjing.")]
    return {
        model._meta.label: model._base_manager.using("portal" if app.label == "portal" else "default").count()
        for app in rooms
        for model in app.get_models()
        if model._meta.managed
    }


def test_只是打开页面_什么都不会改变():
    made: list[Person] = [people.person(f"p{number}", role) for number, role in enumerate(ROLES)]
    before = _rows()
    for person in made:
        for route in ROUTES:
            _ask(people.client(person), route, "GET")
    assert _rows() == before


def test_收回职务_下一次点击就被拒绝():
    """N6: rights are read at each request."""
    person = people.person("wu", "handler", "archivist")
    request = RequestFactory().get("/desk/任何页面/")
    request.user = person
    gate = Gate(lambda request: HttpResponse())
    view = allow("handler")(lambda request: HttpResponse())
    assert gate.process_view(request, view, (), {}) is None
    Appointment.objects.filter(person=person, role="handler").update(until="2025-12-31")
    with pytest.raises(PermissionDenied):
        gate.process_view(request, view, (), {})


def test_没有登记谁可以打开的页面_谁也打不开():
    request = RequestFactory().get("/desk/新页面/")
    request.user = people.person("ji", *CASE_ROLES)
    with pytest.raises(PermissionDenied):
        Gate(lambda request: HttpResponse()).process_view(request, lambda request: HttpResponse(), (), {})


def test_只限提交的职务_打开可以_提交不行():
    request = RequestFactory().post("/desk/某页面/")
    request.user = people.person("geng", "handler")
    view = allow("handler", "publisher", writes=("publisher",))(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        Gate(lambda request: HttpResponse()).process_view(request, view, (), {})


def test_写错的职务名_在装载时就报错():
    with pytest.raises(ValueError, match="没有这些职务"):
        allow("hander")
