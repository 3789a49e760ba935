"""Random walks through the permit procedure: none reaches a decision without what the permit law asks.

What the law asks is written here a second time, from the articles: `未满足` looks at the acts that were
allowed and knows nothing of guards, situations or duties.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mingjing.law.book import Pack, RuleBook
from mingjing.law.duties import duties
from mingjing.law.judge import Proposal
from mingjing.law.record import Record
from tests.law.conftest import 人员, 公司, 时刻, 谁办
from tests.law.stepping import stepped
from tests.law.test_walk import 第几个工作日

决定 = ("作出准予许可决定", "作出不予许可决定", "登记视为准予延续")
材料 = ("实地核查", "登记所需程序结果", "陈述申辩", "举行听证")
届满 = date(2026, 4, 20)
核实, 检验, 公告, 他人, 彼此 = (
    "需要核实申请材料的实质内容",
    "需要检验、检测、检疫",
    "依法或者认为需要公告听证",
    "直接关系他人重大利益",
    "直接涉及申请人与他人之间重大利益关系",
)
常填: dict[str, dict[str, Any]] = {
    "登记许可申请": {"当事人": 公司, "事项": "食品经营许可", "申请材料": "申请书一份"},
    "告知补正材料": {"补正种类": ["申请书"], "补正内容": "申请书没有签名"},
    "提交补正材料": {"补正情况": "已签名"},
    "审查申请材料": {"审查情况": "材料齐全，符合形式"},
    "实地核查": {"检查地点": "青溪路", "检查情况": "相符", "出示执法证件": "是"},
    "告知利害关系人": {
        "利害关系人": "李某",
        "告知内容": "拟设立餐饮店",
        "告知陈述申辩权": "是",
        "告知听证权": "是",
        "告知对象": ["申请人", "利害关系人"],
    },
    "陈述申辩": {"陈述人": "利害关系人", "陈述申辩内容": "反对"},
    "复核陈述申辩": {"复核情况": "经核实不成立", "采纳情况": "不采纳"},
    "告知所需时间": {
        "不计期限事由": ["检验"],
        "所需时间": "5工作日",
        "检验人员": ["甲", "乙"],
        "技术标准": "某标准",
    },
    "登记所需程序结果": {"程序结果": "合格"},
    "提出审查意见": {
        "拟许可决定": "准予许可",
        "决定内容": "准予",
        "决定依据": "某条",
        "不予许可理由": "不符合法定的场所距离条件",
    },
    "公告听证": {"公告听证事由": "涉及公共利益的事项", "听证地点": "会议室"},
    "要求听证": {"陈述人": "利害关系人"},
    "撤回听证要求": {"放弃方式": "书面撤回"},
    "通知听证": {"听证地点": "会议室", "听证主持人": "丁"},
    "举行听证": {
        "公开举行": "是",
        "当事人到场": "当事人到场",
        "审查人员说明": "是",
        "听证笔录": "各方依次陈述、举证、质证，核对无误后签字或者盖章。",
        "笔录确认": "参加人确认无误后签字或者盖章",
    },
    "送法制审核": {"送审材料": ["拟处理意见", "证据材料"]},
    "出具法制审核意见": {"审核意见": "事实清楚，证据充分，程序合法，可以决定", "审核结论": "同意"},
    "作出准予许可决定": {"依据听证笔录": "是"},
    "作出不予许可决定": {"不予许可情形": "不符合法定条件、标准", "依据听证笔录": "是", "技术标准": "某标准"},
    "登记视为准予延续": {"决定内容": "延续五年", "许可有效期自": "2026-04-21"},
}
延续 = {"申请类别": "延续", "原许可证件编号": "1", "原许可有效期届满日期": str(届满)}
变化: dict[str, list[dict[str, Any]]] = {
    "登记许可申请": [{}, {}, 延续, {**延续, "原许可有效期届满日期": "2026-03-20"}],
    "受理许可申请": [
        {},
        {"办理标记": [彼此]},
        {"办理标记": [核实]},
        {"许可办理方式": "审查后报上级机关决定"},
    ],
    "告知补正材料": [{}, {"补正内容": "另缺平面图"}],
    "审查申请材料": [{}, {"办理标记": [他人]}, {"办理标记": [公告]}, {"办理标记": [检验]}],
    "告知利害关系人": [{}, {"告知听证权": None}, {"告知对象": ["利害关系人"]}],
    "提出审查意见": [{}, {"拟许可决定": "不予许可"}, {"重大情形": ["涉及重大公共利益"]}],
    "出具法制审核意见": [{}, {}, {"审核结论": "提出纠正意见"}],
    "作出准予许可决定": [{}, {}, {"决定内容": "准予两处"}, {"依据听证笔录": None}],
    "作出不予许可决定": [{}, {}, {"决定依据": "另一条"}],
    "告知所需时间": [{}, {"不计期限事由": ["听证"], "检验人员": None, "技术标准": None}],
}


@dataclass
class 许可案:
    book: RuleBook
    record: Record = field(default_factory=lambda: Record("c1", "qx", "行政许可"))
    不予: bool = False  # what the walk aims at

    def 试(self, 名: str, 日: date, 变: int = 0, 谁: tuple[str, ...] | None = None) -> list[Any]:
        """Does the act where the judge allows it; else gives what is lacking."""
        程序 = self.book.procedures["行政许可"]
        规则 = 程序.acts[名]
        填: dict[str, Any] = {**常填.get(名, {}), **变化.get(名, [{}])[变 % len(变化.get(名, [{}]))]}
        if 名 in ("公告听证", "通知听证"):
            填["听证时间"] = f"{日 + timedelta(days=14)} 08:00"
        if 名 == "出具法制审核意见":
            填["审核要点"] = {要点.name: "已查阅案卷材料" for 要点 in 程序.points}
        by = 谁 or 谁办[规则.roles[0]]
        by = by if len(规则.roles) and 规则.roles[0] == "执法人员" else by[:1]
        办 = Proposal(
            act=名,
            facts={项: 值 for 项, 值 in 填.items() if 值 is not None},
            by=by,
            at=时刻(str(日)),
            now=时刻("2030-01-01"),
            people=人员,
            region="青溪区",
        )
        self.record, 缺 = stepped(self.book, 程序, self.record, 办)
        return 缺


def 日期(值: Any) -> date:
    return date.fromisoformat(str(值)[:10])


def 未满足(acts: list[Any]) -> list[str]:
    """Articles that the last act, a decision, offends; `acts` in the order of doing."""
    末, 以前 = acts[-1], acts[:-1]
    错: list[str] = []

    def 位(名: str) -> list[int]:
        return [n for n, 每个 in enumerate(以前) if 每个.act == 名]

    def 待答(问: str, *答: str) -> int:
        待 = 0
        for 每个 in 以前:
            待 = 待 + 1 if 每个.act == 问 else max(待 - (每个.act in 答), 0)
        return 待

    申请 = 以前[0].facts if 以前 else {}
    标记 = {每项 for 每个 in 以前 for 每项 in 每个.facts.get("办理标记", ())}
    # 32 受理：五个工作日内，或者视为受理；告知以后等补正；再次告知不超出第一次
    受理 = [*位("受理许可申请"), *位("登记视为受理")]
    if len(受理) != 1:
        return ["32 没有受理"]
    收到 = [日期(每个.facts["收到申请材料日期"]) for 每个 in 以前 if "收到申请材料日期" in 每个.facts][-1]
    末日 = 第几个工作日(收到, 5)
    if (以前[受理[0]].at.date() > 末日) != bool(位("登记视为受理")):
        错.append("32 受理和视为受理不分")
    if 待答("告知补正材料", "提交补正材料"):
        错.append("32 没有补正")
    告知 = [以前[n].facts["补正内容"] for n in 位("告知补正材料")]
    if any(每个 not in 告知[0] for 每个 in 告知):
        错.append("32 没有一次告知")
    # 50 延续：届满以前决定；届满以后视为准予，三十个工作日前申请的才算
    期满 = 申请.get("原许可有效期届满日期")
    过期 = 期满 is not None and 末.at.date() > 日期(期满)
    if 末.act == "登记视为准予延续":
        if not 过期 or 申请["申请类别"] != "延续" or 第几个工作日(日期(申请["申请日期"]), 30) > 日期(期满):
            错.append("50 不能视为准予")
        return 错
    if 过期:
        错.append("50 届满以后决定")
    if any(每个.facts.get("许可办理方式") == "审查后报上级机关决定" for 每个 in 以前):
        错.append("35 应当报上级决定")
    # 34 审查、核查；55 检验；45 告知的程序有结果
    准予 = 末.act == "作出准予许可决定"
    if not 位("审查申请材料"):
        错.append("34 没有审查")
    if 准予 and 核实 in 标记 and not any(len(set(以前[n].by)) >= 2 for n in 位("实地核查")):
        错.append("34 没有两人核查")
    if 准予 and 检验 in 标记 and not 位("登记所需程序结果"):
        错.append("55 没有检验")
    if 待答("告知所需时间", "登记所需程序结果"):
        错.append("45 程序没有结果")
    # 36、47 利害关系人；46、48 听证
    if {他人, 彼此} & 标记 and not 位("告知利害关系人"):
        错.append("36 没有告知利害关系人")
    if 彼此 in 标记 and not any(以前[n].facts.get("告知听证权") for n in 位("告知利害关系人")):
        错.append("47 没有告知听证权利")
    for n in 位("告知利害关系人"):
        当时 = {每项 for 每个 in 以前[: n + 1] for 每项 in 每个.facts.get("办理标记", ())}
        if 彼此 in 当时 and 末.at.date() <= 第几个工作日(日期(以前[n].facts["告知送达日期"]), 5):
            错.append("47 要求听证的期限没有届满")
    if 待答("陈述申辩", "复核陈述申辩"):
        错.append("36 没有听取意见")
    if 待答("要求听证", "举行听证", "撤回听证要求") or 待答("公告听证", "举行听证"):
        错.append("47 没有听证")
    if 公告 in 标记 and not 位("公告听证"):
        错.append("46 没有公告听证")
    if 位("举行听证") and not 末.facts.get("依据听证笔录"):
        错.append("48 没有根据听证笔录")
    # 三项制度：重大的先审核；37、38 与审查意见一致
    意见 = 位("提出审查意见")
    重大 = 位("举行听证") or any(每个.facts.get("重大情形") for 每个 in 以前)
    动过 = max([*意见, *(n for 名 in 材料 for n in 位(名))], default=-1)
    审 = 位("出具法制审核意见")
    if 重大 and not (审 and 审[-1] > 动过 and 以前[审[-1]].facts["审核结论"] == "同意"):
        错.append("审 没有法制审核")
    稿: Mapping[str, Any] = 以前[意见[-1]].facts if 意见 else {}
    if 稿.get("拟许可决定") != ("准予许可" if 准予 else "不予许可"):
        错.append("38 与审查意见相反")
    if any(末.facts.get(项, 稿.get(项)) != 稿.get(项) for 项 in ("决定内容", "决定依据", "不予许可理由")):
        错.append("37 与审查意见不一致")
    if not 准予 and not 末.facts.get("不予许可理由"):
        错.append("38 没有说明理由")
    if sum(每个.act in 决定 for 每个 in acts) != 1:
        错.append("37 决定了两次")
    return 错


常走 = [
    *("登记许可申请", "告知补正材料", "提交补正材料", "受理许可申请", "审查申请材料", "实地核查"),
    *("告知利害关系人", "陈述申辩", "复核陈述申辩", "要求听证", "公告听证", "告知所需时间"),
    *("通知听证", "举行听证", "登记所需程序结果", "提出审查意见", "送法制审核", "出具法制审核意见"),
]
旁出 = ["登记视为受理", "撤回听证要求", "告知补正材料", "延长许可期限", "提出审查意见", "审查申请材料"]
可少 = set(常走) - {"登记许可申请", "受理许可申请"}
抢在听证期内 = [
    *(("登记许可申请", 0, 0), ("受理许可申请", 1, 0), ("审查申请材料", 0, 0), ("提出审查意见", 0, 0)),
    ("告知利害关系人", 0, 0),
]
一步 = st.tuples(st.integers(0, 9), st.sampled_from([0, 0, 0, 1, 2, 3]), st.integers(0, 9))


@st.composite
def 走法(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """The usual course with steps left out and put in: (act, variant, days that pass before it)."""
    步 = []
    for 名 in 常走:
        少, 变, 隔 = draw(一步)
        if 名 not in 可少 or 少 > 4:
            步.append((名, 变, 隔 if 隔 < 4 else 0))
    for _ in range(draw(st.integers(0, 4))):
        步.insert(draw(st.integers(1, len(步))), (draw(st.sampled_from(旁出)), draw(一步)[1], draw(一步)[2]))
    return 步


@pytest.mark.parametrize("方案", ["", "qingpu"])
def test_任何走法都不能缺了法律所要求的而作出许可决定(规则包: Pack, 方案: str) -> None:
    到过: Counter[str] = Counter()

    def 决(案: 许可案, 日: date) -> None:
        for 名 in 决定:
            for 变 in (2, 3, 0):
                if not 案.试(名, 日, 变):
                    到过[名] += 1
                    assert 未满足(list(案.record.acts)) == []

    def 补(案: 许可案, 名: str, 日: date, 深: int = 0) -> None:
        """Follows the hints of the lacks, as somebody would who wants the decision by any means."""
        变 = 1 if 名 == "提出审查意见" and 深 and 案.不予 else 0
        for 缺 in 案.试(名, 日, 变):
            if 缺.mend and 深 < 4 and 缺.mend not in 决定:
                补(案, 缺.mend, 日, 深 + 1)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(走法(), st.booleans(), st.integers(1, 4), st.booleans())
    @example(抢在听证期内, True, 1, False)
    @example(抢在听证期内, True, 1, True)
    def 走(步: list[tuple[str, int, int]], 抢先: bool, 隔日: int, 不予: bool) -> None:
        案, 日 = 许可案(规则包.book(方案), 不予=不予), date(2026, 3, 2)
        for 名, 变, 隔 in 步:
            日 += timedelta(days=隔)
            if 名 == "举行听证" and "听证时间" in 案.record.facts:
                日 = max(日, 日期(案.record.facts["听证时间"]))
            案.试(名, 日, 变)
            if 抢先:
                决(案, 日)
        for _ in range(9):
            补(案, 决定[不予], 日)
            案.试("出具法制审核意见", 日)
            决(案, 日)
            日 += timedelta(days=隔日 * 2)

    走()
    assert all(到过[名] >= 3 for 名 in 决定[:2]), f"走法到不了决定：{到过}"


def test_第二份核对看得出每一种违法(规则包: Pack) -> None:
    """The checker itself: taking one step out of a lawful course, or moving it, is found."""
    案 = 许可案(规则包.book())
    for 名, 日, 变 in (
        *(("登记许可申请", "2026-03-02", 0), ("受理许可申请", "2026-03-04", 1)),
        *(
            ("审查申请材料", "2026-03-05", 1),
            ("实地核查", "2026-03-05", 0),
            ("告知利害关系人", "2026-03-06", 0),
        ),
        *(("陈述申辩", "2026-03-09", 0), ("复核陈述申辩", "2026-03-09", 0), ("要求听证", "2026-03-10", 0)),
        *(("通知听证", "2026-03-10", 0), ("举行听证", "2026-03-24", 0), ("提出审查意见", "2026-03-25", 0)),
        *(("送法制审核", "2026-03-25", 0), ("出具法制审核意见", "2026-03-26", 0)),
        ("作出准予许可决定", "2026-03-27", 0),
    ):
        assert 案.试(名, 日期(日), 变) == []
    全 = list(案.record.acts)
    assert 未满足(全) == []
    for 名, 条 in (
        ("受理许可申请", "32"),
        ("审查申请材料", "34"),
        ("告知利害关系人", "36"),
        ("复核陈述申辩", "36"),
        ("举行听证", "47"),
        ("出具法制审核意见", "审"),
        ("提出审查意见", "38"),
    ):
        assert any(错.startswith(条) for 错 in 未满足([每个 for 每个 in 全 if 每个.act != 名])), 名
    早 = replace(全[-1], at=时刻("2026-03-13"))
    assert any(错.startswith("47") for 错 in 未满足([*全[:-1], 早]))
    没据 = replace(全[-1], facts={**全[-1].facts, "依据听证笔录": False})
    assert any(错.startswith("48") for 错 in 未满足([*全[:-1], 没据]))


def test_延续义务止于有效期届满之日_休息日不顺延(规则包: Pack) -> None:
    """`至`: 2026-05-31 is a Sunday and stays the last day; the deemed acceptance counts from the receipt."""
    案 = 许可案(规则包.book())
    变化["登记许可申请"].append({**延续, "原许可有效期届满日期": "2026-05-31"})
    try:
        assert 案.试("登记许可申请", date(2026, 3, 2), 4) == []
    finally:
        变化["登记许可申请"].pop()
    assert 案.试("登记视为受理", date(2026, 3, 10)) == []
    程序 = 案.book.procedures["行政许可"]
    义务 = {每个.name: 每个 for 每个 in duties(案.book, 程序, 案.record)}
    assert 义务["决定是否准予延续"].due == date(2026, 5, 31)
    assert 义务["作出许可决定"].start == date(2026, 3, 2)
    assert 义务["作出许可决定"].due == 第几个工作日(date(2026, 3, 2), 20)
