"""The examples of the rule files (例), each as a test of its own."""

from pathlib import Path

import pytest

from mingjing.casework.packs import read_folder
from mingjing.law import example
from mingjing.law.book import Pack

包 = read_folder(Path(__file__).parents[2] / "rules")
例 = [(程序, 每个) for 程序 in 包.book().procedures.values() for 每个 in 程序.examples]


@pytest.mark.parametrize(("程序", "一例"), 例, ids=[f"{每个.file}-{每个.line}" for _, 每个 in 例])
def test_规则文件中的例(程序: object, 一例: object) -> None:
    assert example.wrong(包.book(), 程序, 一例) is None  # type: ignore[arg-type]


def test_每个程序至少有三例() -> None:
    assert all(len(程序.examples) >= 3 for 程序 in 包.book().procedures.values())


def test_与规则不符的例指出行号和推算的日期() -> None:
    文件 = "national/penalty-ordinary.yaml"
    文 = 包.texts[文件]
    行号 = next(n for n, 每行 in enumerate(文.splitlines(), 1) if "届满: 2026-06-01" in 每行)
    [错] = example.failing(
        Pack({**包.texts, 文件: 文.replace("届满: 2026-06-01", "届满: 2026-05-31")}, 包.calendar)
    )
    assert str(错).startswith(f"{文件}:{行号}: 例：“作出处罚决定”写作2026-05-31届满，推算为2026-06-01")
