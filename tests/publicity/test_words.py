"""Every part of a name is found, whatever the segmenter makes of it."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.publicity.content import spelled, without_names
from mingjing.publicity.words import fts5, index_words, plain, terms, tsquery

FTS = (
    "CREATE VIRTUAL TABLE t USING fts5("
    "words, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co'\")"
)
字 = st.text(
    alphabet=st.sampled_from("上海鑫源食品安全法青溪区市监罚有限公司一二〔〕2026AbＣ号·（）未"),
    min_size=2,
    max_size=30,
)


def 找到(names: tuple[str, ...], texts: tuple[str, ...], query: str, filters: tuple[str, ...] = ()) -> bool:
    connection = sqlite3.connect(":memory:")
    connection.execute(FTS)
    connection.execute(
        "INSERT INTO t (words) VALUES (?)", (" ".join(index_words(names, texts, ("qx-scjg", "行政处罚"))),)
    )
    asked = terms(query)
    return bool(asked) and bool(
        connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (fts5(asked, filters),)).fetchone()[0]
    )


@given(字, st.data())
@settings(max_examples=60, deadline=None)
def test_名称的任何一段都查得到(name: str, data: st.DataObject) -> None:
    whole = plain(name)
    if not whole:
        return
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    assert 找到((name,), (), whole[start:end])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("鑫源", True),
        ("源食", True),
        ("鑫", True),
        ("司", True),
        ("鑫食", False),
        ("青市监罚〔2026〕12号", True),
        ("青市监罚[2026]12号", True),
        ("青市监罚2026", True),
        ("青市监罚〔2026〕13号", False),
        ("标明 食品", True),
        ("标明的食品", True),
        ("食品 药品", False),
        ("鑫源 食品安全", False),
        ("司未", False),
        ('"鑫源" OR *', False),
        ("鑫源*", True),
        ("NEAR(鑫源)", False),
        ("（）", False),
    ],
)
def test_查询_结果(query: str, found: bool) -> None:
    names, texts = ("上海鑫源食品有限公司", "青市监罚〔2026〕12号"), ("未按规定标明生产日期的食品",)
    assert 找到(names, texts, query) is found


def test_按机关和种类收窄() -> None:
    names = ("上海鑫源食品有限公司",)
    assert 找到(names, (), "鑫源", ("qx-scjg", "行政处罚"))
    assert not 找到(names, (), "鑫源", ("qx-yjj",))
    assert not 找到(names, (), "行政处罚")


def test_查询词里的引号不会进入查询语句() -> None:
    assert "''" not in tsquery(terms("a' | 'b"), ()) and tsquery(terms("a' | 'b"), ()).count("'") == 4


@pytest.mark.parametrize(("term", "said"), [("7工作日", "7 个工作日"), ("3日", "3 日"), ("", "")])
def test_期限的说法(term: str, said: str) -> None:
    assert spelled(term) == said


def test_撤回说明不再提当事人的名称() -> None:
    assert (
        without_names("上海鑫源食品有限公司与鑫源无关", "上海鑫源食品有限公司", "鑫源", "")
        == "当事人与当事人无关"
    )
