"""The facts of a scenario's step as the service takes them, people and cases in their place. Pure."""

from collections.abc import Mapping
from typing import Any

from mingjing.casework.scenario import Scenario, Step
from mingjing.law import rule as r

NAMED = (r.FactType.PERSON, r.FactType.CASE)  # facts in which a file names people and cases by its own words


def facts_of(
    scenario: Scenario, step: Step, procedure: r.Procedure | None, names: Mapping[str, Any]
) -> dict[str, Any]:
    """The step's facts with `names` (word of the file -> id) in place, the party where the case opens."""
    rule = procedure.acts.get(step.act) if procedure else None
    facts = {name: _with_ids(rule, name, value, names) for name, value in step.facts.items()}
    facts |= each_point(procedure, rule, facts) if procedure and rule else {}
    if rule and rule.opens_case and "当事人" in rule.fields and "当事人" not in facts and scenario.party:
        facts["当事人"] = dict(scenario.party)
    return facts


def _with_ids(rule: r.ActRule | None, name: str, value: Any, names: Mapping[str, Any]) -> Any:
    if rule is None or name not in rule.fields or rule.fields[name].fact.type not in NAMED:
        return value
    if isinstance(value, list):
        return [names.get(str(each), str(each)) for each in value]
    return names.get(str(value), value)


def each_point(procedure: r.Procedure, rule: r.ActRule, facts: Mapping[str, Any]) -> dict[str, Any]:
    """One sentence in the place of the points answers each of them, whichever the plan asks."""
    return {
        name: {point.name: facts[name] for point in procedure.points}
        for name, field in rule.fields.items()
        if field.fact.type is r.FactType.POINTS and isinstance(facts.get(name), str)
    }
