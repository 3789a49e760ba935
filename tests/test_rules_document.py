"""docs/rules.md: every block is loaded over the national rules, every message shown is really said."""

import re
from typing import Any

import pytest
import yaml

from mingjing.casework.packs import read_folder
from mingjing.law.book import Pack, RuleError
from mingjing.law.example import failing
from mingjing.law.source import Fault, parse
from tests.documents import 块, 根, 读

_基 = read_folder(根 / "rules")
_首行 = re.compile(r"# (\S+?\.yaml)(，\S+)?\n")


def 规则块() -> list[tuple[str, str, str, str | None]]:
    """(file, how it is laid, text, the messages shown for it or None) of every YAML block."""
    found: list[tuple[str, str, str, str | None]] = []
    for language, _, text in 块(读("docs/rules.md")):
        if language == "yaml":
            head = _首行.match(text)
            assert head, text[:40]
            found.append((head[1], head[2] or "", text, None))
        elif language == "text":
            found[-1] = (*found[-1][:3], text)
    return found


def 叠加(texts: dict[str, str], file: str, how: str, text: str) -> dict[str, str]:
    """The rule files with the block in its place."""
    if how == "，接在末尾":
        key, _, rest = text.split("\n", 1)[1].partition("\n")
        assert list(yaml.load(texts[file], yaml.BaseLoader))[-1] == key.rstrip(":")
        return {**texts, file: texts[file].rstrip("\n") + "\n" + rest}
    assert not how and file not in texts
    return {**texts, file: text}


def 含有(whole: Any, part: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and 含有(whole[key], part[key]) for key in part)
    return bool(whole == part)


def 对的规则() -> Pack:
    texts = dict(_基.texts)
    for file, how, text, shown in 规则块():
        if shown is None and how != "，摘录":
            texts = 叠加(texts, file, how, text)
    return Pack(texts, _基.calendar)


def 错处(pack: Pack, file: str) -> list[Fault]:
    """What the loader says of a file, laid over the national rules alone."""
    node = parse(pack.texts[file], file, [])
    plain = node.plain() if node else {}
    try:
        pack.book(str(plain.get("方案", "")) if isinstance(plain, dict) else "")
    except RuleError as error:
        return error.faults
    return failing(pack)


def test_文中每一段都能装入_例都对() -> None:
    pack = 对的规则()
    for name in ("", *(layer.id for layer in pack.layers() if layer.kind == "方案")):
        pack.book(name)
    assert failing(pack) == []
    assert {"linshui", "linjiang", "linhai", "linxi"} <= {layer.id for layer in pack.layers()}


def test_摘录的就是现行规则() -> None:
    摘录 = [(file, text) for file, how, text, _ in 规则块() if how == "，摘录"]
    assert 摘录
    for file, text in 摘录:
        whole, part = (parse(each, file, []) for each in (_基.texts[file], text))
        assert whole and part and 含有(whole.plain(), part.plain())


def test_十行就是十行() -> None:
    [text] = [text for file, _, text, _ in 规则块() if file == "profiles/linshui.yaml"]
    assert len(text.splitlines()) - 1 == 10


@pytest.mark.parametrize("file", [file for file, _, _, shown in 规则块() if shown is not None])
def test_文中的错处_就是装入时说的(file: str) -> None:
    [(_, how, text, shown)] = [each for each in 规则块() if each[0] == file]
    found = 错处(Pack(叠加(dict(_基.texts), file, how, text), _基.calendar), file)
    said = [re.sub(r"(national/penalty-ordinary\.yaml:)\d+", r"\1行号", str(fault)) for fault in found]
    assert "\n".join(said) + "\n" == shown


def test_须的每一种都有例() -> None:
    listed = re.search(r"要以下面之一开头：(.*)", 读("docs/rules.md"))
    assert listed
    [text] = [text for file, _, text, _ in 规则块() if file == "profiles/linxi.yaml"]
    assert set(re.findall(r"(?:- |须: \[)\{(\w+):", text)) == set(listed[1].split("、"))
