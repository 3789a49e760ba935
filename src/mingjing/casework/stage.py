"""Running a scenario: actors put on stage, steps through the one service, claims checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mingjing.casework.fold import fold
from mingjing.casework.packs import book_for
from mingjing.casework.project import publication
from mingjing.casework.scenario import EACH, Claim, Scenario, Step
from mingjing.casework.scenario_facts import facts_of
from mingjing.casework.scenario_people import make_agency, make_person
from mingjing.casework.service import Act, Opened, Performed, load, perform
from mingjing.law import rule as r
from mingjing.law.duties import Duty, duties
from mingjing.law.lack import Lack, Refused
from mingjing.law.record import Record
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment
from mingjing.registry.roles import named


@dataclass
class Outcome:
    """What came of one step."""

    step: Step
    done: Performed | None = None
    lacks: tuple[Lack, ...] = ()


@dataclass
class Run:
    """What came of a scenario; `failures` are sentences with file and line."""

    scenario: Scenario
    profile: str
    ids: dict[str, str] = field(default_factory=dict)  # actor -> person, other case -> case
    outcomes: list[Outcome] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    final: Opened | None = None
    duties: list[Duty] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.failures


def run(scenario: Scenario, profile: str = "", agency: Agency | None = None) -> Run:
    """Run the scenario in an agency made for it (or the given one) and check all that it expects.

    A scenario for every plan (方案: 各) runs under the one given, by default the national rules alone.
    """
    profile = profile or ("" if scenario.profile == EACH else scenario.profile)
    scenario = scenario.under(profile)
    result = Run(scenario, profile)
    agency, result.ids, result.failures = put_on(scenario, profile, agency)
    case = ""
    for step in scenario.steps:
        outcome = do(scenario, step, agency, result.ids, case)
        result.outcomes.append(outcome)
        if outcome.done:
            case = outcome.done.case
        result.failures += _unexpected(scenario, outcome)
    if case:
        result.final = load(agency.id, case)
        final = result.final
        result.duties = duties(final.book, final.procedure, final.record)
        for claim in scenario.claims:
            if wrong := _false(claim, final):
                result.failures.append(f"{scenario.file}:{claim.line}: {wrong}")
    elif scenario.claims:
        result.failures.append(f"{scenario.file}:1: 没有一个环节办成，断言无从核对")
    return result


def put_on(
    scenario: Scenario, profile: str, agency: Agency | None = None
) -> tuple[Agency, dict[str, str], list[str]]:
    """The scenario's agency; by name its people and the cases on which it rests; what failed in those."""
    with clock.at(_start(scenario)):
        agency = agency or make_agency(scenario, profile)
    ids: dict[str, str] = {}
    failures: list[str] = []
    for name, other in scenario.others.items():
        before = run(other, profile, agency)
        failures += before.failures
        ids[name] = before.final.record.case if before.final else name
    # After the cases on which this one rests: the log of the agency never runs back.
    with clock.at(scenario.steps[0].recorded if scenario.steps else clock.now()):
        ids |= {name: make_person(agency, actor) for name, actor in scenario.actors.items()}
    return agency, ids, failures


def _start(scenario: Scenario) -> datetime:
    """When the first step of the scenario, or of a case on which it rests, is recorded."""
    own = [step.recorded for step in scenario.steps[:1]]
    return min([*own, *map(_start, scenario.others.values())], default=clock.now())


def do(scenario: Scenario, step: Step, agency: Agency, ids: Mapping[str, str], case: str) -> Outcome:
    """One step through the service, at the clock of the step."""
    book = book_for(agency.profile, agency.field)
    procedure = book.procedures.get(scenario.procedure)
    act = entered(
        Act(
            agency=agency.id,
            kind=step.act,
            facts=facts_of(scenario, step, procedure, ids),
            by=tuple(ids[name] for name in step.by),
            at=step.at,
            case=case,
            procedure=scenario.procedure,
            entrance="scenario",
        ),
        procedure,
    )
    with clock.at(step.recorded):
        try:
            return Outcome(step, done=perform(act))
        except Refused as refused:
            return Outcome(step, lacks=tuple(refused.lacks))


def entered(act: Act, procedure: r.Procedure | None) -> Act:
    """The act as it comes about: one with an entrance of its own (途径) comes in by that, by its role."""
    rule = procedure.acts.get(act.kind) if procedure else None
    if rule is None or rule.channel is None:
        return act
    holders = Appointment.objects.filter(agency=act.agency, role__in=[named(each).id for each in rule.roles])
    by = tuple(holders.order_by("person_id").values_list("person_id", flat=True)[:1])
    return replace(act, by=by or act.by, entrance=rule.channel.entrance)


def _unexpected(scenario: Scenario, outcome: Outcome) -> list[str]:
    step, place = outcome.step, f"{outcome.step.file or scenario.file}:{outcome.step.line}: "
    if step.may:
        if outcome.done is None:
            return [f"{place}{step.act}应当可以办，却被拒绝：{'；'.join(map(str, outcome.lacks))}"]
        return []
    if outcome.done is not None:
        return [f"{place}{step.act}应当不得办，却办成了"]
    wrong = []
    clauses = list(dict.fromkeys(lack.clause for lack in outcome.lacks if lack.clause))
    for needle in step.clauses:
        if not any(clause.matches(needle) for clause in clauses):
            wrong.append(
                f"{place}拒绝{step.act}的依据中没有“{needle}”，有：{'、'.join(map(str, clauses)) or '无'}"
            )
    for needle in step.lacks:
        if not any(needle in lack.said for lack in outcome.lacks):
            there = "；".join(lack.said for lack in outcome.lacks)
            wrong.append(f"{place}拒绝{step.act}的缺项中没有“{needle}”，有：{there}")
    return wrong


def as_of(opened: Opened, at: datetime) -> Record:
    """The case as it was recorded at that moment."""
    acts = [done for done in opened.record.acts if done.recorded <= at]
    record = opened.record
    return fold(opened.book.facts, opened.procedure, record.case, record.agency, acts)


def duty_state(duty: Duty, day: date) -> str:
    """办结, 逾期办结, 停算, 逾期, 未到期 or 无期限."""
    if not duty.open:
        return "逾期办结" if duty.late else "办结"
    if duty.paused:
        return "停算"
    if duty.due is None:
        return "无期限"
    return "逾期" if duty.over(day) else "未到期"


def _false(claim: Claim, opened: Opened) -> str:
    """What is wrong with the claim, "" if it holds."""
    record, day = as_of(opened, claim.at), claim.at.date()
    match claim.what:
        case "案件":
            return (
                "" if record.status == claim.of else f"案件应为{claim.of}，实为{record.status or '没有登记'}"
            )
        case "公示":
            state = publication(opened.procedure, record, day) or "未决定"
            wanted = claim.expected.get("状态", "")
            return "" if state == wanted else f"公示“{claim.of}”应为{wanted}，实为{state}"
        case "文书":
            number = sum(kind == claim.of for done in record.acts for kind, _ in done.documents)
            if "份数" in claim.expected:
                return "" if str(number) == claim.expected["份数"] else f"文书“{claim.of}”有 {number} 份"
            return (
                ""
                if (number > 0) == (claim.expected.get("有") == "是")
                else f"文书“{claim.of}”有 {number} 份"
            )
        case "情形":
            holds = opened.book.conditions.holds(claim.of, record, None, day)
            return (
                ""
                if holds == (claim.expected.get("成立") == "是")
                else f"情形“{claim.of}”{'成立' if holds else '不成立'}"
            )
    found = [duty for duty in duties(opened.book, opened.procedure, record) if duty.name == claim.of]
    return _false_duty(claim, found, day)


def _false_duty(claim: Claim, found: list[Duty], day: date) -> str:
    if not found:
        return "" if claim.expected.get("状态") == "无" else f"没有“{claim.of}”这一义务"
    duty = found[-1]
    due = duty.moment.strftime("%Y-%m-%d %H:%M") if duty.moment else str(duty.due or "无期限")
    wanted = claim.expected.get("届满")
    if wanted and wanted not in (due, due[:10]):
        return f"“{claim.of}”应于{wanted}届满，实为{due}（{duty.basis}）"
    state = claim.expected.get("状态")
    if state and state != duty_state(duty, day):
        return f"“{claim.of}”应为{state}，实为{duty_state(duty, day)}"
    if "暂算" in claim.expected and (claim.expected["暂算"] == "是") != duty.provisional:
        return f"“{claim.of}”{'是' if duty.provisional else '不是'}暂算"
    return ""
