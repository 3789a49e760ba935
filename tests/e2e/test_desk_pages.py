"""The pages of the desk in a real browser: readable by all, by keyboard, without scripts, at both widths."""

import pytest

from tests.desk.stand import TOLD, stand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]


@pytest.mark.parametrize("width", [1280, 360])
def test_各页无障碍检查通过_不横向滚动(enter, faults, width):
    case = stand(TOLD)
    handler, head, reviewer = (enter(case.people[name], width) for name in "甲戊丁")
    found = {}
    for page, address in (
        (handler, "/desk/cases/"),
        (handler, "/desk/cases/?q=别家"),
        (handler, "/desk/cases/new/"),
        (handler, "/desk/cases/new/penalty_ordinary/clue_registration/"),
        (handler, case.url()),
        (handler, case.url("?on=2026-03-03")),
        (handler, case.url("documents/")),
        (handler, case.url("acts/on_site_inspection/")),
        (handler, case.url("acts/decision_service/")),
        (head, case.url("acts/penalty_decision/")),
        (head, case.url("acts/collective_discussion/")),
        (reviewer, case.url("acts/legal_review_opinion/")),
        (reviewer, case.url("acts/hearing_notice/")),
        (reviewer, "/desk/clauses/?c=行政处罚法 58"),
    ):
        page.goto(address)
        for fold in page.locator("main details").all():
            fold.evaluate("fold => fold.open = true")
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}


@pytest.mark.parametrize("width", [1280, 360])
def test_被拒绝后_焦点在缺项上_填的都在_字段标出来(enter, faults, width):
    case = stand()
    page = enter(case.people["甲"], width)
    page.goto(case.url("acts/on_site_inspection/"))
    page.fill("#f-inspection_place", "青溪路 1 号")
    page.check("#f-certificate_shown")
    page.locator(".mj-sticky button[type=submit]").click()
    page.wait_for_selector("#refused")
    assert page.evaluate("document.activeElement.id") == "refused"
    assert page.input_value("#f-inspection_place") == "青溪路 1 号" and page.is_checked(
        "#f-certificate_shown"
    )
    assert page.get_attribute("#f-inspection_findings", "aria-invalid") == "true"
    assert faults(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#refused') !== null")
    page.locator("#refused a", has_text="补检查情况").click()
    assert page.url.endswith("#f-inspection_findings")


def test_没有脚本_照样被拒绝_照样办得成(enter):
    case = stand()
    page = enter(case.people["甲"], scripts=False)
    page.goto(case.url("acts/correction_order/"))
    page.locator(".mj-sticky button[type=submit]").click()
    assert "还不能办责令改正，缺 1 项" in page.inner_text("#refused")
    page.fill("#f-correction_order", "补标生产日期")
    page.locator(".mj-sticky button[type=submit]").click()
    assert "已办责令改正" in page.inner_text(".mj-ok")
    assert case.record.last("责令改正").facts["责令改正内容"] == "补标生产日期"


def test_只用键盘_从清单走到表单(enter):
    case = stand()
    page = enter(case.people["甲"])
    page.goto("/desk/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    link = page.locator(".mj-cases__t")
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{case.url()}")
    page.locator(".mj-next__top a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("form input[name=key]", state="attached")
