"""rules compare: the same procedure and the same case under several plans, side by side."""

import csv
import io
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mingjing.casework.compare import Comparison, Row
from mingjing.casework.compare_print import csv_text, text, width, wrapped
from mingjing.casework.plan_commands import chosen, compared, read_scenario
from mingjing.casework.rehearsal import rehearse
from mingjing.casework.rule_files import pack_in_force
from mingjing.casework.stage import run
from mingjing.platform.cli import main
from tests.casework.ran import PLANS, ROOT, scenario

全程 = "scenarios/checks/full-course.yaml"
程序 = "行政处罚·普通程序"


def 比(方案: str = "national,qingpu,xinglongtai", 场景: str = 全程) -> Comparison:
    包 = pack_in_force()
    案 = read_scenario(str(ROOT / 场景)) if 场景 else None
    return compared(包, 程序, chosen(包, 方案), 案)


def 行(比较: Comparison, 类: str, 事项: str) -> Row:
    return next(each for each in 比较.rows if (each.part, each.subject) == (类, 事项))


def test_期限一行有各方案的期限_依据_和这件案件的日子() -> None:
    立案 = 行(比(), "期限", "决定是否立案")
    国家, 青浦, 兴隆台 = 立案.cells
    assert (国家.text, 青浦.text) == ("没有定期限", "没有定期限") and 立案.differs
    assert 兴隆台.text == "15个工作日，至 2026-03-23" and 兴隆台.clause == "《市监程序规定》第十八条"
    assert 兴隆台.place.startswith("sectors/market.yaml:")


def test_是否应当审核_写明哪个方案因为什么() -> None:
    审核 = 行(比(), "法制审核", "本案的决定")
    assert [each.text.partition("：")[0] for each in 审核.cells] == ["不必", "应当", "应当"]
    assert "符合听证条件" in 审核.cells[1].text and "一般程序处罚的案件" in 审核.cells[2].text
    assert "青浦方案 二（三）2(1)" in 审核.cells[1].clause


def test_同一步在一个方案可以办_在另一个不得办_写明缺什么() -> None:
    意见 = 行(比(), "本案", "出具法制审核意见")
    assert 意见.cells[1].text == "可以办"
    assert 意见.cells[0].text.startswith("不得：") and "审核要点" in 意见.cells[0].text


def test_没有场景时比较规则本身() -> None:
    比较 = 比(场景="")
    assert 行(比较, "法制审核", "重大决定").part == "法制审核"
    assert not any(each.part == "本案" for each in 比较.rows)
    assert {each.part for each in 比较.rows} >= {"期限", "审核要点", "填写", "前提", "音像", "人员", "数额"}


def test_只列不同的_全部的多于不同的() -> None:
    比较 = 比()
    assert 0 < len(比较.differing) < len(比较.rows)
    assert all(len({cell.text for cell in each.cells}) > 1 for each in 比较.differing)
    assert 比("qingpu,qingpu").differing == ()


@pytest.mark.django_db
@pytest.mark.parametrize("文件", ["full-course", "hearing-held", "limit-suspended", "recusal", "surcharge"])
def test_试走与真办的期限_状态_拒绝相同(文件: str) -> None:
    案 = scenario(ROOT / f"scenarios/checks/{文件}.yaml")
    办过 = run(案)
    assert 办过.final is not None
    试走 = rehearse(案.under(案.profile), 办过.final.book)
    办的 = [(each.name, each.due, each.closed_on) for each in 办过.duties]
    assert [(each.name, each.due, each.closed_on) for each in 试走.duties] == 办的
    assert 试走.record.status == 办过.final.record.status
    assert [bool(each.lacks) for each in 试走.steps] == [not each.done for each in 办过.outcomes]


@pytest.mark.parametrize("方案", ["", *PLANS])
def test_每个方案都能比较(方案: str) -> None:
    比较 = 比(f"national,{方案}" if 方案 else "national")
    assert 行(比较, "期限", "作出处罚决定").cells[0].text.startswith("90日，至 2026-06-01")


def test_终端上的表_中文两格_各列对齐() -> None:
    比较 = 比()
    出 = text(比较, 比较.differing, "标题", 100)
    assert all(width(line) <= 104 for line in 出.splitlines())
    assert "【期限】" in 出 and "15个工作日" in 出
    assert wrapped("至 2026-03-23，止", 6) == ["至 ", "2026-0", "3-23，", "止"]
    assert wrapped("甲乙丙，丁", 6) == ["甲乙", "丙，丁"]


def test_表格文件_每个方案三列() -> None:
    比较 = 比()
    行们 = list(csv.reader(io.StringIO(csv_text(比较, 比较.differing).removeprefix("\ufeff"))))
    assert 行们[0][:3] == ["类", "事项", "要求"] and len(行们[0]) == 3 + 3 * 3
    assert len(行们) == len(比较.differing) + 1


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_命令的三种格式_和说错了的话(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["rules", "compare", "--scenario", 全程, "--profiles", "qingpu,xinglongtai"]) == 0
    assert "只列不同的" in capsys.readouterr().out
    assert main(["rules", "compare", "--procedure", 程序, "--format", "html", "--all"]) == 0
    页 = capsys.readouterr().out
    词 = _Words()
    词.feed(页)
    assert 页.startswith("<!doctype html>") and "script" not in 词.tags and "table" in 词.tags
    assert main(["rules", "compare", "--procedure", 程序, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("\ufeff类,事项,要求,")
    坏 = tmp_path / "坏.yaml"
    坏.write_text("天气: 晴\n", encoding="utf-8")
    for 参数, 说 in (
        ([], "写明 --procedure"),
        (["--procedure", "行政处罚"], "没有“行政处罚”这一程序"),
        (["--procedure", 程序, "--profiles", "qingpo"], "没有“qingpo”这一方案；是不是“qingpu”？"),
        (["--scenario", str(坏)], "场景没有“天气”这一键"),
        (["--scenario", str(tmp_path / "无.yaml")], "没有这个文件"),
        (["--procedure", "别的程序", "--scenario", 全程], "走的是行政处罚·普通程序"),
    ):
        assert main(["rules", "compare", *参数]) == 2
        assert 说 in capsys.readouterr().err
    assert os.getcwd() == str(ROOT)
