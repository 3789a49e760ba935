"""What each of the five plans asks of the catalogues, as it stands in the effective rules."""

from pathlib import Path

import pytest
import yaml

from mingjing.casework.packs import read_folder
from mingjing.law.book import Pack, RuleError
from mingjing.law.catalogue import Catalogue, missing, read_item

规则 = read_folder(Path(__file__).parents[2] / "rules")
十五栏 = (
    *("事项名称", "依据", "受理机构", "审批机构", "许可条件", "优惠政策", "申请材料", "办理流程", "办理时限"),
    *("监督方式", "责任追究", "救济渠道", "办公时间", "地址", "电话"),
)


def 目录(profile: str, name: str) -> Catalogue:
    return 规则.book(profile).catalogues[name]


def 必填(profile: str, name: str) -> set[str]:
    found = 目录(profile, name)
    return {column for column in found.columns if found.always(column)}


def test_兴隆台的服务指南十五栏都要填_每栏注明条款() -> None:
    assert 必填("xinglongtai", "服务指南") >= set(十五栏)
    lacks = missing(目录("xinglongtai", "服务指南"), {"事项名称": "食品经营许可"})
    assert len(lacks) == 14 and {str(each.clause) for each in lacks} == {"兴隆台方案 4.1.2(2)"}


@pytest.mark.parametrize(
    ("profile", "name", "wanted"),
    [
        ("xinglongtai", "执法人员清单", "姓名 单位 职务 证件编号 执法类别 执法区域"),
        ("xinglongtai", "随机抽查事项清单", "主体 依据 对象 内容 比例 方式 频次"),
        ("xinglongtai", "执法事项清单", "行政执法主体 职责 依据"),
        ("huangshigang", "执法人员清单", "姓名 性别 单位 证件编号 执法类别 执法区域"),
        ("huangshigang", "随机抽查事项清单", "主体 依据 对象 内容 方式 人员"),
        (
            "huangshigang",
            "执法事项清单",
            "事项名称 行政执法主体 承办机构 依据 实施对象 办理时限 收费依据和标准",
        ),
        ("suzhou", "服务指南", "事项名称 受理机构 审批机构 许可条件 办理时限"),
        ("gaoxin", "执法流程图", "程序 受理条件 办理时限"),
        ("qingpu", "重大执法决定法制审核目录清单", "执法类别 执法层级 所属领域 涉案金额"),
    ],
)
def test_方案列明的栏都是必填(profile: str, name: str, wanted: str) -> None:
    assert 必填(profile, name) >= set(wanted.split())


def test_性别只有黄石港的人员清单才有() -> None:
    有 = [
        each.id
        for each in 规则.layers()
        if each.kind == "方案" and "性别" in 目录(each.id, "执法人员清单").columns
    ]
    assert 有 == ["huangshigang"]


@pytest.mark.parametrize(
    ("profile", "name", "by"),
    [
        ("", "权责清单", "公示审核员"),
        ("gaoxin", "权责清单", "法制审核人员"),
        ("gaoxin", "随机抽查事项清单", "法制审核人员"),
        ("huangshigang", "执法事项清单", "司法行政机关"),
        ("huangshigang", "执法人员清单", "司法行政机关"),
        ("huangshigang", "随机抽查事项清单", "政务服务部门"),
    ],
)
def test_由谁复核随方案(profile: str, name: str, by: str) -> None:
    assert 目录(profile, name).review.by == by


def test_宿州一个月内修订_别的方案没有规定期限() -> None:
    terms = {
        each.id: {str(found.revision.term) for found in 规则.book(each.id).catalogues.values()}
        for each in 规则.layers()
        if each.kind == "方案"
    }
    assert terms.pop("suzhou") == {"1个月"}
    assert all(found == {"None"} for found in terms.values())


@pytest.mark.parametrize("profile", ["qingpu", "huangshigang"])
def test_法制审核目录向司法行政机关备案(profile: str) -> None:
    filing = 目录(profile, "重大执法决定法制审核目录清单").filing
    assert filing and filing.by == "司法行政机关"
    assert 目录("gaoxin", "重大执法决定法制审核目录清单").filing is None


def test_写错目录名_栏名_复核人_指出文件和行() -> None:
    texts = {
        **规则.texts,
        "profiles/cuo.yaml": "方案: cuo\n名称: 错\n简称: 错方案\n出处: {文: 文, 日期: 2026-01-05}\n"
        "目录:\n  - {名: 办事指南书, 依据: 方案 1}\n"
        "  - {名: 服务指南, 字段: [电话号], 审核: 路人, 依据: 方案 1}\n",
    }
    with pytest.raises(RuleError) as error:
        Pack(texts, 规则.calendar).book("cuo")
    said = str(error.value)
    assert "profiles/cuo.yaml:6: 没有“办事指南书”这一目录" in said
    assert "profiles/cuo.yaml:7: 目录“服务指南”没有“电话号”这一栏" in said and "没有这样的复核人" in said


def test_导出的类型代码换成类型_认不得的指出() -> None:
    指南 = 目录("", "服务指南")
    values, lacks = read_item(指南, {"事项名称": "低保申请", "事项类型": 5.0}, {})
    assert (values["事项类型"], lacks) == ("行政给付", [])
    _, [lack] = read_item(指南, {"事项名称": "低保申请", "事项类型": "77"}, {})
    assert lack.column == "事项类型"


def test_很长的名称也能分辨() -> None:
    裁量 = 目录("", "裁量基准")
    one = {"违法行为": "甲" * 150, "裁量阶次": "从轻", "适用情形": "乙" * 150}
    assert 裁量.key(one) != 裁量.key({**one, "适用情形": "乙" * 149 + "丙"})
    assert len(裁量.key(one)) <= 200


def test_每种目录都在术语表登记_标识相同() -> None:
    terms = yaml.safe_load((Path(__file__).parents[2] / "docs/glossary.yaml").read_text("utf-8"))["目录"]
    assert {name: row["英"] for name, row in terms.items()} == {
        each.name: each.id for each in 规则.book().catalogues.values()
    }
