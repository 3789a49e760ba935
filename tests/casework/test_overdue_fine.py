"""罚款没有缴清以前，案件里一直有机关追缴的义务；到期次日，下一步是催告。"""

import pytest

from mingjing.casework.pages import CasePage, case_page
from mingjing.platform import clock
from tests.supervision.course import Course, course, moment

pytestmark = pytest.mark.django_db


def _page(场: Course, 案件: str, at: str) -> CasePage:
    with clock.at(moment(at)):
        return case_page(场.person("甲"), 案件)


def test_到期次日_下一步是催告_追缴的义务没有了结() -> None:
    场 = course()
    案件 = 场.play("发布公示")  # 送达后十五日，届满 2026-04-24
    期内, 逾期 = _page(场, 案件, "2026-04-24 18:00"), _page(场, 案件, "2026-04-27 09:00")
    assert "催告履行" not in [each.act for each in 期内.prospects if not each.lacks]
    assert 逾期.prospects[0].act == "催告履行" and not 逾期.prospects[0].lacks
    [追缴] = [each for each in 逾期.duties if each.name == "追缴罚款"]
    assert 追缴.closed_on is None and 追缴.holder == "执法人员"


def test_缴清以后_追缴的义务了结() -> None:
    场 = course()
    案件 = 场.play("登记缴款")
    [追缴] = [each for each in _page(场, 案件, "2026-04-27 09:00").duties if each.name == "追缴罚款"]
    assert 追缴.closed_on is not None
