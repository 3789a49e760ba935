"""One invented case, every act of it done once in the order of the rules: what documents are tested with."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from mingjing.casework.packs import read_folder
from mingjing.law.book import RuleBook
from mingjing.law.fact import SHANGHAI, accept
from mingjing.law.person import Certificate, Person
from mingjing.law.record import Done, Record
from mingjing.law.rule import ActRule, FactType, FieldRule, Procedure
from mingjing.recording.library import read_library, read_texts
from mingjing.recording.number import plan
from mingjing.recording.occasion import Issuer, Occasion
from mingjing.recording.template import Library

RULES = Path(__file__).parents[2] / "rules"
PROCEDURE = "行政处罚·普通程序"
机关 = Issuer(
    name="青溪区市场监督管理局",
    short_name="区市场监管局",
    word="青市监",
    region="青溪区",
    address="青溪区明德路18号",
    phone="0999-8812345",
    reconsideration="青溪区人民政府",
    court="青溪区人民法院",
    payee="青溪农村商业银行营业部（青溪区和平路2号）",
)
人员 = {
    id_: Person(
        id=id_,
        name=name,
        roles=frozenset(),
        certificate=Certificate(
            number=number,
            categories=("综合",),
            area="",
            valid_from=date(2025, 1, 1),
            valid_until=date(2029, 12, 31),
            examined=date(2025, 1, 1),
            filed=date(2025, 1, 1),
        )
        if number
        else None,
    )
    for id_, name, number in (
        ("甲", "林知远", "99011800101"),
        ("乙", "苏明禾", "99011800102"),
        ("丙", "陆景行", ""),
        ("丁", "顾言", ""),
        ("戊", "沈怀安", ""),
    )
}
BY = {"执法人员": ("甲", "乙"), "承办机构负责人": ("丙",), "法制审核人员": ("丁",), "机关负责人": ("戊",)}

当事人 = {
    "名称": "青溪区禾味轩食品有限公司",
    "类别": "法人",
    "统一社会信用代码": "91990118MA00000X0X",
    "住所": "青溪区河滨路66号",
    "法定代表人": "程立秋",
    "联系电话": "13900000000",
    "校验": "否",
}
TEXTS = {
    "报批事项": "延长办案期限",
    "案由": "经营未标明生产日期的食品",
    "线索内容": "日常检查中发现该公司货架上有散装糕点未标明生产日期。",
    "涉嫌违反条款": "《中华人民共和国食品安全法》第六十八条",
    "检查地点": "青溪区河滨路66号经营场所",
    "检查情况": "经营场所面积约80平方米，东侧货架上有散装糕点12盒，外包装没有标明生产日期。\n"
    "现场负责人称该批糕点于当周购进，不能当场提供进货票据。执法人员对货架和外包装拍照。",
    "现场负责人": "程立秋（法定代表人）",
    "询问笔录": "问：这批糕点是什么时候购进的？\n答：二月二十六日从外地一家作坊购进，一共30盒。\n"
    "问：进价和售价各是多少？\n答：进价每盒25元，售价每盒40元，已经卖出18盒。",
    "被询问人": "程立秋，男，法定代表人",
    "抽样物品": "散装糕点（杏仁味） 2盒，外观完好\n散装糕点（芝麻味） 2盒，外观完好",
    "保存物品": "散装糕点（杏仁味） 5盒\n散装糕点（芝麻味） 3盒\n进货手写单据 1张",
    "证据内容": "进货手写单据复印件1张，销售记录照片4张。",
    "保存理由": "糕点可能被销售或者转移，以后难以取得。",
    "违法事实": "当事人自2026年2月26日起，在青溪区河滨路66号经营未标明生产日期的散装糕点。购进30盒，"
    "进价每盒25元，售价每盒40元，至检查时售出18盒，货值金额1200元，违法所得270元。",
    "证据目录": "1.现场笔录一份，证明检查时的情况；\n2.对法定代表人的询问笔录一份，证明购进和销售的数量；\n"
    "3.进货单据复印件一张、照片四张，证明进价和外包装情况。",
    "违反条款": "《中华人民共和国食品安全法》第六十八条",
    "处罚依据": "《中华人民共和国食品安全法》第一百二十五条第一款第二项",
    "裁量理由": "当事人首次违法，货值金额较小，案发后主动下架、配合调查，依照裁量基准从轻处罚。",
    "陈述申辩内容": "对事实没有异议。公司经营困难，请求减少罚款。",
    "复核情况": "当事人没有提供经营困难的证据，其理由不属于应当减轻处罚的情形。",
    "审核意见": "事实清楚，证据充分，适用法律正确，程序合法，裁量适当。告知书已经补正。",
    "听证笔录": "主持人宣布听证开始，核对到场人员，告知权利。\n调查人员：提出事实、证据和处罚建议。\n"
    "当事人：对事实没有异议，认为罚款偏高。\n调查人员：罚款数额在裁量基准的幅度以内。\n主持人宣布听证结束。",
    "听证报告": "双方对事实没有争议，争议在于裁量。建议维持拟处理意见。",
    "讨论记录": "沈怀安：事实清楚，同意拟处理意见。\n陆景行：裁量符合基准，同意。",
    "责令改正内容": "停止经营未标明生产日期的食品，建立并执行进货查验制度。",
    "催告内容": "缴纳罚款人民币50000元。",
    "中止依据": "《市场监督管理行政处罚程序规定》",
    "延长依据": "《市场监督管理行政处罚程序规定》第六十四条",
    "管辖法院": "青溪区人民法院",
    "移送机关": "青溪区公安局",
    "涉嫌罪名": "生产、销售不符合安全标准的食品罪",
}
CHOSEN = {
    "来源": "日常检查",
    "处罚种类": ["警告", "罚款", "没收违法所得"],
    "从宽情形": "从轻处罚",
    "当事人签名": "当事人签名",
    "告知送达方式": "直接送达",
    "送达方式": "直接送达",
    "审核结论": "同意",
    "移送决定": "批准移送",
    "当事人到场": "当事人到场",
    "采纳情况": "不采纳",
}
MONEY = {
    "罚款": "50000",
    "没收违法所得": "270",
    "没收非法财物价值": "0",
    "缴款金额": "50270",
    "加处罚款": "1500",
}


@lru_cache(maxsize=1)
def book() -> RuleBook:
    return read_folder(RULES).book()


@lru_cache(maxsize=1)
def library() -> Library:
    return read_library(read_texts(RULES), book())


def procedure() -> Procedure:
    return book().procedures[PROCEDURE]


def value(rule: FieldRule, at: datetime) -> Any:
    """A fitting value of a field, in stored form."""
    fact = rule.fact
    raw: Any
    match fact.type:
        case FactType.PARTY:
            raw = 当事人
        case FactType.TEXT | FactType.LONG:
            raw = TEXTS.get(fact.name, f"此处记载{fact.name}的内容。")
        case FactType.MONEY:
            raw = MONEY.get(fact.name, "100")
        case FactType.DATE:
            raw = at.date()
        case FactType.MOMENT:
            raw = at + timedelta(days=10)
        case FactType.YESNO:
            raw = True
        case FactType.CHOICE:
            raw = CHOSEN.get(fact.name, fact.options[0])
        case FactType.MULTI:
            raw = CHOSEN.get(fact.name, rule.includes or fact.options[:2])
        case FactType.PERSON:
            raw = ["甲", "乙"] if fact.name == "承办人" else ["戊", "丙"] if fact.many else "丁"
        case FactType.TERM:
            raw = "30日" if fact.name == "延长期限" else "15日"
        case FactType.POINTS:
            raw = {
                point.name: {"结论": "符合", "说明": f"已核对{point.name}的材料。"}
                for point in procedure().points
            }
        case FactType.ACT:
            raw = TEXTS[fact.name]
        case FactType.CASE:
            raw = {
                "案件": "01J0000000000000000000FROM",
                "编号": "青市监检〔2026〕8号",
                "程序": "行政检查",
                "记录": [],
            }
    return accept(fact, raw)


def facts_of(act: ActRule, at: datetime, *, full: bool) -> dict[str, Any]:
    """The act's fields; without `full` only what must be said, or has a default."""
    return {
        name: found
        for name, rule in act.fields.items()
        if (full or rule.must_be or (rule.required and not rule.when) or rule.default)
        and (found := value(rule, at)) is not None
    }


def before(act: str, found: list[str] | None = None) -> list[str]:
    """The acts that the rules want done before this one, in the order of the rules."""
    found = [] if found is None else found
    rule = procedure().acts[act]
    names = [each.act for each in rule.after]
    for guard in rule.guards:
        names += [getattr(guard, "act", "")] if type(guard).__name__ == "Has" and not guard.when else []
    # Asked for by a situation, not by the name of an act.
    names += {
        "通知听证": ["要求听证"],
        "举行听证": ["要求听证", "通知听证"],
        "移送公安机关": ["决定是否移送"],
        "提出审核异议": ["送法制审核", "出具法制审核意见"],
    }.get(act, [])
    for name in names:
        if name and name not in found:
            found.append(name)
            before(name, found)
    return [name for name in procedure().acts if name in found]


def record(names: list[str], *, full: bool = True, **changed: dict[str, Any]) -> Record:
    """The acts done one day after another; `changed` replaces facts of an act."""
    acts: list[Done] = []
    for version, name in enumerate(names, 1):
        rule = procedure().acts[name]
        at = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI) + timedelta(days=version - 1)
        facts = {**facts_of(rule, at, full=full), **changed.get(name, {})}
        documents = tuple(
            (kind, plan(library()[kind].word, 机关.word, 2026, version) if library()[kind].word else "")
            for kind in rule.documents
        )
        acts.append(
            Done(
                act=name,
                version=version,
                at=at,
                recorded=at,
                by=BY.get(rule.roles[0], ("丁",)),
                capacity=rule.roles[0],
                facts={key: each for key, each in facts.items() if each is not None},
                documents=documents,
                number="青市监案〔2026〕31号" if rule.opens_case else "",
            )
        )
    return Record(case="01J0000000000000000000CASE", agency="qx-scjg", procedure=PROCEDURE, acts=tuple(acts))


def occasion(names: list[str], *, full: bool = True, **changed: dict[str, Any]) -> Occasion:
    """The occasion of the last of these acts."""
    found = record(names, full=full, **changed)
    return Occasion(book=book(), record=found, done=found.acts[-1], agency=机关, people=人员)


def leaving() -> list[tuple[str, str]]:
    """Every act with each document that it leaves."""
    return [(name, kind) for name, act in procedure().acts.items() for kind in act.documents]
