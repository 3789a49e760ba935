"""Every procedure in every room: its scenarios are played, and at each step the pages are opened.

Nothing is asked of the pages here but that they come, for whoever is about to act: the case, the form of the
coming act, the sheet of review, the lists and queues, the documents, at last what the public gets to see.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from mingjing.casework.models import Outbox
from mingjing.casework.packs import book_for
from mingjing.casework.scenario import EACH, Scenario, Step
from mingjing.law import rule as r
from mingjing.platform import clock
from mingjing.publicity.release import WORK, publish
from mingjing.publicity.released import Item
from mingjing.registry.models import Person
from mingjing.supervision.reviewing import reviewing
from tests.casework.course import FILES, Play
from tests.casework.ran import PLANS
from tests.casework.ran import scenario as written
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

AT_MOST = 2  # files of one procedure that are walked step by step


@pytest.fixture(autouse=True)
def 数据目录(tmp_path, settings):
    settings.MINGJING_DATA = tmp_path


def _acts(path: Path) -> set[str]:
    return {step.act for step in written(path).steps if step.may}


def _by_procedure() -> dict[str, list[Path]]:
    """The files of each procedure, those first that together do the most acts."""
    files: dict[str, list[Path]] = {}
    for path in FILES:
        files.setdefault(written(path).procedure, []).append(path)
    found: dict[str, list[Path]] = {}
    for procedure, paths in files.items():
        wanted: set[str] = set()
        while best := max(paths, key=lambda path: (len(_acts(path) - wanted), -len(written(path).steps))):
            if not _acts(best) - wanted:
                break
            wanted |= _acts(best)
            found.setdefault(procedure, []).append(best)
    return found


CHOSEN = _by_procedure()


def _walks() -> Iterator[object]:
    """Each procedure's files under a profile they are written for, another one each time."""
    turn = 0
    for procedure, paths in CHOSEN.items():
        for path in paths[:AT_MOST]:
            profiles = written(path).profiles(PLANS)
            turn += 1
            yield pytest.param(path, profiles[turn % len(profiles)], id=f"{procedure}-{path.stem}")


def _everywhere() -> Iterator[object]:
    """Each procedure under each profile for which one of its files is written."""
    for procedure, paths in CHOSEN.items():
        each = next((path for path in paths if written(path).profile == EACH), None)
        for profile in written(each).profiles(PLANS) if each else ():
            yield pytest.param(each, profile, id=f"{procedure}-{profile or 'national'}")


def _played(path: Path, profile: str) -> Play:
    found: Scenario = written(path).under(profile)
    return Play.on_stage(found)


def _get(who: str, url: str, at: datetime) -> HttpResponse:
    """The page as the person gets it at that moment; signed in anew, for days lie between the steps."""
    with clock.at(at):
        answer: HttpResponse = people.client(Person.objects.get(pk=who)).get(url)
    assert answer.status_code == 200, f"{url} {answer.status_code}"
    return answer


def _before(play: Play, step: Step, rule: r.ActRule) -> Iterator[str]:
    """The pages that whoever takes the step opens first."""
    if not play.case:
        yield f"/desk/cases/new/{play.procedure.id}/{rule.id}/"
        return
    yield f"/desk/cases/{play.case}/"
    review = reviewing(play.procedure)
    sheet = review is not None and review.opinion.name == rule.name
    yield f"/desk/review/{play.case}/" if sheet else f"/desk/cases/{play.case}/acts/{rule.id}/"


@pytest.mark.parametrize(("path", "profile"), list(_walks()))
def test_每一步的页面都打得开(path: Path, profile: str) -> None:
    play = _played(path, profile)
    for step in play.scenario.steps:
        rule, by = play.procedure.acts.get(step.act), play.act(step).by[0]
        roles = play.scenario.actors[step.by[0]].roles
        if step.may and rule and set(rule.roles) & set(roles):
            for url in _before(play, step, rule):
                _get(by, url, step.recorded)
        went = play.go(step)
        assert went == step.may, f"{path.name}:{step.line} {step.act}"
    last = play.scenario.steps[-1].recorded
    for name, actor in play.scenario.actors.items():
        urls = ["/desk/", "/desk/cases/", f"/desk/cases/{play.case}/", f"/desk/cases/{play.case}/documents/"]
        urls += ["/desk/publicity/", "/desk/publicity/?state=public"] if "公示审核员" in actor.roles else []
        urls += ["/desk/review/"] if "法制审核人员" in actor.roles else []
        urls += [f"/desk/cases/?procedure={play.scenario.procedure}"] if "执法人员" in actor.roles else []
        for url in urls:
            _get(play.ids[name], url, last)


@pytest.mark.parametrize(("path", "profile"), list(_everywhere()))
def test_各个方案下走到底_案件页_各环节的表单_公示页都打得开(path: Path, profile: str) -> None:
    play = _played(path, profile)
    assert [step.act for step in play.scenario.steps if play.go(step) != step.may] == []
    last = play.scenario.steps[-1].recorded
    with clock.at(last):
        for row in Outbox.objects.filter(kind=WORK).order_by("id"):
            publish(row.agency, row.case_id, row.version)
    handler = next(name for name, actor in play.scenario.actors.items() if "执法人员" in actor.roles)
    _get(play.ids[handler], f"/desk/cases/{play.case}/", last)
    _get(play.ids[handler], f"/desk/cases/new/?from={play.case}", last)
    for item in Item.objects.all():
        with clock.at(last):
            page = Client().get(f"/decisions/{item.id}/")
        shown = page.content.decode()
        assert page.status_code == 200 and ("执法结论" in shown or "公示已撤回" in shown)


@pytest.mark.parametrize("profile", ["", *PLANS])
def test_每个程序开案的表单都打得开(profile: str) -> None:
    path = next(path for paths in CHOSEN.values() for path in paths)
    play = _played(path, written(path).profiles(PLANS)[0])
    play.agency.profile = profile
    play.agency.save()
    person = people.client(Person.objects.get(pk=play.ids[next(iter(play.ids))]))
    for procedure in book_for(profile, play.agency.field).procedures.values():
        for act in procedure.acts.values():
            if act.opens_case:
                assert person.get(f"/desk/cases/new/{procedure.id}/{act.id}/").status_code == 200
