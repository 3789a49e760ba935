"""What the documents name is there: commands, make targets, links, pictures, files, modules."""

import re
import shlex
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import mingjing
from mingjing.platform.cli import build
from tests.documents import 不含块, 块, 文档, 根, 读


def 命令() -> list[tuple[str, str, bool]]:
    """(document, command, whole) of every `mingjing …` shown; in a shell block it is a whole one."""
    found: list[tuple[str, str, bool]] = []
    for path in (根 / "README.md", 根 / "README.zh-CN.md", *sorted((根 / "docs").glob("*.md"))):
        name, text = path.name, path.read_text("utf-8")
        for language, _, inner in 块(text):
            if language in ("sh", "bash", "shell", "console"):
                lines = inner.replace("\\\n", " ").splitlines()
                found += [(name, line, True) for line in lines if _调用.match(line)]
        found += [(name, each, False) for each in re.findall(r"`((?:\S*/)?mingjing [^`\\]+)`", 不含块(text))]
    return found


_调用 = re.compile(r"(?:\$ )?(?:sudo (?:-\S+ \S+ )*)?(?:\w+=\S* )*(?:\S*/)?mingjing ")


@pytest.mark.parametrize(("document", "line", "whole"), 命令())
def test_文中的命令_都认得(document: str, line: str, whole: bool) -> None:
    line = re.split(r"\s+#|\s[|>]|\s&&", _调用.sub("", line, count=1))[0]
    words = shlex.split(line)
    if whole:
        assert build().parse_args(words).run
        return
    parser: Any = build()
    for word in words:
        known = [each for each in parser._actions if each.choices and hasattr(each.choices, "keys")]
        if word.startswith("-"):
            assert word in {option for each in parser._actions for option in each.option_strings}, line
        elif known and not word.startswith(("…", "<")):
            assert word in known[0].choices, line
            parser = known[0].choices[word]


def test_文中的make目标_都有() -> None:
    targets = set(re.findall(r"^([a-z-]+):", 读("Makefile"), re.M))
    for path in 文档:
        for name in re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text("utf-8"), re.M):
            assert name in targets, (path.name, name)


@pytest.mark.parametrize("path", 文档, ids=lambda path: path.relative_to(根).as_posix())
def test_文中的相对链接_都在(path: Path) -> None:
    text = 不含块(path.read_text("utf-8"))
    heads = {
        re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", text, re.M)
    }
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in heads, target
        elif not re.match(r"[a-z]+:", target):
            assert (path.parent / target.split("#")[0]).exists(), target


def test_自述中的图_有图时一张不缺() -> None:
    """Pictures are taken last: before there is any, none is missed."""
    shown = {
        name for path in 文档 for name in re.findall(r"\((docs/pictures/[^)\s]+)\)", path.read_text("utf-8"))
    }
    there = {path.relative_to(根).as_posix() for path in (根 / "docs/pictures").glob("*.png")}
    assert shown and (not there or shown <= there), sorted(shown - there)


def test_架构说明中的文件_都在() -> None:
    named = re.findall(r"`((?:tests|rules|docs|src)/[\w./-]+|\.\w+)`", 读("ARCHITECTURE.md"))
    assert any(name.startswith("tests/") for name in named)
    assert [name for name in named if not (根 / name).exists()] == []


def test_架构说明中的模块_都在() -> None:
    rooms = {path.name for path in (根 / "src/mingjing").iterdir() if path.is_dir()}
    named = set(re.findall(r"\b([a-z]+(?:\.[a-z_]+)+(?:\.[A-Z]\w+)?)\b", 读("ARCHITECTURE.md")))
    for name in sorted(each for each in named if each.split(".")[0] in rooms):
        found: Any = mingjing
        for part in name.split("."):
            inner = f"{found.__name__}.{part}"
            found = (
                import_module(inner)
                if hasattr(found, "__path__") and find_spec(inner)
                else getattr(found, part)
            )
