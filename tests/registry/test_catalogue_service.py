"""From draft to the published version of a catalogue: what officers expect, what is refused and why."""

from datetime import date
from typing import Any

import pytest
from django.db import connections

from mingjing.journal import store
from mingjing.journal.models import JournalEntry
from mingjing.journal.refusal import refusals
from mingjing.law.lack import Refused
from mingjing.registry import catalogue_service as service
from mingjing.registry import catalogue_tables
from mingjing.registry.catalogue_models import CatalogueItem, CatalogueVersion
from tests.registry.catalogue_stand import (
    人,
    全部由法制,
    分别复核,
    办,
    十五栏,
    发布,
    抽查一项,
    时,
    机关,
)

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
清单 = "随机抽查事项清单"


def 版本(number: int, catalogue: str = "random_inspection_items") -> CatalogueVersion:
    return CatalogueVersion.objects.unscoped("测试").get(catalogue=catalogue, number=number)


def 缺(act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **named)
    return str(refused.value)


def test_起草_复核_发布_新版替代旧版_旧版仍在() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    assert 发布(甲, 乙, 乙) == 1
    assert (版本(1).status, 版本(1).count) == ("已发布", 1)
    assert 发布(甲, 乙, 乙, 清单, "", {**抽查一项, "频次": "每年2次"}) == 2
    assert (版本(1).status, 版本(2).status, 版本(2).base) == ("已被替代", "已发布", 1)
    assert CatalogueItem.objects.unscoped("测试").get(number=1).data["频次"] == "每年1次"


def test_每一步都是日志的一条_写明目录和版本() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    kinds = list(JournalEntry.objects.order_by("position").values_list("kind", flat=True))
    assert kinds == ["起草目录", "修改目录", "提交目录复核", "复核目录", "发布目录"]
    stored = store.entry_at(connections["default"], 机关().id, 4)
    assert stored and stored.entry.body["目录"] == "random_inspection_items" and stored.entry.by == (乙.pk,)
    assert ["依据", "《指导意见》二（四）"] in stored.entry.body["栏"]


def test_起草人不能复核_换一位() -> None:
    甲 = 人("甲", "handler", "publisher")
    number = service.draft(办(甲), 清单)
    service.edit(办(甲), 清单, number, puts=[抽查一项])
    service.submit(办(甲), 清单, number)
    said = 缺(service.review, 办(甲), 清单, number, agreed=True, opinion="依据内容都核对了")
    assert "甲是起草人，不能复核" in said and "《指导意见》二" in said
    assert 版本(number).status == "待复核"


def test_改过一次的人也是起草人() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    number = service.draft(办(甲), 清单)
    service.edit(办(乙), 清单, number, puts=[抽查一项])
    service.submit(办(甲), 清单, number)
    assert "乙是起草人" in 缺(service.review, 办(乙), 清单, number, agreed=True, opinion="依据内容都核对了")


def test_没有复核同意_不得发布() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    number = service.draft(办(甲), 清单)
    service.edit(办(甲), 清单, number, puts=[抽查一项])
    service.submit(办(甲), 清单, number)
    said = 缺(service.publish, 办(乙), 清单, number)
    assert "没有经公示审核员复核同意（《指导意见》二）" in said
    service.review(办(乙), 清单, number, agreed=False, opinion="抽查比例没有依据")
    assert 版本(number).status == "草稿" and 版本(number).opinion == "抽查比例没有依据"
    assert "现在是“草稿”" in 缺(service.publish, 办(乙), 清单, number)


def test_缺少方案要求的栏_不得提交_每栏注明条款() -> None:
    甲 = 人("甲", "handler")
    number = service.draft(办(甲, 十五栏), "服务指南")
    said = 缺(
        service.edit,
        办(甲, 十五栏),
        "服务指南",
        number,
        puts=[{"事项名称": "食品经营许可", "事项类型": "行政许可"}],
    )
    for name in ("受理机构", "优惠政策", "救济渠道", "电话"):
        assert f"没有填{name}（测试ceshi方案 4.1.2(2)）" in said
    assert "没有填数量（事项类型为行政许可）（《行政许可法》第三十条）" in said
    service.edit(办(甲, 十五栏), "服务指南", number, puts=[{"事项名称": "食品经营许可"}], lenient=True)
    said = 缺(service.submit, 办(甲, 十五栏), "服务指南", number)
    assert said.count("1 项没有填") == 14 and "测试ceshi方案 4.1.2(2)" in said
    assert 版本(number, "service_guides").status == "草稿"


def test_拒绝留在拒绝记录里_写明条款() -> None:
    甲 = 人("甲", "handler")
    number = service.draft(办(甲), 清单)
    缺(service.submit, 办(甲), 清单, number)
    [refusal] = refusals(connections["default"], 机关().id)
    assert refusal.act == "提交目录复核" and "还没有一项内容" in refusal.lacks[0]["缺"]
    assert refusal.lacks[0]["依据"] == "《指导意见》二（四）"


def test_方案规定由法制人员复核的_公示审核员不能复核() -> None:
    甲, 乙, 丙 = 人("甲", "handler"), 人("乙", "publisher"), 人("丙", "reviewer")
    number = service.draft(办(甲, 全部由法制), 清单)
    service.edit(办(甲, 全部由法制), 清单, number, puts=[抽查一项])
    service.submit(办(甲, 全部由法制), 清单, number)
    said = 缺(service.review, 办(乙, 全部由法制), 清单, number, agreed=True, opinion="依据内容都核对了")
    assert "复核目录由法制审核人员办" in said and "测试ceshi方案 2" in said
    service.review(办(丙, 全部由法制), 清单, number, agreed=True, opinion="依据内容都核对了")
    assert 版本(number).status == "复核同意"


def test_事项清单由司法行政机关复核_随机抽查由政务服务部门复核() -> None:
    甲, 窗口 = 人("甲", "handler"), 人("窗口", "handler", kind="window")
    司法局 = 机关("qx-sfj")
    监督, 外区 = (
        人("监督", "supervisor", agency=司法局),
        人("外区", "supervisor", agency=机关("wq-sfj", "990201")),
    )
    number = service.draft(办(甲, 分别复核), 清单)
    service.edit(办(甲, 分别复核), 清单, number, puts=[抽查一项])
    service.submit(办(甲, 分别复核), 清单, number)
    assert "由政务服务部门办" in 缺(
        service.review, 办(监督, 分别复核), 清单, number, agreed=True, opinion="都核对过了"
    )
    service.review(办(窗口, 分别复核), 清单, number, agreed=True, opinion="抽查事项都核对过")
    事项 = {
        "事项名称": "对经营过期食品的处罚",
        "执法类别": "行政处罚",
        "行政执法主体": "青溪区市场监督管理局",
        "承办机构": "执法大队",
        "依据": "食品安全法第一百二十四条",
        "实施对象": "食品经营者",
        "办理时限": "90日",
        "收费依据和标准": "不收费",
    }
    number = service.draft(办(甲, 分别复核), "执法事项清单")
    service.edit(办(甲, 分别复核), "执法事项清单", number, puts=[事项])
    service.submit(办(甲, 分别复核), "执法事项清单", number)
    assert "由司法行政机关办" in 缺(
        service.review, 办(外区, 分别复核), "执法事项清单", number, agreed=True, opinion="都核对过了"
    )
    service.review(办(监督, 分别复核), "执法事项清单", number, agreed=True, opinion="与权责清单一致")
    assert 版本(number, "enforcement_items").status == "复核同意"


def test_性别一栏只在方案要求时才有() -> None:
    from tests.registry.catalogue_stand import 书

    assert "性别" not in 书().catalogues["执法人员清单"].columns
    黄石港 = 书(分别复核).catalogues["执法人员清单"]
    assert "性别" in 黄石港.columns and str(黄石港.clause_of("性别")) == "测试ceshi方案 1(3)"


def test_备案登记回执_没有规定备案的不登记() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    目录 = "重大执法决定法制审核目录清单"
    项 = {
        "执法类别": "行政处罚",
        "决定事项": "较大数额罚款",
        "执法层级": "区级",
        "所属领域": "食品",
        "涉案金额": "5万元以上",
    }
    with 时("2026-03-02 09:00"):
        number = 发布(甲, 乙, 乙, 目录, 分别复核, {**项, "社会影响": "可能引发舆情"})
    with 时("2026-03-05 09:00"):
        said = 缺(service.file, 办(甲, 分别复核), 目录, number, receipt="", day=date(2026, 3, 9))
        assert "没有填备案回执的编号（测试ceshi方案 4）" in said and "备案日期在今天以后" in said
        service.file(办(甲, 分别复核), 目录, number, receipt="青司备〔2026〕3号", day=date(2026, 3, 4))
    assert 版本(number, "major_decisions").receipt == "青司备〔2026〕3号"
    with 时("2026-03-06 09:00"):
        other = 发布(甲, 乙, 乙)
        assert "没有规定" in 缺(service.file, 办(甲), 清单, other, receipt="1", day=date(2026, 3, 6))


def test_两个人同时改一份草稿_后一个被告知() -> None:
    甲 = 人("甲", "handler")
    number = service.draft(办(甲), 清单)
    service.edit(办(甲), 清单, number, puts=[抽查一项], expected=0)
    with pytest.raises(store.StaleCase):
        service.edit(办(甲), 清单, number, puts=[{**抽查一项, "频次": "3次"}], expected=0)


def test_与已发布的没有不同_不得提交_改了的要写修订说明() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    number = service.draft(办(甲), 清单)
    said = 缺(service.submit, 办(甲), 清单, number)
    assert "与已发布的第 1 版没有不同" in said and "没有写修订说明" in said


def test_目录里不得有身份证号() -> None:
    甲 = 人("甲", "handler")
    number = service.draft(办(甲), 清单)
    said = 缺(service.edit, 办(甲), 清单, number, puts=[{**抽查一项, "人员": "林某 310118199003074514"}])
    assert "疑似含有身份证号" in said and "310118199003074514" not in said


def test_按日志重建_与原来一样_改动表里一个字_核验发现() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    发布(甲, 乙, 乙, 清单, "", {**抽查一项, "频次": "每年2次"}, {**抽查一项, "抽查事项": "价格检查"})
    assert list(catalogue_tables.check(connections["default"])) == []
    before = [
        list(each.objects.unscoped("测试").order_by("pk").values()) for each in catalogue_tables._MODELS
    ]
    assert catalogue_tables.rebuild() == 2
    assert before == [
        list(each.objects.unscoped("测试").order_by("pk").values()) for each in catalogue_tables._MODELS
    ]
    item = CatalogueItem.objects.unscoped("测试").filter(number=1)
    item.update(data={**抽查一项, "频次": "从不"})
    [fault] = catalogue_tables.check(connections["default"])
    assert "第1版" in str(fault) and "事项与日志不符" in str(fault)
    CatalogueVersion.objects.unscoped("测试").filter(number=2).update(status="草稿")
    assert any("status" in str(each) for each in catalogue_tables.check(connections["default"]))
