"""T9: headers on every address, method and error page; pages without inline script or style."""

import re
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client, override_settings

from mingjing.platform.staff import is_staff_path
from tests.platform import people
from tests.platform.broken_urls import FAILURES
from tests.platform.routes import every_route
from tests.platform.test_role_matrix import TABLE

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FIXED = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
_INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)(?![^>]*application/json)|javascript:|\shx-on",
    re.IGNORECASE,
)


def check(response: HttpResponseBase, path: str) -> None:
    """Raises when an answer lacks what every answer must have."""
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert FIXED.items() <= policy.items()
    nonce = re.fullmatch(r"'none'|'nonce-([A-Za-z0-9_-]{22})'", policy["script-src"])
    assert nonce, policy["script-src"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", response["X-Request-Id"])
    assert "Server" not in response and "X-Powered-By" not in response
    if is_staff_path(path):
        assert response["Cache-Control"] == "no-store"
    else:
        assert not response.cookies, "公众页面不得设 Cookie"
        assert "cookie" not in response.get("Vary", "").lower()
    for cookie in response.cookies.values():
        assert cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    if response.get("Content-Type", "").startswith("text/html"):
        body = response.content.decode() if not response.streaming else ""
        assert not _INLINE.search(body), _INLINE.search(body)
        for script in re.findall(r"<script[^>]*>", body):
            assert nonce[1] and f'nonce="{nonce[1]}"' in script
        assert "Traceback" not in body and "/site-packages/" not in body


@pytest.mark.parametrize("role", [None, "handler", "publisher", "supervisor", "system_admin"])
def test_每个地址_每种方法_都带齐安全头(role):
    person = people.person("jia", role) if role else None
    for route in every_route():
        path = route.url(TABLE.get(route.name, {}).get("例"))
        for method in METHODS:
            response = people.client(person, raise_request_exception=False).generic(method, path)
            assert response.status_code < 500, (method, path)
            check(response, path)


@pytest.mark.parametrize("where", ["desk/broken", "broken"])
@pytest.mark.parametrize("name", FAILURES)
@override_settings(ROOT_URLCONF="tests.platform.broken_urls")
def test_各种出错_都有中文页面_不露内情(where, name):
    _, status, title = FAILURES[name]
    path = f"/{where}/{name}/"
    response = people.client(people.person("yi", "handler"), raise_request_exception=False).get(path)
    check(response, path)
    text = response.content.decode()
    assert (response.status_code, title in text) == (status, True)
    for inside in ("hunter2", "/srv/", "RuntimeError", "connection refused", "01H", "细节"):
        assert inside not in text
    assert ("Retry-After" in response) == (status == 503)
    assert status < 500 or response["Cache-Control"] == "no-store"


def test_没有的地址_静态文件_错误的主机名():
    for path, status in (
        ("/nope/", 404),
        ("/desk/nope/", 404),
        ("/static/nope.js", 404),
        ("/static/icon.svg", 200),
    ):
        response = Client().get(path)
        assert response.status_code == status
        check(response, path)
    response = Client().get("/account/login/", headers={"host": "evil.example"})
    assert response.status_code == 400 and "evil.example" not in response.content.decode()


def test_界面资源带长期缓存_内容不变名字不变():
    from mingjing.platform.templatetags.mj import mj_asset

    for name in ("mingjing.css", "desk.js"):
        response = Client().get(mj_asset(name), headers={"accept-encoding": "gzip"})
        assert response.status_code == 200 and "immutable" in response["Cache-Control"]
        assert response["Content-Encoding"] == "gzip"
        check(response, mj_asset(name))


@override_settings(ROOT_URLCONF="tests.platform.broken_urls")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_十兆字节的文字_给413页面_说清楚(kind):
    text = "字" * (10 * 2**20 // 3)
    body: Any = f"text={text}"
    if kind.startswith("multipart"):
        body = f'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--b--\r\n'
    response = Client(raise_request_exception=False).post("/desk/reading/", body.encode(), content_type=kind)
    assert response.status_code == 413 and "内容太大，没有收下" in response.content.decode()
    check(response, "/desk/reading/")


def test_长度写错的请求_不读正文():
    for length in ("-1", "一百"):
        response = Client(raise_request_exception=False).post("/account/login/", CONTENT_LENGTH=length)
        assert response.status_code == 400


def test_两次打开同一页_随机数不同():
    person = people.person("bing", "handler")
    seen = {people.client(person).get("/account/factor/")["Content-Security-Policy"] for _ in range(5)}
    assert len(seen) == 5


def test_退出时让浏览器清空():
    response = people.client(people.person("ding", "handler")).post("/account/logout/")
    assert '"storage"' in response["Clear-Site-Data"] and "已退出" in response.content.decode()


def test_浏览器的违规报告_记一行_不论内容都只回204():
    for body in (
        b'{"csp-report": {"violated-directive": "script-src", "blocked-uri": "x"}}',
        b"{",
        b"[]",
        b"\xff",
    ):
        response = Client().post("/csp-report/", body, content_type="application/csp-report")
        assert response.status_code == 204
