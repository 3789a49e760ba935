"""rules explain --clauses: each clause of a plan, and what is done about it or not."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from mingjing.casework.clause_table import clause_table, needles
from mingjing.casework.rule_files import pack_in_force, scenario_texts
from mingjing.law import plan as p
from tests.casework.ran import PLANS, ROOT
from tests.casework.rules_folder import Run
from tests.casework.rules_folder import 跑 as 跑


@pytest.mark.parametrize("方案", PLANS)
def test_每一条都有状_出处是文件和行_场景和模块都在(方案: str) -> None:
    书 = pack_in_force().book(方案)
    assert 书.profile is not None
    表 = clause_table(书, 书.profile, scenario_texts())
    assert sum(number for _, number in 表.states) == len(表.answers) == len(书.profile.plan.clauses)
    for 每条 in 表.answers:
        assert 每条.clause.state in p.STATES
        assert all(re.fullmatch(r"[\w/-]+\.yaml(:\d+)?", each.file) for each in 每条.places)
        assert all(Path(ROOT / each).is_file() for each in 每条.scenarios)
        assert all(module and find_spec(module) for _, module in 每条.features)
        if 每条.clause.state in (p.PARTLY, p.OPEN):
            assert 每条.clause.note


def test_一条引到的规则_有效数值_场景() -> None:
    书 = pack_in_force().book("qingpu")
    assert 书.profile is not None
    表 = clause_table(书, 书.profile, scenario_texts())
    审核 = next(each for each in 表.answers if each.label == "二（三）5")
    说 = [(each.what, each.said) for each in 审核.places]
    assert ("集体讨论", "法制审核通过") in 说
    assert any(each.file.startswith("profiles/qingpu.yaml:") for each in 审核.places)
    公示 = next(each for each in 表.answers if each.label == "二（一）4")
    assert any("公示处罚决定 7个工作日" in each.said for each in 公示.places)
    无 = [each for each in 表.answers if each.clause.state == p.NONE]
    assert 无 and not any(each.references or each.features for each in 无)


def test_场景里写明的拒绝依据() -> None:
    assert list(needles("{办: 某事, 应: 不得, 依据含: [青浦方案 二（三）5, 行政处罚法 58]}")) == [
        "青浦方案 二（三）5",
        "行政处罚法 58",
    ]
    assert list(needles("{应: 不得, 依据含: 行政处罚法 58}")) == ["行政处罚法 58"]
    书 = pack_in_force().book("qingpu")
    assert 书.profile is not None
    表 = clause_table(书, 书.profile, {"一.yaml": "依据含: [青浦方案 二（三）5]"})
    assert [each.label for each in 表.answers if each.scenarios] == ["二（三）5"]


def test_命令_文字和数据(跑: Run) -> None:
    码, 出, _ = 跑("rules", "explain", "--profile", "qingpu", "--clauses")
    assert 码 == 0 and "青浦方案 二（三）5" in 出 and "【无软件事项】" in 出 and "尚未 " in 出
    码, 出, _ = 跑("rules", "explain", "--profile", "qingpu", "--clauses", "--json")
    数据 = json.loads(出)
    assert 码 == 0 and 数据["方案"] == "qingpu" and len(数据["条款"]) == sum(数据["合计"].values())
    码, _, 错 = 跑("rules", "explain", "--clauses")
    assert 码 == 2 and "写明 --profile 方案" in 错
