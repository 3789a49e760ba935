"""The words of a scenario against the rules it runs under: an unknown name is a fault with its line.

Without this a mistyped act that is to be refused is always refused, and a claim about a publication that does
not exist can hold. A row may name an unknown act on purpose: its 缺含 then says that there is no such 环节.
"""

from collections.abc import Iterable

from mingjing.casework.packs import book_for, current
from mingjing.casework.scenario import NATIONAL, Claim, Scenario, Step
from mingjing.law.book import RuleBook
from mingjing.law.reader import suggestion
from mingjing.law.rule import Procedure
from mingjing.law.source import Fault


def faults(scenario: Scenario, profile: str, sector: str) -> list[Fault]:
    """What the scenario names and the rules of the profile and sector do not know."""
    profiles = [layer.id for layer in current().layers() if layer.kind == "方案"]
    if profile and profile not in profiles:
        return [_unknown(scenario, 1, "没有“{}”这一方案", profile, profiles, listed=True)]
    rows: tuple[Step | Claim, ...] = (*scenario.steps, *scenario.claims)
    strange = [
        _unknown(scenario, row.line, "没有“{}”这一方案", name, [NATIONAL, *profiles], file=file, listed=True)
        for row in rows
        for file in [row.file if isinstance(row, Step) else ""]
        for name in (*row.reach.only, *row.reach.besides)
        if name not in (NATIONAL, *profiles)
    ]
    if strange:
        return strange
    scenario = scenario.under(profile)
    book = book_for(profile, sector)
    procedure = book.procedures.get(scenario.procedure)
    if procedure is None:
        return [_unknown(scenario, 1, "没有“{}”这一程序", scenario.procedure, book.procedures, listed=True)]
    found = [
        _unknown(scenario, step.line, "没有“{}”这一环节", step.act, procedure.acts, file=step.file)
        for step in scenario.steps
        if step.act not in procedure.acts and not any("环节" in lack for lack in step.lacks)
    ]
    for claim in scenario.claims:
        what, names = _names(claim, book, procedure)
        if claim.of not in names:
            found.append(_unknown(scenario, claim.line, f"没有“{{}}”这一{what}", claim.of, names))
    return found


def _names(claim: Claim, book: RuleBook, procedure: Procedure) -> tuple[str, list[str]]:
    acts = procedure.acts.values()
    match claim.what:
        case "案件":
            stages = (status for each in procedure.statuses.values() for status in each)
            return "案件状态", [*dict.fromkeys((*stages, *(a.status for a in acts if a.status)))]
        case "公示":
            return "公示项", [each.name for each in procedure.publications]
        case "文书":
            return "文书", [*dict.fromkeys(kind for act in acts for kind in act.documents)]
        case "情形":
            return "情形", list(book.conditions.names())
    return "义务", [*dict.fromkeys(each.name for act in acts for each in act.opens)]


def _unknown(
    scenario: Scenario,
    line: int,
    said: str,
    word: str,
    known: Iterable[str],
    *,
    file: str = "",
    listed: bool = False,
) -> Fault:
    near = suggestion(word, known)
    more = near or (f"，可用：{'、'.join(known)}" if listed else "")
    return Fault(file or scenario.file, line, said.format(word) + more)
