"""A change of law or function opens the duty to revise; late ones are told; who waives says why."""

from datetime import date

import pytest

from mingjing.law.lack import Refused
from mingjing.registry import catalogue_change as change
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_models import CatalogueDuty
from tests.registry.catalogue_stand import 一个月, 书, 人, 全部由法制, 办, 发布, 抽查一项, 时, 机关

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
清单 = "随机抽查事项清单"


def 待修订(today: str, plan: str = 一个月) -> list[change.Revising]:
    rows = CatalogueDuty.objects.unscoped("测试").filter(agency=机关().id)
    names = {each.id: each.name for each in 书(plan).catalogues.values()}
    return change.open_duties(rows, names, 书(plan).calendar, date.fromisoformat(today))


def test_食品安全法修改_引用它的目录应当在一个月内修订() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-03-02 09:00"):
        发布(甲, 乙, 乙, 清单, 一个月)
        发布(甲, 乙, 乙, "监督方式和救济渠道", 一个月, {"种类": "举报", "途径": "拨打 12345"})
        change.change(办(甲, 一个月), kind=change.LAW, name="中华人民共和国食品安全法", day=date(2026, 3, 1))
    [duty] = 待修订("2026-03-20")
    assert duty.name == 清单 and not duty.over
    assert duty.due and duty.due.date == date(2026, 4, 1) and duty.clause == "测试ceshi方案 一（一）"


def test_逾期的提示几日_发布新版即了结() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-03-02 09:00"):
        发布(甲, 乙, 乙, 清单, 一个月)
        id_ = change.change(办(甲, 一个月), kind=change.LAW, name="食品安全法", day=date(2026, 3, 1))
    assert [each.late for each in 待修订("2026-04-01")] == [0]
    assert [each.late for each in 待修订("2026-04-08")] == [7]
    with 时("2026-04-08 09:00"):
        number = service.draft(办(甲, 一个月), 清单)
        service.edit(办(甲, 一个月), 清单, number, puts=[{**抽查一项, "依据": "新法第一百一十条"}])
        service.submit(办(甲, 一个月), 清单, number, note="按新法改依据", answers=[id_])
        assert len(待修订("2026-04-08")) == 1
        service.review(办(乙, 一个月), 清单, number, agreed=True, opinion="与新法条文一致")
        service.publish(办(乙, 一个月), 清单, number)
    assert 待修订("2026-04-08") == []


def test_末日是休息日的顺延_方案没有规定期限的一直开着() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-03-02 09:00"):
        发布(甲, 乙, 乙, 清单, 一个月)
        change.change(办(甲, 一个月), kind=change.LAW, name="食品安全法", day=date(2026, 1, 15))
        change.change(办(甲), kind=change.LAW, name="食品安全法", day=date(2026, 1, 16))
    有期限, 没有期限 = 待修订("2026-03-02")
    assert 有期限.due and 有期限.due.date == date(2026, 2, 24)  # 2月15日在春节假期中
    assert 没有期限.due is None and 没有期限.late == 0 and 没有期限.clause == "《指导意见》二（四）"


def test_没有一项写到的_要另选受影响的目录() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    with pytest.raises(Refused) as refused:
        change.change(办(甲), kind=change.FUNCTION, name="烟草专卖", day=None)
    assert "没有填施行或者调整的日期" in str(refused.value) and "没有受影响的目录" in str(refused.value)
    change.change(
        办(甲), kind=change.FUNCTION, name="烟草专卖", day=date(2026, 3, 1), also=["enforcement_items"]
    )
    assert [each.name for each in 待修订("2026-03-02", "")] == ["执法事项清单"]


def test_无须修订由复核的人认定_写明理由() -> None:
    甲, 法制 = 人("甲", "handler"), 人("法制", "reviewer")
    乙 = 人("乙", "publisher")
    发布(甲, 法制, 乙, 清单, 全部由法制)
    id_ = change.change(办(甲, 全部由法制), kind=change.LAW, name="食品安全法", day=date(2026, 3, 1))
    with pytest.raises(Refused) as refused:
        change.waive(办(甲, 全部由法制), change=id_, name=清单, reason="不影响")
    assert "由法制审核人员办" in str(refused.value) and "没有写无须修订的理由" in str(refused.value)
    change.waive(办(法制, 全部由法制), change=id_, name=清单, reason="只改了罚则，抽查依据没有变")
    assert 待修订("2026-03-02") == []
    assert CatalogueDuty.objects.unscoped("测试").get().reason.startswith("只改了罚则")


def test_法律以简称或者全称登记的都认得() -> None:
    assert change.names_of(书(), change.LAW, "行政处罚法") == ("中华人民共和国行政处罚法", "行政处罚法")
    assert change.names_of(书(), change.LAW, "《食品安全法》") == ("食品安全法",)
