"""Lists that keep a case in sight and sheets that are refused, in a real browser at both widths."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from mingjing.platform import clock
from tests.desk.stand import stand
from tests.desk.test_undated import TOLD, inspection
from tests.platform import people
from tests.supervision.course import moment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]


@pytest.mark.parametrize("width", [1280, 360])
def test_可以接着办的案件_打开就是案件_无障碍检查通过(enter, faults, width):
    case = inspection(TOLD)
    with clock.at(moment("2026-09-23 08:00")):
        page = enter(case.people["甲"], width)
        page.goto("/desk/")
        link = page.get_by_role("link", name="接着办")
        assert faults(page) == []
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{case.url()}")


@pytest.mark.parametrize("width", [1280, 360])
def test_只用键盘展开条件_选程序_地址记住_一条一条去掉(enter, faults, width):
    case = stand()
    page = enter(case.people["甲"], width)
    page.goto("/desk/cases/")
    assert not page.locator("#procedure").is_visible()
    page.locator(".mj-filters__more > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "procedure"
    assert faults(page) == []
    page.select_option("#procedure", "行政检查")
    page.get_by_role("button", name="按这些查").press("Enter")
    page.wait_for_url("**/desk/cases/?procedure=*")
    assert page.url.count("=") == 1 and case.url() not in page.content()
    assert faults(page) == []
    page.get_by_role("link", name="去掉条件 程序：行政检查").press("Enter")
    page.wait_for_url("**/desk/cases/")
    assert case.url() in page.content()


@pytest.mark.parametrize("width", [1280, 360])
def test_任职的表格被拒绝_焦点在报告上_说清行和栏(enter, faults, width, tmp_path):
    page = enter(people.person("aq", "security_admin"), width)
    book = Workbook()
    assert book.active is not None
    book.active.append(["用户名", "职务", "起"])
    book.active.append(["meiyou", "执法人员", "2020-01-01"])
    book.save(tmp_path / "任职.xlsx")
    page.goto("/desk/admin/posts/import/")
    assert faults(page) == []
    page.set_input_files("#file", str(Path(tmp_path) / "任职.xlsx"))
    page.get_by_role("button", name="导入", exact=True).press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "没有导入"
    assert "没有用户名“meiyou”的人" in page.inner_text("[role=alert]")
    assert faults(page) == []
