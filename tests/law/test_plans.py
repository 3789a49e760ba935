"""The five plans as profiles: their figures with their clauses, every clause answered, no false claims."""

import re
from collections.abc import Callable
from fractions import Fraction
from importlib.util import find_spec
from itertools import chain

import pytest

from mingjing.law import plan as p
from mingjing.law.book import Pack, RuleBook
from mingjing.law.feature import FEATURES
from mingjing.law.rule import Layer

程序 = "行政处罚·普通程序"
五地 = ("gaoxin", "xinglongtai", "suzhou", "qingpu", "huangshigang")


def 号(前: str, *后: str | int) -> list[str]:
    return [f"{前}{每个}" for 每个 in 后]


# Read off the plans themselves, number by number.
各条: dict[str, list[str]] = {
    "gaoxin": [
        "一",
        *号("二（一）", *range(1, 6)),
        *号("二（二）", *range(6, 10)),
        *号("二（三）", *range(10, 14)),
        *号("二（四）", 14, 15),
        "二（五）",
    ],
    "xinglongtai": [
        *("一", "二", "三", "4.1", "4.1.1", "4.1.2", "4.1.3", "4.1.4"),
        *号("4.1.2", "(1)", "(2)", "(3)", "(4)"),
        *号("4.1.3", "(1)", "(2)", "(3)"),
        *号("4.1.4", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        *号("4.2", "", ".1", ".2", ".3", ".4"),
        *号("4.3", "", ".1", ".2", ".3", ".4"),
        *号("四（一）", 1, 2),
        *号("四（二）", 1, 2),
        *号("四（三）", 1, 2),
        "四（四）",
        *号("五", "（一）", "（二）", "（三）"),
    ],
    "suzhou": [
        *号("一", "", "（一）", "（二）", "（三）"),
        *号("二", "", "（四）", "（五）", "（六）", "（七）"),
        *号("三", "", "（八）", "（九）", "（十）", "（十一）"),
        *号("四", "", "（十二）", "（十三）", "（十四）"),
        *号("五", "（十五）", "（十六）"),
    ],
    "qingpu": [
        *("一", "二"),
        *号("二（一）", "", *range(1, 6)),
        *号("二（二）", "", *range(1, 8)),
        *号("二（二）2第一段", "", "(1)", "(2)", "(3)"),
        *号("二（二）2第二段", "", *(f"({n})" for n in range(1, 8))),
        "二（二）2第三段",
        *号("二（三）", "", *range(1, 7)),
        *号("二（三）2", *(f"({n})" for n in range(1, 8))),
        *号("二（三）4", *(f"({n})" for n in range(1, 6))),
        *号("三", "（一）", "（二）", "（三）", "（四）", "（五）"),
    ],
    "huangshigang": [
        *("一", "二（一）", "二（二）1", "二（二）2", "二（二）3", "二（二）4", "二（二）5", "二（三）"),
        *号("二（一）1", "", "(1)", "(2)", "(3)", "(4)", "(5)"),
        *号("二（一）2", "", "(1)", "(2)"),
        *号("二（一）3", "", "(1)", "(2)", "(3)"),
        *号("二（三）", *range(1, 7)),
        *号("三（一）", 1, 2, 3),
        *号("三（二）", 1, 2),
        *号("三（三）", 1, 2, 3),
        *号("三（四）", 1, 2),
        *号("四", "（一）", "（二）", "（三）", "（四）", "（五）"),
    ],
}


@pytest.fixture
def 方案(书: Callable[..., RuleBook]) -> Callable[[str], Layer]:
    def 取(名: str) -> Layer:
        层 = 书(名).profile
        assert 层 is not None
        return 层

    return 取


@pytest.mark.parametrize("名", 五地)
def test_方案的每一条都列在条款中_不多不少(方案: Callable[[str], Layer], 名: str) -> None:
    列出 = [每条.clause.label for 每条 in 方案(名).clauses]
    assert sorted(列出) == sorted(各条[名])


@pytest.mark.parametrize("名", 五地)
def test_条款写明做了什么_没有做完的写明缺什么(方案: Callable[[str], Layer], 名: str) -> None:
    for 每条 in 方案(名).clauses:
        assert 每条.said and 每条.state in p.STATES, 每条
        assert 每条.note or 每条.state in (p.DONE, p.NONE), 每条
        assert 每条.file == f"profiles/{名}.yaml" and 每条.line


def test_所称的功能都有模块() -> None:
    assert [名 for 名, 模块 in FEATURES.items() if find_spec(模块) is None] == []


@pytest.mark.parametrize("名", 五地)
def test_五个方案都对照全文_摘要不长(方案: Callable[[str], Layer], 名: str) -> None:
    层 = 方案(名)
    assert 层.checked.full and 层.source
    assert max(len(每条.said) for 每条 in 层.clauses) <= 80


# (profile, category, term, clause)
公示期限 = [
    ("gaoxin", "行政处罚", "7工作日", "二（一）4"),
    ("gaoxin", "行政许可", "7工作日", "二（一）4"),
    ("gaoxin", "行政检查", "20工作日", "二（一）4"),
    ("xinglongtai", "行政处罚", "7工作日", "4.1.4"),
    ("xinglongtai", "行政强制", "20工作日", "4.1.4"),
    ("suzhou", "行政许可", "7工作日", "一（三）"),
    ("suzhou", "行政征收", "20工作日", "一（三）"),
    ("qingpu", "行政处罚", "7工作日", "二（一）4"),
    ("qingpu", "行政裁决", "20工作日", "二（一）4"),
    ("huangshigang", "行政许可", "7工作日", "二（一）3(2)"),
    ("huangshigang", "行政给付", "20工作日", "二（一）3(2)"),
]


@pytest.mark.parametrize(("名", "类", "期限", "条"), 公示期限)
def test_公示期限(方案: Callable[[str], Layer], 名: str, 类: str, 期限: str, 条: str) -> None:
    [限] = [每个 for 每个 in 方案(名).plan.limits if 类 in 每个.categories]
    assert (str(限.term), 限.clause.label) == (期限, 条)


@pytest.mark.parametrize("名", 五地)
def test_方案的公示期限用在每个程序的公示义务上(书: Callable[..., RuleBook], 名: str) -> None:
    """Not later than the plan says: where a law is stricter, its limit stands."""
    天 = {"7工作日": {"7工作日"}, "20工作日": {"20工作日", "7工作日"}}
    此书 = 书(名)
    层 = 此书.profile
    assert 层
    for 程序规则 in 此书.procedures.values():
        期限 = {str(限.term) for 限 in 层.plan.limits if 程序规则.category in 限.categories and 限.term}
        名称 = {公示.duty for 公示 in 程序规则.publications} - {""}
        for 义务 in chain.from_iterable(环节.opens for 环节 in 程序规则.acts.values()):
            if 义务.name in 名称 and len(期限) == 1:
                assert str(义务.term) in 天[next(iter(期限))], (程序规则.name, 义务.name)


# (profile, name of the catalogue, reviewer, filed with, revision, a field it must have)
目录 = [
    ("gaoxin", "随机抽查事项清单", "法制审核人员", "", "", ""),
    ("gaoxin", "执法流程图", "法制审核人员", "", "", "受理条件"),
    ("xinglongtai", "随机抽查事项清单", "", "", "", "频次"),
    ("xinglongtai", "服务指南", "", "", "", "责任追究"),
    ("suzhou", "服务指南", "", "", "1个月", "受理机构"),
    ("suzhou", "执法流程图", "", "", "1个月", ""),
    ("qingpu", "重大执法决定法制审核目录清单", "", "司法行政机关", "", "涉案金额"),
    ("huangshigang", "执法事项清单", "司法行政机关", "", "", "收费依据和标准"),
    ("huangshigang", "执法人员清单", "司法行政机关", "", "", "性别"),
    ("huangshigang", "随机抽查事项清单", "政务服务部门", "", "", "人员"),
]


@pytest.mark.parametrize(("名", "目录名", "审核", "备案", "修订", "字段"), 目录)
def test_目录由谁审核_多久修订_有哪些字段(
    方案: Callable[[str], Layer], 名: str, 目录名: str, 审核: str, 备案: str, 修订: str, 字段: str
) -> None:
    册 = 方案(名).plan.catalogue(目录名)
    assert 册 is not None
    assert (册.reviewer, 册.filed_with, str(册.term or "")) == (审核, 备案, 修订)
    assert not 字段 or 字段 in 册.fields


def test_兴隆台的服务指南写明十五项_执法人员清单六项(方案: Callable[[str], Layer]) -> None:
    plan = 方案("xinglongtai").plan
    项数 = {册.name: len(册.fields) for 册 in plan.catalogues}
    assert (项数["服务指南"], 项数["执法人员清单"], 项数["随机抽查事项清单"]) == (15, 6, 7)


# (profile, cycle, month, day, to, copies)
报告 = [
    ("xinglongtai", "每年", 1, 31, ("区司法局", "上级主管部门"), ()),
    ("suzhou", "每年", 1, 31, ("本级人民政府", "上级主管部门"), ()),
    ("huangshigang", "每年", 1, 31, ("本级人民政府", "上级行政主管部门"), ("区司法局",)),
    ("qingpu", "每月", 0, 0, ("区司法行政部门",), ()),
    ("qingpu", "每年", 0, 0, ("区司法行政部门",), ()),
]


@pytest.mark.parametrize(("名", "周期", "月", "日", "报", "抄"), 报告)
def test_报告何时向谁报(
    方案: Callable[[str], Layer],
    名: str,
    周期: str,
    月: int,
    日: int,
    报: tuple[str, ...],
    抄: tuple[str, ...],
) -> None:
    [报告] = [每个 for 每个 in 方案(名).plan.reports if 每个.cycle == 周期]
    assert (报告.month, 报告.day, 报告.to, 报告.copies) == (月, 日, 报, 抄)


@pytest.mark.parametrize(
    ("名", "执法人员", "应有"),
    [
        ("suzhou", 100, 5),
        ("suzhou", 101, 6),
        ("suzhou", 10, 1),
        ("qingpu", 41, 3),
        ("huangshigang", 12, 2),
        ("huangshigang", 60, 3),
    ],
)
def test_法制审核人员应有几人(方案: Callable[[str], Layer], 名: str, 执法人员: int, 应有: int) -> None:
    队伍 = 方案(名).plan.needed("法制审核人员")
    assert 队伍 is not None and 队伍.share == Fraction(5, 100)
    assert 队伍.needed(执法人员) == 应有


def test_宿州二十四小时上传_三十日成卷_其他方案没有定(方案: Callable[[str], Layer]) -> None:
    记录 = {名: {每个.name: str(每个.term) for 每个 in 方案(名).plan.records} for 名 in 五地}
    assert 记录.pop("suzhou") == {"上传": "24小时", "归档": "30日"}
    assert not any(记录.values())


def test_宿州的归档期限用在每个程序上(书: Callable[..., RuleBook]) -> None:
    归档 = [
        义务
        for 每个 in 书("suzhou").procedures.values()
        for 环节 in 每个.acts.values()
        for 义务 in 环节.opens
        if 义务.name == "归档"
    ]
    assert 归档 and {str(义务.term) for 义务 in 归档} == {"30日"}
    assert {义务.clause.label for 义务 in 归档} == {"二（六）"}


# (profile, task, due, unit)
任务 = [
    ("gaoxin", "全程音像记录", "2022-01-01 起", "本局"),
    ("xinglongtai", "制定本部门工作方案，报区司法局备案", "2019-06-28", "政策法规股"),
    ("xinglongtai", "组织自查，报送工作总结", "2019-11-15", "政策法规股"),
    ("suzhou", "出台音像记录管理制度，配备设备和场所", "2019-12-31", "市级行政执法机关"),
    ("suzhou", "出台记录信息调阅监督制度", "2019-10-31", "市级行政执法机关"),
    ("suzhou", "制定法制审核流程和不一致时的协调机制", "2019-09-30", "市、县级行政执法机关"),
    ("huangshigang", "摸底调查", "2019-07-20", "办公室"),
    ("huangshigang", "与全国行政执法综合管理监督信息系统对接", "2019-08-10", "办公室"),
    ("huangshigang", "自查评估，结果报区政府并抄送区司法局", "2020-01-31", "执法大队"),
]


@pytest.mark.parametrize(("名", "事", "时", "责任"), 任务)
def test_任务的日期和责任单位(方案: Callable[[str], Layer], 名: str, 事: str, 时: str, 责任: str) -> None:
    [任务] = [每个 for 每个 in 方案(名).tasks if 每个.name == 事]
    assert 责任 in 任务.units
    assert 时 == (f"{任务.start} 起" if 时.endswith("起") else str(任务.due))


def test_黄石港按月或者按季公示_个人隐去真实姓名(方案: Callable[[str], Layer]) -> None:
    plan = 方案("huangshigang").plan
    [周期] = plan.provided("周期")
    assert 周期.cycles == ("每月", "每季度")
    [隐去] = [每个 for 每个 in plan.contents if 每个.hidden]
    assert (隐去.fields, 隐去.party) == (("真实姓名",), "自然人")


@pytest.mark.parametrize("名", ["suzhou", "qingpu", "huangshigang"])
def test_审核有异议由谁决定(方案: Callable[[str], Layer], 名: str) -> None:
    assert any("机关负责人" in 每个.who for 每个 in 方案(名).plan.provided("异议"))


def test_宿州的证件经司法行政机关备案(方案: Callable[[str], Layer]) -> None:
    [备案] = 方案("suzhou").plan.provided("证件备案")
    assert 备案.who == ("本级司法行政机关",) and 备案.clause.label == "一（二）"


def test_没有个人姓名(规则包: Pack) -> None:
    """Persons appear in the plans' own lists; the files name offices and units only."""
    for 名 in 五地:
        文 = 规则包.texts[f"profiles/{名}.yaml"]
        assert not re.search(r"同志|组长[：:]|主任[：:]|局长[：:]|责任人[：:]", 文), 名
        for 层任务 in (层.tasks for 层 in [规则包.book(名).profile] if 层):
            for 单位 in chain.from_iterable(任务.units for 任务 in 层任务):
                assert re.search(r"(局|科|股|室|办|队|部门|机关|政府|单位|街镇|领导)$", 单位), 单位


# What is wrong with a row of 条款 is told with file and line.
写错 = [
    (
        "由: [功能 文书], 状: 已实现}",
        "由: [功能 文数], 状: 已实现}",
        "“由”所指的功能“文数”没有；是不是",
    ),
    (
        "由: [功能 文书], 状: 已实现}",
        "由: [环节 送法治审核], 状: 已实现}",
        "“由”所指的环节“送法治审核”没有；是不是“送法制审核”",
    ),
    ("由: [功能 文书], 状: 已实现}", "由: [办法 文书], 状: 已实现}", "“由”的每一项写作“环节 送法制审核”"),
    ("由: [功能 文书], 状: 已实现}", "状: 已实现}", "写“已实现”，而没有写由什么实现"),
    ("由: [功能 文书], 状: 已实现}", "由: [功能 文书], 状: 无软件事项}", "就不是“无软件事项”"),
    ("由: [功能 文书], 状: 已实现}", "由: [功能 文书], 状: 部分}", "在“说明”中写明还缺什么"),
    ("  - {条: 二（二）1, ", "  - {条: 二（二）2, ", "“条款”中“二（二）2”写了两次"),
    ("比例: 5%", "比例: 百分之五", "比例“百分之五”不认识；写作“5%”"),
    ("类: 其他执法决定", "类: 别的执法决定", "没有“别的执法决定”这一类执法决定；是不是“其他执法决定”"),
    ("周期: 每月", "周期: 每周", "“周期”没有“每周”这一种"),
    ("队伍:\n  法制审核人员", "队伍:\n  法制审查人员", "没有“法制审查人员”这一职务；是不是“法制审核人员”"),
]


@pytest.mark.parametrize(("旧", "新", "错"), 写错)
def test_方案的表写错_指出文件和行(改包: Callable[..., Pack], 旧: str, 新: str, 错: str) -> None:
    所有 = [str(每个) for 每个 in 改包("profiles/qingpu.yaml", 旧, 新).faults()]
    assert any(错 in 每个 and re.match(r"profiles/qingpu\.yaml:\d+: ", 每个) for 每个 in 所有), 所有


def test_规则所引的条没有列在条款中_指出那一行(规则包: Pack, 改包: Callable[..., Pack]) -> None:
    包 = 改包(
        "profiles/suzhou.yaml", "{期限: 24小时, 依据: 方案 二（六）}", "{期限: 24小时, 依据: 方案 二（八）}"
    )
    行 = next(n for n, 文 in enumerate(包.texts["profiles/suzhou.yaml"].splitlines(), 1) if "二（八）}" in 文)
    assert [str(每个).split("；")[0] for 每个 in 包.faults()] == [
        f"profiles/suzhou.yaml:{行}: 所引的“宿州方案 二（八）”没有列在“条款”中"
    ]


def test_归档期限不能无依据放宽(改包: Callable[..., Pack]) -> None:
    """A plan may set what the national rule leaves open; a second row that differs is a fault."""
    包 = 改包(
        "profiles/suzhou.yaml",
        "音像:\n",
        "期限:\n  - {义务: 归档, 期限: 60日, 依据: 方案 二（六）}\n\n音像:\n",
    )
    assert any("“归档”的期限由60日" in str(每个) or "已经定为60日" in str(每个) for 每个 in 包.faults())


# (profile, procedure, act, whether nothing but a full recording will do)
音像 = [
    ("qingpu", "行政许可", "告知承诺后核查", True),
    ("qingpu", "行政强制措施", "实施强制措施", True),
    ("qingpu", "行政处罚·简易程序", "作出当场处罚决定", False),
    ("gaoxin", "行政强制执行", "实施强制执行", True),
    ("gaoxin", "行政检查", "复查", False),
    ("suzhou", "行政征用", "实施征用", True),
    ("suzhou", "行政许可", "举行听证", False),
    ("xinglongtai", "行政强制措施", "实施强制措施", True),
    ("huangshigang", "行政检查", "现场检查", False),
]


@pytest.mark.parametrize(("名", "程序名", "环节", "全程"), 音像)
def test_音像记录全程或者视情(
    书: Callable[..., RuleBook], 名: str, 程序名: str, 环节: str, 全程: bool
) -> None:
    栏 = 书(名).procedures[程序名].acts[环节].fields["音像记录"]
    assert 栏.required and not 栏.when
    assert (栏.options == ("已全程录音录像", "高风险场所依法不录")) is 全程


def test_青浦房屋征收在两处公示(书: Callable[..., RuleBook]) -> None:
    [公示] = 书("qingpu").procedures["国有土地上房屋征收"].publications
    assert 公示.channels == ("区政府门户网站", "公示平台")


def test_当面送达要出示证件_在每一种送达中(书: Callable[..., RuleBook]) -> None:
    for 程序名 in ("行政征收", "行政许可", "行政奖励"):
        for 环节 in 书("suzhou").procedures[程序名].acts.values():
            if 环节.name in ("送达决定", "送达许可决定"):
                栏 = 环节.fields["出示执法证件"]
                assert (栏.must_be, 栏.when) == (True, "当面送达")


def test_方案没有写的照指导意见(书: Callable[..., RuleBook]) -> None:
    """Gaoxin writes no report and no share of reviewers, Qingpu no date of the yearly report."""
    高新区 = 书("gaoxin").plan
    [年报] = [每个 for 每个 in 高新区.reports if 每个.cycle == p.YEARLY]
    assert str(年报.due(2027)) == "2027-01-31" and 年报.clause.law == "指导意见"
    审核 = 高新区.needed("法制审核人员")
    assert 审核 and 审核.needed(41) == 3
    [年报] = [每个 for 每个 in 书("qingpu").plan.reports if 每个.cycle == p.YEARLY]
    assert str(年报.due(2027)) == "2027-01-31" and 年报.dated_by and 年报.dated_by.law == "指导意见"
    assert 书("huangshigang").plan.needed("法制审核人员") == 书("huangshigang").layers[-1].plan.staffing[0]
