"""待办首页的“可以接着办”：没有期限在走的案件不从承办人眼前消失；等我复核的目录也在待办里。"""

import pytest

from mingjing.casework.packs import book_for
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.platform import clock
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_act import Acting
from mingjing.registry.models import Person
from tests.desk.stand import HEAD, Stand, stand, text
from tests.platform import people
from tests.registry.catalogue_stand import 人, 办, 抽查一项, 时, 机关
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
执法事项 = {
    "事项名称": "对经营过期食品的处罚",
    "执法类别": "行政处罚",
    "行政执法主体": "青溪区市场监督管理局",
    "承办机构": "执法大队",
    "依据": "食品安全法第一百二十四条",
    "实施对象": "食品经营者",
    "办理时限": "90日",
    "收费依据和标准": "不收费",
}
PROPOSED = """
  - 时: 2026-09-21 09:00
    谁: 甲
    办: 提出检查
    填: {事项: 食品经营监督检查, 检查方式: 随机抽查, 检查事由: 年度双随机抽查任务抽中, 检查依据: 食品安全法第一百一十条, 检查内容: 许可、进货查验、标签、贮存, 检查计划: 2026 年食品经营双随机抽查, 检查地点: 青溪路 1 号, 检查人员: [甲, 乙], 合并检查: 与消防检查一并进行, 年度频次: 本年第一次，上限两次}
"""  # noqa: E501
APPROVED = PROPOSED + "  - {时: 2026-09-21 14:00, 谁: 戊, 办: 批准检查}\n"
TOLD = APPROVED + "  - {时: 2026-09-22 09:00, 谁: 甲, 办: 通知检查, 填: {通知情形: 事先书面通知}}\n"
CONCLUDED = (
    TOLD
    + """
  - 时: 2026-09-28 09:00
    谁: [甲, 乙]
    办: 现场检查
    填: {检查情况: 证照齐全，进货台账完整，标签符合规定, 出示执法证件: 是, 告知事由和依据: 是, 告知权利: 是, 现场负责人: 店长, 当事人签名: 当事人签名, 入企码记录: E-1001, 音像记录: 已全程录音录像, 音像说明: 执法记录仪一台}
  - {时: 2026-09-28 11:00, 谁: [甲, 乙], 办: 检查结论, 填: {检查结果: 未发现问题, 检查结论说明: 四项检查内容都没有发现问题}}
  - {时: 2026-09-29 09:00, 谁: 甲, 办: 反馈检查结果, 填: {反馈方式: 当面送交}}
"""  # noqa: E501
)


def inspection(steps: str) -> Stand:
    """A case of an inspection after these steps."""
    result = run(read(HEAD.replace("行政处罚·普通程序", "行政检查") + steps, "检查.yaml"))
    assert result.failures == [] and result.final is not None
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


def _block(case: Stand, name: str, at: str) -> str:
    """What the block says on the person's start page, "" where there is none."""
    with clock.at(moment(at)):
        page = text(case.client(name).get("/desk/"))
    _, found, rest = page.partition('aria-label="可以接着办"')
    return rest[: rest.index("</section>")] if found else ""


def test_批准以后的检查没有期限_列在可以接着办():
    case = inspection(APPROVED)
    block = _block(case, "甲", "2026-09-22 08:00")
    assert case.url() in block and "批准检查" in block and "上海清禾食品有限公司" in block
    assert "到期" not in block


def test_通知检查以后_还列着_没有参与的人看不到():
    case = inspection(TOLD)
    assert case.url() in _block(case, "甲", "2026-09-23 08:00")
    assert _block(case, "壬", "2026-09-23 08:00") == ""


def test_等别人批准的_不算可以接着办():
    assert _block(inspection(PROPOSED), "甲", "2026-09-21 10:00") == ""


def test_检查有了期限_列在要我办的_不再列在可以接着办():
    assert _block(inspection(CONCLUDED), "甲", "2026-09-29 10:00") == ""


def test_有期限的义务已经列在待办里_不再列一遍():
    场 = course()
    场.play("作出处罚决定")
    with clock.at(moment("2026-04-16 09:00")):
        page = text(people.client(场.person("甲")).get("/desk/"))
    assert "公示处罚决定" in page and "可以接着办" not in page


def test_归档以后不再列出():
    场 = course()
    场.play("归档")
    with clock.at(moment("2026-08-03 09:00")):
        assert "可以接着办" not in text(people.client(场.person("甲")).get("/desk/"))


def test_别的机关的案件不列():
    ours, theirs = inspection(TOLD), inspection(TOLD)
    assert theirs.url() not in _block(ours, "甲", "2026-09-23 08:00")


def test_立案前的线索_等机构负责人立案_不列给办案人员():
    case = stand("  - {时: 2026-03-02 09:30, 谁: [甲, 乙], 办: 线索登记, 填: {来源: 日常检查}}\n")
    assert _block(case, "甲", "2026-03-02 10:00") == ""


def test_等我复核的目录在待办里_起草的人没有():
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-11-18 10:00"):
        number = service.draft(办(甲), "随机抽查事项清单")
        service.edit(办(甲), "随机抽查事项清单", number, puts=(抽查一项,), replace=True, lenient=True)
        service.submit(办(甲), "随机抽查事项清单", number, note="")
    with 时("2026-11-19 09:00"):
        page = text(people.client(乙).get("/desk/"))
        assert "/desk/catalogues/qx-scjg/random_inspection_items/1/" in page
        assert "11月18日" in page and "随机抽查事项清单第 1 版" in page and "去复核" in page
        assert "没有要办的事" not in page
        assert "去复核" not in text(people.client(甲).get("/desk/"))


def test_司法行政机关复核的目录_在监督员的首页():
    甲, 局 = 人("甲", "handler"), 机关()
    局.profile = "huangshigang"
    局.save()
    监督 = 人("监督", "supervisor", agency=机关("qx-sfj"))
    起草 = Acting(agency=局, by=甲, book=book_for("huangshigang", 局.field))
    with 时("2026-11-18 10:00"):
        number = service.draft(起草, "执法事项清单")
        service.edit(起草, "执法事项清单", number, puts=(执法事项,), replace=True, lenient=True)
        service.submit(起草, "执法事项清单", number, note="")
    with 时("2026-11-19 09:00"):
        page = text(people.client(监督).get("/desk/board/"))
        assert "等我复核的目录" in page and "11月18日" in page and f"执法事项清单第 {number} 版" in page
        assert f"/{number}/" in page and "去复核" in page
        外区 = 人("外区", "supervisor", agency=机关("wq-sfj", "990201"))
        assert "等我复核的目录" not in text(people.client(外区).get("/desk/board/"))
