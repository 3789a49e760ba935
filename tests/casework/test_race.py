"""T10: two at once, twice the same, an old form: exactly one entry, and the other is told what changed."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from mingjing.casework.scenario import Scenario, read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import Run, run
from mingjing.journal.store import StaleCase
from mingjing.law.lack import Refused
from mingjing.platform import clock

SCENARIO = Path(__file__).parents[2] / "scenarios" / "checks" / "qingpu-no-review.yaml"


def _opened() -> tuple[Run, Scenario]:
    scenario = read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name)
    short = replace(scenario, steps=scenario.steps[:2], claims=())
    return run(short), scenario


def _inspection(ran: Run, scenario: Scenario, **changes: Any) -> Act:
    assert ran.final is not None
    step = next(step for step in scenario.steps if step.act == "现场检查" and step.may)
    act = Act(
        agency=ran.final.record.agency,
        case=ran.final.record.case,
        kind=step.act,
        facts=step.facts,
        by=tuple(ran.ids[name] for name in step.by),
        at=step.at,
        expected=ran.final.record.version,
        entrance="page",
    )
    return replace(act, **changes)


def _at_once(*works: Callable[[], Any]) -> list[Any]:
    """The result or the exception of each, all started together."""
    results: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def go(index: int) -> None:
        gate.wait()
        try:
            results[index] = works[index]()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _count(agency: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE agency = %s", (agency,))
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_双击_只办一次_两次都看到同一结果() -> None:
    ran, scenario = _opened()
    act = _inspection(ran, scenario, key="一次点击")
    before = _count(act.agency)
    with clock.at(act.at):
        first, second = perform(act), perform(act)
    assert (first.case, first.version) == (second.case, second.version)
    assert second.repeated and _count(act.agency) == before + 1


@pytest.mark.django_db(transaction=True)
def test_同时双击_只办一次() -> None:
    ran, scenario = _opened()
    act = _inspection(ran, scenario, key="同时点击")
    before = _count(act.agency)
    results = _at_once(*[lambda: perform(act)] * 6)
    assert {(done.case, done.version) for done in results} == {(act.case, act.expected + 1)}
    assert _count(act.agency) == before + 1


@pytest.mark.django_db(transaction=True)
def test_两人同时办_一个办成_另一个得知有人先办了() -> None:
    ran, scenario = _opened()
    act = _inspection(ran, scenario)
    before = _count(act.agency)
    results = _at_once(
        *[lambda number=number: perform(replace(act, key=f"人{number}")) for number in range(4)]
    )
    stale = [each for each in results if isinstance(each, StaleCase)]
    assert len(stale) == 3 and _count(act.agency) == before + 1
    assert "现场检查" in str(stale[0])


@pytest.mark.django_db(transaction=True)
def test_一周以后重放旧表单_什么都不改变() -> None:
    ran, scenario = _opened()
    act = _inspection(ran, scenario, key="旧表单")
    with clock.at(act.at):
        perform(act)
    before = _count(act.agency)
    again = perform(act)
    assert again.repeated
    with pytest.raises(StaleCase):
        perform(replace(act, key="另一次"))
    assert _count(act.agency) == before


@pytest.mark.django_db(transaction=True)
def test_同时登记线索_编号不重不漏() -> None:
    ran, scenario = _opened()
    assert ran.final is not None
    step = scenario.steps[0]
    opening = Act(
        agency=ran.final.record.agency,
        kind=step.act,
        facts={**step.facts, "当事人": dict(scenario.party)},
        by=tuple(ran.ids[name] for name in step.by),
        at=step.at,
        procedure=scenario.procedure,
    )
    results = _at_once(*[lambda: perform(opening)] * 6)
    numbers = sorted(int(done.record.acts[0].number.split("〕")[1].rstrip("号")) for done in results)
    assert numbers == [2, 3, 4, 5, 6, 7]


@pytest.mark.django_db(transaction=True)
def test_被拒绝的环节_除拒绝记录外不留痕迹() -> None:
    ran, scenario = _opened()
    act = _inspection(ran, scenario, by=_inspection(ran, scenario).by[:1])
    before = _count(act.agency)
    with pytest.raises(Refused):
        perform(act)
    assert _count(act.agency) == before
    assert load(act.agency, act.case).record.version == act.expected
    with connection.cursor() as cursor:
        cursor.execute("SELECT act FROM journal_refusal WHERE agency = %s", (act.agency,))
        assert cursor.fetchall() == [("现场检查",)]
