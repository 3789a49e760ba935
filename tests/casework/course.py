"""Scenario files played step by step, for tests that try what else could be done at each step."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from mingjing.casework.packs import book_for
from mingjing.casework.scenario import Scenario, Step
from mingjing.casework.scenario_facts import facts_of
from mingjing.casework.service import Act, Performed, load, perform
from mingjing.casework.stage import entered, put_on
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.lack import Lack, Refused
from mingjing.law.record import Record
from mingjing.platform import clock
from mingjing.registry.models import Agency
from tests.casework.ran import FILES, FOLDER
from tests.casework.ran import plain as scenario

__all__ = ["FILES", "FOLDER", "Play", "courses", "kept", "scenario", "seen", "thrown_away"]

# A refusal leaves its trace here; people sign in and out meanwhile. Nothing else may change.
_TRACE = {"journal_refusal"}
_ROOMS = ("journal_", "casework_", "recording_", "publicity_", "supervision_")


@cache
def kept() -> tuple[str, ...]:
    """The tables in which acts leave anything, whatever rooms there will be."""
    names = sorted(connection.introspection.table_names())
    return tuple(name for name in names if name.startswith(_ROOMS) and name not in _TRACE)


def seen() -> dict[str, list[Any]]:
    """Every row of those tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in kept():
            cursor.execute(f"SELECT * FROM {table}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@contextmanager
def thrown_away() -> Iterator[None]:
    """What happens inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass
class Play:
    """One scenario on stage; `case` is empty until a step opened it."""

    scenario: Scenario
    agency: Agency
    ids: Mapping[str, str]
    case: str = ""
    done: list[Step] = field(default_factory=list)

    @classmethod
    def on_stage(cls, played: Scenario) -> "Play":
        agency, ids, failures = put_on(played, played.profile)
        assert not failures, failures
        return cls(played, agency, ids)

    @property
    def book(self) -> RuleBook:
        return book_for(self.agency.profile, self.agency.field)

    @property
    def procedure(self) -> r.Procedure:
        return self.book.procedures[self.scenario.procedure]

    @property
    def record(self) -> Record:
        if not self.case:
            return Record("", self.agency.id, self.scenario.procedure)
        return load(self.agency.id, self.case).record

    def act(self, step: Step, **changes: Any) -> Act:
        """The step as an act of this stage."""
        facts = facts_of(self.scenario, step, self.procedure, self.ids)
        made = Act(
            agency=self.agency.id,
            kind=step.act,
            facts=facts,
            by=tuple(self.ids[name] for name in step.by),
            at=step.at,
            case=self.case,
            procedure=self.scenario.procedure,
            entrance="scenario",
        )
        return replace(entered(made, self.procedure), **changes)

    def attempt(self, step: Step, **changes: Any) -> Performed | tuple[Lack, ...]:
        """What came of the step: the recorded act, or its lacks."""
        with clock.at(step.recorded):
            try:
                return perform(self.act(step, **changes))
            except Refused as refused:
                return tuple(refused.lacks)

    def go(self, step: Step) -> bool:
        """The step as the file says it; True when it was allowed."""
        came = self.attempt(step)
        if isinstance(came, tuple):
            return False
        self.case = came.case
        self.done.append(step)
        return True


@cache
def courses() -> tuple[Path, ...]:
    """The fewest files (chosen greedily) whose allowed steps perform every act that any file performs."""
    acts = {path: {step.act for step in scenario(path).steps if step.may} for path in FILES}
    wanted, chosen = set().union(*acts.values()), []
    while wanted:
        best = max(acts, key=lambda path: (len(acts[path] & wanted), -len(scenario(path).steps)))
        chosen.append(best)
        wanted -= acts[best]
    return tuple(chosen)
