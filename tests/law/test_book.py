from collections.abc import Callable

import pytest

from mingjing.law.book import Pack, RuleBook, RuleError
from mingjing.law.citation import unfounded
from mingjing.law.clause import Clause

情形文件, 程序文件, 事实文件 = (
    "national/situations.yaml",
    "national/penalty-ordinary.yaml",
    "national/facts.yaml",
)
青浦, 市监 = "profiles/qingpu.yaml", "sectors/market.yaml"


def 行(包: Pack, 文件: str, 片段: str) -> int:
    return next(n for n, 文 in enumerate(包.texts[文件].splitlines(), 1) if 片段 in f"{文}$")


def test_现行规则没有错处(规则包: Pack) -> None:
    assert [str(每个) for 每个 in 规则包.faults()] == []


# 文件, 原文, 改成, 行号取自改后含此片段的行, 错处
写错 = [
    # 名称写错
    (
        程序文件,
        "先有: [线索登记]\n    次数",
        "先有: [线索登己]\n    次数",
        "线索登己",
        "环节“线索登己”没有定义；是不是“线索登记”？",
    ),
    (
        程序文件,
        "{有: 法制审核通过, 当: 应当法制审核, 去: 送法制审核",
        "{有: 法制审核通国, 当: 应当法制审核, 去: 送法制审核",
        "法制审核通国",
        "“法制审核通国”在环节和情形中都没有；是不是“法制审核通过”",
    ),
    (程序文件, "案由: 必填", "案油: 必填", "案油", "事实“案油”没有在 facts.yaml 中定义；是不是“案由”？"),
    (
        程序文件,
        "止: [决定是否立案]",
        "止: [决定是否力案]",
        "决定是否力案",
        "没有环节起“决定是否力案”这一义务；是不是“决定是否立案”",
    ),
    (
        程序文件,
        "由: 承办机构负责人\n    先有: [线索登记]\n    次数",
        "由: 承办机构负责\n    先有: [线索登记]\n    次数",
        "由: 承办机构负责$",
        "没有“承办机构负责”这一职务；是不是“承办机构负责人”",
    ),
    (
        程序文件,
        "标识: filing",
        "标识: clue_registration",
        "  立案:$",
        "标识“clue_registration”已经给了“线索登记”",
    ),
    (
        程序文件,
        "须含: [涉嫌犯罪案件移送书,",
        "须含: [涉嫌犯罪案件移送信,",
        "涉嫌犯罪案件移送信",
        "移送材料没有“涉嫌犯罪案件移送信”这一项；是不是“涉嫌犯罪案件移送书”",
    ),
    (
        程序文件,
        "异于: 执法人员",
        "异于: 执法人",
        "异于: 执法人,",
        "“异于”没有“执法人”这一种；是不是“执法人员”",
    ),
    (
        程序文件,
        "{职务: [承办机构负责人, 机关负责人], 依据",
        "{职务: [承办机构负责人, 机关负责], 依据",
        "机关负责]",
        "没有“机关负责”这一职务；是不是“机关负责人”",
    ),
    (
        程序文件,
        "{职务: [承办机构负责人, 机关负责人], 依据",
        "{职务: 承办机构负责人, 依据",
        "{职务: 承办机构负责人, 依据",
        "“职务”至少写 2 个",
    ),
    (程序文件, "持证: {职务: [执法人员]", "持证: {职务: [执法员]", "[执法员]", "没有“执法员”这一职务"),
    (程序文件, "全文, 日期: 2026-", "全文, 日期: 2026-9", "2026-9", "“2026-911-21”不是日期"),
    # 键不认识
    (
        程序文件,
        "    次数: 一次\n    填:\n      案由",
        "    次敎: 一次\n    填:\n      案由",
        "次敎",
        "环节“立案”没有“次敎”这一键",
    ),
    (
        程序文件,
        "必填: 是, 至少: 2, 持证",
        "必填: 是, 至小: 2, 持证",
        "至小",
        "“承办人”没有“至小”这一键；是不是“至少”？",
    ),
    (
        事实文件,
        "限长: 120, 说: 写违法",
        "限常: 120, 说: 写违法",
        "限常",
        "事实“案由”没有“限常”这一键；是不是“限长”？",
    ),
    (
        事实文件,
        "类: 金额}\n  没收违法所得:",
        "类: 金客}\n  没收违法所得:",
        "金客",
        "“类”没有“金客”这一种；是不是“金额”",
    ),
    # 表达式
    (
        情形文件,
        "fine > 0.0 && fine >= param",
        'fine > "五万" && fine >= param',
        "五万",
        "表达式类型不符：金额和文本不能用“>”比较或者运算",
    ),
    (
        情形文件,
        "hearing.done, 说",
        "haring.done, 说",
        "haring",
        "表达式中的“haring.done”不认识：事实、环节和参数都没有这个名称",
    ),
    (
        情形文件,
        "当: hearing.done",
        "当: hearing.count",
        "当: hearing.count,",
        "情形“经过听证”的表达式应当得出是或否",
    ),
    (情形文件, "fine > 0.0 && fine >= param", "fine > 0.0 && && fine >= param", "&& &&", "表达式第 "),
    # 依据
    (
        情形文件,
        "  经过听证:           {当: hearing.done, 说: 经过听证程序, 依据: 行政处罚法 58.1(2)}",
        "  经过听证:           {当: hearing.done, 说: 经过听证程序}",
        "  经过听证:",
        "情形“经过听证”没有注明依据",
    ),
    (程序文件, "期限: 90日, 依据: 行政处罚法 60}", "期限: 90日}", "期限: 90日}", "“起”的一行没有注明依据"),
    (
        程序文件,
        "期限: 90日, 依据: 行政处罚法 60}",
        "期限: 90日, 依据: 行政处法罚 60}",
        "行政处法罚",
        "依据“行政处法罚”没有在 national/laws.yaml 登记；是不是“行政处罚法”",
    ),
    (
        程序文件,
        "依据: 行政处罚法 64(8)",
        "依据: 行政处罚法 64(9)",
        "64(9)",
        "依据写错了：《行政处罚法》第六十四条没有第九项",
    ),
    (
        程序文件,
        "去: 集体讨论, 依据: 行政处罚法 57.2",
        "去: 集体讨论, 依据: 行政处罚法 57.3",
        "57.3",
        "依据写错了：《行政处罚法》第五十七条没有第三款",
    ),
    # 期限、默认值、例
    (
        程序文件,
        "期限: 90日, 依据",
        "期限: 90天, 依据",
        "90天",
        "期限“90天”不认识；写作“7工作日”“15日”“3个月”或“24小时”",
    ),
    (程序文件, "默认: 15日", "默认: 15天", "15天", "默认值写错了：履行期限：期限“15天”不认识"),
    (
        "national/penalty/fine-collection.yaml",
        "默认: {算: 加处罚款}",
        "默认: {算: 加处罚金}",
        "加处罚金",
        "“算”没有“加处罚金”这一种；是不是“加处罚款”",
    ),
    (
        程序文件,
        "满: 30日, 自: 公告日期",
        "满: 30日, 自: 送达方式",
        "自: 送达方式",
        "“送达方式”是选择，这里要日期",
    ),
    (程序文件, "届满: 2026-06-01", "届满: 2026-06-31", "2026-06-31", "“2026-06-31”不是日期；写作 2026-03-02"),
    # 重复与引用
    (程序文件, "    标识: filing\n", "    标识: filing\n    标识: filing2\n", "filing2", "“标识”写了两次"),
    # 绕圈
    (
        情形文件,
        "任一: [罚款数额较大,",
        "任一: [符合听证条件, 罚款数额较大,",
        "  符合听证条件:",
        "情形“符合听证条件”绕回了自己",
    ),
    (
        情形文件,
        "任一: [罚款数额较大,",
        "任一: [罚款数额教大,",
        "  符合听证条件:",
        "没有“罚款数额教大”这一情形；是不是“罚款数额较大”",
    ),
]


@pytest.mark.parametrize(("文件", "旧", "新", "片段", "错"), 写错)
def test_写错的规则指出文件和行号(
    规则包: Pack, 改包: Callable[..., Pack], 文件: str, 旧: str, 新: str, 片段: str, 错: str
) -> None:
    包 = 改包(文件, 旧, 新)
    with pytest.raises(RuleError) as 抛出:
        包.book()
    说 = [str(每个) for 每个 in 抛出.value.faults]
    assert any(每个.startswith(f"{文件}:{行(包, 文件, 片段)}: {错}") for 每个 in 说), 说


def test_一次列出全部错处_按文件和行排列(改包: Callable[..., Pack]) -> None:
    包 = 改包(程序文件, "案由: 必填", "案油: 必填")
    文 = (
        包.texts[程序文件]
        .replace("期限: 90日", "期限: 90天")
        .replace("止: [决定是否立案]", "止: [决定是否力案]", 1)
    )
    with pytest.raises(RuleError) as 抛出:
        Pack({**包.texts, 程序文件: 文}, 包.calendar).book()
    行号 = [每个.line for 每个 in 抛出.value.faults]
    assert len(行号) == 3 and 行号 == sorted(行号)


def test_用了YAML引用的指出来(改包: Callable[..., Pack]) -> None:
    包 = 改包(情形文件, "任一: [罚款数额较大,", "任一: &x [罚款数额较大,")
    包 = Pack({**包.texts, 情形文件: 包.texts[情形文件].replace("任一: []", "任一: *x")}, 包.calendar)
    assert any("不用 YAML 的引用" in str(每个) for 每个 in 包.faults())


def test_缺少共用文件的指出来(规则包: Pack) -> None:
    文 = {名: 每个 for 名, 每个 in 规则包.texts.items() if 名 != 事实文件}
    assert [str(每个) for 每个 in Pack(文, 规则包.calendar).faults()] == [
        "national/facts.yaml:1: 缺少这个文件"
    ]


def test_坏的YAML指出行号(规则包: Pack) -> None:
    包 = Pack({**规则包.texts, 青浦: "方案: qingpu\n参数: [\n名称: 青浦\n"}, 规则包.calendar)
    assert any(str(每个).startswith("profiles/qingpu.yaml:4: 不是合格的 YAML") for 每个 in 包.faults())


def test_计日文件写错的成为错处而不是崩溃(改包: Callable[..., Pack]) -> None:
    包 = 改包("national/days.yaml", "日数: 全部", "日数: 大半")
    assert any("“日数”应写作" in str(每个) for 每个 in 包.faults())


def test_没有的方案和领域提示相近的(书: Callable[..., RuleBook]) -> None:
    with pytest.raises(RuleError, match="没有“qinpu”这一方案；是不是“qingpu”？"):
        书("qinpu")
    with pytest.raises(RuleError, match="没有“市场监查”这一领域；是不是“市场监管”？"):
        书("", "市场监查")


def test_规则包的哈希随任何一字改变_与年历无关(规则包: Pack, 改包: Callable[..., Pack]) -> None:
    assert 改包(青浦, "7工作日", "6工作日").hash != 规则包.hash
    assert Pack(dict(reversed(规则包.texts.items())), 规则包.calendar).hash == 规则包.hash
    挪动 = dict(规则包.texts)
    挪动["profiles/a.yaml"] = 挪动.pop(青浦)
    assert Pack(挪动, 规则包.calendar).hash != 规则包.hash


def test_承领域的方案自带领域的规则(书: Callable[..., RuleBook]) -> None:
    assert [层.id for 层 in 书("xinglongtai").layers] == ["市场监管", "xinglongtai"]
    assert [层.id for 层 in 书("xinglongtai", "市场监管").layers] == ["市场监管", "xinglongtai"]
    assert [层.id for 层 in 书("qingpu").layers] == ["qingpu"]
    assert 书("qingpu", "市场监管").profile is not None and 书().profile is None


def test_校核只认与全文对照过的(书: Callable[..., RuleBook]) -> None:
    青浦书 = 书("qingpu")
    assert 青浦书.checked(Clause("行政处罚法", 58)) and 青浦书.checked(Clause("青浦方案", label="二（三）5"))
    assert not 青浦书.checked(Clause("移送规定", 5)) and not 青浦书.checked(Clause("上海听证规定"))
    assert not 青浦书.checked(Clause("兴隆台方案", label="4.3.2"))


def test_所引的全文法律条文都收有原文(书: Callable[..., RuleBook]) -> None:
    for 方案, 领域 in (("", ""), ("qingpu", "市场监管"), ("xinglongtai", "市场监管")):
        当前 = 书(方案, 领域)
        for 环节 in 当前.procedures["行政处罚·普通程序"].acts.values():
            for 条 in (环节.clause, *(须.clause for 须 in 环节.guards), *(起.clause for 起 in 环节.opens)):
                if 当前.laws.get(条.law, {}).get("来源") == "全文":
                    assert 当前.wording(条), str(条)


@pytest.mark.parametrize(
    ("条", "错"),
    [
        (Clause("法", 1), ""),
        (Clause("法", 1, 2), ""),
        (Clause("法", 1, 3), "第一条没有第三款"),
        (Clause("法", 1, 1, 2), ""),
        (Clause("法", 1, 1, 3), "第一条没有第三项"),
        (Clause("法", 1, 2, 1), "第一条没有第一项"),
        (Clause("法", 1, None, 2), ""),
        (Clause("法", label="第一章"), ""),
    ],
)
def test_所引的款项在条文中要有(条: Clause, 错: str) -> None:
    assert unfounded(条, "有下列情形之一的：\n（一）甲；\n（二）乙。\n前款不适用于丙。") == 错


def test_没有收入原文的不判断款项() -> None:
    assert unfounded(Clause("法", 1, 9, 9), "") == ""
