"""The pages of the rules in a real browser: readable by all, wide things scroll in their own frame."""

import pytest

from tests.desk.stand import stand

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]


@pytest.mark.parametrize("width", [1280, 360])
def test_规则各页无障碍检查通过_不横向滚动(enter, faults, width):
    case = stand()
    page, found = enter(case.people["甲"], width), {}
    for address in (
        "/desk/rules/",
        "/desk/rules/procedures/penalty_ordinary/",
        "/desk/rules/plans/qingpu/",
        "/desk/rules/plans/qingpu/tasks/",
        "/desk/rules/compare/",
        "/desk/rules/compare/?procedure=penalty_ordinary&case=scenarios/checks/full-course.yaml",
    ):
        page.goto(address)
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}
