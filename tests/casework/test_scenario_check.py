"""Words of a scenario that no rule knows: faults with their line, and exit code 2."""

from pathlib import Path

import pytest

from mingjing.casework.scenario import read
from mingjing.casework.scenario_check import faults
from mingjing.casework.scenario_people import sector_of
from mingjing.platform.cli import main
from tests.casework.ran import FILES, PLANS, scenario

TEXT = """场景: 一段
方案: qingpu
程序: 行政处罚·普通程序
参与:
  甲: {职务: 执法人员}
经过:
  - {时: 2026-03-02 09:30, 谁: 甲, 办: 线索登记}
断言:
  - {时: 2026-03-02, 案件: 线索}
"""


def found(old: str = "", new: str = "", profile: str = "qingpu") -> list[str]:
    written = read(TEXT.replace(old, new), "一.yaml")
    return [str(fault) for fault in faults(written, profile, sector_of(written, profile))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_已有的场景没有一处不认识(path: Path) -> None:
    written = scenario(path)
    for profile in {*written.profiles(PLANS), "qingpu", "xinglongtai"}:
        assert faults(written, profile, sector_of(written, profile)) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("办: 线索登记", "办: 线索登几, 应: 不得", "一.yaml:7: 没有“线索登几”这一环节；是不是“线索登记”"),
        (
            "行政处罚·普通程序",
            "行政处罚普通程序",
            "没有“行政处罚普通程序”这一程序；是不是“行政处罚·普通程序”",
        ),
        ("案件: 线索", "案件: 已办结", "一.yaml:9: 没有“已办结”这一案件状态；是不是“已结案”"),
        ("案件: 线索", "公示: 处罚, 状态: 未决定", "没有“处罚”这一公示项；是不是“处罚决定”"),
        ("案件: 线索", "文书: 处罚书, 有: 否", "没有“处罚书”这一文书"),
        ("案件: 线索", "情形: 很重, 成立: 否", "没有“很重”这一情形"),
        ("案件: 线索", "义务: 作出决定书, 状态: 无", "没有“作出决定书”这一义务"),
        ("案件: 线索", "案件: 线索, 只: [qingpo]", "一.yaml:9: 没有“qingpo”这一方案；是不是“qingpu”"),
        ("办: 线索登记", "办: 线索登记, 除: 青浦", "一.yaml:7: 没有“青浦”这一方案，可用：national、"),
    ],
)
def test_不认识的名称是错误_不能凭它成立(old: str, new: str, said: str) -> None:
    (line,) = found(old, new)
    assert said in line


def test_没有这一方案时说有哪些() -> None:
    assert found(profile="qingpo") == ["一.yaml:1: 没有“qingpo”这一方案；是不是“qingpu”？"]
    assert f"可用：{'、'.join(PLANS)}" in found(profile="zzz")[0]


@pytest.mark.parametrize(("name", "said"), [("无.yaml", "没有这个文件"), (".", "是文件夹，不是文件")])
def test_读不到的文件说中文(name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["proof", str(tmp_path / name)]) == 2
    assert said in capsys.readouterr().err
