"""谁的事在谁的待办里，办到哪一步轮到谁。"""

import pytest

from mingjing.platform import clock
from mingjing.registry.models import LegalQualification, Person
from mingjing.supervision.mine import desk_of, own_cases
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db


def _todo(person: Person, at: str) -> list[tuple[str, str, str]]:
    """(事, 由哪个环节办, 期限)"""
    with clock.at(moment(at)):
        return [
            (work.what, work.act.name if work.act else "", str(work.due or ""))
            for work in desk_of(person, clock.now()).todo
        ]


def _waiting(person: Person, at: str) -> list[tuple[str, str]]:
    with clock.at(moment(at)):
        return [(work.what, work.holder) for work in desk_of(person, clock.now()).waiting]


def test_线索登记以后_立案是承办机构负责人的事_没有期限也列出():
    场 = course()
    场.play("线索登记")
    assert _todo(场.person("丙"), "2026-03-02 18:00") == [("决定是否立案", "立案", "")]
    assert _todo(场.person("甲"), "2026-03-02 18:00") == []


def test_别的承办机构的负责人看不到这件事():
    场 = course()
    场.play("线索登记")
    丙 = 场.person("丙")
    丙.appointments.update(unit=f"{场.agency.pk}-office")
    assert _todo(丙, "2026-03-02 18:00") == []


def test_立案以后作出决定的期限在承办人名下_不在机关负责人名下():
    场 = course()
    场.play("立案")
    assert _todo(场.person("乙"), "2026-03-04 18:00") == [("作出处罚决定", "现场检查", "2026-06-01")]
    assert _todo(场.person("戊"), "2026-03-04 18:00") == []


def test_提出建议以后_承办人的下一步直接给出():
    场 = course()
    场.play("提出处理建议")
    [(事, 环节, _)] = _todo(场.person("甲"), "2026-03-23 18:00")
    assert 事 == "作出处罚决定" and 环节 in ("送法制审核", "事先告知")


def test_送审以后轮到审核人员_承办人在等():
    场 = course()
    场.play("送法制审核")
    assert _todo(场.person("丁"), "2026-04-01 18:00") == [("出具法制审核意见", "出具法制审核意见", "")]
    assert ("出具法制审核意见", "法制审核人员") in _waiting(场.person("甲"), "2026-04-01 18:00")


def test_与承办人同机构的审核人员看不到这件审核():
    场 = course()
    场.play("送法制审核")
    丁 = 场.person("丁")
    丁.unit_id = 场.person("甲").unit_id
    丁.save()
    assert _todo(丁, "2026-04-01 18:00") == []


def test_没有法律职业资格的审核人员看不到这件审核():
    场 = course()
    场.play("送法制审核")
    LegalQualification.objects.filter(person=场.ids["丁"]).delete()
    assert _todo(场.person("丁"), "2026-04-01 18:00") == []


def test_条件都具备以后_作出决定轮到机关负责人_期限仍是原来的期限():
    场 = course()
    场.play("出具法制审核意见")
    assert _todo(场.person("戊"), "2026-04-03 18:00") == [("作出处罚决定", "作出处罚决定", "2026-06-01")]
    assert _todo(场.person("甲"), "2026-04-03 18:00") == []
    assert _waiting(场.person("甲"), "2026-04-03 18:00") == [("作出处罚决定", "机关负责人")]


def test_陈述申辩期没有届满_还轮不到机关负责人():
    场 = course()
    case = 场.play("提出处理建议")
    场.act(case, "送法制审核", days=-8)
    场.act(case, "出具法制审核意见", days=-10)
    场.act(case, "事先告知", days=1)
    assert _todo(场.person("戊"), "2026-04-01 18:00") == []
    assert ("陈述申辩期", "当事人") in _waiting(场.person("甲"), "2026-04-01 12:00")
    assert _todo(场.person("戊"), "2026-04-02 18:00") == [("作出处罚决定", "作出处罚决定", "2026-06-01")]


def test_公示一步一步在采集的人和复核的人之间转手():
    场 = course()
    case = 场.play("作出处罚决定")
    assert ("公示处罚决定", "采集公示信息", "2026-04-17") in _todo(场.person("甲"), "2026-04-09 18:00")
    场.act(case, "送达处罚决定")
    场.act(case, "采集公示信息")
    assert _todo(场.person("庚"), "2026-04-10 18:00") == [("复核公示信息", "复核公示信息", "2026-04-17")]
    assert ("复核公示信息", "公示审核员") in _waiting(场.person("甲"), "2026-04-10 18:00")
    场.act(case, "复核公示信息")
    assert _todo(场.person("庚"), "2026-04-13 18:00") == [("发布公示", "发布公示", "2026-04-17")]
    场.act(case, "发布公示")
    assert _todo(场.person("庚"), "2026-04-14 18:00") == []


def test_缴清罚款以后_结案轮到承办机构负责人_归档轮到档案管理员():
    场 = course()
    case = 场.play("发布公示")
    assert _todo(场.person("丙"), "2026-04-15 18:00") == []
    场.act(case, "登记缴款")
    assert _todo(场.person("丙"), "2026-04-20 18:00") == [("结案", "结案", "")]
    场.act(case, "结案")
    assert _todo(场.person("丙"), "2026-04-22 18:00") == []
    assert _todo(场.person("辛"), "2026-04-22 18:00") == [("归档", "归档", "")]


def test_期限近的在前_没有期限的在后():
    场 = course()
    场.play("作出处罚决定")
    场.play("立案", days=60)
    with clock.at(moment("2026-05-10 09:00")):
        期限 = [work.due for work in desk_of(场.person("甲"), clock.now()).todo]
    assert None not in 期限 and 期限 == sorted(期限) and len(期限) == 3


def test_结了的案件不在我的案件里():
    场 = course()
    场.play("归档")
    在办 = 场.play("立案", days=60)
    with clock.at(moment("2026-05-10 09:00")):
        assert [case.id for case in own_cases(场.person("甲"))] == [在办]


def test_别的机关的人什么也看不到():
    场, 外 = course(), course()
    场.play("送法制审核")
    for name in 外.ids:
        assert _todo(外.person(name), "2026-04-01 18:00") == []


def test_查询次数不随件数增加(django_assert_max_num_queries):
    场 = course()
    for number in range(4):
        场.play("作出处罚决定", days=number * 40)
    甲 = 场.person("甲")
    with clock.at(moment("2026-09-01 09:00")):
        desk_of(甲, clock.now())
        with django_assert_max_num_queries(24):
            assert len(desk_of(甲, clock.now()).todo) == 8


def test_陈述申辩期没有届满_这件案件不在要我办的里面_在等别人里面():
    场 = course()
    场.play("事先告知")
    assert _todo(场.person("甲"), "2026-03-25 18:00") == []
    assert ("陈述申辩期", "当事人") in _waiting(场.person("甲"), "2026-03-25 18:00")
