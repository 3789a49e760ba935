"""案件由谁承办：写明承办人的是承办人，没有写明的是以执法人员身份办过的人。"""

import pytest

from mingjing.casework.models import Participant
from mingjing.casework.officers import in_charge, officers
from mingjing.platform import clock
from mingjing.supervision.mine import desk_of, own_cases
from tests.desk.stand import HEAD, Stand, stand
from tests.desk.test_undated import APPROVED, CONCLUDED, PROPOSED, inspection
from tests.supervision.course import moment

pytestmark = pytest.mark.django_db
线索 = "  - {时: 2026-03-02 09:30, 谁: [甲, 乙], 办: 线索登记, 填: {来源: 日常检查}}\n"
立案 = "  - {时: 2026-03-03 10:00, 谁: 丙, 办: 立案, 填: {案由: 占道经营, 承办人: [乙, 辛]}}\n"


def _事(case: Stand, 谁: str, 时: str) -> list[tuple[str, str]]:
    with clock.at(moment(时)):
        return [(每.what, str(每.due or "")) for 每 in desk_of(case.people[谁], clock.now()).todo]


def _等(case: Stand, 谁: str, 时: str) -> list[tuple[str, str]]:
    with clock.at(moment(时)):
        return [(每.what, 每.holder) for 每 in desk_of(case.people[谁], clock.now()).waiting]


def _名下(case: Stand, 谁: str) -> list[str]:
    return [每.id for 每 in own_cases(case.people[谁])]


def test_检查不写承办人_办过的两人都要公示检查结果_写明期限():
    case = inspection(CONCLUDED)
    for 谁 in "甲乙":
        assert _事(case, 谁, "2026-09-29 10:00") == [("公示检查结果", "2026-10-30")]
        assert _名下(case, 谁) == [case.case]


def test_没有办过这件检查的同事_待办和名下都没有():
    case = inspection(CONCLUDED)
    assert _事(case, "壬", "2026-09-29 10:00") == [] and _名下(case, "壬") == []


def test_批准检查的机关负责人办过_但不是承办的人():
    case = inspection(CONCLUDED)
    assert "公示检查结果" not in [事 for 事, _ in _事(case, "戊", "2026-09-29 10:00")]
    assert _名下(case, "戊") == []


def test_检查报请批准以后_提出的人在等机关负责人():
    assert ("批准检查", "机关负责人") in _等(inspection(PROPOSED), "甲", "2026-09-21 10:00")


def test_还没有办过的检查人员_批准以后名下没有_检查以后有():
    assert _名下(inspection(APPROVED), "乙") == []
    assert len(_名下(inspection(CONCLUDED), "乙")) == 1


def test_立案以前是登记线索的人_立案写明承办人以后只是写明的人():
    线索件 = stand(线索)
    assert [len(_名下(线索件, 谁)) for 谁 in "甲乙"] == [1, 1]
    立案件 = _四人(线索 + 立案)
    assert [len(_名下(立案件, 谁)) for 谁 in "甲乙辛"] == [0, 1, 1]
    期限 = [("作出处罚决定", "2026-06-01")]
    assert [_事(立案件, 谁, "2026-03-04 09:00") for 谁 in "甲乙辛"] == [[], 期限, 期限]


def test_许可受理时才写承办人_受理以前五日的期限在登记申请的人名下():
    申请 = "  - {时: 2026-03-02 09:30, 谁: 甲, 办: 登记许可申请, 填: {事项: 食品经营, 申请材料: 申请书}}\n"
    case = stand(申请, HEAD.replace("行政处罚·普通程序", "行政许可"))
    assert _事(case, "甲", "2026-03-02 10:00") == [("决定是否受理", "2026-03-09")]
    assert _事(case, "乙", "2026-03-02 10:00") == []


def test_查询和逐件判断的答案相同():
    for case in (inspection(CONCLUDED), _四人(线索 + 立案), stand(线索)):
        parts = Participant.objects.unscoped("测试").filter(agency=case.agency, case_id=case.case)
        承办 = set(officers(parts.values_list("person", "capacity")))
        查到 = {每.pk for 每 in case.people.values() if in_charge(每, (), 9)}
        assert 查到 == 承办 and len(承办) == 2


def test_调到别的机关的人_不再看到原来办过的检查():
    case = inspection(CONCLUDED)
    case.people["甲"].appointments.update(agency=inspection(PROPOSED).agency)
    assert _名下(case, "甲") == [] and _事(case, "甲", "2026-09-29 10:00") == []


def _四人(steps: str) -> Stand:
    """A case in which one more officer may be named."""
    return stand(steps, HEAD.replace("  己:", "  辛: {职务: 执法人员}\n  己:"))
