"""Staff in a real browser: `enter` signs a person in, `faults` says what is wrong with a page."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from mingjing.registry.models import Person
from tests.platform import people

FRONTEND = Path(__file__).parents[2] / "frontend"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
# WCAG A and AA, and axe's own best practice, as the sketches of the pages passed it.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async tags => (await axe.run({runOnly: tags})).violations.map(
  each => each.id + ": " + each.nodes.map(node => node.target.join(" ")).join(" | "))"""


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core; fetched with the other packages of the front end where it is not there yet."""
    if not AXE.exists() and shutil.which("npm"):
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=FRONTEND, check=True)
    if not AXE.exists():
        pytest.skip("没有 axe-core，无障碍检查没有做")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def enter(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`enter(person, width=1280, scripts=True)`: a page signed in as the person; errors fail the test."""
    opened, wrong = [], []

    def sign_in(person: Person, width: int = 1280, scripts: bool = True) -> Any:
        session = Client()
        session.force_login(person, backend=people.BACKEND)
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=scripts,
            base_url=live_server.url,
        )  # fmt: skip
        opened.append(context)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": session.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
        return page

    yield sign_in
    for context in opened:
        context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def _one_seat(browser: Any, live_server: Any) -> Iterator[tuple[Any, list[str]]]:
    """One page for a whole file of tests: what the browser has fetched it keeps; and what went wrong."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="zh-CN", base_url=live_server.url
    )
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security" in said.text else None)
    yield page, wrong
    context.close()


@pytest.fixture
def sit(_one_seat: tuple[Any, list[str]], live_server: Any) -> Iterator[Callable[[Person], Any]]:
    """`sit(person)`: the one page, now with the person before it; errors fail the test."""
    page, wrong = _one_seat
    name, keys = django_settings.SESSION_COOKIE_NAME, {}

    def change(person: Person) -> Any:
        if person.pk not in keys:
            session = Client()
            session.force_login(person, backend=people.BACKEND)
            keys[person.pk] = session.cookies[name].value
        page.context.add_cookies([{"name": name, "value": keys[person.pk], "url": live_server.url}])
        return page

    yield change
    page.context.clear_cookies()
    assert wrong == []


@pytest.fixture
def faults(axe: str) -> Callable[[Any], list[str]]:
    """`faults(page)`: violations that axe finds, and whether the page is wider than the window."""

    def find(page: Any) -> list[str]:
        page.evaluate(axe)
        found = list(page.evaluate(_RUN, _TAGS))
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("页面比窗口宽")
        if folder := os.environ.get("MINGJING_PICTURES"):
            name = page.url.split("/desk/")[-1].strip("/").replace("/", "-")[:60] or "home"
            width = page.viewport_size["width"]
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
        return found

    return find
