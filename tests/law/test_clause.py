from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.clause import Clause, ClauseError, number, numeral

国家规则 = Path(__file__).parents[2] / "rules/national"


@pytest.mark.parametrize(
    ("写法", "印出"),
    [
        ("行政处罚法 58", "《行政处罚法》第五十八条"),
        ("行政处罚法 58.1", "《行政处罚法》第五十八条第一款"),
        ("行政处罚法 58(2)", "《行政处罚法》第五十八条第二项"),
        ("行政处罚法 58.1（2）", "《行政处罚法》第五十八条第一款第二项"),
        ("行政处罚法　58", "《行政处罚法》第五十八条"),
        ("市监程序规定 55", "《市监程序规定》第五十五条"),
        ("民法典 1260", "《民法典》第一千二百六十条"),
        ("行政处罚法 第五章第三节", "《行政处罚法》第五章第三节"),
        ("行政处罚法 第五十八条第一款第（二）项", "《行政处罚法》第五十八条第一款第二项"),
        ("《行政处罚法》第五十八条", "《行政处罚法》第五十八条"),
        ("行政处罚法", "《行政处罚法》"),
        ("方案 二（三）2(1)", "青浦方案 二（三）2(1)"),
        ("方案 4.1.4(3)", "青浦方案 4.1.4(3)"),
        ("方案 4", "青浦方案 4"),
        ("国办发〔2018〕118号 （十一）", "国办发〔2018〕118号 （十一）"),
        ("指导意见 （十一）", "《指导意见》（十一）"),
    ],
)
def test_依据的写法与印法(写法: str, 印出: str) -> None:
    clause = Clause.parse(写法, plan="青浦方案")
    assert str(clause) == 印出
    assert Clause.parse(印出) == clause


def test_条款项分开记() -> None:
    assert Clause.parse("行政处罚法 58.1(2)") == Clause("行政处罚法", 58, 1, 2)
    assert Clause.parse("方案 二（三）5") == Clause("方案", label="二（三）5")


def test_连写不带书名号() -> None:
    assert Clause.parse("行政处罚法 58.1").plain() == "行政处罚法第五十八条第一款"
    assert Clause.parse("青浦方案 二（三）5").plain() == "青浦方案二（三）5"


@pytest.mark.parametrize(
    "写法",
    [
        "",
        "58",
        "行政处罚法 58.1.2",
        "行政处罚法 58条",
        "行政处罚法 0",
        "行政处罚法 五十八",
        "行政处罚法 某条",
    ],
)
def test_不成依据的写法被拒_并说应当怎样写(写法: str) -> None:
    with pytest.raises(ClauseError, match="写作“行政处罚法 58”"):
        Clause.parse(写法)


@pytest.mark.parametrize(
    ("依据", "问", "合"),
    [
        ("行政处罚法 58.1", "行政处罚法第五十八条", True),
        ("行政处罚法 58.1", "《中华人民共和国行政处罚法》第五十八条第一款", True),
        ("行政处罚法 58.1", "行政处罚法 58", True),
        ("行政处罚法 58", "行政处罚法", True),
        ("行政处罚法 58", "行政处罚法第五十八条第一款", False),
        ("行政处罚法 58", "行政处罚法第五十条", False),
        ("行政处罚法 58", "行政许可法第五十八条", False),
        ("行政处罚法 58", "", False),
        ("青浦方案 二（三）2(1)", "青浦方案二(三)2", True),
        ("青浦方案 二（三）2(1)", "方案 二（三）2(1)", True),
        ("青浦方案 十二（三）", "二（三）", False),
        ("青浦方案 4.1.12", "青浦方案 4.1.1", False),
        ("青浦方案 4.1.12", "青浦方案 4.1", True),
    ],
)
def test_依据含(依据: str, 问: str, 合: bool) -> None:
    assert Clause.parse(依据).matches(问) is 合


@pytest.mark.parametrize(
    ("数", "字"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (58, "五十八"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (203, "二百零三"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (1260, "一千二百六十"),
        (9999, "九千九百九十九"),
    ],
)
def test_中文数字照法律条号的写法(数: int, 字: str) -> None:
    assert numeral(数) == 字
    assert number(字) == 数


def test_一至九千九百九十九_写出都能读回() -> None:
    assert [number(numeral(n)) for n in range(1, 10000)] == list(range(1, 10000))


@pytest.mark.parametrize("字", ["", "零", "一十", "五八", "二百三", "百", "十百", "五十八条", "58"])
def test_不照条号写法的数字不认(字: str) -> None:
    with pytest.raises(ClauseError, match="不是中文数字"):
        number(字)


@pytest.mark.parametrize("数", [0, -1, 10000])
def test_写不出的数字被拒(数: int) -> None:
    with pytest.raises(ValueError, match="只能写 1 至 9999"):
        numeral(数)


@given(st.integers(1, 1260), st.none() | st.integers(1, 20), st.none() | st.integers(1, 20))
def test_任何条款项_印出再读回都相同(article: int, paragraph: int | None, item: int | None) -> None:
    clause = Clause("民法典", article, paragraph, item)
    assert Clause.parse(str(clause)) == clause
    assert clause.matches(f"民法典 {article}")


def test_条文原文都有内容_所属法律都在登记中() -> None:
    articles = yaml.safe_load((国家规则 / "articles.yaml").read_text("utf-8"))
    laws = yaml.safe_load((国家规则 / "laws.yaml").read_text("utf-8"))
    assert set(articles) <= {law["简称"] for law in laws["法律"] if law["来源"] == "全文"}
    for law, texts in articles.items():
        for article, text in texts.items():
            assert isinstance(article, int) and text.endswith("。"), f"{law} {article}"


def test_登记的法律文件简称不重_来源照定名() -> None:
    laws = yaml.safe_load((国家规则 / "laws.yaml").read_text("utf-8"))
    entries = [entry for group in laws.values() for entry in group]
    assert len({entry["简称"] for entry in entries}) == len(entries)
    assert {entry["来源"] for entry in entries} <= {"全文", "全文（另见）", "摘录", "未见"}
    assert all(("校核" in entry) == (entry["来源"] == "全文") for entry in entries)
