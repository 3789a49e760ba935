"""五个方案各把什么定为重大决定，审核哪些要点。"""

from collections.abc import Callable
from typing import Any

import pytest

from mingjing.law.book import RuleBook

程序 = "行政处罚·普通程序"

# (profile, name of the kind of major decision, clause)
重大 = [
    ("gaoxin", "一般程序行政处罚决定", "二（三）11"),
    ("xinglongtai", "一般程序处罚的案件", "4.3.2"),
    ("suzhou", "直接关系行政相对人或者第三人重大权益", "三（九）"),
    ("qingpu", "减轻行政处罚决定", "二（三）2(2)"),
    ("huangshigang", "责令停产停业的处罚决定", "二（三）4"),
    ("huangshigang", "暂扣、吊销许可证照的处罚决定", "二（三）4"),
]


@pytest.mark.parametrize(("名", "决定", "条"), 重大)
def test_方案列明的重大决定(书: Callable[..., RuleBook], 名: str, 决定: str, 条: str) -> None:
    情形 = 书(名).conditions
    assert f"重大：{决定}" in 情形.situation("方案列明的重大决定").any_of
    assert 情形.situation(f"重大：{决定}").clause.label == 条


@pytest.mark.parametrize(
    ("名", "罚", "应审"),
    [
        ("gaoxin", {"处罚种类": ["警告"], "罚款": "0"}, True),
        ("xinglongtai", {"处罚种类": ["警告"], "罚款": "0"}, True),
        ("suzhou", {"处罚种类": ["警告"], "罚款": "0"}, False),
        ("huangshigang", {"处罚种类": ["警告"], "罚款": "0"}, False),
        ("huangshigang", {"处罚种类": ["责令停产停业"], "罚款": "0"}, True),
        ("huangshigang", {"处罚种类": ["暂扣许可证件"], "罚款": "0"}, True),
        ("qingpu", {"处罚种类": ["警告"], "罚款": "0", "从宽情形": "减轻处罚"}, True),
    ],
)
def test_同一处罚在各地是否应当法制审核(
    到建议: Callable[..., Any], 名: str, 罚: dict[str, Any], 应审: bool
) -> None:
    案 = 到建议(名, **罚)
    assert 案.book.conditions.holds("应当法制审核", 案.record) is 应审


def test_黄石港的审核要点包括方案所列的各项(书: Callable[..., RuleBook]) -> None:
    问 = "；".join(f"{要点.name}{要点.question}" for 要点 in 书("huangshigang").procedures[程序].points)
    for 词 in ("材料", "主体", "资格", "程序", "对象", "事实", "证据", "裁量", "滥用职权", "文书", "犯罪"):
        assert 词 in 问, 词


# Qingpu's five lists: what each kind of decision is asked besides the seven points of the circular.
青浦要点 = [
    ("行政处罚·普通程序", "处罚种类与履行"),
    ("行政许可·撤回撤销注销", "补偿或者赔偿方案"),
    ("行政强制执行", "执行条件"),
    ("行政强制执行", "执行主体"),
    ("行政强制执行", "执行方式和时间"),
    ("国有土地上房屋征收", "征收补偿方案"),
    ("国有土地上房屋征收", "意愿征询情况"),
    ("国有土地上房屋征收", "补偿费用到位"),
]


@pytest.mark.parametrize(("程序名", "要点"), 青浦要点)
def test_青浦按决定的种类审核(书: Callable[..., RuleBook], 程序名: str, 要点: str) -> None:
    有 = {名 for 名, 每个 in 书("qingpu").procedures.items() if 要点 in {点.name for 点 in 每个.points}}
    assert 程序名 in 有 and "行政许可" not in 有
    assert 要点 not in {点.name for 点 in 书().procedures[程序名].points}


@pytest.mark.parametrize(
    ("名", "决定", "条"),
    [
        ("qingpu", "符合听证条件的行政许可决定", "二（三）2(1)"),
        ("qingpu", "为了公共利益变更、撤回许可，撤销许可的决定", "二（三）2(3)"),
        ("qingpu", "立即代履行、加处罚款和滞纳金以外的行政强制执行决定", "二（三）2(4)"),
        ("qingpu", "国有土地上房屋征收决定", "二（三）2(5)"),
        ("gaoxin", "适用听证程序的行政许可", "二（三）11"),
        ("huangshigang", "招标、拍卖方式作出的重大许可决定", "二（三）4"),
        ("huangshigang", "撤回或者撤销许可的决定", "二（三）4"),
        ("huangshigang", "划拨、拆除、拍卖抵缴的行政强制决定", "二（三）4"),
        ("huangshigang", "对合法财产征收或者征用的决定", "二（三）4"),
    ],
)
def test_许可强制征收的重大决定(书: Callable[..., RuleBook], 名: str, 决定: str, 条: str) -> None:
    情形 = 书(名).conditions.situation(f"重大：{决定}")
    assert 情形.clause.label == 条 and 情形.file == f"profiles/{名}.yaml"


def test_黄石港移送公安机关须先经法制审核(书: Callable[..., RuleBook]) -> None:
    条件 = {每个.clause.label for 每个 in 书("huangshigang").procedures[程序].acts["决定是否移送"].guards}
    assert "二（三）4" in 条件
