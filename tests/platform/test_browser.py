"""The entrance and the account pages in a real browser, at 1280 and at 360 px."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.platform import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]


@pytest.fixture(params=[1280, 360])
def page(request: Any, browser: Any) -> Iterator[Any]:
    """A page of that width that fails the test on any script error or broken content policy."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="zh-CN")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console",
        lambda said: wrong.append(said.text) if re.search("Content.Security|Refused", said.text) else None,
    )
    opened.on(  # a request cut short by leaving the page is no fault
        "requestfailed",
        lambda failed: wrong.append(failed.url) if "ABORTED" not in str(failed.failure) else None,
    )
    yield opened
    context.close()
    assert wrong == []


def _fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_登录_各账号页_退出(page, live_server):
    people.person("zhangsan", "handler", factor=False)
    page.goto(live_server.url + "/account/login/")
    assert _fits(page)
    page.fill("[name=login]", "zhangsan")
    page.fill("[name=password]", "wrong-wrong-wrong")
    page.click("main button")
    assert "用户名或密码不对" in page.inner_text("[role=alert]") and _fits(page)
    page.fill("[name=password]", people.PASSWORD)
    page.click("main button")
    page.wait_for_load_state()
    for path in ("factor/", "factor/set/", "password/", "sessions/", "confirm/"):
        page.goto(f"{live_server.url}/account/{path}")
        assert page.locator("h1").count() == 1 and _fits(page), path
    page.goto(live_server.url + "/account/sessions/")
    assert page.evaluate("[typeof htmx, htmx.config.allowEval, htmx.config.historyCacheSize]") == [
        "object",
        False,
        0,
    ]
    menu = ".mj-mine" if page.viewport_size["width"] > 991 else ".mj-bar__in > details:not(.mj-mine)"
    page.click(f"{menu} > summary")
    page.click(f"{menu} >> text=退出")
    page.wait_for_load_state()
    assert "已退出" in page.inner_text("h1")
    page.goto(live_server.url + "/account/sessions/")
    assert "/account/login/" in page.url
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_没有脚本也登得进来(browser, live_server):
    people.person("zhangsan", "handler", factor=False)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + "/account/login/?next=/account/sessions/")
    page.fill("[name=login]", "zhangsan")
    page.fill("[name=password]", people.PASSWORD)
    page.click("main button")
    page.wait_for_load_state()
    assert page.inner_text("h1") == "我的登录"
    context.close()
