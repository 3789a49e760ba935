"""T3: every precondition × every entrance × every role, from the rule and scenario files as they are.

A new act, guard, scenario or entrance is covered by existing. On pages: tests/desk/test_gates_pages.py.
"""

from pathlib import Path

import pytest

from mingjing.casework.packs import current
from mingjing.casework.service import Performed
from mingjing.journal.store import ENTRANCES
from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.judge import allowed_in, outlook
from mingjing.law.lack import Lack
from mingjing.registry.roles import ROLES
from tests.casework.course import FILES, FOLDER, Play, courses, scenario, seen, thrown_away

pytestmark = pytest.mark.django_db

REFUSED = [path for path in FILES if any(not step.may for step in scenario(path).steps)]
# What is paid in two parts is paid: the second payment is not the first one again.
SUMMED = {"登记缴款"}
# Proceeds of two executions add up too: with the sum recovered, the case can be closed as paid.
RECOVERED = {"实施强制执行": {"登记自行履行"}}


def _name(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def _plain(lacks: tuple[Lack, ...]) -> list[tuple[str, str, str]]:
    # By another entrance than its own an act lacks that as well: 缴款由银行流水登记.
    return [(lack.code, lack.said, str(lack.clause or "")) for lack in lacks if lack.code != "途径"]


@pytest.mark.parametrize("path", REFUSED, ids=_name)
def test_被拒绝的环节_从哪个入口来_缺项都相同_除拒绝记录外什么都不变(path: Path) -> None:
    play = Play.on_stage(scenario(path))
    for step in play.scenario.steps:
        if step.may:
            assert play.go(step)
            continue
        before = seen()
        answers = {}
        for entrance in sorted(ENTRANCES):
            came = play.attempt(step, entrance=entrance)
            assert not isinstance(came, Performed), f"{step.line} {step.act} 从 {entrance} 办成了"
            answers[entrance] = _plain(came)
            assert came
        assert len({tuple(each) for each in answers.values()}) == 1, answers
        assert seen() == before, f"{step.line} {step.act}"


def _gates_on(rule: r.ActRule, lost: str, left: set[str]) -> set[str]:
    """The codes of the lacks that the rule must give once `lost` never happened and only `left` did."""
    codes = {f"先有:{each.act}" for each in rule.after if each.act == lost}
    for guard in rule.guards:
        if guard.when or guard.unless:
            continue
        match guard:
            case g.Has(act=act) if act == lost:
                codes.add(f"有:{act}")
            case g.HasAny(acts=acts) if lost in acts and not left & set(acts):
                codes.add(f"有任一:{acts[0]}")
    return codes


@pytest.mark.parametrize("path", courses(), ids=_name)
def test_抽去先前的任一环节_须先有它的环节都办不成(path: Path) -> None:
    steps = [step for step in scenario(path).steps if step.may]
    acts = [step.act for step in steps]
    procedure = Play.on_stage(scenario(path)).procedure
    wrong = []
    for index, lost in enumerate(acts):
        left = set(acts) - {lost}
        needing = [step for step in steps[index + 1 :] if _gates_on(procedure.acts[step.act], lost, left)]
        if index == 0 or acts.count(lost) > 1 or not needing:
            continue
        with thrown_away():
            play = Play.on_stage(scenario(path))
            for step in (*steps[:index], *steps[index + 1 :]):
                codes = _gates_on(procedure.acts[step.act], lost, {each.act for each in play.done})
                came = play.attempt(step)
                if isinstance(came, Performed):
                    play.case = came.case
                    play.done.append(step)
                if step not in needing:
                    continue
                if isinstance(came, Performed):
                    wrong.append(f"没有{lost}也办成了{step.act}")
                elif not codes <= {lack.code for lack in came}:
                    wrong.append(f"没有{lost}，{step.act}的缺项中没有{codes}")
    assert wrong == []


def _possible(play: Play) -> set[str]:
    """The acts against which, whoever does them, nothing in the record stands."""
    record, procedure = play.record, play.procedure
    at = record.acts[-1].recorded
    return {
        rule.name
        for rule in procedure.acts.values()
        if allowed_in(rule, record) and not outlook(play.book, procedure, record, rule, at)
    }


@pytest.mark.parametrize("path", courses(), ids=_name)
def test_同一环节接连办两次_不因重复而打开别的环节(path: Path) -> None:
    play, wrong = Play.on_stage(scenario(path)), []
    for step in play.scenario.steps:
        if not play.go(step):
            continue
        rule, once = play.procedure.acts[step.act], _possible(play)
        uses_up = any(isinstance(guard, g.Has) and guard.each for guard in rule.guards)
        with thrown_away():
            before = play.record.version
            came = play.attempt(step) if not rule.opens_case else play.attempt(step, case=play.case)
            again = isinstance(came, Performed)
            if again and (rule.once or rule.opens_case or uses_up):
                wrong.append(f"{step.line} {step.act}办了两次")
            if again and play.record.version != before + 1:
                wrong.append(f"{step.line} {step.act}没有记作一次")
            allowed = once | RECOVERED.get(step.act, set())
            if again and step.act not in SUMMED and (opened := _possible(play) - allowed):
                wrong.append(f"{step.line} {step.act}重复后能办{opened}")
    assert wrong == []


@pytest.mark.parametrize("path", courses(), ids=_name)
def test_职务不对的人_哪个环节都办不成_人数也不能由一人充两人(path: Path) -> None:
    played = scenario(path)
    play = Play.on_stage(played)
    wrong = []
    for step in played.steps:
        rule = play.procedure.acts.get(step.act)
        if rule is None or not step.may:
            play.go(step)
            continue
        others: dict[str, str] = {}
        for name, actor in played.actors.items():
            if not set(actor.roles) & set(rule.roles):
                others.setdefault("、".join(actor.roles), name)
        for roles, name in others.items():
            # Alone, before the rightful ones, and behind them.
            for by in (
                (play.ids[name],),
                (play.ids[name], *play.act(step).by),
                (*play.act(step).by, play.ids[name]),
            ):
                came = play.attempt(step, by=by)
                if isinstance(came, Performed) or "职务" not in {lack.code for lack in came}:
                    wrong.append(f"{step.line} {step.act}：{roles}")
        if rule.people:
            first = play.act(step).by[0]
            came = play.attempt(step, by=(first,) * rule.people.number)
            if isinstance(came, Performed) or "人数" not in {lack.code for lack in came}:
                wrong.append(f"{step.line} {step.act}：一人充{rule.people.number}人")
        assert play.go(step)
    assert wrong == []


def test_各环节的职务_都是登记过的职务() -> None:
    known = {role.name for role in ROLES.values()}
    for plan in [layer.id for layer in current().layers() if layer.kind == "方案"]:
        for procedure in current().book(plan, "").procedures.values():
            for rule in procedure.acts.values():
                assert rule.roles and set(rule.roles) <= known, rule.name


def test_这些场景办过规则里的每一个环节() -> None:
    done = {step.act for path in courses() for step in scenario(path).steps if step.may}
    for plan in [layer.id for layer in current().layers() if layer.kind == "方案"]:
        for procedure in current().book(plan, "").procedures.values():
            assert set(procedure.acts) - done == set()
