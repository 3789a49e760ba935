"""Scenario files (场景): a case as readable YAML, run through the one service, with what must come of it.

They are tests, training material, and the source of the demo. Every key is known or a fault with its line.
A scenario may go on from another one (前情: FILE), from all of it or up to the last of one act (到: 环节);
what it does not say itself (方案, 参与, 当事人 …) is then said by that file.
It may name other cases of the agency that went before (另案); facts that name a case use that word.
One file may hold for every plan (方案: 各): its rows say for which alone (只) or for which not (除).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mingjing.casework.scenario_row import NATIONAL as NATIONAL
from mingjing.casework.scenario_row import Actor as Actor
from mingjing.casework.scenario_row import Claim as Claim
from mingjing.casework.scenario_row import Step as Step
from mingjing.casework.scenario_row import read_actor, read_claim, read_step
from mingjing.law.reader import Section
from mingjing.law.source import Fault, Node, parse

EACH = "各"  # 方案: 各 - the national rules alone, then every plan


class ScenarioError(Exception):
    """A scenario file that cannot be run; prints one fault per line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    name: str
    profile: str
    sector: str
    procedure: str
    actors: Mapping[str, Actor]
    party: Mapping[str, str]
    steps: tuple[Step, ...]
    claims: tuple[Claim, ...]
    file: str
    note: str = ""
    agency: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()  # 出处: where the facts were published
    supplied: tuple[str, ...] = ()  # 补: what the publication does not say and the file adds
    others: Mapping[str, "Scenario"] = field(default_factory=dict)  # 另案: cases of the agency gone before

    def profiles(self, plans: Iterable[str]) -> tuple[str, ...]:
        """The profiles to run it under: its own, or for 各 the national rules ("") and all `plans`."""
        return ("", *plans) if self.profile == EACH else (self.profile,)

    def under(self, profile: str) -> "Scenario":
        """The scenario as it reads under one profile: with the rows written for it."""
        return replace(
            self,
            profile=profile,
            steps=tuple(step for step in self.steps if step.reach.holds(profile)),
            claims=tuple(claim for claim in self.claims if claim.reach.holds(profile)),
        )


def read(text: str, file: str, folder: Path | None = None, _above: tuple[Path, ...] = ()) -> Scenario:
    """The scenario of one file. `folder`: where 前情 is looked for (the folder of `file` unless given).

    Raises `ScenarioError` with every fault.
    """
    faults: list[Fault] = []
    node = parse(text, file, faults)
    if node is None:
        raise ScenarioError(faults)
    top = Section(node, faults, "场景")
    before = _before(top, folder or Path(file).parent, _above)
    actors = dict(before.actors) if before else {}
    actors.update((name, read_actor(name, s)) for name, s in top.sections("参与", "参与者"))
    party = top.get("当事人")
    agency = top.section("机关", "“机关”")
    others = dict(before.others) if before else {}
    others.update(_others(top, folder or Path(file).parent, _above))
    scenario = Scenario(
        name=top.text("场景", required=True),
        profile="" if (plan := top.text("方案", before.profile if before else "")) == NATIONAL else plan,
        sector=top.text("领域", before.sector if before else ""),
        procedure=top.text("程序", before.procedure if before else "", required=before is None),
        actors=actors,
        party=_texts(party) if party else dict(before.party) if before else {},
        steps=(
            *(before.steps if before else ()),
            *(step for row in top.rows("经过", "“经过”的一行") if (step := read_step(row, actors))),
        ),
        claims=tuple(claim for row in top.rows("断言", "“断言”的一行") if (claim := read_claim(row))),
        file=file,
        note=top.text("说明"),
        agency=_texts(agency.node) if agency else dict(before.agency) if before else {},
        sources=top.names("出处"),
        supplied=top.names("补"),
        others=others,
    )
    top.done()
    if faults:
        raise ScenarioError(faults)
    return scenario


def _before(top: Section, folder: Path, above: tuple[Path, ...]) -> Scenario | None:
    """The scenario that 前情 names, cut after the last of the act that 到 names."""
    name, last = top.text("前情"), top.text("到")
    if not name:
        if last:
            top.fault("“到”只在有“前情”时写", "到")
        return None
    path = folder / name
    if path in above:
        top.fault(f"前情“{name}”绕回了自己", "前情")
        return None
    try:
        found = read(path.read_text(encoding="utf-8"), str(path), _above=(*above, path))
    except (OSError, UnicodeDecodeError):
        top.fault(f"读不到前情“{name}”", "前情")
        return None
    if not last:
        return found
    done = [index for index, step in enumerate(found.steps) if step.act == last]
    if not done:
        top.fault(f"前情“{name}”中没有“{last}”", "到")
        return None
    return replace(found, steps=found.steps[: done[-1] + 1])


def _others(top: Section, folder: Path, above: tuple[Path, ...]) -> dict[str, Scenario]:
    """The scenarios that 另案 names, by the word under which this file's facts speak of their cases."""
    found: dict[str, Scenario] = {}
    for name, file in _texts(top.get("另案")).items():
        path = folder / file
        if path in above:
            top.fault(f"另案“{file}”绕回了自己", "另案")
            continue
        try:
            found[name] = read(path.read_text(encoding="utf-8"), str(path), _above=(*above, path))
        except (OSError, UnicodeDecodeError):
            top.fault(f"读不到另案“{file}”", "另案")
    return found


def _texts(node: Node | None) -> dict[str, str]:
    return (
        {key: str(each.value) for key, each in node.value.items()}
        if node and isinstance(node.value, dict)
        else {}
    )
