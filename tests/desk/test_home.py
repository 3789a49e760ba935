"""待办首页。"""

import pytest

from mingjing.desk import home
from mingjing.platform import clock
from mingjing.registry.models import Certificate
from tests.desk.stand import text
from tests.desk.test_undated import CONCLUDED, inspection
from tests.platform import people
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _home(场, name, at, query=""):
    with clock.at(moment(at)):
        return people.client(场.person(name)).get(f"/desk/{query}")


def test_待办写明期限_事项_案号_依据_只有一个按钮():
    场 = course()
    case = 场.play("作出处罚决定")
    page = text(_home(场, "甲", "2026-04-16 09:00"))
    assert "公示处罚决定" in page and "剩 1 个工作日" in page and "上海某某食品有限公司" in page
    assert "青浦方案 二（一）4" in page
    assert page.count(f'href="/desk/cases/{case}/acts/publication_collection/"') == 1


def test_逾期和今天到期的件数写在标题下():
    场 = course()
    场.play("作出处罚决定")
    assert "2 件今天到期" in text(_home(场, "甲", "2026-04-17 09:00"))
    assert "2 件逾期" in text(_home(场, "甲", "2026-04-20 09:00"))


def test_审核的事直接打开审核页():
    场 = course()
    case = 场.play("送法制审核")
    assert f'href="/desk/review/{case}/"' in text(_home(场, "丁", "2026-04-01 18:00"))


def test_没有要办的事时说明白():
    场 = course()
    page = text(_home(场, "甲", "2026-04-01 18:00"))
    assert "没有要办的事" in page and "名下没有在办案件" in page and "没有新消息" in page


def test_别人在我的案件里办的事成为消息_自己办的不是():
    场 = course()
    场.play("出具法制审核意见")
    page = text(_home(场, "甲", "2026-04-04 09:00"))
    assert "出具法制审核意见" in page and "丁" in page
    news = page[page.index("消息") :]
    assert "送法制审核" not in news


def test_证件快到期时提醒():
    场 = course()
    Certificate.objects.filter(person=场.ids["甲"]).update(valid_until="2026-04-20")
    assert "4月20日 到期" in text(_home(场, "甲", "2026-04-01 09:00"))
    assert "没有有效的执法证件" in text(_home(场, "甲", "2026-04-21 09:00"))


@pytest.mark.parametrize(
    "role, place",
    [
        ("system_admin", "/desk/admin/accounts/"),
        ("security_admin", "/desk/admin/posts/"),
        ("audit_admin", "/desk/admin/log/"),
        ("supervisor", "/desk/board/"),
    ],
)
def test_不办案的人被引到自己的首页(role, place):
    response = people.client(people.person("x", role)).get("/desk/")
    assert (response.status_code, response["Location"]) == (302, place)


def test_没有职务的人看到说明_不出错():
    assert "还没有任职" in text(people.client(people.person("x")).get("/desk/"))


def test_承办机构负责人标题下有本机构的件数():
    场 = course()
    场.play("立案")
    assert "本机构 1 件在办，1 项期限逾期" in text(_home(场, "丙", "2026-06-02 09:00"))


def _部分(page: str, name: str) -> str:
    return page.partition(f'aria-label="{name}"')[2].partition("</section>")[0]


def test_检查的公示期限在要我办的_案件在我的案件_同事都没有():
    检查 = inspection(CONCLUDED)
    with clock.at(moment("2026-10-29 09:00")):
        page = text(检查.client("乙").get("/desk/"))
        要办 = _部分(page, "要我办的")
        assert "公示检查结果" in 要办 and "剩 1 个工作日" in 要办 and 检查.case in 要办
        assert 检查.url() in _部分(page, "我的案件") and "公示检查结果" in _部分(page, "我的案件")
        assert "可以接着办" not in page
        assert 检查.case not in text(检查.client("壬").get("/desk/"))


def test_检查的公示到期那天_办过的人角标是1_同事是0():
    检查 = inspection(CONCLUDED)
    for 时, 数 in (("2026-10-29 09:00", 0), ("2026-10-30 09:00", 1), ("2026-11-02 09:00", 1)):
        with clock.at(moment(时)):
            assert [home.count(检查.people[谁]) for 谁 in "甲乙壬"] == [数, 数, 0]


def test_别人在检查里办的事也是消息():
    检查 = inspection(CONCLUDED)
    with clock.at(moment("2026-09-29 12:00")):
        news = _部分(text(检查.client("乙").get("/desk/")), "消息")
    assert "反馈检查结果" in news and "甲" in news


def test_监督台和案件页写的承办人是办过检查的两人():
    检查 = inspection(CONCLUDED)
    with clock.at(moment("2026-11-02 09:00")):
        page = text(检查.client("戊").get("/desk/board/duties/?state=over"))
        assert "公示检查结果" in page and "乙、甲" in page
        人员 = text(检查.client("甲").get(检查.url()))
    assert "主办" in 人员 and "协办" in 人员
