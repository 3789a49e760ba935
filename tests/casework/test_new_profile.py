"""rules new-profile: a file that checks clean as written, and with each of its examples."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from mingjing.casework.packs import read_folder
from mingjing.casework.skeleton import skeleton, uncommented
from mingjing.law.book import Pack
from tests.casework.rules_folder import 抄来的规则 as 抄来的规则
from tests.casework.rules_folder import 跑 as 跑

根 = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]
骨架 = skeleton("linshui", "临水县", "临水方案")
各段 = [段 for 段 in 骨架.split("\n\n") if uncommented(段) != 段]
条款表 = 各段[-1]


def 错处(文: str) -> list[str]:
    """The faults of the rules in force with the text laid on as a plan of its own."""
    包 = read_folder(根 / "rules")
    新包 = Pack({**包.texts, "profiles/linshui.yaml": 文}, 包.calendar)
    return [str(错) for 错 in 新包.faults() if 错.file.startswith("profiles/linshui")]


def test_写出来的文件没有错处_不写过去(跑: Run, 抄来的规则: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_RULES", str(抄来的规则))
    码, 出, _ = 跑("rules", "new-profile", "linshui", "--name", "临水县")
    文件 = 抄来的规则 / "profiles/linshui.yaml"
    assert 码 == 0 and str(文件) in 出
    assert 跑("rules", "check", str(抄来的规则)) == (0, "没有发现错处\n", "")
    原文 = 文件.read_text("utf-8")
    码, _, 错 = 跑("rules", "new-profile", "linshui", "--name", "另一个县")
    assert 码 == 2 and "已经用了（profiles/linshui.yaml）" in 错
    文件.write_text("写了一半", "utf-8")  # a file that is no plan yet is kept too
    码, _, 错 = 跑("rules", "new-profile", "linshui", "--name", "临水县")
    assert 码 == 2 and "没有改动它" in 错 and 文件.read_text("utf-8") == "写了一半" != 原文


def test_新方案的规则即国家规则() -> None:
    包 = read_folder(根 / "rules")
    新 = Pack({**包.texts, "profiles/linshui.yaml": 骨架}, 包.calendar).book("linshui")
    assert 新.procedures.keys() == 包.book().procedures.keys()
    assert 新.profile is not None and (新.profile.name, 新.profile.label) == ("临水县", "临水方案")
    assert not 新.profile.checked.full


@pytest.mark.parametrize("段", 各段, ids=lambda 段: re.findall(r"^#([^ :]+):", 段, re.MULTILINE)[0])
def test_每个例子去掉井号都没有错处(段: str) -> None:
    assert 错处(骨架.replace(段, uncommented(段))) == []


def test_全部例子一起去掉井号也没有错处() -> None:
    assert 错处(uncommented(骨架)) == []


def test_例子说全了方案能写的键() -> None:
    写了 = set(re.findall(r"^#?([\u4e00-\u9fff]+):", 骨架, re.MULTILINE))
    assert {"参数", "期限", "公示", "音像", "情形", "法制审核", "环节", "记录", "队伍", "目录"} <= 写了
    assert {"报告", "异议", "任务", "条款"} <= 写了


def test_抄自现有方案_只换头_没有错处(跑: Run, 抄来的规则: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGJING_RULES", str(抄来的规则))
    参数 = ("rules", "new-profile", "linshui", "--name", "临水县", "--from", "qingpu")
    assert 跑(*参数)[0] == 0
    文 = (抄来的规则 / "profiles/linshui.yaml").read_text("utf-8")
    assert "方案: linshui\n名称: 临水县\n简称: 临水县方案\n" in 文 and "方案: qingpu" not in 文
    assert 文.count("\n校核: ") == 1 and "校核: {对照: 未校核}" in 文
    assert 跑("rules", "check", str(抄来的规则)) == (0, "没有发现错处\n", "")


@pytest.mark.parametrize(
    ("标识", "名称", "来自", "说"),
    [
        ("Lin-shui", "临水县", "", "写小写英文字母"),
        ("../x", "临水县", "", "写小写英文字母"),
        ("national", "临水县", "", "已经用了"),
        ("linshui", "临水: 县", "", "名称“临水: 县”不能用"),
        ("linshui", "临水县", "gaoxinn", "没有“gaoxinn”这一方案"),
    ],
)
def test_不能用的标识_名称_来源(
    跑: Run,
    抄来的规则: Path,
    monkeypatch: pytest.MonkeyPatch,
    标识: str,
    名称: str,
    来自: str,
    说: str,
) -> None:
    monkeypatch.setenv("MINGJING_RULES", str(抄来的规则))
    码, _, 错 = 跑("rules", "new-profile", 标识, "--name", 名称, *(("--from", 来自) if 来自 else ()))
    assert 码 == 2 and 说 in 错
