import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.term import Term, TermError

期限 = st.builds(Term, st.integers(1, 9999), st.sampled_from(["日", "工作日", "个月", "年", "小时"]))


@pytest.mark.parametrize(
    ("文字", "数", "单位"),
    [
        ("7工作日", 7, "工作日"),
        ("15日", 15, "日"),
        ("3个月", 3, "个月"),
        ("2年", 2, "年"),
        ("24小时", 24, "小时"),
    ],
)
def test_五种写法都认识(文字: str, 数: int, 单位: str) -> None:
    assert Term.parse(文字) == Term(数, 单位)  # type: ignore[arg-type]


@given(期限)
def test_写出来再读回去_还是同一个期限(term: Term) -> None:
    assert Term.parse(str(term)) == term


def test_工作日念作几个工作日() -> None:
    assert Term.parse("7工作日").spoken() == "7个工作日"
    assert Term.parse("3个月").spoken() == "3个月"


@pytest.mark.parametrize(
    "文字",
    [
        "7个工作天",
        "7个工作日",
        "7 工作日",
        "０7日",
        "７日",
        "07日",
        "0日",
        "-3日",
        "日",
        "3月",
        "",
        "12345日",
        "7工作日\n",
    ],
)
def test_别的写法不认识_并说应当怎样写(文字: str) -> None:
    with pytest.raises(TermError) as 错:
        Term.parse(文字)
    assert str(错.value) == f"期限“{文字}”不认识；写作“7工作日”“15日”“3个月”或“24小时”"


def test_造不出零日的期限() -> None:
    with pytest.raises(ValueError, match="期限“0日”不认识"):
        Term(0, "日")
