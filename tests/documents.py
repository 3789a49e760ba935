"""The project's Markdown documents and their fenced blocks, for the tests that hold them to the truth."""

import re
from collections.abc import Iterator
from pathlib import Path

根 = Path(__file__).parents[1]
_夹 = ("docs", "rules", "scenarios", "bench", "src", "tests")
文档 = sorted([*根.glob("*.md"), *(path for name in _夹 for path in (根 / name).rglob("*.md"))])
_块 = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


def 读(name: str) -> str:
    return (根 / name).read_text("utf-8")


def 块(text: str) -> Iterator[tuple[str, str, str]]:
    """(language, rest of the fence line, text) of every fenced block."""
    for found in _块.finditer(text):
        yield found[1], found[2].strip(), found[3]


def 不含块(text: str) -> str:
    return _块.sub("", text)
