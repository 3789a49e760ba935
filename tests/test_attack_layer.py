"""A plan that tries to loosen the national rules: every way is a fault with its file and line."""

from collections.abc import Callable

import pytest

from mingjing.law.book import Pack
from tests.law.conftest import 改包, 规则包  # noqa: F401

青浦 = "profiles/qingpu.yaml"


def 说(包: Pack) -> list[str]:
    return [str(每个) for 每个 in 包.faults()]


@pytest.mark.parametrize("依据", ["方案 二（一）4", "天马行空法 99", "指导意见 二（六）", "兴隆台方案 4.2"])
def test_方案不能自己放宽_编造的法和通知也不能(改包: Callable[..., Pack], 依据: str) -> None:  # noqa: F811
    所有 = 说(改包(青浦, "期限: 7工作日, 自", f"期限: 10工作日, 放宽依据: {依据}, 自"))
    assert any("不能作为放宽依据" in 每个 and 每个.startswith(f"{青浦}:") for 每个 in 所有), 所有


def test_国家没有定的数额_方案自己不能定(改包: Callable[..., Pack]) -> None:  # noqa: F811
    所有 = 说(改包(青浦, "    依据: 上海听证规定\n", "    依据: 方案 二（三）2(1)\n"))
    assert any("参数“听证罚款”国家规则没有定，只能由法律、法规、规章定" in 每个 for 每个 in 所有), 所有


@pytest.mark.parametrize(
    ("环节", "填"),
    [
        ("现场检查", "出示执法证件: {须为: 是, 默认: 是, 依据: 方案 二（一）3}"),
        ("出具法制审核意见", "审核结论: {必填: 是, 默认: 同意, 依据: 方案 二（三）5}"),
        ("立案", "承办人: {必填: 是, 默认: 办理人, 依据: 方案 二（一）3}"),
    ],
)
def test_方案不能替人预填国家要人填的(改包: Callable[..., Pack], 环节: str, 填: str) -> None:  # noqa: F811
    文 = f"  行政处罚·普通程序:\n    {环节}:\n      填: {{{填}}}\n"
    旧 = "  行政处罚·普通程序:\n" + ("    现场检查:\n" if 环节 == "现场检查" else "")
    所有 = 说(改包(青浦, 旧, 文 + ("    现场检查甲:\n" if 环节 == "现场检查" else "")))
    assert any("方案不能替人预填" in 每个 for 每个 in 所有), 所有


def test_已要求音像记录的_方案不能改为有时才要求(改包: Callable[..., Pack]) -> None:  # noqa: F811
    所有 = 说(
        改包(
            青浦,
            "    - {环节: [告知承诺后核查], 依据: 方案 二（二）2第一段(1)}\n",
            "    - {环节: [实施征用], 当: 减轻处罚, 依据: 方案 二（二）2第一段(1)}\n",
        )
    )
    assert any("方案不能改为只在“减轻处罚”时才要求" in 每个 for 每个 in 所有), 所有


def test_末日已由当事人知道的日期写明_方案不能另定期限(改包: Callable[..., Pack]) -> None:  # noqa: F811
    行 = "期限:\n  - {程序: 行政检查, 义务: 改正违法行为, 期限: 1年, 依据: 方案 二（一）3}\n\n公示:\n"
    所有 = 说(改包(青浦, "公示:\n", 行))
    assert any("“改正违法行为”的末日由“改正期限”写明，不能另定期限" in 每个 for 每个 in 所有), 所有


def test_方案不能写程序的钥匙(改包: Callable[..., Pack]) -> None:  # noqa: F811
    for 键 in (
        "引: [{环节组: 法制审核, 除: [送法制审核]}]",
        "分离: []",
        "程序: 行政处罚·普通程序",
        "人员: {}",
        "决定稿: {}",
    ):
        名 = 键.partition(":")[0]
        所有 = 说(改包(青浦, "公示:\n", f"{键}\n公示:\n"))
        assert any(f"没有“{名}”这一键" in 每个 for 每个 in 所有), (键, 所有)
    for 键 in (
        "先有: []",
        "由: 执法人员",
        "次数: 不限",
        "案件状态: [线索]",
        "除: []",
        "可补记: 是",
        "止: []",
        "阶段: 立案",
    ):
        名 = 键.partition(":")[0]
        所有 = 说(改包(青浦, "    集体讨论: ", f"    作出处罚决定: {{{键}}}\n    集体讨论: "))
        assert any(f"没有“{名}”这一键" in 每个 for 每个 in 所有), (键, 所有)


领域, 宿州 = "sectors/market.yaml", "profiles/suzhou.yaml"
规章 = (
    "\n目录:\n  - {{名: {名}, 修订: 20日, 审核: 司法行政机关, 备案: 司法行政机关, 依据: 市监程序规定 60}}\n"
)


def 目录包(包: Pack, *换: tuple[str, str], 名: str = "全部") -> Pack:
    """领域规则定了目录的复核、备案、修订期限；宿州方案照写的换。"""
    texts = dict(包.texts)
    texts[领域] += 规章.format(名=名)
    for 旧, 新 in 换:
        assert texts[宿州].count(旧) >= 1
        texts[宿州] = texts[宿州].replace(旧, 新)
    return Pack(texts, 包.calendar)


def 说宿州(包: Pack) -> list[str]:
    """别的方案也压着这个领域，只看改了的这一份。"""
    return [每个 for 每个 in 说(包) if 每个.startswith(f"{宿州}:")]


def test_规章定的目录修订期限_方案不能放长(规则包: Pack) -> None:  # noqa: F811
    所有 = 说宿州(目录包(规则包, ("{名: 全部, 修订: 1个月,", "{名: 全部, 修订: 1年,")))
    [一] = [每个 for 每个 in 所有 if "放宽为1年" in 每个]
    assert "修订期限由20日放宽为1年" in 一 and f"{领域}:" in 一, 所有


@pytest.mark.parametrize(
    ("写", "错"),
    [
        ("审核: 公示审核员", "复核由司法行政机关改为公示审核员"),
        ("备案: 政务服务部门", "备案由司法行政机关改为政务服务部门"),
    ],
)
def test_规章定了由谁复核_向谁备案的_方案不能另定(规则包: Pack, 写: str, 错: str) -> None:  # noqa: F811
    短 = ("修订: 1个月", "修订: 20日")
    [一] = 说宿州(目录包(规则包, 短, ("{名: 全部, 修订: 20日,", f"{{名: 全部, {写},")))
    assert 错 in 一 and "没有注明允许放宽的法律依据" in 一


def test_期限更短_同样由它复核_或者写明放宽依据的_不算放宽(规则包: Pack) -> None:  # noqa: F811
    短 = ("修订: 1个月", "修订: 15日")
    assert 说宿州(目录包(规则包, 短, ("{名: 全部,", "{名: 全部, 审核: 司法行政机关,"))) == []
    准 = "{名: 全部, 修订: 1年, 审核: 公示审核员, 放宽依据: 行政处罚法 39,"
    assert 说宿州(目录包(规则包, 短, ("{名: 全部, 修订: 15日,", 准))) == []
    错 = 说宿州(目录包(规则包, 短, ("{名: 全部, 修订: 15日,", 准.replace("行政处罚法 39", "方案 一（一）"))))
    assert any("不能作为放宽依据" in 每个 for 每个 in 错), 错


def test_方案的全部一行较长_点名的一行照规章的_不算放宽(规则包: Pack) -> None:  # noqa: F811
    单 = "行政执法主体"
    assert any(f"“{单}”的修订期限由20日放宽为1个月" in 每个 for 每个 in 说宿州(目录包(规则包, 名=单)))
    照 = (f"{{名: {单}, 修订: 1个月,", f"{{名: {单}, 修订: 20日,")
    assert 说宿州(目录包(规则包, 照, 名=单)) == []
