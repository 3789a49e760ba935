"""`mingjing rules check` looks at the templates too, as rules/documents/README.md says."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.platform.cli import main

根 = Path(__file__).parents[2]


@pytest.fixture
def 规则(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MINGJING_RULES", raising=False)
    shutil.copytree(根 / "rules", tmp_path / "rules")
    return tmp_path / "rules"


def _改(path: Path, old: str, new: str) -> int:
    """Changes the file; the line of the change."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_模板写错占位_指出文件行号(规则: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = 规则 / "documents" / "penalty_decision.yaml"
    line = _改(path, "{违法事实}", "{违法实事}")
    assert main(["rules", "check", str(规则)]) == 1
    [said] = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{path}:{line}: ") and "违法实事" in said


def test_少一份模板_名称不对_文号重复_都指出(规则: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = 规则 / "documents"
    (folder / "penalty_decision.yaml").unlink()
    assert main(["rules", "check", str(规则)]) == 1
    assert "文书“行政处罚决定书”没有模板" in capsys.readouterr().out
    shutil.copy(根 / "rules/documents/penalty_decision.yaml", folder / "ling_yi_fen.yaml")
    assert main(["rules", "check", str(规则)]) == 1
    assert "文件名应当是 penalty_decision.yaml" in capsys.readouterr().out


def test_不是UTF8的模板_指出是哪个(规则: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = 规则 / "documents" / "penalty_decision.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert main(["rules", "check", str(规则)]) == 1
    assert f"{path}:1: 不是 UTF-8 文字" in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["documents", "别处"])
def test_单个模板叠加在现行规则上检查(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MINGJING_RULES", raising=False)
    path = tmp_path / folder / "penalty_decision.yaml"
    path.parent.mkdir()
    shutil.copy(根 / "rules/documents/penalty_decision.yaml", path)
    assert main(["rules", "check", str(path)]) == 0
    line = _改(path, "{违法事实}", "{违法实事}")
    capsys.readouterr()
    assert main(["rules", "check", str(path)]) == 1
    [said] = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{path}:{line}: ")


def test_环节要成的文书没有模板_指出环节的那一行(规则: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _改(规则 / "national/collection/collection.yaml", "成: [征收核定书]", "成: [征收核订书]")
    assert main(["rules", "check", str(规则)]) == 1
    said = capsys.readouterr().out.splitlines()
    act = 规则 / "national/collection/collection.yaml"
    assert any(
        each.startswith(str(act)) and "文书“征收核订书”没有模板；是不是“征收核定书”" in each for each in said
    )


def test_只有规则没有模板的文件夹_也能检查(规则: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(规则 / "documents")
    assert main(["rules", "check", str(规则)]) == 0


def test_检查模板_不启动Django_不用数据库(tmp_path: Path) -> None:
    code = (
        "from mingjing.platform.cli import main\n"
        "from django.conf import settings\n"
        "assert main(['rules', 'check']) == 0 and not settings.configured"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(根 / "src")},
    )
    assert run.returncode == 0, run.stderr
    assert list(tmp_path.iterdir()) == []
