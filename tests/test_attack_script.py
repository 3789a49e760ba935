"""A stored script in every text of a case, on every page of the desk and the portal: it stays text."""

from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from mingjing.casework.packs import current
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.law import rule as r
from mingjing.platform import clock
from mingjing.platform.staff import is_staff_path
from mingjing.publicity.released import Item
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.roles import ROLES
from tests.desk.stand import Stand
from tests.platform import people
from tests.platform.routes import every_route
from tests.platform.test_scope_walk import _urls
from tests.publicity.cases import 上架, 场景

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

PAYLOAD = "\"'></title></textarea></script><script src=//x>1</script><img src=x onerror=evil()>{{7*7}}"
NOW = datetime(2026, 6, 20, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0


class Live(HTMLParser):
    """Collects what a browser would run: elements and attributes that only the payload brings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("src") in ("x", "//x") or any(name.startswith("on") for name in given):
            self.found.append(f"<{tag} {attrs}>")
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            if (given.get(name) or "").strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"<{tag} {name}>")


def _marked() -> Stand:
    """A published case with the payload in each fact of free text, in the party and in the agency's names."""
    played = read(场景(), "脚本.yaml")
    book = current().book("qingpu", "")
    for step in played.steps:
        rule = book.procedures[played.procedure].acts[step.act]
        for name, field in rule.fields.items():
            if field.fact.type in (r.FactType.TEXT, r.FactType.LONG) and (
                name in step.facts or not field.default
            ):
                step.facts[name] = f"{step.facts.get(name, '')}{PAYLOAD}"  # type: ignore[index]
    for key in ("名称", "住所", "法定代表人"):
        played.party[key] = f"甲{PAYLOAD}"[:50] if key == "法定代表人" else f"甲{PAYLOAD}"[:100]  # type: ignore[index]
    result = run(played)
    assert result.failures == [] and result.final is not None
    record = result.final.record
    Agency.objects.filter(pk=record.agency).update(name=PAYLOAD[:90], short_name="<img src=x onerror=evil()>")
    for person in Person.objects.filter(agency_id=record.agency):
        Person.objects.filter(pk=person.pk).update(name=f"{person.name}<img src=x onerror=evil()>")
    found = {person.name[0]: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


def _live(browser: Client, url: str) -> list[str]:
    with clock.at(NOW):
        answer = browser.get(url)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser = Live()
    page = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = page.decode()
    parser.feed(text)
    parser.close()
    policy = answer.headers.get("Content-Security-Policy", "")
    if "unsafe-inline" in policy or "script-src" not in policy:
        parser.found.append("CSP")
    return [f"{url} {each}" for each in parser.found] + ([f"{url} 49"] if ">{{49" in text else [])


def test_每一处文字里的脚本_在每一页都只是文字() -> None:
    of = _marked()
    assert 上架() == 1
    agency = Agency.objects.get(pk=of.agency)
    browsers = {"": people.client()}
    for role in ROLES:
        own = None if ROLES[role].administers else agency
        person = Person.objects.enrol(
            username=f"s-{role}", name=f"{role}<img src=x onerror=evil()>", agency=own
        )
        Appointment.objects.create(person=person, role=role, agency=own, since="2000-01-01")
        browsers[role] = people.client(person)
    live, seen = [], 0
    for route in every_route():
        for url in _urls(route, of):
            for role, browser in browsers.items():
                if is_staff_path(url) != (role == "") and not url.startswith("/account/"):
                    live += _live(browser, url)
                    seen += 1
    [item] = Item.objects.all()
    for url in (
        f"/decisions/{item.id}/",
        "/decisions/?q=甲",
        f"/decisions/?q={PAYLOAD}",
        f"/agencies/{agency.id}/",
        "/decisions/feed.xml",
        "/verify/",
    ):
        live += _live(browsers[""], url)
    for url in (
        f"/desk/cases/?q={PAYLOAD}",
        f"/desk/cases/{of.case}/?on={PAYLOAD}",
        f"/desk/clauses/?c={PAYLOAD}",
    ):
        live += _live(browsers["handler"], url)
    assert live == [] and seen > 100
    page = people.client(of.people["甲"]).get(of.url()).content.decode()
    assert "&lt;img src=x onerror=evil()&gt;" in page
