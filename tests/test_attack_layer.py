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
