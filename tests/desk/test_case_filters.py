"""案件清单的筛选：条件收起、分组，选了什么写在地址里，一点就去掉一条。"""

import pytest

from mingjing.desk.case_filters import SHARED, filter_form
from mingjing.desk.listing import Filters, procedures, stages, statuses
from tests.desk.stand import stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _words(groups):
    return [word for group in groups for word in group.words]


def test_程序按种类分组_一个也不少_一个也不重():
    groups = filter_form(Filters()).procedures
    assert sorted(_words(groups)) == sorted(procedures())
    assert ("行政处罚", ("行政处罚·普通程序", "行政处罚·简易程序")) in [
        (each.name, each.words) for each in groups
    ]


def test_没有选程序时_几种程序都有的状态在前_其余写明属于哪种程序():
    form = filter_form(Filters())
    assert sorted(_words(form.statuses)) == sorted(statuses())
    assert sorted(_words(form.stages)) == sorted(stages())
    assert form.statuses[0].name == SHARED and "已归档" in form.statuses[0].words
    assert "待检查" in next(each.words for each in form.statuses if each.name == "行政检查")


def test_选了程序_只列这种程序的状态和阶段_不再分组():
    form = filter_form(Filters(procedure="行政检查"))
    assert [(each.name, each.words) for each in form.statuses] == [("", statuses("行政检查"))]
    assert [(each.name, each.words) for each in form.stages] == [("", stages("行政检查"))]


def test_现在的条件各有一个去掉它的地址():
    filters = Filters(text="清禾", procedure="行政检查", status="已检查", mine=True)
    chosen = {each.said: each.without for each in filter_form(filters).chosen}
    assert set(chosen) == {"程序：行政检查", "状态：已检查", "我办的"}
    from django.http import QueryDict

    without = Filters.read(QueryDict(chosen["程序：行政检查"].removeprefix("?")))
    assert without == Filters(text="清禾", status="已检查", mine=True)


def test_没有填的条件不留在地址里():
    case = stand()
    response = case.client("甲").get("/desk/cases/", {"q": "清禾", "procedure": "", "of": "", "by": ""})
    assert response.status_code == 302 and response["Location"].count("=") == 1
    assert case.client("甲").get("/desk/cases/", {"q": ""})["Location"] == "/desk/cases/"
    assert case.url() in text(case.client("甲").get(response["Location"]))


def test_条件收在一处_选了的写在外面():
    case = stand()
    page = text(case.client("甲").get("/desk/cases/", {"stage": "立案"}))
    fold, _, after = page.partition('<details class="mj-filters__more">')[2].partition("</details>")
    assert '<option value="立案" selected>' in fold
    assert "阶段：立案" in after and "阶段：立案" not in fold
