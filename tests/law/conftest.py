"""A case that the law tests can walk: people, filled-in acts, and the judge between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mingjing.casework.packs import read_folder
from mingjing.law.book import Pack, RuleBook
from mingjing.law.duties import Duty, duties
from mingjing.law.fact import SHANGHAI, gather
from mingjing.law.judge import Judgement, Proposal, advance, judge
from mingjing.law.lack import Lack
from mingjing.law.person import Certificate, Person
from mingjing.law.record import Done, Record

规则夹 = Path(__file__).parents[2] / "rules"
程序名 = "行政处罚·普通程序"

证件 = Certificate(
    number="1",
    categories=("综合",),
    area="",
    valid_from=date(2020, 1, 1),
    valid_until=date(2030, 12, 31),
    examined=date(2020, 1, 1),
    filed=date(2020, 1, 1),
)


def 人(名: str, *职务: str, 部门: str, **其他: Any) -> Person:
    return Person(id=名, name=名, roles=frozenset(职务), unit=部门, **其他)


人员: dict[str, Person] = {
    每个.id: 每个
    for 每个 in (
        人("甲", "执法人员", 部门="执法大队", certificate=证件),
        人("乙", "执法人员", 部门="执法大队", certificate=证件),
        人("丙", "承办机构负责人", 部门="执法大队"),
        人("丁", "法制审核人员", 部门="法规科", qualifications=frozenset({"法律职业资格"})),
        人("戊", "机关负责人", 部门="局机关"),
        人("己", "机关负责人", 部门="局机关"),
        人("庚", "公示审核员", 部门="办公室"),
        人("辛", "档案管理员", 部门="办公室"),
        人("癸", "收缴对账员", 部门="财务科"),
        人(
            "壬",
            "执法人员",
            "法制审核人员",
            "机关负责人",
            部门="综合科",
            certificate=证件,
            qualifications=frozenset({"法律职业资格"}),
        ),
    )
}
谁办 = {
    "执法人员": ("甲", "乙"),
    "承办机构负责人": ("丙",),
    "法制审核人员": ("丁",),
    "机关负责人": ("戊",),
    "公示审核员": ("庚",),
    "档案管理员": ("辛",),
    "收缴对账员": ("癸",),
}
公司 = {"名称": "青溪某某食品有限公司", "类别": "法人", "校验": "否"}
稿 = {
    "违法事实": "经营未标明生产日期的食品十二袋",
    "违反条款": "食品安全法第六十七条",
    "处罚依据": "食品安全法第一百二十五条",
    "处罚种类": ["罚款"],
    "罚款": "6000",
    "裁量理由": "初次违法，数额较小",
}
常填: dict[str, dict[str, Any]] = {
    "线索登记": {"来源": "日常检查", "当事人": 公司},
    "立案": {"案由": "经营未标明生产日期的食品"},
    "不予立案": {"不予立案理由": "没有违法事实"},
    "现场检查": {
        "检查地点": "青溪路 1 号",
        "检查情况": "货架上有十二袋",
        "出示执法证件": "是",
        "告知事由和依据": "是",
        "告知权利": "是",
        "音像记录": "已全程录音录像",
    },
    "询问": {
        "被询问人": "店长",
        "询问笔录": "问答如下",
        "出示执法证件": "是",
        "告知事由和依据": "是",
        "告知权利": "是",
        "音像记录": "已全程录音录像",
    },
    "抽样取证": {"抽样物品": "食品两袋", "出示执法证件": "是", "音像记录": "已全程录音录像"},
    "提取证据": {"证据种类": ["书证"], "证据内容": "进货单一份"},
    "批准先行登记保存": {"保存理由": "食品将到期销毁"},
    "先行登记保存": {"保存物品": "食品十二袋", "出示执法证件": "是", "音像记录": "已全程录音录像"},
    "处理先行登记保存": {"保存处理": "解除先行登记保存"},
    "责令改正": {"责令改正内容": "下架"},
    "调查终结": {"违法事实": 稿["违法事实"], "证据目录": "现场笔录、询问笔录"},
    "提出处理建议": 稿,
    "送法制审核": {"送审材料": ["调查终结报告", "拟处理意见", "证据材料"]},
    "退回补充材料": {"退回原因": "缺少进货单的原件核对记录"},
    "补充审核材料": {"补充说明": "已补"},
    "出具法制审核意见": {"审核意见": "事实清楚，证据确凿，适用法律正确，程序合法。", "审核结论": "同意"},
    "事先告知": {"告知陈述申辩权": "是", "告知听证权": "是"},
    "陈述申辩": {"陈述申辩内容": "请求从轻"},
    "复核陈述申辩": {"复核情况": "经复核理由不成立", "采纳情况": "不采纳"},
    "放弃陈述申辩和听证": {"放弃方式": "书面声明放弃"},
    "要求听证": {},
    "撤回听证要求": {"放弃方式": "书面撤回"},
    "通知听证": {"听证地点": "一楼会议室", "听证主持人": "丁"},
    "举行听证": {
        "当事人到场": "当事人到场",
        "听证笔录": "双方到场，经过陈述、举证、质证和辩论，核对无误后签名。",
        "听证报告": "听证中当事人承认事实，建议按拟处理意见办理。",
        "音像记录": "已全程录音录像",
    },
    "集体讨论": {
        "参加人员": ["戊", "己"],
        "讨论记录": "戊：同意处罚。己：同意，数额适当。",
        "讨论结论": "同意拟处理意见",
    },
    "作出处罚决定": {},
    "作出不予处罚决定": {"不予处罚情形": "初次违法且危害后果轻微并及时改正", "不予处罚理由": "及时改正"},
    "撤销案件": {"撤案理由": "违法事实不能成立"},
    "报告涉嫌犯罪": {"涉嫌罪名": "生产、销售伪劣产品罪", "报告内容": "金额达到追诉标准"},
    "决定是否移送": {"移送决定": "批准移送", "移送理由": "达到追诉标准"},
    "移送公安机关": {
        "移送机关": "青溪公安分局",
        "移送材料": ["涉嫌犯罪案件移送书", "涉嫌犯罪案件情况的调查报告", "涉案物品清单"],
    },
    "公安机关退回": {"公安机关答复": "不予立案"},
    "中止调查": {"中止理由": "等待检验机构的检验结论", "中止依据": "市监程序规定"},
    "恢复调查": {"恢复理由": "已收到检验结论"},
    "延长办案期限": {"延长期限": "30日", "延长依据": "市监程序规定", "延长理由": "案情复杂，需要外调"},
    "申请回避": {"回避人员": "甲", "回避理由": "与当事人是亲属"},
    "决定回避": {"回避人员": "甲", "回避决定": "决定回避"},
    "送达处罚决定": {"送达方式": "直接送达", "出示执法证件": "是"},
    "登记缴款": {"银行回单号": "H1", "缴款金额": "6000"},
    "批准暂缓或者分期缴纳": {"缴款延至": "2026-07-31", "暂缓理由": "经济困难"},
    "催告履行": {"催告内容": "十日内缴清"},
    "加处罚款": {},
    "登记复议诉讼": {"救济种类": "行政复议"},
    "登记复议诉讼结果": {"救济结果": "维持"},
    "申请法院强制执行": {"管辖法院": "青溪区人民法院"},
    "登记法院执行结果": {"法院执行结果": "执行完毕"},
    "采集公示信息": {},
    "复核公示信息": {"公示复核意见": "已核对无误", "公示复核结论": "同意发布"},
    "发布公示": {},
    "撤回公示": {"撤回原因": "公示内容有误", "撤回说明": "公示的数额写错，更正后再发布"},
    "不予公示": {"不予公示依据": "行政处罚法第五十条", "不予公示理由": "涉及商业秘密"},
    "结案": {"结案情形": "处罚执行完毕"},
    "归档": {"保管期限": "30年"},
}


def 时刻(文: str) -> datetime:
    """2026-03-02 is nine in the morning of that day."""
    读 = datetime.fromisoformat(文 if " " in 文 or "T" in 文 else f"{文} 09:00")
    return 读 if 读.tzinfo else 读.replace(tzinfo=SHANGHAI)


@dataclass
class 案件:
    """A case under one rule book, with the act last judged."""

    book: RuleBook
    record: Record = field(default_factory=lambda: Record("c1", "qx-scjg", 程序名))
    人员: Mapping[str, Person] = field(default_factory=lambda: dict(人员))

    @property
    def 程序(self) -> Any:
        return self.book.procedures[程序名]

    def 判(
        self,
        环节: str,
        时: str,
        *,
        谁: tuple[str, ...] | None = None,
        填: Mapping[str, Any] | None = None,
        现在: str = "2030-01-01",
    ) -> Judgement:
        """The judgement of the act with its usual facts and `填` on top; None in 填 leaves a fact out."""
        规则 = self.程序.acts[环节]
        值 = {名: 值 for 名, 值 in {**常填[环节], **(填 or {})}.items() if 值 is not None}
        值 = {名: 每个 for 名, 每个 in 值.items() if 名 in 规则.fields or 名 in (填 or {})}
        if 环节 == "通知听证" and "听证时间" not in 值:
            值["听证时间"] = "2026-06-30 09:00"
        if 环节 == "出具法制审核意见" and "审核要点" not in 值:
            值["审核要点"] = {要点.name: "已查阅案卷材料" for 要点 in self.程序.points}
        return judge(
            self.book,
            self.程序,
            self.record,
            Proposal(
                act=环节,
                facts=值,
                by=谁办[规则.roles[0]] if 谁 is None else 谁,
                at=时刻(时),
                now=时刻(现在),
                people=self.人员,
                region="青溪区",
                entrance=规则.channel.entrance if 规则.channel else "page",
            ),
        )

    def 缺(self, 环节: str, 时: str, **其他: Any) -> list[Lack]:
        return list(self.判(环节, 时, **其他).lacks)

    def 码(self, 环节: str, 时: str, **其他: Any) -> set[str]:
        return {每个.code for 每个 in self.缺(环节, 时, **其他)}

    def 办(self, 环节: str, 时: str, **其他: Any) -> "案件":
        """Performs the act, which the judge has to allow."""
        结果 = self.判(环节, 时, **其他)
        assert not 结果.lacks, f"不得{环节}：{'；'.join(map(str, 结果.lacks))}"
        谁 = 其他.get("谁") or 谁办[结果.act.roles[0]]
        做过 = Done(
            act=环节,
            version=self.record.version + 1,
            at=时刻(时),
            recorded=时刻(时),
            by=谁,
            capacity=结果.capacity,
            facts=结果.values,
            draft=结果.draft,
            hash=f"{self.record.version + 1:064x}",
        )
        self.record = advance(
            self.程序, self.record, 做过, gather(self.book.facts, [self.record.facts, 做过.facts])
        )
        return self

    def 走(self, *步: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> "案件":
        for 一步 in 步:
            self.办(一步[0], 一步[1], 填=一步[2] if len(一步) > 2 else None)
        return self

    def 义务(self, 名: str) -> list[Duty]:
        return [每个 for 每个 in duties(self.book, self.程序, self.record) if 每个.name == 名]

    def 另(self, *新人: Person) -> "案件":
        self.人员 = {**self.人员, **{每个.id: 每个 for 每个 in 新人}}
        return self

    def 抄(self) -> "案件":
        return replace(self)


@pytest.fixture(scope="session")
def 规则包() -> Pack:
    return read_folder(规则夹)


@pytest.fixture(scope="session")
def 书(规则包: Pack) -> Callable[..., RuleBook]:
    return 规则包.book


@pytest.fixture
def 新案(规则包: Pack) -> Callable[..., 案件]:
    """新案("qingpu", "市场监管") is an empty case under these rules."""
    return lambda 方案="", 领域="": 案件(规则包.book(方案, 领域))


@pytest.fixture
def 到建议(新案: Callable[..., 案件]) -> Callable[..., 案件]:
    """A case up to the proposal on 2026-03-20, with `改` laid over its draft."""

    def 造(方案: str = "", 领域: str = "", **改: Any) -> 案件:
        return 新案(方案, 领域).走(
            ("线索登记", "2026-03-02", {"当事人": 改.pop("当事人")} if "当事人" in 改 else {}),
            ("立案", "2026-03-03"),
            ("现场检查", "2026-03-04"),
            ("调查终结", "2026-03-19"),
            ("提出处理建议", "2026-03-20", 改),
        )

    return 造


@pytest.fixture
def 改包(规则包: Pack) -> Callable[..., Pack]:
    """The rules with one text changed: 改包("profiles/qingpu.yaml", "7工作日", "7个工作天")."""

    def 造(文件: str, 旧: str, 新: str) -> Pack:
        assert 规则包.texts[文件].count(旧) >= 1, f"{文件} 中没有“{旧}”"
        return Pack({**规则包.texts, 文件: 规则包.texts[文件].replace(旧, 新, 1)}, 规则包.calendar)

    return 造
