"""Hostile input in every field of every act: never an error page, never anything half done, always words."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from mingjing.casework.packs import current
from mingjing.casework.service import Performed
from mingjing.desk.posted import PARTY_KEYS, control
from mingjing.law import rule as r
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry.roles import named
from tests.casework.course import FOLDER, Play, courses, scenario, seen, thrown_away
from tests.desk.stand import FILED, stand, text
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% debug %}"
HOSTILE = {
    "零字节": "甲\x00乙",
    "换行和退格": "甲\r\n\x08乙",
    "反向": "甲\u202e乙\u2066丙\u2069",
    "零宽": "甲\u200b乙\ufeff丙\u2060丁",
    "脚本": SCRIPT,
    "指数": "1e400",
    "非数": "NaN",
    "无穷": "-Infinity",
    "负数": "-1",
    "全角数字": "１００",
    "阿拉伯数字": "٣",
    "很大": "9" * 400,
    "公元一年": "0001-01-01",
    "公元一年的时刻": "0001-01-01T00:00+14:00",
    "末年": "9999-12-31",
    "末年的时刻": "9999-12-31T23:59-12:00",
    "非闰年": "2026-02-29",
    "周历": "2026-W10-1",
    "数组": "[1, 2]",
    "对象": '{"$gt": ""}',
    "很久": "99999999年",
    "零期": "0日",
    "不成对的代理": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "万字": "字" * 20_000,
}
DATES = ("0001-01-01", "1899-12-31", "2026-02-29", "8999-01-01", "9999-12-31", "9999-12-31T23:59:59")
TERMS = ("0日", "999999日", "99999999年", "9999工作日", "9999小时")


def _holding(stand_: Any, role: str) -> Client:
    """A browser in which somebody with the role sits."""
    wanted = named(role).id
    found = next(
        person for person in stand_.people.values() if person.appointments.filter(role=wanted).exists()
    )
    return people.client(found)


def _controls(rule: r.ActRule, procedure: r.Procedure) -> list[str]:
    names = []
    for field in rule.fields.values():
        name = control(field.fact)
        if field.fact.type is r.FactType.PARTY:
            names += [f"{name}-{index}" for index in range(len(PARTY_KEYS))]
        elif field.fact.type is r.FactType.POINTS:
            names += [f"{name}-{index}-{part}" for index in range(len(procedure.points)) for part in "rn"]
        else:
            names.append(name)
    return names


@pytest.mark.parametrize("turn", range(5))
def test_每个环节的各栏填各种坏内容_只得到说明_什么都不变(turn: int) -> None:
    """Each field gets another of the values at each turn; the forms are those of the rules."""
    at, given = stand(FILED), turn
    before, values = seen(), list(HOSTILE.values())
    procedure = current().book("qingpu", "").procedures["行政处罚·普通程序"]
    browsers: dict[str, Client] = {}
    for rule in procedure.acts.values():
        browser = browsers.setdefault(rule.roles[0], _holding(at, rule.roles[0]))
        fields = [("pack", current().hash), ("expected", "2"), ("key", values[turn])]
        for name in (*_controls(rule, procedure), "with"):
            given += 5
            fields.append((name, values[given % len(values)]))
        url = at.url(f"acts/{rule.id}/")
        if rule.opens_case:
            url = f"/desk/cases/new/{procedure.id}/{rule.id}/"
        answer = browser.post(url, urlencode(fields), content_type="application/x-www-form-urlencoded")
        wanted = 403 if rule.channel else 422  # an act with an entrance of its own has no form
        assert answer.status_code == wanted, f"{rule.name} {answer.status_code}"
        page = text(answer)
        assert "<script>alert" not in page and "<img src=x" not in page and "{{49}}" not in page
    assert seen() == before


@pytest.mark.parametrize("path", courses(), ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_日期和期限填到极端_或者拒绝或者记下_不会出错(path: Path) -> None:
    play = Play.on_stage(scenario(path))
    earlier = {step.act for each in courses()[: courses().index(path)] for step in scenario(each).steps}
    for step in play.scenario.steps:
        rule = play.procedure.acts.get(step.act)
        # Each act once, in the first of the files that performs it.
        for name, field in (rule.fields if rule and step.may and step.act not in earlier else {}).items():
            wild = {
                r.FactType.DATE: DATES,
                r.FactType.MOMENT: DATES,
                r.FactType.TERM: TERMS,
                r.FactType.MONEY: ("1e400", "NaN", "-1", "999999999999", "１", "0.001", "1_000"),
            }.get(field.fact.type, ())
            for value in wild:
                with thrown_away():
                    act = play.act(step)
                    came = play.attempt(step, facts={**act.facts, name: value})
                    if isinstance(came, Performed):
                        # What was recorded must also be readable: pages fold it and count its duties.
                        person = play.agency.people.get(pk=act.by[0])
                        with clock.at(step.recorded):
                            page = people.client(person).get(f"/desk/cases/{came.case}/")
                        assert page.status_code == 200, f"{step.act} {name} {value}"
        play.go(step)


def test_办理时间填到极端_只得到说明() -> None:
    at = stand(FILED)
    browser = at.client("甲")
    before = seen()
    for value in (*DATES, "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "2026-03-04T09:30+23:59:59",
                  "１９９９-01-01", "2026-03-04T24:00", "2026-W10-1T10:00", "1988-07-01T10:00"):  # fmt: skip
        answer = browser.post(at.url("acts/on_site_inspection/"), {"at": value, "expected": "2"})
        assert answer.status_code == 422, value
        assert "办理时间" in text(answer), value
    assert seen() == before


def test_十兆文字_说明太大_什么都不变() -> None:
    at = stand(FILED)
    before = seen()
    body = urlencode({"f-inspection_findings": "字" * 1_200_000, "expected": "2"})
    answer = at.client("甲").post(
        at.url("acts/on_site_inspection/"), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413 and "内容太大" in text(answer)
    answer = at.client("甲").post(
        at.url("acts/on_site_inspection/"), {"f-inspection_findings": "字" * 3_400_000, "expected": "2"}
    )
    assert answer.status_code == 413 and "内容太大" in text(answer)
    assert seen() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"by": "别人"},
        {"agency": "别的机关"},
        {"entrance": "import"},
        {"expected": ["2", "3"]},
        {"at": ["2026-03-04T09:00", "2026-03-05T09:00"]},
        {"f-inspection_place": ["一", "二"]},
        {"key": [new_ulid(clock.now()), new_ulid(clock.now())]},
    ],
    ids=str,
)
def test_表单里多出的参数和重复的参数_不收(fields: dict[str, Any]) -> None:
    at = stand(FILED)
    before = seen()
    answer = at.client("甲").post(at.url("acts/on_site_inspection/"), {"expected": "2", **fields})
    assert answer.status_code == 400 and "什么都没有改变" in text(answer)
    assert seen() == before


def test_用别的方法和改方法的头_都不能办理() -> None:
    at = stand(FILED)
    before = seen()
    browser = at.client("丙")
    url = at.url("acts/non_filing/")
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        assert browser.generic(method, url, b"x=1").status_code == 405, method
    for header in ("X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"):
        assert browser.get(url + "?_method=POST&key=aaaaaaaaaa", headers={header: "POST"}).status_code == 200
    answer = browser.post(url, '{"f-non_filing_reason": "x"}', content_type="application/json")
    assert answer.status_code in (409, 422)
    assert seen() == before


@pytest.mark.parametrize(
    "odd", ["%00", "甲%00", "..%2f..", "%27%20OR%201=1--", "%E2%80%AE", "x" * 3000, "%F0%9F%98%80", "01%0a02"]
)
def test_地址里的编号写得古怪_与不存在的一样(odd: str) -> None:
    at = stand(FILED)
    for name, urls in {
        "丁": (f"/desk/review/{odd}/",),
        "甲": (
            f"/desk/cases/{odd}/",
            f"/desk/cases/{odd}/documents/",
            f"/desk/cases/{odd}/acts/filing/",
            f"/desk/documents/{odd}/",
            f"/desk/cases/new/{odd}/filing/",
        ),
    }.items():
        browser = at.client(name)
        for url in urls:
            assert browser.get(url).status_code == 404, url


QUERIES = ("q", "on", "page", "status", "stage", "of", "agency", "all", "case", "c", "state", "year", "duty")


@pytest.mark.parametrize("odd", ["\x00", "0001-01-01", "9999-12-31", "9" * 30, "-1", "%_\u202e"])
def test_查询参数写得古怪_页面照常打开(odd: str) -> None:
    at = stand(FILED)
    pages = {
        "甲": (at.url(), "/desk/cases/", "/desk/", "/desk/clauses/", "/desk/publicity/"),
        "丙": ("/desk/board/", "/desk/board/duties/", "/desk/board/refusals/"),
        "丁": ("/desk/review/", "/desk/review/" + at.case + "/"),
    }
    wild = {name: odd for name in QUERIES}
    places = (f"{odd}~{odd}", f"{odd}T00:00+14:00~{odd}", f"{odd}~\x00")
    for name, urls in pages.items():
        browser = at.client(name)
        for url in urls:
            asked = [wild, *({"after": place, "by": by} for place in places for by in ("due", ""))]
            for query in asked if url == "/desk/cases/" else asked[:1]:
                answer = browser.get(url, query)
                assert answer.status_code in (200, 302, 400, 404), f"{url} {query}"
