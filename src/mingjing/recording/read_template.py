"""Reading one template file. Every mistake becomes a fault with file and line, all at once."""

import hashlib
from typing import cast, get_args

from mingjing.law.read_procedure import read_checked
from mingjing.law.reader import Section, suggestion
from mingjing.law.rule import FactType
from mingjing.law.source import Fault, Node, parse
from mingjing.recording import placeholder as p
from mingjing.recording import template as t
from mingjing.recording.content import Paper, Style

PAPERS, STYLES = get_args(Paper), get_args(Style)
_STYLE_KEYS = {"段": "正文", **{style: style for style in STYLES if style != "正文"}}
_KINDS = (*_STYLE_KEYS, "表", "列", "要点表", "清单", "文书目录", "签名", "落款", "组")
_CONDITIONS = ("填", "不填", "是", "不是", "办过", "未办", "环节")


class Reading:
    """One file being read: where faults go and which names it may use."""

    def __init__(self, words: p.Words, faults: list[Fault]) -> None:
        self.words, self.faults = words, faults

    def text(self, node: Node) -> p.Text:
        if not isinstance(node.value, str):
            self.faults.append(node.fault("这里应当是文字"))
            return ()
        found = p.parse(node.value.strip())
        self.faults.extend(node.fault(wrong) for wrong in p.faults(found, self.words))
        return found

    def place(self, word: str, node: Node) -> p.Placeholder:
        name, _, part = word.partition(".")
        place = p.Placeholder(name, part)
        if place.name not in self.words.facts or self.words.facts[name].type is not FactType.POINTS:
            wrong = p.fault(place, self.words)
            if wrong:
                self.faults.append(node.fault(wrong))
        return place

    def when(self, node: Node | None) -> t.When:
        if node is None:
            return t.ALWAYS
        s = Section(node, self.faults, "“当”")
        found = t.When(
            filled=self._places(s, "填"),
            empty=self._places(s, "不填"),
            equal=self._compared(s, "是"),
            other=self._compared(s, "不是"),
            done=self._acts(s, "办过"),
            undone=self._acts(s, "未办"),
            acts=self._acts(s, "环节"),
        )
        s.done()
        if found == t.ALWAYS:
            s.fault(f"“当”没有写条件，可用：{'、'.join(_CONDITIONS)}")
        return found

    def _places(self, s: Section, key: str) -> tuple[p.Placeholder, ...]:
        node = s.get(key)
        return tuple(self.place(str(each.value), each) for each in node) if node else ()

    def _compared(self, s: Section, key: str) -> tuple[tuple[p.Placeholder, tuple[str, ...]], ...]:
        node = s.get(key)
        if node is None:
            return ()
        if not isinstance(node.value, dict):
            self.faults.append(node.fault(f"“{key}”写作 {{事实: 值}}"))
            return ()
        found = []
        for name, each in node.value.items():
            place = self.place(name, each)
            values = tuple(str(one.value) for one in each)
            fact = self.words.facts.get(place.name)
            for value in values:
                if fact and fact.options and value not in fact.options:
                    near = suggestion(value, fact.options)
                    self.faults.append(each.fault(f"{name}没有“{value}”这一项{near}"))
            found.append((place, values))
        return tuple(found)

    def _acts(self, s: Section, key: str) -> tuple[str, ...]:
        names = s.names(key)
        for name in names:
            if name not in self.words.acts:
                s.fault(f"环节“{name}”没有定义{suggestion(name, self.words.acts)}", key)
        return names

    def lines(self, node: Node) -> tuple[t.Line, ...]:
        found = []
        for each in node:
            if isinstance(each.value, dict):
                s = Section(each, self.faults, "一项")
                said = s.need("文")
                found.append(t.Line(self.text(said) if said else (), self.when(s.get("当"))))
                s.done()
            else:
                found.append(t.Line(self.text(each)))
        return tuple(found)

    def rows(self, node: Node) -> tuple[t.Entries, ...]:
        found = []
        for each in node:
            if not isinstance(each.value, dict):
                self.faults.append(each.fault("表的一行写作“栏目: 内容”"))
                continue
            cells = [self._entry(label, one) for label, one in each.value.items() if label != "当"]
            if not 1 <= len(cells) <= 2:
                self.faults.append(each.fault("表的一行有一栏或者两栏"))
            found.append(t.Entries(tuple(cells), self.when(each.value.get("当"))))
        return tuple(found)

    def _entry(self, label: str, node: Node) -> t.Entry:
        if not isinstance(node.value, dict):
            return t.Entry(label, self.text(node))
        s = Section(node, self.faults, f"栏目“{label}”")
        said, signed = s.need("文"), s.get("签")
        s.done()
        return t.Entry(label, self.text(said) if said else (), self.text(signed) if signed else ())

    def piece(self, node: Node) -> t.Piece | None:
        s = Section(node, self.faults, "正文的一块")
        when = self.when(s.get("当"))
        kinds = [kind for kind in _KINDS if s.get(kind)]
        s.done()
        if len(kinds) != 1:
            s.fault(f"正文的一块写且只写一种：{'、'.join(_KINDS)}")
            return None
        kind = kinds[0]
        value = cast(Node, s.get(kind))
        match kind:
            case "表":
                return t.Rows(self.rows(value), when)
            case "列" if value.value == p.PENALTY:
                return t.Items(penalties=True, when=when)
            case "列":
                return t.Items(self.lines(value), when=when)
            case "要点表" | "清单":
                name = str(value.value)
                fact = self.words.facts.get(name)
                wanted = FactType.POINTS if kind == "要点表" else FactType.LONG
                if fact is None or fact.type is not wanted:
                    self.faults.append(value.fault(f"“{kind}”要写一项{wanted.value}类的事实，不能写“{name}”"))
                return t.Listing(kind, name, when)
            case "文书目录":
                return t.Listing(kind, "", when)
            case "签名":
                return t.Signing(self.lines(value), when)
            case "落款":
                return t.Issued(self.text(value), when)
            case "组":
                return t.Group(self.pieces(value), when)
            case _:
                return t.Say(self.text(value), cast(Style, _STYLE_KEYS[kind]), when)

    def pieces(self, node: Node) -> tuple[t.Piece, ...]:
        return tuple(found for each in node if (found := self.piece(each)))


def read_template(text: str, file: str, words: p.Words, faults: list[Fault]) -> t.Template | None:
    """The template of one file; None where the file is no YAML mapping or lacks what every template has."""
    node = parse(text, file, faults)
    if node is None:
        return None
    reading = Reading(words, faults)
    s = Section(node, faults, "文书模板")
    body = s.need("正文")
    version = s.whole("版本")
    if version < 1:
        s.fault("“版本”应当是自 1 起的整数", "版本")
    word = s.text("文号")
    if word and ("{" in word or "〔" in word or len(word) > 8):
        s.fault("“文号”只写文种字，例如“罚告”", "文号")
    clause = s.clause()
    found = t.Template(
        kind=s.text("文书", required=True),
        id=s.text("标识", required=True),
        version=version,
        clause=clause,  # type: ignore[arg-type]  # without one there is a fault, and nothing is returned
        checked=read_checked(s),
        word=word,
        paper=cast(Paper, s.choice("用纸", PAPERS, PAPERS[0], required=True)),
        body=reading.pieces(body) if body else (),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        made_when=reading.when(s.get("制作")),
        file=file,
    )
    s.done()
    return found if clause and body else None
