"""Reading one mapping of a rule file: every key is asked for by name, what nobody asked for is a fault."""

from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from typing import TypeVar

from mingjing.law.clause import Clause, ClauseError
from mingjing.law.source import Fault, Node
from mingjing.law.term import Term, TermError

T = TypeVar("T")


def suggestion(word: str, known: Iterable[str]) -> str:
    """``；是不是“查封”“扣押”？`` for the known words nearest to `word`, or nothing."""
    near = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return "；是不是" + "".join(f"“{name}”" for name in near) + "？" if near else ""


class Section:
    """A mapping node being read. Mistakes are collected in `faults`, never raised: all show at once."""

    def __init__(self, node: Node, faults: list[Fault], what: str, plan: str | None = None) -> None:
        self.node, self.faults, self.what, self.plan = node, faults, what, plan
        self._asked: set[str] = set()
        self._members: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self._members = node.value
        else:
            faults.append(node.fault(f"{what}应当写成“键: 值”的形式"))

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def fault(self, message: str, key: str = "") -> None:
        node = self._members.get(key, self.node)
        self.faults.append(node.fault(message))

    def get(self, key: str) -> Node | None:
        self._asked.add(key)
        return self._members.get(key)

    def need(self, key: str) -> Node | None:
        node = self.get(key)
        if node is None:
            self.fault(f"{self.what}缺少“{key}”")
        return node

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        node = self.need(key) if required else self.get(key)
        if node is None:
            return default
        if not isinstance(node.value, str) or not node.value.strip():
            self.faults.append(node.fault(f"“{key}”应当是文字"))
            return default
        return node.value.strip()

    def names(self, key: str) -> tuple[str, ...]:
        """A list of words; one word alone counts as a list of one."""
        node = self.get(key)
        if node is None:
            return ()
        return tuple(self._word(each, key) for each in node)

    def _word(self, node: Node, key: str) -> str:
        if isinstance(node.value, str):
            return node.value
        self.faults.append(node.fault(f"“{key}”的每一项应当是文字"))
        return ""

    def yes(self, key: str) -> bool:
        word = self.text(key)
        if word not in ("", "是", "否"):
            self.fault(f"“{key}”写作“是”或“否”，不能写“{word}”", key)
        return word == "是"

    def whole(self, key: str, default: int = 0) -> int:
        word = self.text(key)
        if word and not (word.isascii() and word.isdigit()):
            self.fault(f"“{key}”应当是整数，不能写“{word}”", key)
            return default
        return int(word) if word else default

    def choice(self, key: str, allowed: Collection[str], default: str = "", *, required: bool = False) -> str:
        word = self.text(key, default, required=required)
        if word and word not in allowed:
            self.fault(f"“{key}”没有“{word}”这一种{suggestion(word, allowed)}", key)
            return default
        return word

    def term(self, key: str) -> Term | None:
        return self._converted(key, Term.parse, TermError)

    def clause(self, key: str = "依据", *, required: bool = True) -> Clause | None:
        if required and key not in self._members:
            self._asked.add(key)
            self.fault(f"{self.what}没有注明依据")
            return None
        return self._converted(key, lambda text: Clause.parse(text, self.plan), ClauseError)

    def _converted(self, key: str, convert: Callable[[str], T], error: type[ValueError]) -> T | None:
        word = self.text(key)
        if not word:
            return None
        try:
            return convert(word)
        except error as wrong:
            self.fault(str(wrong), key)
            return None

    def section(self, key: str, what: str) -> "Section | None":
        node = self.get(key)
        return Section(node, self.faults, what, self.plan) if node is not None else None

    def sections(self, key: str, what: str) -> "list[tuple[str, Section]]":
        """The named members of the mapping under `key`, in the order written."""
        node = self.get(key)
        if node is None:
            return []
        if not isinstance(node.value, dict):
            self.faults.append(node.fault(f"“{key}”应当写成“名称: 内容”的形式"))
            return []
        return [
            (name, Section(each, self.faults, f"{what}“{name}”", self.plan))
            for name, each in node.value.items()
        ]

    def rows(self, key: str, what: str) -> "list[Section]":
        """The members of the list under `key`, each a mapping."""
        node = self.get(key)
        return [Section(each, self.faults, what, self.plan) for each in node] if node is not None else []

    def done(self) -> None:
        """Everything that may stand here has been asked for: the rest is unknown."""
        for key, node in self._members.items():
            if key not in self._asked:
                self.faults.append(node.fault(f"{self.what}没有“{key}”这一键{suggestion(key, self._asked)}"))
