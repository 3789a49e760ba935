"""Approvals: two at once, double clicks, acts after withdrawal; and who stands in for somebody absent."""

import threading
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mingjing.casework.rebuild import rebuild
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import Run, run
from mingjing.casework.timeline import timeline
from mingjing.journal.store import StaleCase
from mingjing.law.approval import open_requests
from mingjing.law.fact import SHANGHAI
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry.models import Appointment, Person
from mingjing.supervision.approving import approving

FOLDER = Path(__file__).parents[2] / "scenarios" / "checks" / "approval"


def _asked(file: str = "plain.yaml", steps: int = 2) -> Run:
    """A case whose filing is asked for."""
    path = FOLDER / file
    scenario = read(path.read_text(encoding="utf-8"), path.name, path.parent).under("")
    return run(replace(scenario, steps=scenario.steps[:steps], claims=()))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = "2026-03-03 10:00"


def _act(ran: Run, kind: str, who: str, at: str = NOW, **facts: Any) -> Act:
    assert ran.final
    record = ran.final.record
    facts = {name: ran.ids.get(value, value) for name, value in facts.items()}
    return Act(agency=record.agency, case=record.case, kind=kind, facts=facts, by=(who,), at=_at(at))


def _go(act: Act) -> Any:
    with clock.at(act.at):
        return perform(act)


def _at_once(*acts: Act) -> list[Any]:
    results: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def go(index: int) -> None:
        gate.wait()
        try:
            results[index] = perform(acts[index])
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _filing(ran: Run, who: str, **changes: Any) -> Act:
    return replace(_act(ran, "立案", ran.ids[who], 案由="经营未标明生产日期的食品"), **changes)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("expected", [True, False])
def test_两个批准人同时批_只批一次(expected: bool) -> None:
    ran = _asked()
    assert ran.final
    version = ran.final.record.version if expected else None
    results = _at_once(*(_filing(ran, who, expected=version, key=who) for who in ("丙", "丑", "丙", "丑")))
    done = [each for each in results if not isinstance(each, Exception)]
    assert done and {each.version for each in done} == {ran.final.record.version + 1}
    assert all(isinstance(each, Refused | StaleCase) for each in results if isinstance(each, Exception))
    record = load(ran.final.record.agency, ran.final.record.case).record
    assert record.count("立案") == 1 and record.last("立案").by == (ran.ids["丙"],)


@pytest.mark.django_db(transaction=True)
def test_双击会签_只签一次_同时转办和批办只成一件() -> None:
    ran = _asked("countersigned.yaml")
    sign = _act(ran, "会签", ran.ids["丁"], 会签结论="同意", 会签意见="属于本机关管辖")
    results = _at_once(*[replace(sign, key="一次点击")] * 4)
    assert len({each.version for each in results}) == 1
    with pytest.raises(Refused, match="已经会签"):
        _go(sign)
    ran = _asked()
    assert ran.final
    version = ran.final.record.version
    hand_on = _act(ran, "转办", ran.ids["丙"], 转办人员="丑", 转办理由="明日外出开会")
    results = _at_once(replace(hand_on, expected=version), _filing(ran, "丙", expected=version))
    assert sum(isinstance(each, StaleCase) for each in results) == 1
    assert load(hand_on.agency, hand_on.case).record.version == version + 1


@pytest.mark.django_db(transaction=True)
def test_撤回和会签同时来_撤回以后会签不了() -> None:
    ran = _asked("withdrawn.yaml")
    withdraw = _act(ran, "撤回报批", ran.ids["甲"], 撤回报批理由="材料还要补充")
    sign = _act(ran, "会签", ran.ids["丁"], 会签结论="同意", 会签意见="同意立案")
    _at_once(withdraw, sign)
    with pytest.raises(Refused, match="没有待批的报批"):
        _go(sign)
    record = load(sign.agency, sign.case).record
    assert record.count("撤回报批") == 1 and open_requests(record) == []


def _stands_in(ran: Run, since: str, until: str) -> str:
    """Somebody stands in for 丙, head of the unit, in these days."""
    absent = Person.objects.get(pk=ran.ids["丙"])
    person = Person.objects.create(
        username=f"daili-{absent.pk}".lower(), name="代", agency=absent.agency, unit=absent.unit, password="!"
    )
    Appointment.objects.create(
        person=person,
        role="unit_head",
        agency=absent.agency,
        unit=absent.unit,
        since=date.fromisoformat(since),
        until=date.fromisoformat(until),
        stands_in_for=absent,
    )
    return person.pk


@pytest.mark.django_db
def test_代理的人批办_日志和时间轴写明代理谁() -> None:
    ran = _asked()
    who = _stands_in(ran, "2026-03-03", "2026-03-05")
    act = replace(_filing(ran, "丙"), by=(who,))
    _go(act)
    opened = load(act.agency, act.case)
    done = opened.record.last("立案")
    assert done and done.by == (who,)
    assert done.capacity == "承办机构负责人" and done.stands_in_for == ran.ids["丙"]
    names = {ran.ids["丙"]: "丙", who: "代"}
    event = timeline(opened.procedure, opened.record, names, act.at.date(), private=True)[0]
    assert event.by == "代" and event.capacity == "承办机构负责人（代理丙）"
    rebuild(act.agency)
    assert open_requests(load(act.agency, act.case).record) == []


@pytest.mark.django_db
def test_代理期满就不能批_别人的代理也不能批() -> None:
    ran = _asked()
    who = _stands_in(ran, "2026-03-03", "2026-03-05")
    late = replace(_filing(ran, "丙"), by=(who,), at=_at("2026-03-06 09:00"))
    with pytest.raises(Refused, match="不是承办机构负责人"):
        _go(late)
    early = replace(late, at=_at("2026-03-02 15:00"))
    with pytest.raises(Refused, match="不是承办机构负责人"):
        _go(early)
    Appointment.objects.filter(person_id=who).update(stands_in_for=ran.ids["丑"])
    with pytest.raises(Refused, match="报的是丙批"):
        _go(replace(late, at=_at(NOW)))


@pytest.mark.django_db
def test_待办写明等谁() -> None:
    ran = _asked("countersigned.yaml")

    def desk(name: str) -> tuple[list[str], list[str]]:
        found = approving(Person.objects.get(pk=ran.ids[name]), _at(NOW))
        return [each.what for each in found.todo], [each.what for each in found.waiting]

    with clock.at(_at(NOW)):
        assert desk("丁") == (["待会签：立案"], [])
        assert desk("丙") == ([], ["报批立案，等 2 人会签"])
        assert desk("甲") == ([], ["报批立案，等 2 人会签"])
        assert desk("乙") == ([], [])
        for name in ("丁", "丑"):
            _go(_act(ran, "会签", ran.ids[name], 会签结论="同意", 会签意见="同意立案"))
        assert desk("丙") == (["待批办：立案"], [])
        assert desk("丑") == ([], [])
        _go(_filing(ran, "丙"))
        assert desk("丙") == desk("甲") == ([], [])
