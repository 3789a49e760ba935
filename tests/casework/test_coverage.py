"""The scenarios together perform every act and let every precondition of the rules refuse at least once."""

from collections.abc import Iterator

import pytest

from mingjing.casework.packs import current
from mingjing.law import guard as g
from mingjing.law.book import RuleBook
from mingjing.law.lack import Lack
from tests.casework.ran import outcomes

# What `mingjing.law.judge` refuses by whatever the rule files say of an act.
GENERAL = {
    *("环节:无", "状态", "状态:已开", "状态:未开", "一次", "时间:未来", "时间:次序"),
    *("职务", "证件", "人数", "资格", "分离", "异部门", "回避"),
    *("审批:待会签", "审批:不同意", "审批:他人", "审批:没有报批", "审批:已报", "审批:已办", "审批:事项"),
    *("审批:批准人", "审批:会签人员", "审批:非会签人", "审批:已会签", "审批:非批准人", "审批:非报批人"),
    *("审批:转办人员", "审批:已催办"),
}


def books() -> list[RuleBook]:
    """The national rules, those of each sector, and those of each plan with its own sector."""
    layers = current().layers()
    sectors = [layer.id for layer in layers if layer.kind == "领域"]
    plans = [layer.id for layer in layers if layer.kind == "方案"]
    layered = [("", ""), *(("", sector) for sector in sectors), *((plan, "") for plan in plans)]
    return [current().book(plan, sector) for plan, sector in layered]


def code(guard: g.Guard) -> str:
    """The stable code of the guard's lack, as `mingjing.law.weigh` gives it."""
    match guard:
        case g.Holds(situation=name):
            return f"有:{name}"
        case g.Fails(situation=name):
            return f"不:{name}"
        case g.Has(act=name):
            return f"有:{name}"
        case g.HasAny(acts=acts):
            return f"有任一:{acts[0]}"
        case g.Answered(act=name):
            return f"每个:{name}"
        case g.Elapsed(period=name, start=start):
            return f"满:{name or start}"
        case g.Within(period=name):
            return f"期内:{name}"
        case g.Over(duty=name):
            return f"过:{name}"
        case g.NotOver(duty=name):
            return f"未过:{name}"
        case g.Limited(start=start, periods=periods):
            return f"限:{start or periods[0]}"
        case g.Ahead(fact=fact):
            return f"提前:{fact}"
        case g.NotBefore(fact=fact):
            return f"不早于:{fact}"
        case g.Dated(fact=fact):
            return f"日期:{fact}"
        case g.OtherPerson(fact=fact):
            return f"人员:{fact}"
        case g.LikeDraft():
            return "与稿一致"
        case g.Computed(fact=fact):
            return f"等于:{fact}"
        case g.AtMost(fact=fact):
            return f"不超过:{fact}"
        case g.Among(fact=fact):
            return f"逐项:{fact}"
        case g.NoneLeft(formula=name):
            return f"无余:{name}"
    raise TypeError(f"no code for {guard!r}")


def refusals() -> Iterator[tuple[str, Lack]]:
    for each in outcomes():
        yield from ((each.step.act, lack) for lack in each.lacks)


@pytest.mark.django_db
def test_每个环节都有场景办成() -> None:
    known = {act for book in books() for procedure in book.procedures.values() for act in procedure.acts}
    done = {each.step.act for each in outcomes() if each.done}
    assert sorted(known - done) == []


@pytest.mark.django_db
def test_每个前提都有场景因它被拒绝() -> None:
    seen = list(refusals())
    never = {
        f"{guard.file}:{guard.line} {act.name}（{code(guard)}）"
        for book in books()
        for procedure in book.procedures.values()
        for act in procedure.acts.values()
        for guard in act.guards
        if not any(
            name == act.name
            and lack.code == code(guard)
            and lack.clause == guard.clause
            and (isinstance(guard, g.Dated) or guard.said in lack.said)
            and (not isinstance(guard, g.Dated) or guard.since in lack.said)
            for name, lack in seen
        )
    }
    assert sorted(never) == []


@pytest.mark.django_db
def test_每个先有的环节都有场景因它没办而被拒绝() -> None:
    seen = {(name, lack.code) for name, lack in refusals()}
    wanted = {
        (act.name, f"先有:{each.act}")
        for book in books()
        for procedure in book.procedures.values()
        for act in procedure.acts.values()
        for each in act.after
    }
    assert sorted(wanted - seen) == []


@pytest.mark.django_db
def test_每种共同的拒绝都有场景() -> None:
    assert sorted(GENERAL - {lack.code for _, lack in refusals()}) == []
