"""One document as a page: shown to the agency's people, or a clear word on why not."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mingjing.casework import packs
from mingjing.desk.unmade import UNMADE, why
from mingjing.recording import follow, service, typefaces
from mingjing.recording.compose import MissingFact
from mingjing.recording.models import Document
from mingjing.recording.render import NotRendered
from mingjing.recording.store import store
from tests.desk.stand import TOLD, Stand, stand, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def 案(settings: Any, tmp_path: Path) -> Stand:
    settings.MINGJING_DATA = tmp_path
    return stand(TOLD)


@pytest.fixture
def 甲(案: Stand) -> Client:
    client = 案.client("甲")
    client.raise_request_exception = False
    return client


def _文书(案: Stand) -> Document:
    found = service.documents_of(案.agency, 案.case)
    return next(row for row in found if row.kind == "立案审批表")


def _打开(client: Client, row: Document) -> Any:
    return client.get(f"/desk/documents/{row.id}/")


def _存件(row: Document) -> Path:
    kept = service.document(row.agency, row.id)
    path = store()._path(row.agency, str(kept.address))
    os.chmod(path, 0o600)
    return path


def _说(answer: Any, status: int, title: str) -> str:
    body = text(answer)
    assert answer.status_code == status and title in body
    assert str(store().root) not in body and "Traceback" not in body
    return body


def test_能制成的_打开就是PDF(案: Stand, 甲: Client) -> None:
    answer = _打开(甲, _文书(案))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_存件不在_说明请管理员恢复(案: Stand, 甲: Client) -> None:
    row = _文书(案)
    _打开(甲, row)
    _存件(row).unlink()
    assert "从备份中恢复" in _说(_打开(甲, row), 500, "文书的存件不在")


def test_存件被改_不打开(案: Stand, 甲: Client) -> None:
    row = _文书(案)
    _打开(甲, row)
    path = _存件(row)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    _说(_打开(甲, row), 500, "文书的存件被改动")


def test_与记录的摘要不同_不打开(案: Stand, 甲: Client) -> None:
    row = _文书(案)
    _打开(甲, row)
    Document.objects.unscoped("测试").filter(id=row.id).update(sha256="0" * 64)
    _说(_打开(甲, row), 500, "文书与记录不符")


def test_缺少当时的模板_说明请管理员恢复(案: Stand, 甲: Client) -> None:
    row = _文书(案)
    Document.objects.unscoped("测试").filter(id=row.id).update(template="0" * 64)
    assert "从备份中恢复" in _说(_打开(甲, row), 500, "缺少制作文书的模板")


def test_没有中文字体_暂时制不成(
    案: Stand, 甲: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "FAMILIES", ("没有的字体",))
    typefaces.fonts.cache_clear()
    try:
        _说(_打开(甲, _文书(案)), 503, "文书暂时制不成")
    finally:
        monkeypatch.undo()
        typefaces.fonts.cache_clear()


@pytest.mark.parametrize(
    "error, status, title, words",
    [
        (MissingFact("行政处罚决定书", ["当事人.住所"]), 409, "文书还不能制成", "缺少：当事人.住所"),
        (NotRendered("行政处罚决定书制作不成：坏"), 500, "文书没有制成", "排版没有成功"),
        (packs.PackMissing("没有规则包"), 500, "缺少制作文书的模板", "从备份中恢复"),
    ],
    ids=["缺事实", "排版不成", "缺规则包"],
)
def test_读案件或排版时出的错_也有说明(
    案: Stand, 甲: Client, error: Exception, status: int, title: str, words: str
) -> None:
    def read(*_: Any) -> Any:
        raise error

    service.read_cases_with(read)
    try:
        assert words in _说(_打开(甲, _文书(案)), status, title)
    finally:
        service.read_cases_with(follow.read)
    assert service.document(案.agency, _文书(案).id).sha256 is None


def test_每种情形各有说明() -> None:
    made = [kind("某文书", ["某事实"]) if kind is MissingFact else kind("x") for kind in UNMADE]
    titles = {why(error)[1] for error in made}
    assert len(titles) == len(UNMADE) - 1  # a missing pack reads like a missing template
