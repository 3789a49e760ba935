"""Reading templates: what the rules do not know is refused with file and line."""

import pytest

from mingjing.law.book import RuleError
from mingjing.recording.library import read_library, read_texts
from mingjing.recording.number import plan, series_of
from mingjing.recording.placeholder import Words
from mingjing.recording.read_template import read_template
from tests.recording.sample import RULES, book, library, procedure

HEAD = "文书: 立案审批表\n标识: filing_approval_form\n版本: 1\n依据: 行政处罚法 54\n用纸: 表格式\n正文:\n"


def _错(body: str, head: str = HEAD) -> list[str]:
    faults: list = []
    acts = set(procedure().acts)
    kinds = {kind for act in procedure().acts.values() for kind in act.documents}
    read_template(head + body, "documents/x.yaml", Words(book().facts, acts, kinds), faults)
    return [str(fault) for fault in faults]


def test_每个环节的每种文书都有模板_没有多余的():
    acts = [act for each in book().procedures.values() for act in each.acts.values()]
    kinds = {kind for act in acts for kind in act.documents}
    assert set(library()) == kinds
    assert len(library()) == len(list((RULES / "documents").glob("*.yaml")))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("  - 段: 罚款{罚金}\n", "documents/x.yaml:7: 占位“罚金”不是规则中的事实"),
        ("  - 段: 好\n  - 段: 处{罚款|小写}\n", "documents/x.yaml:8: “罚款”没有“小写”这种写法"),
        ("  - 段: 当事人{当事人.姓名}\n", "当事人没有“姓名”这一项"),
        ("  - 段: 于{日期.立按}立案\n", "环节“立按”没有定义；是不是“立案”"),
        ("  - 段: 见{文号.处罚书}\n", "文书“处罚书”没有模板"),
        ("  - 段: 罚款{罚款\n", "花括号不成对"),
        ("  - 段: 一\n    当: {填: 罚金}\n", "documents/x.yaml:8: 占位“罚金”不是规则中的事实"),
        ("  - 段: 一\n    当: {是: {送达方式: 飞鸽}}\n", "送达方式没有“飞鸽”这一项"),
        ("  - 段: 一\n    当: {有: 罚款}\n", "“当”没有“有”这一键"),
        ("  - 段: 一\n    居中: 二\n", "正文的一块写且只写一种"),
        ("  - 落宽: '{日期}'\n", "没有“落宽”这一键；是不是“落款”"),
        ("  - 要点表: 审核意见\n", "“要点表”要写一项要点类的事实"),
        ("  - 段: '{审核要点}'\n", "用“要点表”列出"),
        ("  - 表: [{甲: 一, 乙: 二, 丙: 三}]\n", "表的一行有一栏或者两栏"),
    ],
)
def test_模板的错误_指出文件和行(body: str, said: str):
    assert any(said in each for each in _错(body)), _错(body)


def test_没有版本没有依据的模板_拒绝():
    faults = _错("  - 段: 一\n", "文书: 立案审批表\n标识: x\n用纸: 表格式\n正文:\n")
    assert any("“版本”" in each for each in faults) and any("没有注明依据" in each for each in faults)


def test_文种字不得重复_文号各成一列():
    words = [template.word for template in library().values() if template.word]
    assert len(words) == len(set(words))
    texts = read_texts(RULES)
    path = "documents/urging_letter.yaml"
    with pytest.raises(RuleError, match="文号“罚”已用于行政处罚决定书"):
        read_library({**texts, path: texts[path].replace("文号: 催", "文号: 罚")}, book())


def test_少一个模板_指出是哪一种():
    texts = {path: text for path, text in read_texts(RULES).items() if "closing_form" not in path}
    with pytest.raises(RuleError, match="文书“结案审批表”没有模板"):
        read_library(texts, book())


def test_文号的写法():
    assert plan("罚", "青市监", 2026, 12) == "青市监罚〔2026〕12号"
    for wrong in (("罚", "", 2026, 1), ("", "青市监", 2026, 1), ("罚", "青市监", 2026, 0)):
        with pytest.raises(ValueError):
            plan(*wrong)


def test_决定书编号_审批表不编号():
    series = series_of(library(), "行政处罚决定书")
    assert series is not None and series.word == "罚"
    assert series_of(library(), "立案审批表") is None
