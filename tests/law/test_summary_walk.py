"""Random walks through summary penalty and inspection: no order of acts gets round what the law asks.

What the law asks is written here a second time, from the articles: the checkers look at the acts that were
allowed and know nothing of guards, situations or duties.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.law.book import Pack, RuleBook
from mingjing.law.fact import SHANGHAI
from mingjing.law.judge import Proposal
from mingjing.law.record import Record
from tests.law.conftest import 人员, 公司, 谁办
from tests.law.stepping import stepped

简易, 检查 = "行政处罚·简易程序", "行政检查"
成人 = {"名称": "周小明", "类别": "自然人", "出生日期": "1990-05-01", "校验": "否"}
少年 = {"名称": "李某", "类别": "自然人", "出生日期": "2012-03-05", "校验": "否"}
商户 = {"名称": "小周水果店", "类别": "个体工商户", "校验": "否"}
现场 = {
    **dict.fromkeys(("出示执法证件", "告知事由和依据", "告知权利", "听取陈述申辩", "告知复议前置"), "是"),
    **dict.fromkeys(("告知陈述申辩权", "专用票据"), "是"),
    "检查地点": "青溪路 1 号",
    "检查情况": "货架摆在人行道上",
    "当事人签名": "当事人签名",
    "音像记录": "已全程录音录像",
    "证据种类": ["视听资料"],
    "证据目录": "照片",
    "案由": "占道经营",
    "违法事实": "占道经营",
    "违反条款": "市容条例第二十条",
    "处罚依据": "市容条例第五十条",
    "处罚种类": ["罚款"],
    "罚款": "50",
    "裁量理由": "首次",
    "陈述申辩内容": "不服",
    "复核情况": "理由不成立",
    "采纳情况": "不采纳",
    "签收情况": "当事人签收",
    "收缴情形": "依法给予一百元以下罚款",
    "票据号码": "P-1",
    "备案材料": ["当场行政处罚决定书"],
    "接收人": "财务科",
    "银行回单号": "B-1",
    "结案情形": "处罚执行完毕",
    "转普通程序情形": "没有当场作出决定",
    "转普通程序说明": "改由普通程序办理",
    "事项": "食品检查",
    "检查方式": "日常检查",
    "检查事由": "日常监管",
    "检查依据": "食品安全法第一百一十条",
    "检查内容": "标签",
    "检查人员": ["甲", "乙"],
    "通知情形": "事先书面通知",
    "抽样物品": "糕点两袋",
    "检验结论": "合格",
    "检验说明": "报告一份",
    "检查结果": "责令改正",
    "检查结论说明": "部分食品标签不全",
    "责令改正内容": "补齐标签",
    "责令改正依据": "食品安全法",
    "复查情况": "已经补齐",
    "复查结果": "已经改正",
    "移送机关": "农业农村局",
    "移送原因": "不属本机关管辖",
    "反馈方式": "邮寄",
}
另案 = {"案件": "c9", "编号": "案〔2026〕9号", "程序": "行政处罚·普通程序", "记录": [[2, "立案", "0"]]}


@dataclass
class 行走:
    book: RuleBook
    name: str
    record: Record = field(init=False)

    def __post_init__(self) -> None:
        self.record = Record("c1", "qx-scjg", self.name)

    def 试(self, 环节: str, 日: date, 改: Mapping[str, Any], 谁: tuple[str, ...] | None) -> bool:
        """Does the act if the judge allows it; None in 改 leaves a fact out."""
        程序 = self.book.procedures[self.name]
        规则 = 程序.acts[环节]
        有 = {"当事人": 成人 if self.name == 简易 else 公司, "改正期限": str(日), "转入案件": 另案}
        值 = {名: 每个 for 名, 每个 in {**现场, **有, **改}.items() if 名 in 规则.fields and 每个 is not None}
        if 程序.draft and 规则.binds_draft:  # 默认取决定稿
            值 = {名: 每个 for 名, 每个 in 值.items() if 名 not in 程序.draft.facts or 名 in 改}
        谁 = 谁 or (谁办[规则.roles[0]] if 规则.roles[0] == "执法人员" else 谁办[规则.roles[0]][:1])
        时 = datetime(日.year, 日.month, 日.day, 10, 0, tzinfo=SHANGHAI)
        办 = Proposal(act=环节, facts=值, by=谁, at=时, now=时, people=人员, region="青溪区")
        self.record, 缺 = stepped(self.book, 程序, self.record, 办)
        return not 缺


def 不足两人(做过: Any) -> bool:
    return len(set(做过.by)) < 2 or any(人员[每人].certificate is None for 每人 in 做过.by)


def 简易违法(acts: list[Any]) -> list[str]:
    """Articles of 行政处罚法 that the last act offends."""
    末, 以前, 错 = acts[-1], acts[:-1], []
    次 = Counter(每个.act for 每个 in 以前)
    两人 = ("当场查证", "当场告知", "作出当场处罚决定", "交付当场处罚决定", "当场收缴罚款")
    if 末.act in 两人 and 不足两人(末):
        错.append("42 不足两名持证人员")
    if 末.act == "作出当场处罚决定":
        类 = 以前[0].facts["当事人"]["类别"] if 以前 else ""
        款 = float(末.facts.get("罚款") or 0)
        if 款 > {"法人": 3000, "其他组织": 3000}.get(类, 200) or set(末.facts["处罚种类"]) - {"警告", "罚款"}:
            错.append("51 超过简易程序的限度")
        if not 次["当场查证"] or 以前[0].facts.get("出示执法证件") is not True:
            错.append("51、52 没有查证或者没有出示证件")
        告 = [每个 for 每个 in 以前 if 每个.act == "当场告知"]
        if not 告 or 末.facts.get("听取陈述申辩") is not True:
            错.append("44、62 没有告知或者没有听取")
        elif 款 != float(告[-1].facts.get("罚款") or 0) or 末.facts["处罚种类"] != 告[-1].facts["处罚种类"]:
            错.append("44 与告知的不一致")
        elif 次["陈述申辩"] and 款 > float(告[0].facts.get("罚款") or 0):
            错.append("45 因申辩加重")
        if 次["陈述申辩"] > 次["复核陈述申辩"]:
            错.append("45 没有复核")
        if 类 == "自然人":
            生 = date.fromisoformat(以前[0].facts["当事人"]["出生日期"])
            满 = 以前[0].at.date()
            if 满 < 生.replace(year=生.year + 14):
                错.append("30 不满十四周岁")
            elif 满 < 生.replace(year=生.year + 18) and 末.facts.get("从宽情形") not in (
                "从轻处罚",
                "减轻处罚",
            ):
                错.append("30 未成年没有从宽")
        if 末.facts.get("告知复议前置") is not True:
            错.append("复议法 23 没有告知先复议")
        if 次["转为普通程序"] or 次["作出当场处罚决定"]:
            错.append("54 已经转普通程序，或者决定两次")
    if 末.act == "交付当场处罚决定":
        决 = [每个 for 每个 in 以前 if 每个.act == "作出当场处罚决定"]
        if not 决 or 决[-1].at.date() != date.fromisoformat(末.facts["送达日期"]):
            错.append("52 没有当场交付")
    if 末.act == "当场收缴罚款":
        款 = next(
            (float(每个.facts.get("罚款") or 0) for 每个 in 以前 if 每个.act == "作出当场处罚决定"), 0.0
        )
        难 = bool(末.facts.get("收缴理由"))
        if not 款 or (款 > 100 and not 难) or 末.facts.get("专用票据") is not True:
            错.append("68、70 不得当场收缴，或者没有专用票据")
    if 末.act == "结案" and (
        not 次["报送备案"] or 次["当场收缴罚款"] > 次["向机关交款"] or 次["向机关交款"] > 次["缴付指定银行"]
    ):
        错.append("52、71 没有备案、交款或者缴付银行")
    return 错


def 检查违法(acts: list[Any]) -> list[str]:
    """What the last act of an inspection offends."""
    末, 以前, 错 = acts[-1], acts[:-1], []
    次 = Counter(每个.act for 每个 in 以前)
    末次 = {每个.act: 每个 for 每个 in 以前}
    if 末.act in ("现场检查", "复查", "检查结论", "抽样取证") and 不足两人(末):
        错.append("42 不足两名持证人员")
    if 末.act == "现场检查":
        if not 次["批准检查"] or not 次["通知检查"] or 次["取消检查"] or 次["不批准检查"]:
            错.append("没有批准或者没有通知")
        if any(末.facts.get(项) is not True for 项 in ("出示执法证件", "告知事由和依据", "告知权利")):
            错.append("55 没有出示证件或者没有告知")
        if not 末.facts.get("当事人签名"):
            错.append("55 笔录没有签名")
    if 末.act == "检查结论" and (not 次["现场检查"] or 次["抽样取证"] > 次["登记检验结果"]):
        错.append("55 没有检查，或者检验没有结果")
    if 末.act == "责令改正" and 末次["检查结论"].facts["检查结果"] != "责令改正":
        错.append("没有这样的结论")
    if 末.act == "结束检查":
        结果 = 末次["检查结论"].facts["检查结果"] if 次["检查结论"] else ""
        if not 结果 or not 次["反馈检查结果"]:
            错.append("没有结论或者没有反馈")
        if 结果 == "责令改正" and (not 次["责令改正"] or 次["复查"] < 次["责令改正"]):
            错.append("没有责令改正或者没有复查")
        立 = max((每个.version for 每个 in 以前 if 每个.act == "登记立案"), default=0)
        败 = "复查" in 末次 and 末次["复查"].facts["复查结果"] == "没有改正"
        if (结果 == "立案调查" and not 立) or (败 and 立 < 末次["复查"].version):
            错.append("54 应当立案没有立案")
        if 结果 == "移送其他机关" and not 次["移送其他机关"]:
            错.append("22 没有移送")
    return 错


常走 = {
    简易: "当场查证 当场告知 陈述申辩 复核陈述申辩 当场告知 作出当场处罚决定 交付当场处罚决定 "
    "当场收缴罚款 向机关交款 缴付指定银行 报送备案 结案",
    检查: "提出检查 批准检查 通知检查 现场检查 抽样取证 登记检验结果 检查结论 责令改正 复查 登记立案 "
    "移送其他机关 反馈检查结果 结束检查",
}
旁出 = {简易: "转为普通程序 陈述申辩", 检查: "不批准检查 取消检查 抽样取证 责令改正 复查"}
变化: dict[str, list[dict[str, Any]]] = {
    "当场查证": [{}, {}, {"当事人": 商户}, {"当事人": 公司}, {"当事人": 少年}, {"出示执法证件": None}],
    "当场告知": [
        {},
        {"罚款": "100"},
        {"罚款": "200"},
        {"罚款": "200.01"},
        {"罚款": "3000"},
        {"罚款": "3000.01"},
        {"处罚种类": ["警告"], "罚款": None},
        {"处罚种类": ["罚款", "没收非法财物"]},
        {"告知陈述申辩权": "否"},
        {"从宽情形": "从轻处罚"},
    ],
    "作出当场处罚决定": [{}, {}, {}, {"罚款": "20"}, {"听取陈述申辩": None}, {"告知复议前置": "否"}],
    "交付当场处罚决定": [{}, {}, {"送达日期": "2026-01-05"}],
    "当场收缴罚款": [
        {},
        {"收缴情形": "不当场收缴事后难以执行", "收缴理由": "当事人没有固定住所"},
        {"收缴情形": "不当场收缴事后难以执行"},
        {"专用票据": None},
    ],
    "现场检查": [{}, {}, {"出示执法证件": "否"}, {"告知权利": None}, {"当事人签名": None}],
    "检查结论": [{"检查结果": 每个} for 每个 in ("未发现问题", "责令改正", "立案调查", "移送其他机关")],
    "复查": [{}, {"复查结果": "没有改正"}],
}
换人: list[tuple[str, ...] | None] = [*[None] * 12, ("甲",), ("甲", "甲"), ("甲", "丁")]
违法 = {简易: 简易违法, 检查: 检查违法}
终 = {简易: ("作出当场处罚决定", "结案"), 检查: ("检查结论", "结束检查")}
组 = st.tuples(st.integers(0, 11), st.sampled_from(换人), st.sampled_from([0, 0, 0, 0, 1]))


@st.composite
def 走法(draw: st.DrawFn, name: str) -> list[tuple[str, int, tuple[str, ...] | None, int]]:
    """The usual course with steps left out, doubled and put in; each with variant, people and days."""
    步 = [(名, *draw(组)) for 名 in 常走[name].split() if draw(st.integers(0, 9))]
    for _ in range(draw(st.integers(0, 6))):
        名 = draw(st.sampled_from([*常走[name].split(), *旁出[name].split()]))
        步.insert(draw(st.integers(0, len(步))), (名, *draw(组)))
    return 步


@pytest.mark.parametrize("方案", ["", "qingpu", "xinglongtai"])
@pytest.mark.parametrize("程序", [简易, 检查])
def test_任何走法都不能缺了法律所要求的(规则包: Pack, 程序: str, 方案: str) -> None:
    到过: Counter[str] = Counter()

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(走法(程序))
    def 走(步: list[tuple[str, int, tuple[str, ...] | None, int]]) -> None:
        行, 日 = 行走(规则包.book(方案), 程序), date(2026, 3, 4)
        for 名, 变, 谁, 隔 in [*步, *((名, 0, None, 0) for 名 in 常走[程序].split())]:
            日 += timedelta(days=隔)
            种 = 变化.get(名, [{}])
            if 行.试(名, 日, 种[变 % len(种)], 谁):
                到过[名] += 1
                assert 违法[程序](list(行.record.acts)) == [], 名

    走()
    assert all(到过[名] >= 20 for 名 in 终[程序]), f"走法到不了终点，什么也没有验到：{到过}"


@pytest.mark.parametrize(
    ("程序", "少", "条"),
    [
        (简易, "当场告知", "44"),
        (简易, "复核陈述申辩", "45"),
        (检查, "批准检查", "没有批准"),
        (检查, "通知检查", "没有批准或者没有通知"),
    ],
)
def test_第二份核对看得出缺了一步(规则包: Pack, 程序: str, 少: str, 条: str) -> None:
    行 = 行走(规则包.book("qingpu"), 程序)
    for 名 in 常走[程序].split():
        行.试(名, date(2026, 3, 4), {}, None)
    末 = {简易: "作出当场处罚决定", 检查: "现场检查"}[程序]
    到 = [每个.act for 每个 in 行.record.acts].index(末) + 1
    全 = list(行.record.acts[:到])
    assert 违法[程序](全) == []
    assert any(错.startswith(条) for 错 in 违法[程序]([每个 for 每个 in 全 if 每个.act != 少]))
