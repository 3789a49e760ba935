"""A case played as far as wanted: the steps of the full-course scenario through the one service."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from mingjing.casework.scenario import read
from mingjing.casework.scenario_people import make_agency, make_person
from mingjing.casework.stage import do
from mingjing.platform import clock
from mingjing.registry.models import Agency, Person

FILE = Path(__file__).parents[2] / "scenarios" / "checks" / "full-course.yaml"
SCENARIO = read(FILE.read_text(encoding="utf-8"), FILE.name)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


@dataclass
class Course:
    """An agency with the scenario's people by their names in it (甲 … 辛); `play` opens one case more."""

    agency: Agency
    ids: dict[str, str]
    cases: list[str] = field(default_factory=list)

    def person(self, name: str) -> Person:
        return Person.objects.get(pk=self.ids[name])

    def play(self, last: str, *, days: int = 0, until: int = 99, party: str = "") -> str:
        """One case up to and with the act `last` (its first performance), `days` later than the scenario."""
        case, shift = "", timedelta(days=days)
        for step in SCENARIO.steps[:until]:
            done = do(_named(party), _later(step, shift), self.agency, self.ids, case).done
            assert done is not None, f"{step.act}没有办成"
            case = done.case
            if step.act == last:
                break
        self.cases.append(case)
        return case

    def act(self, case: str, name: str, *, days: int = 0) -> None:
        """The scenario's step of that name, done in the case."""
        step = next(step for step in SCENARIO.steps if step.act == name)
        outcome = do(SCENARIO, _later(step, timedelta(days=days)), self.agency, self.ids, case)
        assert outcome.done is not None, [str(lack) for lack in outcome.lacks]


def _later(step, shift):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(step, at=step.at + shift, recorded=step.recorded + shift)


def _named(party: str):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(SCENARIO, party={**SCENARIO.party, "名称": party}) if party else SCENARIO


def course(sector: str = "") -> Course:
    from dataclasses import replace

    scenario = replace(SCENARIO, sector=sector)
    with clock.at(moment("2026-01-05 09:00")):
        agency = make_agency(scenario, "qingpu")
        return Course(agency, {name: make_person(agency, actor) for name, actor in scenario.actors.items()})
