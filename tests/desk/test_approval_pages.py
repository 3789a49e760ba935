"""Approvals on the pages: what waits for whom, the buttons that apply, and why an act still waits."""

import pytest
from django.test import Client

from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from tests.desk.stand import FILED, Stand, stand, text

pytestmark = pytest.mark.django_db

CLUE = FILED.split("\n")[1]
ASKED = f"""
{CLUE}
  - 时: 2026-03-02 10:00
    谁: 甲
    办: 报批
    填: {{报批事项: 立案, 批准人: 丙, 会签人员: [丁], 报批说明: 请会签管辖}}
"""


def _get(here: Stand, who: str, rest: str = "") -> str:
    with clock.at(here.record.acts[-1].recorded):
        return text(here.client(who).get(here.url(rest)))


def _post(browser: Client, url: str, version: int, typed: dict[str, str]) -> int:
    now = f"{clock.now():%Y-%m-%dT%H:%M}"
    facts = {f"f-{name}": value for name, value in typed.items()}
    form = {"at": now, "expected": str(version), "key": new_ulid(clock.now()), **facts}
    return browser.post(url, form).status_code


def test_案件页写明谁报的_等谁会签_有份的人才有按钮() -> None:
    here = stand(ASKED)
    page = _get(here, "丁")
    assert "甲 报丙 批" in page and "等丁会签" in page and "还没有会签" in page
    assert "acts/countersigning/" in page and "acts/approval_withdrawal/" not in page
    assert "acts/approval_withdrawal/" in _get(here, "甲") and "acts/approval_urging/" in _get(here, "甲")
    head = _get(here, "丙")
    assert "acts/hand_on/" in head and "acts/approval_return/" in head and "还等会签" in head
    other = _get(here, "乙")
    assert "acts/countersigning/" not in other and "acts/approval_withdrawal/" not in other


def test_报批的表单列出负责人办的环节_批准人只列负责人() -> None:
    here = stand(CLUE)
    form = _get(here, "甲", "acts/approval_request/")
    assert '<option value="立案"' in form and '<option value="作出处罚决定"' in form
    assert '<option value="现场检查"' not in form and '<option value="会签"' not in form


def test_在页面上会签_再批办() -> None:
    here = stand(ASKED)
    with clock.at(here.record.acts[-1].recorded):
        browser = here.client("丁")
        form = text(browser.get(here.url("acts/countersigning/?matter=立案")))
        assert "报批事项" in form and 'value="立案" selected' in form
        version = here.record.version
        typed = {"approval_matter": "立案", "countersign_result": "同意", "countersign_opinion": "属于本机关"}
        code = _post(browser, here.url("acts/countersigning/"), version, typed)
        assert code == 302 and here.record.count("会签") == 1
    assert "等丙批办" in _get(here, "丙")


def test_待办页列出待会签和待批办() -> None:
    here = stand(ASKED)
    with clock.at(here.record.acts[-1].recorded):
        assert "待会签：立案" in text(here.client("丁").get("/desk/"))
        assert "报批立案，等 1 人会签" in text(here.client("甲").get("/desk/"))
        assert "待批办" not in text(here.client("丙").get("/desk/"))
