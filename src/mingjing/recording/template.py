"""A template of a document (文书模板) as values; `read_template` reads one from its file."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law.clause import Clause
from mingjing.law.rule import Checked
from mingjing.recording.content import Paper, Style
from mingjing.recording.placeholder import Placeholder, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """当: all of it has to hold. `equal` and `other` compare a fact or a part of the party with words."""

    filled: tuple[Placeholder, ...] = ()
    empty: tuple[Placeholder, ...] = ()
    equal: tuple[tuple[Placeholder, tuple[str, ...]], ...] = ()
    other: tuple[tuple[Placeholder, tuple[str, ...]], ...] = ()
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()  # the act that leaves this document is one of these


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class Line:
    """A text under a condition."""

    text: Text
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Say:
    text: Text
    style: Style
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a form: label, text, who signed it off."""

    label: str
    text: Text
    signed: Text = ()


@dataclass(frozen=True, slots=True)
class Entries:
    cells: tuple[Entry, ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Entries, ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list; `penalties` lists the penalties of the decision instead of `lines`."""

    lines: tuple[Line, ...] = ()
    penalties: bool = False
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Listing:
    """A ruled list: points (要点表) or lines (清单) of a fact, or the case's documents (文书目录)."""

    of: str
    fact: str = ""
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Signing:
    lines: tuple[Line, ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Issued:
    """落款: the agency's name, the day, the place of the seal."""

    day: Text
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Group:
    blocks: "tuple[Piece, ...]"
    when: When = ALWAYS


Piece = Say | Rows | Items | Listing | Signing | Issued | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One kind of document. `word` is the word of its number, "" for a kind without; `made_when` 制作."""

    kind: str
    id: str
    version: int
    clause: Clause
    checked: Checked
    word: str
    paper: Paper
    body: tuple[Piece, ...]
    digest: str  # SHA-256 of the file's text
    made_when: When = ALWAYS
    file: str = ""


Library = Mapping[str, Template]
