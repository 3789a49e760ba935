"""The fold: a case is nothing but its acts in order, however they are brought together."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.casework.fold import fold, follow
from mingjing.casework.packs import read_folder
from mingjing.law.fact import SHANGHAI
from mingjing.law.record import Done, Record
from mingjing.law.rule import FactType

规则 = read_folder(Path(__file__).parents[2] / "rules").book("qingpu")
程序 = 规则.procedures["行政处罚·普通程序"]
起 = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
值 = {
    FactType.MONEY: st.integers(0, 10**7).map(lambda n: f"{n / 100:.2f}"),
    FactType.YESNO: st.booleans(),
    FactType.DATE: st.dates(datetime(2026, 1, 1).date(), datetime(2026, 12, 31).date()).map(str),
}


@st.composite
def 环节们(draw: st.DrawFn) -> list[Done]:
    """Acts of the procedure in any order with any facts: the fold asks no law."""
    found = []
    for index, name in enumerate(draw(st.lists(st.sampled_from(sorted(程序.acts)), max_size=14))):
        facts: dict[str, Any] = {}
        for field in 程序.acts[name].fields.values():
            kind = field.fact.type
            if kind is FactType.MULTI:
                facts[field.fact.name] = draw(st.lists(st.sampled_from(field.fact.options), unique=True))
            elif draw(st.booleans()):
                facts[field.fact.name] = draw(值.get(kind, st.text("甲乙丙", max_size=4)))
        at = 起 + timedelta(hours=index)
        found.append(
            Done(
                act=name,
                version=index + 1,
                at=at,
                recorded=at,
                by=("某",),
                capacity="执法人员",
                facts=facts,
                hash=f"{index:064x}",
            )
        )
    return found


@given(环节们())
@settings(max_examples=60, deadline=None)
def test_一次合起来与逐个接上去_得到同一个案件(acts: list[Done]) -> None:
    whole = fold(规则.facts, 程序, "案", "机关", acts)
    step = Record("案", "机关", 程序.name)
    for done in acts:
        step = follow(规则.facts, 程序, step, done)
    assert step == whole


@given(环节们(), st.integers(0, 14))
@settings(max_examples=40, deadline=None)
def test_后来的环节不改变先前的样子(acts: list[Done], cut: int) -> None:
    before = fold(规则.facts, 程序, "案", "机关", acts[:cut])
    after = fold(规则.facts, 程序, "案", "机关", acts)
    assert after.acts[: len(before.acts)] == before.acts
    assert fold(规则.facts, 程序, "案", "机关", after.acts[: len(before.acts)]) == before


@given(环节们())
@settings(max_examples=40, deadline=None)
def test_缴款逐笔相加_重大情形只增不减(acts: list[Done]) -> None:
    marks: set[str] = set()
    paid = 0
    record = Record("案", "机关", 程序.name)
    for done in acts:
        record = follow(规则.facts, 程序, record, done)
        marks |= set(done.facts.get("重大情形") or ())
        paid += round(float(done.facts.get("缴款金额") or 0) * 100)
        assert set(record.facts.get("重大情形") or ()) == marks
        assert round(float(record.facts.get("缴款金额") or 0) * 100) == paid
