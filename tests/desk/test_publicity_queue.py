"""公示列表：走到哪一步，下一步由谁办。"""

import pytest

from mingjing.platform import clock
from tests.desk.stand import text
from tests.platform import people
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _page(场, name, at, query=""):
    with clock.at(moment(at)):
        return text(people.client(场.person(name)).get(f"/desk/publicity/{query}"))


def test_决定以后列入待公示_期限和依据都在_采集由执法人员办():
    场 = course()
    case = 场.play("作出处罚决定")
    page = _page(场, "甲", "2026-04-20 09:00")
    assert "待采集" in page and "逾期 1 个工作日" in page and "青浦方案 二（一）4" in page
    assert f"/desk/cases/{case}/acts/publication_collection/" in page
    assert f"/desk/cases/{case}/acts/" not in _page(场, "庚", "2026-04-20 09:00")


def test_采集以后由公示审核员复核():
    场 = course()
    case = 场.play("采集公示信息")
    assert f"/desk/cases/{case}/acts/publication_review/" in _page(场, "庚", "2026-04-10 18:00")
    assert f"/desk/cases/{case}/acts/" not in _page(场, "甲", "2026-04-10 18:00")


def test_发布以后在已公示里_待公示里没有了():
    场 = course()
    场.play("发布公示")
    assert "没有待公示的决定" in _page(场, "庚", "2026-04-14 18:00")
    assert "上海某某食品有限公司" in _page(场, "庚", "2026-04-14 18:00", "?state=public")
    assert "没有撤回的公示" in _page(场, "庚", "2026-04-14 18:00", "?state=withdrawn")


def test_期限近的在前():
    场 = course()
    场.play("作出处罚决定", party="上海先到期有限公司")
    场.play("作出处罚决定", days=60, party="上海后到期有限公司")
    page = _page(场, "甲", "2026-06-10 09:00")
    assert page.index("上海先到期有限公司") < page.index("上海后到期有限公司")


def test_外机关的公示看不到():
    场, 外 = course(), course()
    场.play("作出处罚决定")
    assert "没有待公示的决定" in _page(外, "庚", "2026-04-20 09:00")
