"""国家规则只读一次，各方案的册都由它开始，谁也不改动它。"""

import pytest

from mingjing.law.book import Pack, RuleBook


def 所说(册: RuleBook) -> list[object]:
    """册中说的一切，情形连同它要问的名称。"""
    情形 = [(名, 册.conditions.situation(名), 册.conditions.asks(名)) for 名 in 册.conditions.names()]
    return [册.facts, 册.parameters, 册.procedures, 册.layers, 册.registers, 册.catalogues, 情形]


@pytest.mark.parametrize("方案", ["", "qingpu", "gaoxin", "suzhou"])
def test_先装过别的方案_册和单独装的一样(规则包: Pack, 方案: str) -> None:
    各方案 = [层.id for 层 in 规则包.layers() if 层.kind == "方案"]
    单独, 一起 = (Pack(规则包.texts, 规则包.calendar) for _ in range(2))
    for 别的 in (*各方案, ""):
        一起.book(别的)
    后装 = Pack(规则包.texts, 规则包.calendar)
    for 别的 in 各方案:
        if 别的 != 方案:
            后装.book(别的)
    应有 = 所说(单独.book(方案))
    assert 所说(一起.book(方案)) == 应有
    assert 所说(后装.book(方案)) == 应有


def test_方案改了情形所用的参数_只在它自己的册中改(规则包: Pack) -> None:
    国家, 青浦 = 规则包.book(""), 规则包.book("qingpu")
    assert 国家.parameters["听证罚款"].values != 青浦.parameters["听证罚款"].values
    assert "qingpu" not in {层.id for 层 in 国家.layers}
