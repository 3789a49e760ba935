"""Every document that any scenario leaves can be made; its making is an entry of the journal."""

from pathlib import Path

import msgspec
import pytest
from django.db import connections

from mingjing.casework import outbox
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.journal.models import JournalEntry
from mingjing.recording import service
from mingjing.recording.compose import MissingFact
from mingjing.recording.models import Document

FOLDER = Path(__file__).parents[2] / "scenarios" / "checks"
pytestmark = pytest.mark.django_db


def _办(name: str) -> list[Document]:
    path = FOLDER / f"{name}.yaml"
    run(read(path.read_text(encoding="utf-8"), path.name, path.parent))
    return list(Document.objects.unscoped("测试").order_by("agency", "case_id", "version", "id"))


@pytest.fixture(autouse=True)
def _数据(settings, tmp_path: Path) -> None:
    settings.MINGJING_DATA = tmp_path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_场景留下的每份文书都能制成(path: Path):
    wrong = []
    for row in _办(path.stem):
        try:
            assert service.set_document(row).pages >= 1
        except MissingFact as missing:
            wrong.append(str(missing))
    assert wrong == []


def test_办结的案件_提交后制成_各成一条记录():
    rows = _办("full-course")
    assert rows and all(row.sha256 is None for row in rows)
    outbox.drain()
    kept = list(Document.objects.unscoped("测试"))
    assert all(row.sha256 and row.pages for row in kept)
    entries = JournalEntry.objects.filter(kind="文书制成")
    bodies = [msgspec.json.decode(bytes(entry.data))["body"] for entry in entries]
    told = {each["SHA-256"] for body in bodies for each in body["文书"]}
    assert told == {row.sha256 for row in kept}
    assert outbox.drain() == 0


def test_文号连续_每种各成一列():
    rows = [row for row in _办("full-course") if row.number]
    assert {row.series for row in rows} >= {"罚", "罚告"}
    for row in rows:
        assert row.number.endswith("号") and f"{row.series}〔" in row.number


def test_环节没有办成_不留文书():
    rows = _办("order-impossible")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM recording_document")
        assert cursor.fetchone()[0] == len(rows)
    assert "行政处罚决定书" not in {row.kind for row in rows}
