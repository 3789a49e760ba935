"""The chart of each procedure: every act once, every edge from a rule, the main course without circles."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mingjing.casework.chart_box import SMALL, WIDTH, broken, long
from mingjing.casework.chart_layout import drawn, laid_out
from mingjing.casework.chart_svg import svg
from mingjing.casework.chart_words import chart_words, listed, procedure_chart
from mingjing.casework.packs import read_folder
from mingjing.law import chart as c
from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.book import RuleBook

包 = read_folder(Path(__file__).parents[2] / "rules")
书们 = [包.book(方案) for 方案 in ("", *sorted(层.id for 层 in 包.layers() if 层.kind == "方案"))]
国家 = 书们[0]
各程序 = [
    pytest.param(书, 程序, id=f"{书.profile.id if 书.profile else 'national'}-{程序.id}")
    for 书 in 书们
    for 程序 in 书.procedures.values()
]
一个 = list(国家.procedures.values())


def 图(书: RuleBook, 程序: r.Procedure) -> c.Chart:
    return c.chart(程序, 书.days, 书.conditions)


def 名字(值: object) -> Iterator[str]:
    """Every name that the guard speaks of."""
    for 键 in ("act", "before", "situation", "period", "duty", "since", "mend", "at"):
        if 词 := getattr(值, 键, ""):
            yield str(词)
    for 键 in ("acts", "by"):
        yield from getattr(值, 键, ())


@pytest.mark.parametrize(("书", "程序"), 各程序)
def test_每个环节画一次_期限照规则(书: RuleBook, 程序: r.Procedure) -> None:
    画 = 图(书, 程序)
    assert sorted(框.act for 框 in 画.boxes) == sorted(set(程序.acts) - set(c.ANYTIME))
    for 框 in 画.boxes:
        环节 = 程序.acts[框.act]
        assert [限.name for 限 in 框.limits] == [义务.name for 义务 in 环节.opens]
        assert (框.stage, 框.roles, 框.ends) == (环节.stage, 环节.roles, 环节.status)
    assert {框.stage for 框 in 画.boxes} == set(画.stages)


@pytest.mark.parametrize(("书", "程序"), 各程序)
def test_每条线都出自一条规则(书: RuleBook, 程序: r.Procedure) -> None:
    for 线 in 图(书, 程序).edges:
        起, 止 = 程序.acts[线.source], 程序.acts[线.target]
        if 线.kind == c.BEFORE:
            assert any((先.act, 先.clause) == (线.source, 线.clause) for 先 in 止.after)
        elif 线.kind == c.CLOSES:
            assert {义务.name for 义务 in 起.opens} & {了结.duty for 了结 in 止.closes}
        elif 线.kind == c.RESUMES:
            assert any(停.until == 线.target for 停 in 起.pauses)
        elif 线.kind == c.ASKED:
            条件 = [条 for 环节 in 程序.acts.values() for 条 in 环节.guards if 条.clause == 线.clause]
            assert any(_说到(书, 程序, 条, 线) for 条 in 条件), 线
        elif 线.kind == c.STATE:
            assert 起.status in 止.statuses
        else:
            assert 线.kind == c.OPENS and 起.opens_case


def _说到(书: RuleBook, 程序: r.Procedure, 条: g.Guard, 线: c.Edge) -> bool:
    """Whether the guard names the source, a duty that it opens, or a situation that speaks of it."""
    起 = 程序.acts[线.source]
    词 = set(名字(条))
    if 线.source in 词 or {义务.name for 义务 in 起.opens} & 词:
        return True
    return any(起.id in _标识(书, 名) for 名 in 词 if 名 in 书.conditions.names())


def _标识(书: RuleBook, 名: str) -> str:
    情形 = 书.conditions.situation(名)
    return 情形.expression + " ".join(_标识(书, 内) for 内 in (*情形.any_of, *情形.all_of))


@pytest.mark.parametrize(("书", "程序"), 各程序)
def test_画出的线都往前_没有圈_没有一条是绕远已经说明的(书: RuleBook, 程序: r.Procedure) -> None:
    画 = 图(书, 程序)
    次序 = {框.act: 位 for 位, 框 in enumerate(画.boxes)}
    往前 = 画.forward()
    assert all(次序[线.source] < 次序[线.target] for 线 in 往前)
    assert all(次序[线.source] > 次序[线.target] for 线 in 画.edges if 线.back)
    assert set(往前) <= set(画.edges)
    有来处 = {线.target for 线 in 往前}
    没来处 = [框.act for 框 in 画.boxes if 框.act not in 有来处 and not 框.opens]
    assert 没来处 == []
    assert 画.box(next(框.act for 框 in 画.boxes if 框.opens)).main


def test_普通程序_主线直下_特殊环节在旁() -> None:
    画 = 图(国家, 国家.procedures["行政处罚·普通程序"])
    主 = {框.act for 框 in 画.boxes if 框.main}
    assert {"线索登记", "立案", "现场检查", "调查终结", "事先告知", "作出处罚决定", "送达处罚决定"} <= 主
    assert not {"不予立案", "申请回避", "决定回避", "恢复调查", "补充审核材料", "登记复议诉讼结果"} & 主
    对 = {(线.source, 线.target) for 线 in drawn(画)}
    assert ("线索登记", "立案") in 对 and ("作出处罚决定", "送达处罚决定") in 对
    assert ("线索登记", "作出处罚决定") not in 对


@pytest.mark.parametrize("程序", 一个, ids=lambda 程序: 程序.id)
def test_框不重叠_都在纸内_字不出框(程序: r.Procedure) -> None:
    画 = 图(国家, 程序)
    纸 = laid_out(画)
    框们 = list(纸.boxes.values())
    for 位, 甲 in enumerate(框们):
        assert 甲.x >= 0 and 甲.x + WIDTH <= 纸.width and 甲.bottom <= 纸.height
        assert all(long(行.text, 行.size) <= WIDTH for 行 in 甲.lines)
        for 乙 in 框们[位 + 1 :]:
            横 = 甲.x < 乙.x + WIDTH and 乙.x < 甲.x + WIDTH
            assert not (横 and 甲.y < 乙.bottom and 乙.y < 甲.bottom), (甲.box.act, 乙.box.act)


@pytest.mark.parametrize("程序", 一个, ids=lambda 程序: 程序.id)
def test_图是合格的_SVG_有标题和说明_没有脚本和行内样式(程序: r.Procedure) -> None:
    found = procedure_chart(国家, 程序)
    文 = svg(found.chart, found.title, found.note)
    根 = ElementTree.fromstring(文)
    名 = "{http://www.w3.org/2000/svg}"
    assert 根.get("role") == "img" and 根.find(f"{名}title") is not None and 根.find(f"{名}desc") is not None
    assert not [每 for 每 in 根.iter() if 每.tag in (f"{名}script", f"{名}style") or 每.get("style")]
    字 = "".join(每.text or "" for 每 in 根.iter(f"{名}text"))
    assert all(框.act[:6] in 字 for 框 in found.chart.boxes)


@pytest.mark.parametrize("程序", 一个, ids=lambda 程序: 程序.id)
def test_清单和图说的一样_每个环节一次_每个期限都有(程序: r.Procedure) -> None:
    画 = 图(国家, 程序)
    单 = listed(画)
    assert [环节.act for _, 一段 in 单 for 环节 in 一段] == [框.act for 框 in 画.boxes]
    文 = "\n".join(chart_words(画))
    assert all(限.name in 文 and str(限.clause) in 文 for 框 in 画.boxes for 限 in 框.limits)


def test_断行_标点不在行首() -> None:
    assert broken("甲乙丙，丁戊", SMALL, SMALL * 3) == ["甲乙", "丙，丁", "戊"]
    assert broken("", SMALL, 100) == [""]
