from collections.abc import Callable

import pytest

from mingjing.law.book import Pack, RuleBook

程序 = "行政处罚·普通程序"
青浦, 兴隆台, 市监 = "profiles/qingpu.yaml", "profiles/xinglongtai.yaml", "sectors/market.yaml"


def 加(包: Pack, 文件: str, 文: str) -> Pack:
    return Pack({**包.texts, 文件: 包.texts[文件].rstrip() + "\n" + 文}, 包.calendar)


def 说(包: Pack) -> list[str]:
    return [str(每个) for 每个 in 包.faults()]


def 末行(包: Pack, 文件: str) -> int:
    return len(包.texts[文件].splitlines())


def test_期限写错_指出文件和行号(规则包: Pack, 改包: Callable[..., Pack]) -> None:
    行号 = next(n for n, 文 in enumerate(规则包.texts[青浦].splitlines(), 1) if "期限: 7工作日" in 文)
    错 = f"{青浦}:{行号}: 期限“7个工作天”不认识；写作“7工作日”“15日”“3个月”或“24小时”"
    assert 说(改包(青浦, "期限: 7工作日", "期限: 7个工作天")) == [错]


def test_期限没有注明依据_只说这一件(改包: Callable[..., Pack]) -> None:
    [错] = 说(
        改包(
            青浦,
            "期限: 7工作日, 自: 作出处罚决定, 渠道: [公示平台], 依据: 方案 二（一）4",
            "期限: 7工作日, 自: 作出处罚决定, 渠道: [公示平台]",
        )
    )
    assert "没有注明依据" in 错


def test_放宽期限而没有法律依据_指出被放宽的那一条(规则包: Pack, 改包: Callable[..., Pack]) -> None:
    包 = 改包(青浦, "期限: 7工作日, 自", "期限: 10工作日, 自")
    [错] = [每个 for 每个 in 说(包) if "penalty-ordinary" in 每个]  # one for each procedure of the category
    旧 = next(
        n
        for n, 文 in enumerate(包.texts["national/penalty-ordinary.yaml"].splitlines(), 1)
        if "公示处罚决定, 由" in 文
    )
    assert 错.endswith(
        f"“公示处罚决定”的期限由7工作日放宽为10工作日，而没有注明允许放宽的法律依据（national/penalty-ordinary.yaml:{旧}）"
    )
    assert 错.startswith(f"{青浦}:")


def test_写明允许放宽的法律_可以放宽(改包: Callable[..., Pack]) -> None:
    包 = 改包(青浦, "期限: 7工作日, 自", "期限: 10工作日, 放宽依据: 市监公示规定 9, 自")
    assert 说(包) == []
    起 = 包.book("qingpu").procedures[程序].acts["作出处罚决定"].opens
    assert [str(每个.term) for 每个 in 起 if 每个.name == "公示处罚决定"] == ["10工作日"]


def test_收紧期限不要依据以外的说明_并记得原来的那一条(改包: Callable[..., Pack]) -> None:
    包 = 改包(青浦, "期限: 7工作日, 自", "期限: 5工作日, 自")
    assert 说(包) == []
    [公示] = [
        每个 for 每个 in 包.book("qingpu").procedures[程序].acts["作出处罚决定"].opens if "公示" in 每个.name
    ]
    assert (str(公示.term), 公示.file) == ("5工作日", 青浦)
    assert 公示.replaced is not None
    assert (str(公示.replaced.term), 公示.replaced.file) == ("7工作日", "national/penalty-ordinary.yaml")


def test_工作日与法律所说的日相同_不算放宽(规则包: Pack) -> None:
    包 = 加(规则包, 兴隆台, "说明: x\n").texts
    文 = 包[兴隆台].replace(
        "期限:\n",
        "期限:\n  - {程序: 行政处罚·普通程序, 义务: 处理先行登记保存, 期限: 7工作日, 依据: 方案 4.2.2}\n",
        1,
    )
    assert 说(Pack({**包, 兴隆台: 文}, 规则包.calendar)) == []
    文 = 文.replace("处理先行登记保存, 期限: 7工作日", "处理先行登记保存, 期限: 8工作日")
    assert any("放宽为8工作日" in 每个 for 每个 in 说(Pack({**包, 兴隆台: 文}, 规则包.calendar)))


def test_缩短当事人的期间也是放宽(规则包: Pack) -> None:
    文 = 规则包.texts[兴隆台].replace(
        "期限:\n",
        "期限:\n  - {程序: 行政处罚·普通程序, 义务: 陈述申辩期, 期限: 3工作日, 依据: 方案 4.2.2}\n",
        1,
    )
    assert any(
        "“陈述申辩期”的期限由5日放宽为3工作日" in 每个
        for 每个 in 说(Pack({**规则包.texts, 兴隆台: 文}, 规则包.calendar))
    )


def test_同一方案两行定得不一样_是错处(规则包: Pack) -> None:
    行 = "  - {义务: 出具法制审核意见, 期限: %s, 依据: 方案 4.3.4}\n"
    文 = 规则包.texts[兴隆台].replace(行 % "10工作日", 行 % "10工作日" + 行 % "8工作日")
    [错] = 说(Pack({**规则包.texts, 兴隆台: 文}, 规则包.calendar))
    前一行 = next(
        n for n, 每行 in enumerate(文.splitlines(), 1) if "出具法制审核意见, 期限: 10工作日" in 每行
    )
    assert (
        错
        == f"{兴隆台}:{前一行 + 1}: “出具法制审核意见”的期限在第 {前一行} 行已经定为10工作日，两条规则不一致"
    )


def test_期限加在没有的义务上_提示相近的(改包: Callable[..., Pack]) -> None:
    assert any(
        "没有环节起“出具法制审核意建”这一义务；是不是“出具法制审核意见”" in 每个
        for 每个 in 说(改包(兴隆台, "义务: 出具法制审核意见", "义务: 出具法制审核意建"))
    )


def test_参数放宽要有依据_收紧不要(改包: Callable[..., Pack]) -> None:
    文 = "值: {自然人: 5000, 个体工商户: 5000, 法人: 50000, 其他组织: 50000}"
    错 = 说(改包(青浦, 文, 文.replace("法人: 50000", "法人: 200000")))
    assert any(
        "参数“听证罚款”对法人由100000放宽为200000，而没有注明允许放宽的法律依据" in 每个 for 每个 in 错
    )
    assert 说(改包(青浦, 文, 文.replace("法人: 50000", "法人: 20000"))) == []


@pytest.mark.parametrize(
    ("旧", "新", "错"),
    [
        ("  听证罚款: ", "  听证罚金: ", "国家规则没有“听证罚金”这一参数；是不是“听证罚款”"),
        ("自然人: 5000, 个体", "自燃人: 5000, 个体", "当事人类别没有“自燃人”"),
        ("自然人: 5000, 个体", "自然人: 五千, 个体", "“自然人”的数额应当是数字，不能写“五千”"),
        ("环节: [先行登记保存]", "环节: [查扣]", "环节“查扣”在任何程序中都没有"),
        ("    现场检查:\n", "    现场检察:\n", "环节“现场检察”在任何程序中都没有；是不是“现场检查”？"),
        ("当: 符合听证条件", "当: 附合听证条件", "没有“附合听证条件”这一情形；是不是“符合听证条件”"),
        ("  减轻处罚:  ", "  符合听证条件:  ", "情形“符合听证条件”已经有定义，方案不能改写，只能另起名称"),
        (
            "当: 留置或者公告送达, 依据: 方案 二（二）2第二段(6)}\n    - {环节: [事先",
            "当: 留置和公告送达, 依据: 方案 二（二）2第二段(6)}\n    - {环节: [事先",
            "没有“留置和公告送达”这一情形；是不是“留置或者公告送达”",
        ),
        ("  要点:\n", "  要典:\n", "“法制审核”没有“要典”这一键；是不是“要点”？"),
        ("名称: 上海市青浦区", "名字: 上海市青浦区", "方案没有“名字”这一键"),
        ("'leniency == \"减轻处罚\"'", "'leniency == 5.0'", "表达式类型不符：文本和金额不能用“==”比较"),
        (
            "    询问:\n",
            "    立案:\n      填: {承办人: 选填}\n    询问:\n",
            "“承办人”在国家规则中是必填，方案不能改为选填",
        ),
        ("    询问:\n", "    立案:\n      由: 执法人员\n    询问:\n", "环节“立案”没有“由”这一键"),
        (
            "  行政处罚·普通程序:\n",
            "  行政处罚·一般程序:\n",
            "程序“行政处罚·一般程序”没有定义；是不是“行政处罚·简易程序”“行政处罚·普通程序”",
        ),
        (
            "    - {环节: [现场检查, 抽样取证, 举行听证]",
            "    - {环节: [现场检查, 先行登记保存, 举行听证]",
            "两条规则不一致",
        ),
        ("名: 减轻行政处罚决定", "名: 符合听证条件的行政处罚决定", "重大决定“符合听证条件的行政处罚决定”在"),
    ],
)
def test_方案写错的指出来(改包: Callable[..., Pack], 旧: str, 新: str, 错: str) -> None:
    所有 = 说(改包(青浦, 旧, 新))
    assert any(错 in 每个 and 每个.startswith(f"{青浦}:") for 每个 in 所有), 所有


def test_方案对一项的要求与国家规则合在一起_不顶替(规则包: Pack) -> None:
    文 = 规则包.texts[青浦].replace(
        "    询问:\n",
        "    立案:\n      填: {承办人: {必填: 是, 至少: 3, 依据: 方案 二（一）3}}\n    询问:\n",
        1,
    )
    包 = Pack({**规则包.texts, 青浦: 文}, 规则包.calendar)
    assert 说(包) == []
    承办人 = 包.book("qingpu").procedures[程序].acts["立案"].fields["承办人"]
    assert (承办人.minimum, 承办人.certified, 承办人.required) == (3, True, True)
    assert 承办人.default is not None and 承办人.file == 青浦 and 承办人.replaced is not None


def test_方案只在某情形下才要求_不能减掉已有的要求(规则包: Pack) -> None:
    文 = 规则包.texts[青浦].replace(
        "    询问:\n", "    立案:\n      填: {承办人: {必填: 是, 当: 减轻处罚}}\n    询问:\n", 1
    )
    错 = 说(Pack({**规则包.texts, 青浦: 文}, 规则包.calendar))
    assert any("方案不能改为只在“减轻处罚”时才要求" in 每个 for 每个 in 错)


def test_全程录像的要求不因视情的要求而放松(规则包: Pack) -> None:
    文 = 规则包.texts[市监].rstrip() + "\n音像:\n  全程: [{环节: [现场检查], 依据: 市监程序规定 44}]\n"
    包 = Pack({**规则包.texts, 市监: 文}, 规则包.calendar)
    assert 说(包) == []
    assert 包.book("qingpu", "市场监管").procedures[程序].acts["现场检查"].fields["音像记录"].options == (
        "已全程录音录像",
        "高风险场所依法不录",
    )


def test_审核要点和不得仅写在方案中增加(书: Callable[..., RuleBook]) -> None:
    国家, 当前 = 书().procedures[程序], 书("qingpu").procedures[程序]
    新 = {要点.name for 要点 in 当前.points} - {要点.name for 要点 in 国家.points}
    assert 新 == {"管辖权与理由", "救济途径告知", "处罚种类与履行"}
    旧词 = 国家.acts["出具法制审核意见"].fields["审核意见"].not_only
    assert set(当前.acts["出具法制审核意见"].fields["审核意见"].not_only) >= {*旧词, "签名", "审核人员签字"}


def test_不承的领域写错也是错处(改包: Callable[..., Pack]) -> None:
    assert any(
        "没有“市场监察”这一领域；是不是“市场监管”？" in 每个
        for 每个 in 说(改包(兴隆台, "承: [national, 市场监管]", "承: [national, 市场监察]"))
    )


检查 = "national/inspection/inspection.yaml"
转入 = "转入案件: {必填: 是, 同当事人: 是, 已办: 立案, 依据: 行政处罚法 54.2}"


@pytest.mark.parametrize(
    ("新", "错"),
    [
        (转入.replace("已办: 立案", "已办: 立按"), "环节“立按”在任何程序中都没有；是不是“立案”"),
        (转入 + ", 批准说明: {同当事人: 是}", "“同当事人”只用于写另一件案件的事实，批准说明是长文本"),
        (转入 + ", 批准说明: {已办: 立案}", "“已办”只用于写另一件案件的事实，批准说明是长文本"),
    ],
)
def test_对另一件案件的要求写错了_指出来(改包: Callable[..., Pack], 新: str, 错: str) -> None:
    [说明] = 说(改包(检查, 转入, 新))
    assert 说明.startswith(f"{检查}:") and 错 in 说明


def test_方案对另一件案件的要求_加在已有的上面(规则包: Pack) -> None:
    def 加方案(填: str) -> Pack:
        文 = (
            "方案: lin\n名称: 临县（示例）\n简称: 临县方案\n出处: {文: 临县实施方案, 日期: 2026-01-05}\n"
            f"环节:\n  行政检查:\n    登记立案:\n      填: {{转入案件: {{{填}, 依据: 方案 一}}}}\n"
        )
        return Pack({**规则包.texts, "profiles/lin.yaml": 文}, 规则包.calendar)

    包 = 加方案("必填: 是, 已办: 线索登记")
    assert 说(包) == []
    栏 = 包.book("lin").procedures["行政检查"].acts["登记立案"].fields["转入案件"]
    assert 栏.same_party and 栏.done_there == ("立案", "线索登记")
    [错] = 说(加方案("必填: 是, 已办: 线索登计"))
    assert 错.startswith("profiles/lin.yaml:8: 环节“线索登计”在任何程序中都没有；是不是“线索登记”")
