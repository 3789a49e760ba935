"""verify: stored documents against digests, their table against the journal; rebuild mends the table."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from mingjing.casework import outbox
from mingjing.casework.rebuild import rebuild_all
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.journal.report import Fault
from mingjing.journal.verify import verify
from mingjing.platform.cli import build
from mingjing.platform.command import Unusable
from mingjing.recording import check_objects, check_rows, rebuild, service
from mingjing.recording.models import Document
from mingjing.recording.store import store

SCENARIO = Path(__file__).parents[2] / "scenarios" / "checks" / "qingpu-no-review.yaml"
pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _全部() -> Any:
    return Document.objects.unscoped("测试")


def _查行() -> list[Fault]:
    return list(check_rows.check(connections["default"]))


def _查件() -> list[Fault]:
    return list(check_objects.check(connections["default"]))


@pytest.fixture
def 制成(settings: Any, tmp_path: Path) -> Document:
    """A case whose documents were made; one that bears a number."""
    settings.MINGJING_DATA = tmp_path
    run(read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name))
    outbox.drain()
    row = _全部().exclude(number="").order_by("version").first()
    assert row is not None and row.sha256
    return row  # type: ignore[no-any-return]


def _存件(row: Document) -> Path:
    path = store()._path(row.agency, str(row.address))
    os.chmod(path, 0o600)
    return path


def test_没有人动过_都相符(制成: Document) -> None:
    assert _查行() == [] and _查件() == []
    report = verify()
    assert report.whole and {check_rows.NAME, check_objects.NAME} <= set(report.checks)


def test_存件改一字节_指出文号和改动(制成: Document) -> None:
    path = _存件(制成)
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(bytes(data))
    [fault] = _查件()
    assert 制成.number in fault.where and "字节被改动" in fault.what
    assert not verify().whole


def test_存件缺失_或者截短_都指出(制成: Document) -> None:
    path = _存件(制成)
    path.write_bytes(path.read_bytes()[:-5])
    [fault] = _查件()
    assert 制成.number in fault.where and f"应有 {制成.size} 字节" in fault.what
    path.unlink()
    [fault] = _查件()
    assert 制成.number in fault.where and "缺失" in fault.what


改动: list[tuple[str, Callable[[Document], Any], str]] = [
    ("文号", lambda row: {"number": row.number.replace("号", "9号")}, "日志中是"),
    ("摘要", lambda row: {"sha256": "0" * 64}, "“SHA-256”是"),
    ("页数", lambda row: {"pages": 99}, "“页数”是“99”"),
    ("模板", lambda row: {"template": "0" * 64}, "“模板”是"),
    ("模板版本", lambda row: {"template_version": 77}, "模板版本是 77"),
    ("文种字", lambda row: {"series": "改"}, "文种字是“改”"),
    ("未制成", lambda row: dict.fromkeys(("address", "sha256", "size", "pages")), "“SHA-256”是“None”"),
]


@pytest.mark.parametrize("values, said", [each[1:] for each in 改动], ids=[each[0] for each in 改动])
def test_改了行_指出是哪份文书的哪一项_重建后恢复(制成: Document, values: Any, said: str) -> None:
    before = list(_全部().order_by("id").values())
    _全部().filter(id=制成.id).update(**values(制成))
    faults = _查行()
    assert any(制成.number in fault.where and said in fault.what for fault in faults), faults
    assert rebuild_all()[rebuild.NAME] == len(before)
    assert _查行() == [] and list(_全部().order_by("id").values()) == before


def test_删了行_添了行_都指出_重建后恢复原来的编号和地址(制成: Document) -> None:
    before = list(_全部().order_by("id").values())
    _全部().filter(id=制成.id).delete()
    [fault] = _查行()
    assert 制成.number in fault.where and fault.what == "已制成，列表中没有这份文书"
    制成.id, 制成.version, 制成.series, 制成.number = "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1, "", ""
    制成.save(force_insert=True)
    assert {fault.what for fault in _查行()} == {
        "已制成，列表中没有这份文书",
        "日志中没有环节形成这份文书",
    }
    rebuild_all()
    assert _查行() == [] and list(_全部().order_by("id").values()) == before
    assert _查件() == []


def test_还没有制成的行被删_也指出_重建后照样制成(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_DATA = tmp_path
    run(read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name))
    count = _全部().count()
    assert _查行() == []
    _全部().all().delete()
    assert [fault.what for fault in _查行()] == ["列表中没有这份文书"] * count
    assert rebuild_all()[rebuild.NAME] == count
    assert _查行() == []
    outbox.drain()
    assert _全部().filter(sha256__isnull=True).count() == 0 and _查行() == []


def test_没有制成记录却填了摘要的行_被指出(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_DATA = tmp_path
    run(read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name))
    row = _全部().order_by("id").first()
    _全部().filter(id=row.id).update(address="0" * 64, sha256="0" * 64, size=1, pages=1)
    [fault] = _查行()
    assert row.kind in fault.where and fault.what == "日志中没有制成它的记录"


def test_缺少密钥_不重建_各行不动(制成: Document, tmp_path: Path) -> None:
    before = list(_全部().order_by("id").values())
    (tmp_path / "keys" / f"objects-{制成.agency}").unlink()
    with pytest.raises(Unusable, match="先恢复密钥备份"):
        rebuild_all()
    assert list(_全部().order_by("id").values()) == before
    assert not (tmp_path / "keys" / f"objects-{制成.agency}").exists()


def test_命令_重建后说出各有多少项(制成: Document, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = build().parse_args(["rebuild", "--agency", 制成.agency])
    assert arguments.run(arguments) == 0
    assert f"文书列表：已按日志重建 {_全部().count()} 项" in capsys.readouterr().out
    arguments = build().parse_args(["rebuild", "--agency", "mei-you"])
    with pytest.raises(Unusable, match="没有机关"):
        arguments.run(arguments)


def test_重建后取阅_字节不变(制成: Document) -> None:
    data = service.pdf(制成.agency, 制成.id)
    rebuild_all()
    assert service.pdf(制成.agency, 制成.id) == data
