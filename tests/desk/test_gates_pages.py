"""T3 on pages: every refused step of every scenario file, posted as its person would post it.

The page gives the same lacks as the service, answers 422, and changes nothing but the log of refusals.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils.html import escape

from mingjing.casework.packs import current
from mingjing.casework.scenario import Step
from mingjing.casework.service import Performed
from mingjing.desk.posted import PARTY_KEYS, control, raw_facts
from mingjing.journal.refusal import refusals
from mingjing.law import rule as r
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry.models import Person
from tests.casework.course import FILES, FOLDER, Play, scenario, seen
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

REFUSED = [path for path in FILES if any(not step.may for step in scenario(path).steps)]


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def typed(play: Play, rule: r.ActRule, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts as the controls of the form send them."""
    pairs: list[tuple[str, str]] = []
    for name, value in facts.items():
        fact = rule.fields[name].fact if name in rule.fields else play.book.facts.get(name)
        if fact is None:
            pairs.append((f"f-{name}", _text(value)))
            continue
        field = control(fact)
        if fact.type is r.FactType.PARTY and isinstance(value, Mapping):
            pairs += [
                (f"{field}-{index}", str(value[key])) for index, key in enumerate(PARTY_KEYS) if key in value
            ]
        elif fact.type is r.FactType.POINTS and isinstance(value, Mapping):
            for index, point in enumerate(play.procedure.points):
                answer = value.get(point.name)
                if isinstance(answer, Mapping):
                    pairs.append((f"{field}-{index}-r", str(answer.get("结论", ""))))
                    pairs.append((f"{field}-{index}-n", str(answer.get("说明", ""))))
                elif answer:
                    pairs += [(f"{field}-{index}-r", "符合"), (f"{field}-{index}-n", str(answer))]
        else:
            pairs += [(field, _text(each)) for each in (value if isinstance(value, list) else [value])]
    return pairs


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def post(
    play: Play, step: Step, client: Client, pairs: list[tuple[str, str]], **more: str
) -> HttpResponse | None:
    """The answer to the form of the step, posted at its moment; None where no page has such a form."""
    rule = play.procedure.acts.get(step.act)
    if rule is None or rule.opens_case == bool(play.case):
        return None
    by = play.act(step).by
    fields = [
        ("at", f"{step.at:%Y-%m-%dT%H:%M}"),
        ("key", new_ulid(step.recorded)),
        ("expected", str(play.record.version)),
        ("pack", current().hash),
        *(("with", each) for each in by[1:]),
        *pairs,
        *more.items(),
    ]
    url = (
        f"/desk/cases/{play.case}/acts/{rule.id}/"
        if play.case
        else f"/desk/cases/new/{play.procedure.id}/{rule.id}/"
    )
    with clock.at(step.recorded):
        answer: HttpResponse = client.post(
            url, urlencode(fields), content_type="application/x-www-form-urlencoded"
        )
    return answer


@pytest.mark.parametrize("path", REFUSED, ids=_name)
def test_被拒绝的环节_在页面上提交_缺项与引擎相同_除拒绝记录外什么都不变(path: Path) -> None:
    play = Play.on_stage(scenario(path))
    for step in play.scenario.steps:
        if step.may:
            assert play.go(step)
            continue
        rule, act = play.procedure.acts.get(step.act), play.act(step)
        person = Person.objects.get(pk=act.by[0])
        client = people.client(person)
        pairs = typed(play, rule, act.facts) if rule else []
        before = seen()
        answer = post(play, step, client, pairs)
        place = f"{step.line} {step.act}"
        if answer is None:
            continue  # no page offers it; the service refuses it (tests/casework/test_gates.py)
        if rule.opens_case and "执法人员" not in play.scenario.actors[step.by[0]].roles:
            assert answer.status_code == 403 and seen() == before, place
            continue
        if rule.channel:  # whoever enters it by its own way has no form of it
            assert answer.status_code == 403 and seen() == before, place
            continue
        assert answer.status_code == 422, place
        assert seen() == before, place
        [logged] = refusals(connections["default"], play.agency.id, 1)
        assert (logged.act, logged.case, logged.who, logged.entrance) == (
            step.act,
            play.case,
            act.by,
            "page",
        ), place
        # What the form can send: an invented code cannot be excused from its check on a page.
        query = QueryDict(urlencode(pairs))
        came = play.attempt(step, facts=raw_facts(rule, play.procedure, query) | _surplus(act.facts, rule))
        assert not isinstance(came, Performed), place
        said = [{"缺": each.said, "依据": str(each.clause or ""), "码": each.code} for each in came]
        assert logged.lacks == said, place
        page = answer.content.decode()
        for lack in came:
            assert escape(lack.said) in page and lack.said, place


def _surplus(facts: Mapping[str, Any], rule: r.ActRule) -> dict[str, Any]:
    return {name: _text(value) for name, value in facts.items() if name not in rule.fields}
