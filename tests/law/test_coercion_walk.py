"""Random walks through coercive measures and coercive execution: no order of acts gets round the law.

What the law asks is written here a second time, from the articles of 行政强制法: the checkers look at the
acts that were allowed and know nothing of guards, situations or duties.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.law.book import Pack
from mingjing.law.fact import SHANGHAI
from mingjing.law.judge import Proposal
from mingjing.law.record import Record
from tests.law.coercion_answers import 强制执行常填, 强制措施常填
from tests.law.conftest import 人员, 谁办
from tests.law.stepping import stepped
from tests.law.test_walk import 上班, 放假, 第几个工作日


@dataclass
class 强制案件:
    """A case of one of the two procedures under the national rules; `试` performs what the judge allows."""

    book: Any
    名: str
    常填: Mapping[str, Mapping[str, Any]]
    record: Record = field(init=False)

    def __post_init__(self) -> None:
        self.record = Record("c1", "qx", self.名)

    def 试(self, 环节: str, 时: datetime, 填: Mapping[str, Any], 谁: tuple[str, ...] | None = None) -> bool:
        程序 = self.book.procedures[self.名]
        规则 = 程序.acts[环节]
        值 = {键: 值 for 键, 值 in {**self.常填[环节], **填}.items() if 值 is not None and 键 in 规则.fields}
        谁 = 谁 or 谁办[规则.roles[0]]
        办 = Proposal(
            act=环节, facts=值, by=谁, at=时, now=datetime(2040, 1, 1, tzinfo=SHANGHAI), people=人员
        )
        self.record, 缺 = stepped(self.book, 程序, self.record, 办)
        return not 缺


def 休息日后(日: date) -> date:
    while not (日 in 上班 or (日.weekday() < 5 and 日 not in 放假)):
        日 += timedelta(days=1)
    return 日


def 措施违法(acts: list[Any]) -> list[str]:
    """Articles that the last act of a measure offends."""
    末, 以前 = acts[-1], acts[:-1]
    有 = {每个.act: 每个 for 每个 in 以前}
    错: list[str] = []
    if 末.act == "实施强制措施":
        紧急 = 末.facts.get("情况紧急") is True
        if "批准强制措施" not in 有 and not 紧急:
            错.append("18 没有批准，也不紧急")
        if len(set(末.by)) < 2 or any(人员[每人].certificate is None for 每人 in 末.by):
            错.append("18 不足两名持证人员")
        if "批准强制措施" in 有 and set(有["批准强制措施"].by) & set(末.by):
            错.append("18 自己批准自己实施")
        种类 = 有["登记强制措施"].facts["强制措施种类"]
        if "限制公民人身自由" in 种类:
            错.append("20 限制人身自由")
        冻结 = "冻结存款、汇款" in 种类
        要 = ("出示执法证件", "未被重复查封冻结") if 冻结 else ("告知强制救济途径", "当场交付决定书和清单")
        if any(末.facts.get(项) is not True for 项 in 要):
            错.append("24 没有告知、交付或者核对")
        if 冻结 and float(末.facts["冻结数额"]) > float(末.facts["涉案金额"]):
            错.append("29 冻结超过涉案金额")
        if 末.facts.get("音像记录") not in ("已全程录音录像", "高风险场所依法不录"):
            错.append("没有全程音像记录")
    if 末.act in ("作出强制措施处理决定", "延长强制措施期限"):
        实施 = 有["实施强制措施"].at.date()
        止 = 实施 + timedelta(days=30)
        if "延长强制措施期限" in 有:
            止 += timedelta(days=int(有["延长强制措施期限"].facts["延长期限"].removesuffix("日")))
            if 末.act == "延长强制措施期限":
                错.append("25 延长两次")
        告知, 结果 = 有.get("告知检测鉴定期间"), 有.get("登记检测鉴定结果")
        if 告知 and 结果:
            if 结果.at.date() > date.fromisoformat(告知.facts["检测鉴定截止日期"]):
                错.append("25 检测超过告知的期间")
            止 += timedelta(days=(结果.at.date() - 告知.at.date()).days)
        if not (告知 and not 结果) and 末.at.date() > 休息日后(止):
            错.append("25、27 期限届满")
        if 末.facts.get("延长期限") and int(末.facts["延长期限"].removesuffix("日")) > 30:
            错.append("25 延长超过三十日")
        if "补办批准手续" in 有 and 有["补办批准手续"].facts["补办结论"] == "不应当采取":
            错.append("19 负责人认为不应当采取")
    return 错


def 执行违法(acts: list[Any]) -> list[str]:
    """Articles that the last act of an execution offends."""
    末, 以前 = acts[-1], acts[:-1]
    日, 错 = 末.at.date(), []
    位: dict[str, int] = {每个.act: n for n, 每个 in enumerate(以前)}
    登记 = 以前[0].facts if 以前 else {}
    有权 = 登记.get("强制执行权") == "法律规定由本机关强制执行"
    金钱 = 登记.get("义务种类") == "金钱给付"

    def 事(名: str) -> Mapping[str, Any]:
        return 以前[位[名]].facts if 名 in 位 else {}

    诉讼满 = date(2026, 7, 6)  # 六个月自 2026-01-06
    if 末.act == "作出强制执行决定":
        急 = 末.facts.get("转移隐匿财物迹象") is True and bool(末.facts.get("迹象的证据"))
        if "催告履行" not in 位:
            错.append("35 没有催告")
        elif not 急 and str(日) <= 事("催告履行")["履行截止日期"]:
            错.append("37 催告的期限没有届满")
        待 = 0
        for 每个 in 以前:
            待 += (每个.act == "陈述申辩") - (每个.act == "复核陈述申辩")
        if 待 or 事("复核陈述申辩").get("采纳情况") == "采纳":
            错.append("36 没有复核或者申辩成立")
        if not 有权:
            错.append("13 没有强制执行权")
        if 金钱 and not 急:
            if "加处罚款或者滞纳金" not in 位 or 日 < date(2026, 1, 22) + timedelta(days=30):
                错.append("46 加处没有超过三十日")
            elif 位.get("催告履行", -1) < 位["加处罚款或者滞纳金"]:
                错.append("46 加处以后没有催告")
        if "强制拆除" in 末.facts["执行方式"]:
            if "公告限期拆除" not in 位 or str(日) <= 事("公告限期拆除")["自行拆除截止日期"]:
                错.append("44 没有公告或者自行拆除期限没有届满")
            if 日 <= 诉讼满:
                错.append("44 诉讼期没有届满")
        if 末.facts["执行标的"] != 事("拟定强制执行决定").get("执行标的"):
            错.append("37 与拟定的不一致")
    if 末.act == "实施强制执行":
        if "送达强制执行文书" not in 位 or "作出强制执行决定" not in 位:
            错.append("37、38 没有决定或者没有送达")
        紧急 = 末.facts.get("情况紧急") is True and bool(末.facts.get("紧急理由"))
        if not 紧急 and (日 in 放假 or not 6 <= 末.at.hour < 22):
            错.append("43 夜间或者节假日")
        定于 = max((每个.version, 每个.facts["执行时间"]) for 每个 in 以前 if 每个.facts.get("执行时间"))[1]
        if 末.at < datetime.fromisoformat(定于):
            错.append("37 早于决定的时间")
        if "代履行" in 事("作出强制执行决定").get("执行方式", ()):
            前 = [每个 for 每个 in 以前 if 每个.act == "代履行前催告"]
            if not 前 or 第几个工作日(前[-1].at.date(), 3) > datetime.fromisoformat(定于).date():
                错.append("51 没有在三日前催告")
        if 末.facts.get("不停止居民供应") is not True:
            错.append("43 停水停电")
    if 末.act == "申请法院强制执行":
        if 有权 or "催告履行" not in 位:
            错.append("53、54 有权或者没有催告")
        elif 日 <= 第几个工作日(以前[位["催告履行"]].at.date(), 10) or not 诉讼满 < 日 <= date(2026, 10, 8):
            错.append("53、54 催告不满十日，或者不在三个月内")
    return 错


常走 = {
    "行政强制措施": [
        *("登记强制措施", "批准强制措施", "实施强制措施", "报告紧急实施", "补办批准手续"),
        *("告知检测鉴定期间", "登记检测鉴定结果", "延长强制措施期限", "作出强制措施处理决定"),
    ],
    "行政强制执行": [
        *("登记强制执行", "催告履行", "陈述申辩", "复核陈述申辩", "加处罚款或者滞纳金", "公告限期拆除"),
        *("催告履行", "拟定强制执行决定", "作出强制执行决定", "送达强制执行文书", "代履行前催告"),
        *("实施强制执行", "申请法院强制执行"),
    ],
}
变化: dict[str, list[dict[str, Any]]] = {
    "登记强制措施": [
        {},
        {},
        {"情况紧急": "是"},
        {"强制措施种类": ["限制公民人身自由"]},
        {"强制措施种类": ["冻结存款、汇款"]},
    ],
    "实施强制措施": [{}, {}, {"告知强制救济途径": None}, {"冻结数额": "101"}, {"音像记录": None}],
    "补办批准手续": [{}, {"补办结论": "不应当采取"}],
    "延长强制措施期限": [{}, {"延长期限": "31日"}, {"延长期限": "5日"}],
    "登记强制执行": [
        {},
        {"强制执行权": "没有行政强制执行权"},
        {"义务种类": "拆除违法的建筑物、构筑物、设施", "给付数额": None},
        {"义务种类": "排除妨碍、恢复原状", "给付数额": None},
    ],
    "复核陈述申辩": [{}, {}, {"采纳情况": "采纳"}],
    "拟定强制执行决定": [{}, {"执行方式": ["强制拆除"]}, {"执行方式": ["代履行"]}],
    "作出强制执行决定": [
        {},
        {},
        {"转移隐匿财物迹象": "是", "迹象的证据": "流水"},
        {"转移隐匿财物迹象": "是"},
        {"执行标的": "别的"},
    ],
    "实施强制执行": [
        {},
        {"情况紧急": "是", "紧急理由": "倒塌危险"},
        {"情况紧急": "是"},
        {"不停止居民供应": "否"},
    ],
}


def 填写(名: str, 变: int, 日: date) -> dict[str, Any]:
    填 = dict(变化[名][变 % len(变化[名])]) if 名 in 变化 else {}
    近 = str(日 + timedelta(days=变 * 2))
    if 名 == "告知检测鉴定期间":
        填["检测鉴定截止日期"] = 近
    if 名 == "催告履行":
        填["履行截止日期"] = 近
    if 名 == "公告限期拆除":
        填["自行拆除截止日期"] = 近
    if 名 in ("拟定强制执行决定", "代履行前催告"):
        填["执行时间"] = f"{日 + timedelta(days=变 * 3)} 09:00"
    return 填


@st.composite
def 走法(draw: st.DrawFn, 程序: str) -> list[tuple[str, int, int, int, bool]]:
    """The usual course with steps left out and put in: act, variant, days later, hour, one officer only."""
    名单 = [名 for 名 in 常走[程序] if draw(st.integers(0, 9)) > 0]
    for _ in range(draw(st.integers(0, 8))):
        名单.insert(draw(st.integers(0, len(名单))), draw(st.sampled_from(常走[程序])))
    隔日 = st.sampled_from([0, 0, 1, 1, 2, 3, 5, 8, 13, 30, 60])
    几点 = st.sampled_from([9, 9, 9, 14, 22, 23, 3])
    return [
        (名, draw(st.integers(0, 4)), draw(隔日), draw(几点), draw(st.integers(0, 9)) == 0) for 名 in 名单
    ]


def 走遍(
    规则包: Pack, 程序: str, 常填: Mapping[str, Any], 违法: Callable[[list[Any]], list[str]]
) -> Counter[str]:
    """Every act that the judge allows satisfies the checker; the result: how often each was allowed."""
    到过: Counter[str] = Counter()
    书 = 规则包.book()

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(走法(程序), st.sampled_from([date(2026, 1, 22), date(2026, 3, 2), date(2026, 9, 24)]))
    def 走(步: list[tuple[str, int, int, int, bool]], 起: date) -> None:
        案件, 日 = 强制案件(书, 程序, 常填), 起
        案件.试(
            常走[程序][0],
            datetime(日.year, 日.month, 日.day, 8, tzinfo=SHANGHAI),
            填写(常走[程序][0], 步[0][1] if 步 else 0, 日),
        )
        for 名, 变, 隔, 点, 一人 in 步:
            日 += timedelta(days=隔)
            时 = datetime(日.year, 日.month, 日.day, 点, tzinfo=SHANGHAI)
            if 案件.试(名, 时, 填写(名, 变, 日), ("甲",) if 一人 else None):
                到过[名] += 1
                assert 违法(list(案件.record.acts)) == []

    走()
    return 到过


def test_任何走法都不能未经批准就实施_也不能逾期处理(规则包: Pack) -> None:
    到过 = 走遍(规则包, "行政强制措施", 强制措施常填, 措施违法)
    for 名 in ("实施强制措施", "延长强制措施期限", "作出强制措施处理决定"):
        assert 到过[名] >= 15, f"走法到不了{名}，什么也没有验到：{到过}"


def test_任何走法都不能未经催告就执行_夜间节假日不得执行(规则包: Pack) -> None:
    到过 = 走遍(规则包, "行政强制执行", 强制执行常填, 执行违法)
    for 名, 少 in (("作出强制执行决定", 15), ("实施强制执行", 5), ("申请法院强制执行", 3)):
        assert 到过[名] >= 少, f"走法到不了{名}，什么也没有验到：{到过}"


def 逐个去掉(acts: list[Any], 违法: Callable[[list[Any]], list[str]], *名单: tuple[str, str]) -> None:
    """The checker finds the article offended when one act is taken out of a lawful course."""
    assert 违法(acts) == []
    for 名, 条 in 名单:
        错 = 违法([每个 for 每个 in acts if 每个.act != 名])
        assert any(条 in 每条 for 每条 in 错), f"{名}：{错}"


def test_第二份核对看得出每一种违法(规则包: Pack) -> None:
    书 = 规则包.book()

    def 走(案件: 强制案件, *步: tuple[str, str, dict[str, Any]]) -> list[Any]:
        for 名, 时, 填 in 步:
            assert 案件.试(名, datetime.fromisoformat(时).replace(tzinfo=SHANGHAI), 填), 名
        return list(案件.record.acts)

    措施 = 走(
        强制案件(书, "行政强制措施", 强制措施常填),
        ("登记强制措施", "2026-03-02 09:00", {}),
        ("批准强制措施", "2026-03-02 10:00", {}),
        ("实施强制措施", "2026-03-02 11:00", {}),
    )
    逐个去掉(措施, 措施违法, ("批准强制措施", "18"))
    一人 = replace(措施[-1], by=("甲",))
    assert any("不足两名" in 错 for 错 in 措施违法([*措施[:-1], 一人]))
    处理 = replace(措施[-1], act="作出强制措施处理决定", at=措施[-1].at + timedelta(days=40), facts={})
    assert 措施违法([*措施, 处理]) == ["25、27 期限届满"]
    决定 = 走(
        强制案件(书, "行政强制执行", 强制执行常填),
        ("登记强制执行", "2026-01-22 09:00", {}),
        ("加处罚款或者滞纳金", "2026-02-02 09:00", {}),
        ("催告履行", "2026-03-02 09:00", {"履行截止日期": "2026-03-10"}),
        ("陈述申辩", "2026-03-03 09:00", {}),
        ("复核陈述申辩", "2026-03-04 09:00", {}),
        ("拟定强制执行决定", "2026-03-11 09:00", {"执行时间": "2026-03-20 09:00"}),
        ("作出强制执行决定", "2026-03-12 09:00", {}),
    )
    逐个去掉(决定, 执行违法, ("催告履行", "35"), ("复核陈述申辩", "36"), ("加处罚款或者滞纳金", "46"))
    执行 = 走(
        强制案件(书, "行政强制执行", 强制执行常填),
        *((每个.act, 每个.at.strftime("%Y-%m-%d %H:%M"), dict(每个.facts)) for 每个 in 决定),
        ("送达强制执行文书", "2026-03-13 09:00", {}),
        ("实施强制执行", "2026-03-20 10:00", {}),
    )
    逐个去掉(执行, 执行违法, ("送达强制执行文书", "38"))
    夜里 = replace(执行[-1], at=执行[-1].at.replace(hour=23))
    assert 执行违法([*执行[:-1], 夜里]) == ["43 夜间或者节假日"]
