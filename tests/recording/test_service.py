"""Documents of a case: noted with the act, rendered once, served from store."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from mingjing.platform import clock
from mingjing.recording import follow, service
from mingjing.recording import library as shelf
from mingjing.recording.models import Document
from mingjing.recording.occasion import Occasion
from mingjing.recording.store import ObjectDamaged, store
from mingjing.registry.scope import Unscoped
from tests.recording.sample import library, occasion
from tests.recording.test_compose import 到

pytestmark = pytest.mark.django_db(databases=["default"])
AGENCY, CASE = "qx-scjg", "01J0000000000000000000CASE"


@pytest.fixture
def 案(settings, tmp_path: Path) -> Iterator[list[tuple[str, str, int]]]:
    """A readable case whose last act is the decision; what was reported."""
    settings.MINGJING_DATA = tmp_path
    reported: list[tuple[str, str, int]] = []

    def read(agency: str, case: str, version: int) -> Occasion:
        assert (agency, case) == (AGENCY, CASE)
        return occasion(到("作出处罚决定"))

    service.read_cases_with(read)
    service.report_with(lambda agency, case, rows: reported.append((agency, case, len(rows))))
    yield reported
    service.read_cases_with(follow.read)
    service.report_with(follow.report)


def _记(number: str = "青市监罚〔2026〕24号", version: int = 24) -> Document:
    [row] = service.note_documents(
        agency=AGENCY,
        case_id=CASE,
        version=version,
        made=clock.now(),
        templates=library(),
        documents=[("行政处罚决定书", number)],
    )
    return row


def test_先记后制_首次取阅即制成(案):
    row = _记()
    assert (row.series, row.sha256, row.pages) == ("罚", None, None)
    data = service.pdf(AGENCY, row.id)
    kept = service.document(AGENCY, row.id)
    assert data.startswith(b"%PDF-1.7") and kept.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.size == len(data) and kept.pages in (3, 4)
    assert 案 == [(AGENCY, CASE, 1)]


def test_再次取阅_字节相同_不再报告(案):
    row = _记()
    assert service.pdf(AGENCY, row.id) == service.pdf(AGENCY, row.id)
    service.make(service.document(AGENCY, row.id))
    assert len(案) == 1


def test_任务重做_只制一次(案):
    _记()
    assert service.make_all(AGENCY, CASE, 24) == 1
    assert service.make_all(AGENCY, CASE, 24) == 0
    assert len(案) == 1


def test_存件被改_取阅时拒绝(案):
    row = _记()
    service.pdf(AGENCY, row.id)
    kept = service.document(AGENCY, row.id)
    path = store()._path(AGENCY, str(kept.address))
    os.chmod(path, 0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(ObjectDamaged):
        service.pdf(AGENCY, row.id)


def test_再制的内容与摘要不同_以先前为准(案):
    row = _记()
    service.pdf(AGENCY, row.id)
    service.read_cases_with(lambda *_: occasion(到("作出处罚决定"), 作出处罚决定={"罚款": "60000.00"}))
    with pytest.raises(service.NotTheSame):
        service.make(service.document(AGENCY, row.id))


def test_同一文号不能给两份文书(案):
    _记()
    with pytest.raises(IntegrityError), transaction.atomic():
        _记(version=25)


def test_没有编号的文书不相冲突(案):
    for version in (3, 4):
        service.note_documents(
            agency=AGENCY,
            case_id=CASE,
            version=version,
            made=clock.now(),
            templates=library(),
            documents=[("现场笔录", ""), ("送达回证", "")],
        )
    assert [row.kind for row in service.documents_of(AGENCY, CASE)].count("现场笔录") == 2


def test_他机关取不到(案):
    row = _记()
    with pytest.raises(service.NoDocument):
        service.pdf("qx-sfj", row.id)
    with pytest.raises(Unscoped):
        Document.objects.all()


def test_模板换新_旧文书仍用旧模板(案, tmp_path: Path):
    row = _记()
    old = library()["行政处罚决定书"]
    assert (tmp_path / "templates" / f"{old.digest}.yaml").exists()
    found = shelf.by_digest(old.digest, "行政处罚决定书", occasion(到("立案")).book)
    assert found.body == old.body and row.template == old.digest
    with pytest.raises(shelf.TemplateMissing):
        shelf.by_digest("0" * 64, "行政处罚决定书", occasion(到("立案")).book)
