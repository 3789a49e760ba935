"""The command line as a lawyer calls it, and a copy of the rules to change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mingjing.platform.cli import main

根 = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def 跑(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """跑("rules", "check") is (exit code, standard output, standard error), run at the root."""
    monkeypatch.delenv("MINGJING_RULES", raising=False)
    monkeypatch.chdir(根)

    def 一次(*参数: str) -> tuple[int, str, str]:
        try:
            码 = main(参数)
        except SystemExit as 退出:
            码 = int(str(退出.code))
        出 = capsys.readouterr()
        return 码, 出.out, 出.err

    return 一次


@pytest.fixture
def 抄来的规则(tmp_path: Path) -> Path:
    shutil.copytree(根 / "rules", tmp_path / "rules")
    return tmp_path / "rules"
