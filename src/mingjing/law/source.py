"""YAML text as a tree in which every value knows its file and line.

All scalars stay text: the reader of a key decides what it must be, so that 是, 90日 and 2026-03-02
mean what a lawyer wrote and not what YAML guesses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml

# The same reader in C, several times faster, where PyYAML was built with it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in a rule file; prints as ``file:line: what is wrong``."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a rule file and its place. `value` is text, a list of nodes, or a mapping of nodes."""

    value: "str | list[Node] | dict[str, Node]"
    file: str
    line: int

    def fault(self, message: str) -> Fault:
        return Fault(self.file, self.line, message)

    def plain(self) -> object:
        """The value without places: str, list, dict."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def member(self, key: str) -> str:
        """The text under a key of a mapping; "" where there is none."""
        node = self.value.get(key) if isinstance(self.value, dict) else None
        return node.value if node is not None and isinstance(node.value, str) else ""

    def __iter__(self) -> "Iterator[Node]":
        """The members of a list; a single value counts as a list of one."""
        return iter(self.value) if isinstance(self.value, list) else iter((self,))


def parse(text: str, file: str, faults: list[Fault]) -> Node | None:
    """The tree of one YAML text; None with a fault if it is not YAML. Doubled keys and aliases are faults."""
    root, found = _parsed(text, file)
    faults.extend(found)
    return root


@lru_cache(maxsize=1024)
def _parsed(text: str, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """Read once for all the books of a pack, and for packs that share the file: a tree is never changed."""
    faults: list[Fault] = []
    return _read(text, file, faults), tuple(faults)


def _read(text: str, file: str, faults: list[Fault]) -> Node | None:
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        faults.append(Fault(file, line, f"不是合格的 YAML：{_said(error, line)}"))
        return None
    except yaml.YAMLError as error:
        faults.append(Fault(file, 1, f"不是合格的 YAML：{error}"))
        return None
    if root is None:
        faults.append(Fault(file, 1, "文件是空的"))
        return None
    seen: set[int] = set()
    return _node(root, file, faults, seen)


_PROBLEMS = (
    ("expected ',' or '}'", "{ } 没有写完，或者少了逗号"),
    ("expected ',' or ']'", "[ ] 没有写完，或者少了逗号"),
    ("cannot start any token", "有不能用在这里的字符，缩进只用空格，不用制表符"),
    ("could not find expected ':'", "少了冒号（半角，后面有空格）"),
    ("mapping values are not allowed", "这里不能再写“键: 值”，看上一行的缩进或者引号"),
    ("unexpected end of stream", "引号没有写完"),
    ("did not find expected key", "缩进不齐"),
    ("did not find expected '-' indicator", "缩进不齐"),
)


def _said(error: yaml.MarkedYAMLError, line: int) -> str:
    """The parser's complaint in Chinese with where the unfinished thing began; its own words if unknown."""
    problem = error.problem or ""
    said = next((words for part, words in _PROBLEMS if part in problem), problem)
    began = error.context_mark.line + 1 if error.context_mark else line
    return said if began == line else f"{said}（从第 {began} 行起）"


def _node(raw: yaml.Node, file: str, faults: list[Fault], above: set[int]) -> Node:
    line = raw.start_mark.line + 1
    if id(raw) in above:
        faults.append(Fault(file, line, "不用 YAML 的引用（& 和 *）：每件事只写一次"))
        return Node("", file, line)
    above.add(id(raw))
    if isinstance(raw, yaml.MappingNode):
        members: dict[str, Node] = {}
        for key, value in raw.value:
            name, at = str(key.value), key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                faults.append(Fault(file, at, "键应当是文字"))
                continue
            if name in members:
                faults.append(Fault(file, at, f"“{name}”写了两次"))
            node = _node(value, file, faults, above)
            members[name] = Node(node.value, file, at)
        return Node(members, file, line)
    if isinstance(raw, yaml.SequenceNode):
        return Node([_node(each, file, faults, above) for each in raw.value], file, line)
    return Node(str(raw.value), file, line)
