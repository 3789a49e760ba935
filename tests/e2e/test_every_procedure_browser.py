"""Each procedure in the browser from its first act to the archive, under the five plans.

One plan per procedure, so that each plan occurs; `E2E=all` (make e2e-all) walks every pair.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mingjing.casework.models import Outbox
from mingjing.casework.packs import book_for
from mingjing.casework.service import load
from mingjing.casework.stage import run
from mingjing.law.record import Record
from mingjing.platform import clock
from mingjing.publicity.release import WORK, publish
from tests.casework.ran import FOLDER, PLANS, scenario
from tests.e2e.hands import NotOnForm
from tests.e2e.moment import stand
from tests.e2e.walk import Walk, on_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]

WHOLE = {
    "penalty_ordinary": "full",
    "penalty_summary": "full-course",
    "permit": "full-course",
    "permit_disposal": "full",
    "coercive_measure": "seizure",
    "coercive_execution": "money",
    "inspection": "full-course",
    "collection": "full",
    "requisition": "full",
    "expropriation": "full",
    "confirmation": "full",
    "payment_grant": "full",
    "reward": "full",
    "adjudication": "full",
}
EVERYWHERE = os.environ.get("E2E") == "all"
REFUSALS = (
    2  # refusals of each file that are tried in the browser too; all are tried by the service elsewhere
)


def _pairs() -> Iterator[object]:
    for turn, (procedure, file) in enumerate(WHOLE.items()):
        path = FOLDER / "checks" / procedure / f"{file}.yaml"
        for profile in PLANS if EVERYWHERE else [PLANS[turn % len(PLANS)]]:
            yield pytest.param(path, profile, id=f"{procedure}-{profile}")


@pytest.fixture(autouse=True)
def 数据目录(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.MINGJING_DATA = tmp_path
    yield
    stand(None)


def test_每个程序都有一件走到底的案件() -> None:
    for profile in PLANS:
        assert {each.id for each in book_for(profile, "").procedures.values()} == set(WHOLE)


def _what_was_said(record: Record, people: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Act by act what is recorded, people by name; a code is left out, for pages take no invented one."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return sorted((plain(each) for each in value), key=str)
        if isinstance(value, dict):
            return {
                key: plain(each) for key, each in value.items() if key not in ("统一社会信用代码", "校验")
            }
        return people.get(value, value) if isinstance(value, str) else value

    return [
        (done.act, {name: plain(value) for name, value in done.facts.items() if value is not False})
        for done in record.acts
    ]


def _refused_in_place(page: Any) -> None:
    """Each lack that a field can mend leads to that field, and the field says it too."""
    links = page.locator('#refused a[href^="#f-"]')
    assert links.count(), page.inner_text("#refused")
    for place in {link.get_attribute("href") for link in links.all()}:
        field = page.locator(place)
        assert field.is_visible(), place
        bad = field.locator("xpath=ancestor-or-self::*[contains(@class, 'mj-field')][1]")
        assert bad.locator(".mj-field__bad").count() or "mj-field--bad" in bad.get_attribute("class"), place
    links.first.click()
    assert page.url.endswith(str(links.first.get_attribute("href")))


def _public(browser: Any, home: str) -> None:
    """The public finds what was released: somebody else, whose browser has kept no list of a case before."""
    context = browser.new_context(locale="zh-CN", base_url=home)
    page = context.new_page()
    page.goto("/decisions/")
    rows = page.locator("main .mj-dec__t a")
    assert rows.count() >= 1, page.inner_text("main")
    rows.first.click()
    assert "执法结论" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize(("path", "profile"), list(_pairs()))
def test_在浏览器里从第一个环节办到归档(
    path: Path, profile: str, sit: Any, browser: Any, live_server: Any
) -> None:
    played = scenario(path).under(profile)
    play = on_stage(played)
    walk, refused = Walk(play, sit), 0
    first = next(step for step in played.steps if step.may)
    _refused_in_place(walk.empty(first))
    for step in played.steps:
        if not step.may:
            roles = play.procedure.acts[step.act].roles
            allowed = set(played.actors[step.by[0]].roles) & set(roles)
            if not walk.url or not allowed or refused >= REFUSALS:
                continue
            try:
                said, _ = walk.step(step)
            except NotOnForm:
                continue
            refused += 1
            assert "还不能" in said and all(lack in said for lack in step.lacks), said
            continue
        said, _ = walk.step(step)
        assert f"已办{step.act}" in said, f"{path.name}:{step.line} {said}"
    last = played.steps[-1].recorded
    page = walk.at_desk(played.steps[-1].by[0])
    assert page.inner_text(".mj-head .mj-tag") == "已归档"

    by_service = run(played, profile)
    assert by_service.failures == [] and by_service.final is not None
    names = {id: name for name, id in (*play.ids.items(), *by_service.ids.items())}
    record = load(play.agency.id, play.case).record
    assert _what_was_said(record, names) == _what_was_said(by_service.final.record, names)

    with clock.at(last):
        for row in Outbox.objects.filter(kind=WORK, agency=play.agency.id).order_by("id"):
            publish(row.agency, row.case_id, row.version)
    if any(step.act == "发布公示" for step in played.steps):
        _public(browser, live_server.url)
