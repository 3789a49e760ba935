"""T6: killed at any moment, nothing acknowledged is lost and nothing is half done."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.db import connection, connections

from mingjing.casework.rebuild import check
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import run
from mingjing.journal.verify import verify

SCENARIO = Path(__file__).parents[2] / "scenarios" / "checks" / "qingpu-no-review.yaml"
KILLS = 50


@pytest.mark.django_db(transaction=True, databases=["default", "portal"])
def test_办理中途被杀五十次_已回执的都在_没有办一半的() -> None:
    scenario = read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name)
    ran = run(replace(scenario, steps=scenario.steps[:1], claims=()))
    assert ran.final is not None
    agency, step, chance = ran.final.record.agency, scenario.steps[0], Random(7)
    opening = Act(
        agency=agency,
        kind=step.act,
        facts={**step.facts, "当事人": dict(scenario.party)},
        by=tuple(ran.ids[name] for name in step.by),
        at=step.at,
        procedure=scenario.procedure,
    )
    filing = scenario.steps[1]
    acknowledged: list[tuple[str, int]] = []
    for _ in range(KILLS):
        acknowledged += _killed_midway(
            opening, filing.facts, (ran.ids[filing.by[0]],), filing.at, chance.randint(1, 9)
        )
    assert len(acknowledged) >= KILLS
    for case, version in acknowledged:
        assert load(agency, case).record.version >= version
    assert list(check(connection)) == []
    report = verify(connection)
    assert report.faults == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT case_id) FROM journal_entry WHERE agency = %s AND case_id <> ''", (agency,)
        )
        [cases] = cursor.fetchone()
        cursor.execute("SELECT last FROM casework_counter WHERE agency = %s AND series = '案'", (agency,))
        assert cursor.fetchone() == (cases,)


def _killed_midway(
    opening: Act, facts: object, head: tuple[str, ...], at: object, after: int
) -> list[tuple[str, int]]:
    """What a child acknowledged before it was killed, some lines after it began."""
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            while True:
                done = perform(opening)
                os.write(writer, f"{done.case} {done.version}\n".encode())
                done = perform(replace(opening, case=done.case, kind="立案", facts=facts, by=head, at=at))
                os.write(writer, f"{done.case} {done.version}\n".encode())
        finally:
            os._exit(1)
    os.close(writer)
    lines: list[str] = []
    with os.fdopen(reader) as stream:
        for line in stream:
            lines.append(line)
            if len(lines) == after:
                os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(lines) >= after, "子进程自己停了"
    return [(case, int(version)) for case, version in (line.split() for line in lines)]
