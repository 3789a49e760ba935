"""Every document of the permit procedures is made from what its scenario records, with nothing left blank."""

from pathlib import Path

import pytest

from mingjing.law.person import Person
from mingjing.recording.compose import MissingFact, compose
from mingjing.recording.occasion import Occasion
from tests.casework.ran import FILES, outcome
from tests.recording.sample import library, 机关

许可场景 = [path for path in FILES if path.parent.name in ("permit", "permit_disposal")]


def 缺的(path: Path) -> list[str]:
    """`文书：缺少的事实` of every document in the national run of the scenario."""
    run = outcome(path, "")
    assert run.final is not None
    people = {id_: Person(id=id_, name=name, roles=frozenset(), unit="") for name, id_ in run.ids.items()}
    found = []
    for done in run.final.record.acts:
        occasion = Occasion(run.final.book, run.final.record, done, 机关, people)
        for kind in run.final.procedure.acts[done.act].documents:
            try:
                compose(library()[kind], occasion, made="2026-12-31T09:30:00+08:00")
            except MissingFact as missing:
                found.append(f"{kind}：{missing.names}")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("path", 许可场景, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_许可场景的文书都能制成(path: Path) -> None:
    assert 缺的(path) == []
