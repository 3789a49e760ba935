"""Reading scenario files: what goes on from another file, and what is a fault."""

from pathlib import Path

import pytest

from mingjing.casework.scenario import ScenarioError, read

BEFORE = """
场景: 前一段
方案: qingpu
程序: 行政处罚·普通程序
参与:
  甲: {职务: 执法人员}
  丙: {职务: 承办机构负责人}
当事人: {名称: 某某公司, 类别: 法人}
经过:
  - {时: 2026-03-02 09:30, 谁: 甲, 办: 线索登记, 填: {来源: 日常检查}}
  - {时: 2026-03-03 10:00, 谁: 丙, 办: 立案, 填: {案由: 某事}}
"""


def faults(text: str, folder: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        read(text, "后.yaml", folder)
    return str(caught.value)


def test_前情的经过在前_没写的照前情(tmp_path: Path) -> None:
    (tmp_path / "前.yaml").write_text(BEFORE, encoding="utf-8")
    rows = "经过:\n  - {时: 2026-03-04 09:00, 谁: 乙, 办: 责令改正}\n"
    text = f"场景: 后一段\n前情: 前.yaml\n参与:\n  乙: {{职务: 执法人员}}\n{rows}"
    found = read(text, "后.yaml", tmp_path)
    assert [step.act for step in found.steps] == ["线索登记", "立案", "责令改正"]
    assert (found.profile, found.party["名称"]) == ("qingpu", "某某公司")
    assert set(found.actors) == {"甲", "乙", "丙"}
    assert [Path(step.file).name for step in found.steps] == ["前.yaml", "前.yaml", "后.yaml"]


def test_到某个环节为止(tmp_path: Path) -> None:
    (tmp_path / "前.yaml").write_text(BEFORE, encoding="utf-8")
    found = read("场景: 后一段\n前情: 前.yaml\n到: 线索登记\n", "后.yaml", tmp_path)
    assert [step.act for step in found.steps] == ["线索登记"]


def test_前情读不到_绕回自己_没有那个环节_都是错误(tmp_path: Path) -> None:
    (tmp_path / "前.yaml").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "圈.yaml").write_text("场景: 圈\n前情: 圈.yaml\n", encoding="utf-8")
    assert "后.yaml:2: 读不到前情“无.yaml”" in faults("场景: 后\n前情: 无.yaml\n", tmp_path)
    assert "绕回了自己" in faults("场景: 后\n前情: 圈.yaml\n", tmp_path)
    assert "后.yaml:3: 前情“前.yaml”中没有“归档”" in faults("场景: 后\n前情: 前.yaml\n到: 归档\n", tmp_path)
    assert "“到”只在有“前情”时写" in faults("场景: 后\n程序: 某程序\n到: 归档\n", tmp_path)


def test_错误写明行号_一次报全(tmp_path: Path) -> None:
    text = BEFORE + "  - {时: 三月四日, 谁: 丁, 办: 询问, 应: 也许}\n天气: 晴\n"
    found = faults(text, tmp_path)
    assert "“时”写成 2026-03-02 09:30 的形式" in found and "“丁”不在参与者中" in found
    assert "没有“也许”这一种" in found and "场景没有“天气”这一键" in found
    assert found.count("后.yaml:12:") == 3


def test_出处和补留在场景里(tmp_path: Path) -> None:
    found = read(BEFORE + "出处: [某号]\n补: [日期, 姓名]\n", "一.yaml", tmp_path)
    assert (found.sources, found.supplied) == (("某号",), ("日期", "姓名"))


def test_各按国家规则和每个方案走_只和除的行各归各(tmp_path: Path) -> None:
    rows = (
        "  - {时: 2026-03-04 09:00, 谁: 甲, 办: 询问, 只: [national, 乙地]}\n"
        "  - {时: 2026-03-05 09:00, 谁: 甲, 办: 抽样取证, 除: 乙地}\n"
        "断言:\n"
        "  - {时: 2026-03-06, 案件: 线索, 除: [national]}\n"
    )
    found = read(BEFORE.replace("qingpu", "各") + rows, "一.yaml", tmp_path)
    assert found.profiles(["甲地", "乙地"]) == ("", "甲地", "乙地")
    assert found.under("").profile == ""
    last = {
        profile: [step.act for step in found.under(profile).steps[2:]] for profile in ("", "甲地", "乙地")
    }
    assert last == {"": ["询问", "抽样取证"], "甲地": ["抽样取证"], "乙地": ["询问"]}
    assert [len(found.under(profile).claims) for profile in ("", "甲地", "乙地")] == [0, 1, 1]


def test_写了一个方案的只按它走_国家规则写_national(tmp_path: Path) -> None:
    assert read(BEFORE, "一.yaml", tmp_path).profiles(["甲地"]) == ("qingpu",)
    assert read(BEFORE.replace("qingpu", "national"), "一.yaml", tmp_path).profiles(["甲地"]) == ("",)


def test_只和除写一个(tmp_path: Path) -> None:
    row = "  - {时: 2026-03-04, 谁: 甲, 办: 询问, 只: [甲地], 除: [乙地]}\n"
    assert "后.yaml:12: “只”和“除”写一个" in faults(BEFORE + row, tmp_path)
