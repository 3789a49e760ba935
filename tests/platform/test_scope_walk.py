"""T1, T2: what agency B does changes nothing that agency A's people, or the public, can see.

Every address of the resolver is opened as every role before and after B has cases: a new page is walked by
existing. Objects of B answer exactly as objects that do not exist.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from mingjing.casework.packs import current
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, perform
from mingjing.casework.stage import run
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.platform.staff import is_staff_path
from mingjing.platform.ulid import new_ulid
from mingjing.recording.models import Document
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.roles import CASE_ROLES, ROLES
from tests.desk.stand import HEAD, TOLD, Stand, stand
from tests.platform import people
from tests.platform.routes import Route, every_route

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

NOW = datetime(2026, 6, 20, 9, tzinfo=clock.SHANGHAI)
CANARIES = ("金丝雀当事人", "金丝雀案由", "金丝雀字", "金丝雀住所", "金丝雀事实")
# Drawn anew for every answer.
_CHANGING = (
    (re.compile(r'nonce="[^"]*"'), "nonce"),
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "token"),
    (re.compile(r'name="key" value="[^"]*"'), "key"),
    (re.compile(r'编号 <span class="mj-num">[0-9a-f]*'), "number"),
    # A feed without entries bears the moment of asking.
    (re.compile(r"<updated>[^<]*</updated>"), "updated"),
)


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0


def _canary() -> Stand:
    """Agency B in another region, with a case told to its party, marked in every field."""
    text = HEAD + TOLD
    text = text.replace("上海清禾食品有限公司", "金丝雀当事人").replace("榆林路", "金丝雀住所")
    text = text.replace("经营未标明生产日期的食品", "金丝雀案由").replace("货架上有 20 包", "金丝雀事实")
    agency = "机关: {名称: 乙区市场监督管理局, 简称: 乙局, 代字: 金丝雀字, 区域: 乙区, 区划: '420118'}"
    result = run(read(text.replace("参与:", f"{agency}\n参与:", 1), "金丝雀.yaml"))
    assert result.failures == [] and result.final is not None
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


def _everyone(of: Stand) -> dict[str, Client]:
    """A browser for each role in agency A, and one of nobody."""
    agency = Agency.objects.get(pk=of.agency)
    browsers = {"": people.client()}
    for role in ROLES:
        own = None if ROLES[role].administers else agency
        person = Person.objects.enrol(username=f"walk-{role}", name=f"行{role}", agency=own)
        Appointment.objects.create(person=person, role=role, agency=own, since="2000-01-01")
        browsers[role] = people.client(person)
    return browsers


def _urls(route: Route, of: Stand) -> Iterator[str]:
    """The addresses of a route for the objects of this agency."""
    names = {name for name, _ in route.converters}
    procedure = next(iter(current().book("qingpu", "").procedures.values()))
    if "act_id" in names:
        for act in list(procedure.acts.values())[::12]:
            example = {"case_id": of.case, "procedure": procedure.id, "act_id": act.id}
            yield route.url({name: value for name, value in example.items() if name in names})
        return
    documents = Document.objects.unscoped("测试").filter(agency=of.agency).order_by("id")
    example = {"case_id": of.case, "document_id": documents[0].id, "person_id": of.people["甲"].id}
    yield route.url({name: value for name, value in example.items() if name in names})


def _answer(browser: Client, url: str) -> tuple[int, str]:
    with clock.at(NOW):
        response = browser.get(url)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        return response.status_code, f"{len(body)} bytes of PDF"
    if body.startswith(b"PK"):  # a spreadsheet: what its sheets say, not when it was zipped
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            sheets = [name for name in sorted(parts.namelist()) if name.startswith("xl/")]
            body = b"".join(parts.read(name) for name in sheets)
    words = body.decode("utf-8", "replace") + response.headers.get("Location", "")
    for pattern, instead in _CHANGING:
        words = pattern.sub(instead, words)
    return response.status_code, words


def _walk(browsers: dict[str, Client], of: Stand) -> dict[tuple[str, str], tuple[int, str]]:
    """Every address of the resolver as everybody; the staff's as each role, the public's as nobody."""
    seen = {}
    for route in every_route():
        for url in _urls(route, of):
            for role, browser in browsers.items():
                if url.startswith("/account/") or is_staff_path(url) == (role == ""):
                    continue
                seen[role, url] = _answer(browser, url)
    return seen


def test_乙机关办了案_甲机关的人和公众看到的每一页一字不变() -> None:
    own = stand(TOLD)
    browsers = _everyone(own)
    before = _walk(browsers, own)
    other = _canary()
    decide = Act(
        agency=other.agency,
        kind="作出处罚决定",
        facts={},
        by=(other.people["戊"].id,),
        at=NOW,
        case=other.case,
    )
    with clock.at(NOW), pytest.raises(Refused):
        perform(decide)
    after = _walk(browsers, own)
    administer = {role for role in ROLES if ROLES[role].administers}
    differing = [key for key in before if before[key] != after[key] and key[0] not in administer]
    assert differing == []
    shown = [
        (key, canary)
        for key, (_, words) in after.items()
        for canary in (*CANARIES, other.case)
        if canary in words
    ]
    assert shown == []
    assert sum(status == 200 for status, _ in after.values()) > len(CASE_ROLES) * 8


def test_乙机关的对象_在甲机关各职务看来_与不存在的一样() -> None:
    own, other = stand(TOLD), _canary()
    browsers = _everyone(own)
    nothing = {"case_id": new_ulid(NOW), "document_id": new_ulid(NOW), "person_id": new_ulid(NOW)}
    theirs = {"case_id": other.case, "person_id": other.people["甲"].id}
    theirs["document_id"] = Document.objects.unscoped("测试").filter(agency=other.agency)[0].id
    wrong = []
    for route in every_route():
        names = {name for name, _ in route.converters} & set(nothing)
        if not names or "person_id" in names:
            continue  # accounts are the installation's, and only its administrator opens them
        acts = ("filing", "penalty_decision") if "act_id" in dict(route.converters) else ("",)
        for act in acts:
            more = {"act_id": act} if act else {}
            absent = route.url({name: nothing[name] for name in names} | more)
            foreign = route.url({name: theirs[name] for name in names} | more)
            for role, browser in browsers.items():
                for method in ("get", "post"):
                    with clock.at(NOW):
                        one = getattr(browser, method)(absent, {"expected": "6"} if method == "post" else {})
                        two = getattr(browser, method)(foreign, {"expected": "6"} if method == "post" else {})
                    if (one.status_code, _same(one, absent)) != (two.status_code, _same(two, foreign)):
                        wrong.append((role, method, route.name, one.status_code, two.status_code))
                    if is_staff_path(foreign) and two.status_code not in (302, 403, 404, 405):
                        wrong.append((role, method, route.name, two.status_code))
    assert wrong == []


def _same(response: Any, url: str) -> str:
    words = response.content.decode("utf-8", "replace") + response.headers.get("Location", "")
    for pattern, instead in _CHANGING:
        words = pattern.sub(instead, words)
    return words.replace(url, "URL").replace(url.replace("/", "%2F"), "URL")


SEARCHES = (
    {"q": "金丝雀"},
    {"q": "金丝雀字案〔2026〕1号", "agency": "OTHER", "case": "OTHERCASE", "state": "open"},
    {"status": "办理中", "stage": "告知与申辩", "by": "due", "duty": "作出处罚决定", "year": "2026"},
    {"of": "mine", "agency": "OTHER", "after": "2099-01-01T00:00:00+08:00~zzz", "all": "1"},
)


def test_查找筛选和计数_都不带出乙机关() -> None:
    own = stand(TOLD)
    browsers = _everyone(own)
    urls = [route.url() for route in every_route() if not route.converters]
    urls = [url for url in urls if url.startswith("/desk/")]
    fake = {"OTHER": "no-such-agency", "OTHERCASE": new_ulid(NOW)}
    before = {
        (role, url, index): _answer(browser, url + _query(query, fake))
        for role, browser in browsers.items()
        for url in urls
        for index, query in enumerate(SEARCHES)
        if role in CASE_ROLES and _answer(browser, url)[0] == 200
    }
    other = _canary()
    real = {"OTHER": other.agency, "OTHERCASE": other.case}
    wrong = []
    for (role, url, index), (status, words) in before.items():
        now, then = _answer(browsers[role], url + _query(SEARCHES[index], real))
        if (status, _named(words, fake)) != (now, _named(then, real)):
            wrong.append((role, url, SEARCHES[index]))
    assert wrong == []


def _query(query: dict[str, str], names: dict[str, str]) -> str:
    return "?" + urlencode({key: names.get(value, value) for key, value in query.items()})


def _named(words: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        words = words.replace(value, name)
    return words


def test_三员和外区监督员_打不开任何案件_清单里没有一件() -> None:
    own, other = stand(TOLD), _canary()
    browsers = _everyone(own)
    for of in (own, other):
        for role in ("system_admin", "security_admin", "audit_admin"):
            for url in (of.url(), of.url("documents/"), "/desk/cases/", "/desk/board/", "/desk/clauses/"):
                status, words = _answer(browsers[role], url)
                assert status in (403, 404) and of.case not in words, (role, url)
    supervisor = browsers["supervisor"]
    assert _answer(supervisor, own.url())[0] == 200
    assert _answer(supervisor, other.url())[0] == 404
    assert other.case not in _answer(supervisor, "/desk/cases/")[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_case")
        assert cursor.fetchone() == (2,)
