from collections.abc import Callable
from typing import Any

import pytest

from mingjing.law.book import RuleBook
from mingjing.law.record import Record


def 案(事实: dict[str, Any]) -> Record:
    return Record("c", "a", "p", facts=事实)


@pytest.mark.parametrize(
    ("方案", "领域", "类别", "罚款", "应当"),
    [
        ("qingpu", "", "法人", "49999.99", False),
        ("qingpu", "", "法人", "50000.00", True),
        ("qingpu", "", "自然人", "4999.99", False),
        ("qingpu", "", "自然人", "5000.00", True),
        ("qingpu", "", "个体工商户", "5000.00", True),
        ("qingpu", "市场监管", "法人", "50000.00", True),  # 方案比领域严
        ("xinglongtai", "", "法人", "50000.00", False),
        ("xinglongtai", "", "法人", "100000.00", True),
        ("xinglongtai", "市场监管", "自然人", "10000.00", True),
        ("", "", "法人", "0.01", True),  # 未定：任何罚款都算
        ("", "", "法人", "0.00", False),
        ("", "市场监管", "其他组织", "99999.99", False),
    ],
)
def test_听证范围的数额(
    书: Callable[..., RuleBook], 方案: str, 领域: str, 类别: str, 罚款: str, 应当: bool
) -> None:
    记录 = 案({"当事人": {"类别": 类别}, "罚款": 罚款, "处罚种类": ["罚款"]})
    assert 书(方案, 领域).conditions.holds("符合听证条件", 记录) is 应当


@pytest.mark.parametrize(
    ("种类", "应当"),
    [
        (["警告"], False),
        (["暂扣许可证件"], False),
        (["降低资质等级"], True),
        (["吊销许可证件"], True),
        (["责令停产停业"], True),
        (["责令关闭"], True),
        (["限制从业"], True),
        (["限制开展生产经营活动"], False),
    ],
)
def test_听证范围的种类(书: Callable[..., RuleBook], 种类: list[str], 应当: bool) -> None:
    assert (
        书("qingpu").conditions.holds("符合听证条件", 案({"当事人": {"类别": "法人"}, "处罚种类": 种类}))
        is 应当
    )


def test_其他较重的处罚由承办人标明(书: Callable[..., RuleBook]) -> None:
    assert 书("qingpu").conditions.holds(
        "符合听证条件", 案({"当事人": {"类别": "法人"}, "其他应当听证": True})
    )


def test_没有当事人类别时按最严的数额(书: Callable[..., RuleBook]) -> None:
    assert 书("qingpu").conditions.holds("罚款数额较大", 案({"罚款": "1.00"}))


def test_没填过的事实按空值算(书: Callable[..., RuleBook]) -> None:
    条件 = 书("qingpu").conditions
    空 = 案({})
    assert not any(
        条件.holds(名, 空)
        for 名 in ("应当法制审核", "情节复杂或者重大", "涉嫌犯罪待移送", "在复议或者诉讼中")
    )


def test_新填的内容盖在已有的上面_并集的合在一起(书: Callable[..., RuleBook]) -> None:
    条件 = 书("qingpu").conditions
    记录 = 案({"当事人": {"类别": "法人"}, "罚款": "60000.00", "重大情形": ["新领域案件"]})
    assert 条件.holds("罚款数额较大", 记录)
    assert not 条件.holds("罚款数额较大", 记录, {"罚款": "100.00"})
    assert 条件.holds("舆情金额或者新领域", 记录, {"重大情形": ["涉及重大公共利益"]})


def test_重大的理由用方案自己的条款说(书: Callable[..., RuleBook]) -> None:
    记录 = 案({"当事人": {"类别": "法人"}, "罚款": "60000.00", "处罚种类": ["罚款"], "从宽情形": "减轻处罚"})
    理由 = 书("qingpu").conditions.reasons("应当法制审核", 记录)
    assert [(每个.said, str(每个.clause)) for 每个 in 理由] == [
        ("符合听证条件的行政处罚决定", "青浦方案 二（三）2(1)"),
        ("减轻行政处罚决定", "青浦方案 二（三）2(2)"),
    ]
    assert 书("qingpu").conditions.reasons("应当法制审核", 案({})) == []


def test_青浦五万元须审核_兴隆台凡一般程序都须审核(到建议: Callable[..., Any]) -> None:
    for 方案, 罚款, 应当 in (
        ("qingpu", "49999", False),
        ("qingpu", "50000", True),
        ("xinglongtai", "100", True),
    ):
        案件 = 到建议(方案, 罚款=罚款)
        assert 案件.book.conditions.holds("应当法制审核", 案件.record) is 应当, (方案, 罚款)


@pytest.mark.parametrize(("终了", "未满"), [("2026-02-28", True), ("2026-03-01", False), (None, False)])
def test_不满十四周岁_看行为之时_不看决定之时(
    书: Callable[..., RuleBook], 到建议: Callable[..., Any], 终了: str | None, 未满: bool
) -> None:
    少年 = {"名称": "李某", "类别": "自然人", "出生日期": "2012-03-01", "校验": "否"}
    案件 = 到建议(当事人=少年, 处罚种类=["警告"], 罚款=None, 从宽情形="从轻处罚")
    事实 = {**案件.record.facts, **({"违法行为终了日期": 终了} if 终了 else {})}
    from dataclasses import replace

    记录 = replace(案件.record, facts=事实)
    assert 案件.book.conditions.holds("不满十四周岁", 记录, None, 案件.record.acts[-1].day) is 未满


def test_移送一次后再报告_先前的批准不再挡住(书: Callable[..., RuleBook], 到建议: Callable[..., Any]) -> None:
    案件 = 到建议()
    案件.走(("报告涉嫌犯罪", "2026-03-21"), ("决定是否移送", "2026-03-22", {"移送决定": "不批准移送"}))
    assert not 案件.book.conditions.holds("涉嫌犯罪待移送", 案件.record)
    案件.走(("报告涉嫌犯罪", "2026-03-23"), ("决定是否移送", "2026-03-23"))
    assert 案件.book.conditions.holds("涉嫌犯罪待移送", 案件.record)
    案件.走(("移送公安机关", "2026-03-23"), ("公安机关退回", "2026-03-27"))
    assert not 案件.book.conditions.holds("涉嫌犯罪待移送", 案件.record)
    assert "有:已批准移送" in 案件.码("移送公安机关", "2026-03-28")
