"""Random walks through the ordinary procedure: no walk reaches a penalty decision without what the law asks.

What the law asks is written here a second time, from the articles and not from the rule files: `未满足` looks
at the acts that were allowed and knows nothing of guards, situations or duties.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

年历 = [
    yaml.safe_load(每个.read_text("utf-8"))
    for 每个 in (Path(__file__).parents[2] / "rules/national/holidays").glob("2026.yaml")
]
放假, 上班 = ({日 for 每年 in 年历 for 日 in 每年[键]} for 键 in ("放假", "上班"))
取证 = ("现场检查", "询问", "抽样取证", "提取证据")
材料 = (*取证, "调查终结", "举行听证")


def 第几个工作日(起: date, 数: int) -> date:
    """行政处罚法 85: counted from the next day, without rest days."""
    日 = 起
    while 数:
        日 += timedelta(days=1)
        if 日 in 上班 or (日.weekday() < 5 and 日 not in 放假):
            数 -= 1
    return 日


def 元(值: Any) -> float:
    return float(值 or 0)


def 未满足(acts: list[Any], 方案: str) -> list[str]:
    """Articles that the last act, a penalty decision, offends; `acts` in the order of doing."""
    决定, 以前 = acts[-1], acts[:-1]
    错: list[str] = []

    def 位(名: str) -> list[int]:
        return [n for n, 每个 in enumerate(以前) if 每个.act == 名]

    def 末(名: str) -> Any:
        return 以前[位(名)[-1]] if 位(名) else None

    def 有未答(问: str, 答: tuple[str, ...]) -> bool:
        待 = 0
        for 每个 in 以前:
            待 = 待 + 1 if 每个.act == 问 else max(待 - (每个.act in 答), 0)
        return 待 > 0

    稿 = max(位("提出处理建议"), default=-1)
    # 54 立案、调查；42 两人以上
    if not 位("立案") or not 位("调查终结") or not any(位(名) for 名 in 取证):
        错.append("54 没有立案、调查或者调查终结")
    for 每个 in 以前:
        if 每个.act in (*取证, "调查终结", "先行登记保存") and len(set(每个.by)) < 2:
            错.append("42 不足两人")
    if len(set(末("立案").facts["承办人"]) if 位("立案") else ()) < 2:
        错.append("42 承办人不足两人")
    # 44、62 告知；64 五个工作日，或者告知以后放弃
    告知 = 末("事先告知")
    if 告知 is None:
        错.append("44 没有告知")
    else:
        if 告知.facts.get("告知陈述申辩权") is not True:
            错.append("44 没有告知陈述申辩权")
        for 项 in ("罚款", "没收违法所得", "没收非法财物价值"):
            if 元(决定.facts.get(项)) > 元(告知.facts.get(项)):
                错.append(f"44 {项}重于告知")
        if set(决定.facts["处罚种类"]) - set(告知.facts["处罚种类"]):
            错.append("44 种类重于告知")
        for n in 位("事先告知"):
            送达 = date.fromisoformat(以前[n].facts["告知送达日期"])
            放弃 = any(m > n for m in 位("放弃陈述申辩和听证"))
            if not 放弃 and 决定.at.date() <= 第几个工作日(送达, 5):
                错.append("62 陈述申辩期没有届满，也没有放弃")
    # 45 复核；不得因申辩加重
    if 有未答("陈述申辩", ("复核陈述申辩",)):
        错.append("45 没有复核")
    if 告知 and 位("陈述申辩") and 元(决定.facts.get("罚款")) > 元(以前[位("事先告知")[0]].facts.get("罚款")):
        错.append("45 因申辩加重")
    # 63、64 听证
    if 有未答("要求听证", ("举行听证", "撤回听证要求")):
        错.append("63 没有听证")
    # 58 法制审核：对现在的稿和材料
    标明 = {每项 for 每个 in 以前 for 每项 in 每个.facts.get("重大情形", ())}
    重大 = bool(位("举行听证") or 标明)
    if 方案 == "xinglongtai":
        重大 = True
    if 方案 == "qingpu":
        重大 = 重大 or 元(决定.facts.get("罚款")) >= 50000 or 决定.facts.get("从宽情形") == "减轻处罚"
        重大 = 重大 or bool({"吊销许可证件", "责令停产停业"} & set(决定.facts["处罚种类"]))
    动过 = max([稿, *(n for 名 in 材料 for n in 位(名))])
    意见 = 位("出具法制审核意见")
    if 重大 and not (意见 and 意见[-1] > 动过 and 以前[意见[-1]].facts["审核结论"] == "同意"):
        错.append("58 未经法制审核或者审核未通过")
    # 57 集体讨论
    讨论 = 末("集体讨论")
    if "情节复杂或者重大违法行为" in 标明:
        成 = 讨论 is not None and 位("集体讨论")[-1] > 动过 and 讨论.facts["讨论结论"] == "同意拟处理意见"
        if not 成 or len(set(讨论.facts["参加人员"])) < 2 or not 讨论.facts["讨论记录"].strip():
            错.append("57 没有集体讨论")
    # 27 移送
    批准 = sum(每个.facts["移送决定"] == "批准移送" for 每个 in 以前 if 每个.act == "决定是否移送")
    if len(位("报告涉嫌犯罪")) > len(位("决定是否移送")) or 批准 > len(位("移送公安机关")):
        错.append("27 涉嫌犯罪没有移送")
    # 56 先行登记保存：批准、处理
    if len(位("先行登记保存")) > len(位("批准先行登记保存")) or 有未答("先行登记保存", ("处理先行登记保存",)):
        错.append("56 先行登记保存没有批准或者没有处理")
    # 办案、审核、决定分离；回避
    身份: dict[str, set[str]] = {}
    for 每个 in acts:
        for 人 in 每个.by:
            身份.setdefault(人, set()).add(每个.capacity)
    for 人 in 末("立案").facts["承办人"] if 位("立案") else ():
        身份.setdefault(人, set()).add("执法人员")
    if any(len(每个 & {"执法人员", "法制审核人员", "机关负责人"}) > 1 for 每个 in 身份.values()):
        错.append("58 办案、审核、决定是同一人")
    for n in 位("决定回避"):
        if 以前[n].facts["回避决定"] == "决定回避" and any(
            以前[n].facts["回避人员"] in 每个.by for 每个 in acts[n + 1 :]
        ):
            错.append("43 回避的人又办案")
    # 30 不满十四周岁：看行为之时，不知道的看发现之日
    当事人 = acts[0].facts["当事人"]
    if "出生日期" in 当事人:
        行为日 = date.fromisoformat(acts[0].facts.get("违法行为终了日期", str(acts[0].at.date())))
        生日 = date.fromisoformat(当事人["出生日期"])
        if 行为日 < 生日.replace(year=生日.year + 14):
            错.append("30 不满十四周岁")
    # 44、57 内容与稿一致
    if 稿 < 0 or any(元(决定.facts.get(项)) != 元(以前[稿].facts.get(项)) for 项 in ("罚款", "没收违法所得")):
        错.append("57 决定与稿不一致")
    if sum(每个.act in ("作出处罚决定", "作出不予处罚决定", "撤销案件") for 每个 in acts) != 1:
        错.append("57 决定了两次")
    return 错


常走 = [
    "线索登记",
    "立案",
    "现场检查",
    "询问",
    "调查终结",
    "提出处理建议",
    "送法制审核",
    "出具法制审核意见",
    "事先告知",
    "陈述申辩",
    "复核陈述申辩",
    "要求听证",
    "通知听证",
    "举行听证",
    "送法制审核",
    "出具法制审核意见",
    "集体讨论",
    "放弃陈述申辩和听证",
    "作出处罚决定",
]
旁出 = [
    *(
        "提取证据",
        "批准先行登记保存",
        "先行登记保存",
        "处理先行登记保存",
        "责令改正",
        "退回补充材料",
        "补充审核材料",
    ),
    *("撤回听证要求", "报告涉嫌犯罪", "决定是否移送", "移送公安机关", "公安机关退回", "中止调查", "恢复调查"),
    *("申请回避", "决定回避", "撤销案件", "作出不予处罚决定", "延长办案期限"),
]
少年 = {"名称": "李某", "类别": "自然人", "出生日期": "2012-03-10", "校验": "否"}
变化: dict[str, list[dict[str, Any]]] = {
    "线索登记": [{}, {"当事人": 少年}, {}, {"当事人": 少年, "违法行为终了日期": "2026-03-01"}],
    "立案": [{}, {"承办人": ["甲", "甲"]}, {"承办人": ["甲", "壬"]}],
    "提出处理建议": [
        {"罚款": "6000"},
        {"罚款": "49999.99"},
        {"罚款": "50000"},
        {"罚款": "200000"},
        {"重大情形": ["情节复杂或者重大违法行为"]},
        {"重大情形": ["涉及重大公共利益"]},
        {"从宽情形": "减轻处罚"},
        {"处罚种类": ["罚款", "吊销许可证件"]},
        {"处罚种类": ["警告"], "罚款": None},
    ],
    "事先告知": [
        {},
        {},
        {"罚款": "10"},
        {"告知送达日期": "2020-01-01"},
        {"告知陈述申辩权": "否"},
        {"告知听证权": None},
    ],
    "出具法制审核意见": [{}, {}, {"审核结论": "提出纠正意见"}, {"审核意见": "同意"}],
    "集体讨论": [{}, {}, {"参加人员": ["戊", "戊"]}, {"讨论记录": "　"}, {"讨论结论": "改变拟处理意见"}],
    "决定是否移送": [{}, {"移送决定": "不批准移送"}],
    "决定回避": [{}, {"回避决定": "驳回申请"}, {"回避人员": "戊"}],
    "作出处罚决定": [{}, {}, {"罚款": "1"}, {"罚款": "999999"}],
    "通知听证": [{"听证时间": "近"}, {"听证时间": "远"}, {"听证主持人": "甲"}],
}
换人: list[tuple[str, ...] | None] = [*[None] * 40, ("甲",), ("甲", "甲"), ("壬",), ("甲", "壬"), ("己",)]
变号 = st.sampled_from([*[0] * 12, *range(1, 10)])
一步 = st.tuples(st.sampled_from([*常走, *旁出]), 变号, st.sampled_from(换人), st.integers(0, 9))


# Sequences that try to get round one article each.
成串 = [
    [("报告涉嫌犯罪", 0)],
    [("报告涉嫌犯罪", 0), ("决定是否移送", 0)],
    [("报告涉嫌犯罪", 0), ("决定是否移送", 0), ("报告涉嫌犯罪", 0), ("决定是否移送", 1)],
    [
        ("事先告知", 0),
        ("陈述申辩", 0),
        ("复核陈述申辩", 0),
        ("提出处理建议", 3),
        ("事先告知", 0),
        ("放弃陈述申辩和听证", 0),
    ],
    [("事先告知", 0), ("放弃陈述申辩和听证", 0), ("提出处理建议", 1)],
    [("提出处理建议", 2), ("事先告知", 0), ("要求听证", 0), ("事先告知", 0), ("放弃陈述申辩和听证", 0)],
    [
        ("提出处理建议", 3),
        ("事先告知", 0),
        ("要求听证", 0),
        ("撤回听证要求", 0),
        ("事先告知", 0),
        ("要求听证", 0),
        ("放弃陈述申辩和听证", 0),
    ],
    [
        ("提出处理建议", 4),
        ("送法制审核", 0),
        ("出具法制审核意见", 0),
        ("事先告知", 0),
        ("放弃陈述申辩和听证", 0),
    ],
    [("批准先行登记保存", 0), ("先行登记保存", 0)],
]


@st.composite
def 走法(draw: st.DrawFn) -> list[tuple[str, int, tuple[str, ...] | None, int]]:
    """The usual course with steps left out and put in; each with variant, people and days."""
    可少 = (
        "陈述申辩",
        "复核陈述申辩",
        "要求听证",
        "通知听证",
        "举行听证",
        "集体讨论",
        "送法制审核",
        "放弃陈述申辩和听证",
    )
    步 = [
        (
            名,
            draw(st.integers(0, 9) if 名 == "提出处理建议" else 变号),
            draw(st.sampled_from(换人)),
            draw(st.integers(0, 9)),
        )
        for 名 in 常走
        if draw(st.integers(0, 9)) > (4 if 名 in 可少 else 0)
    ]
    for _ in range(draw(st.integers(0, 6))):
        步.insert(draw(st.integers(0, len(步))), draw(一步))
    for 串 in draw(st.lists(st.sampled_from(成串), max_size=3)):
        在 = draw(st.integers(4, max(4, len(步))))
        步[在:在] = [(名, 变, None, 0) for 名, 变 in 串]
    return [*步, ("作出处罚决定", 0, None, draw(st.integers(0, 9)))]


@pytest.mark.parametrize("方案", ["", "qingpu", "xinglongtai"])
def test_任何走法都不能缺了法律所要求的而作出处罚决定(新案: Callable[..., Any], 方案: str) -> None:
    到过: Counter[str] = Counter()

    def 试(案件: Any, 名: str, 变: int, 谁: tuple[str, ...] | None, 日: date) -> bool:
        填 = dict(变化[名][变 % len(变化[名])]) if 名 in 变化 else {}
        if 名 == "通知听证" and "听证时间" in 填:
            填["听证时间"] = f"{日 + timedelta(days=1 if 填['听证时间'] == '近' else 14)} 09:00"
        if 案件.判(名, str(日), 谁=谁, 填=填).lacks:
            return False
        案件.办(名, str(日), 谁=谁, 填=填)
        if 名 == "作出处罚决定":
            到过[方案] += 1
            assert 未满足(list(案件.record.acts), 方案) == []
        return True

    def 照缺项补(案件: Any, 日: date, 名: str, 深: int = 0) -> None:
        """Follows the hints of the lacks, as somebody would who wants the decision by any means."""
        for 缺 in 案件.缺(名, str(日)):
            if 缺.mend and 深 < 4 and not 试(案件, 缺.mend, 1 if 缺.mend == "通知听证" else 0, None, 日):
                照缺项补(案件, 日, 缺.mend, 深 + 1)

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(走法(), st.integers(0, 4), st.booleans())
    def 走(步: list[tuple[str, int, tuple[str, ...] | None, int]], 隔日: int, 抢先: bool) -> None:
        案件, 日 = 新案(方案), date(2026, 3, 2)
        for 名, 变, 谁, 隔 in 步:
            日 += timedelta(days=隔 if 隔 < 6 else 0)
            if 名 == "举行听证":
                日 = max(日, date.fromisoformat(案件.record.facts.get("听证时间", str(日))[:10]))
            试(案件, 名, 变, 谁, 日)
            if 抢先:  # 每一步以后都想决定
                试(案件, "作出处罚决定", 2, None, 日)  # 与稿不一致的
                试(案件, "作出处罚决定", 0, None, 日)
        for _ in range(8):
            if 试(案件, "作出处罚决定", 0, None, 日):
                break
            照缺项补(案件, 日, "作出处罚决定")
            日 += timedelta(days=隔日)

    走()
    assert 到过[方案] >= 30, "走法到不了决定，什么也没有验到"


def test_第二份核对看得出每一种违法(到建议: Callable[..., Any]) -> None:
    """The checker itself: taking one step out of a lawful course, or spoiling it, is found."""
    案件 = 到建议("xinglongtai", 罚款="200000", 重大情形=["情节复杂或者重大违法行为"]).走(
        ("批准先行登记保存", "2026-03-20"),
        ("先行登记保存", "2026-03-20"),
        ("处理先行登记保存", "2026-03-20"),
        ("事先告知", "2026-03-23"),
        ("陈述申辩", "2026-03-24"),
        ("复核陈述申辩", "2026-03-25"),
        ("要求听证", "2026-03-26"),
        ("通知听证", "2026-03-26", {"听证时间": "2026-04-20 09:00"}),
        ("举行听证", "2026-04-20 10:00"),
        ("送法制审核", "2026-04-21"),
        ("出具法制审核意见", "2026-04-22"),
        ("集体讨论", "2026-04-23"),
        ("作出处罚决定", "2026-04-24"),
    )
    全 = list(案件.record.acts)
    assert 未满足(全, "xinglongtai") == []

    def 去(名: str) -> list[str]:
        return 未满足([每个 for 每个 in 全 if 每个.act != 名], "xinglongtai")

    for 名, 条 in (
        ("调查终结", "54"),
        ("事先告知", "44"),
        ("复核陈述申辩", "45"),
        ("举行听证", "63"),
        ("出具法制审核意见", "58"),
        ("集体讨论", "57"),
        ("批准先行登记保存", "56"),
        ("处理先行登记保存", "56"),
        ("提出处理建议", "57"),
    ):
        assert any(错.startswith(条) for 错 in 去(名)), 名
    assert any(
        错.startswith("58") for 错 in 未满足([*全[:-1], 全[2], 全[-1]], "xinglongtai")
    )  # 审核以后又检查
    assert any(
        错.startswith("62") for 错 in 未满足([*[每个 for 每个 in 全[:-1]], _提前(全[-1])], "xinglongtai")
    )


def _提前(决定: Any) -> Any:
    from dataclasses import replace

    return replace(决定, at=决定.at.replace(month=3, day=30))
