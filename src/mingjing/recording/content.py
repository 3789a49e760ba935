"""A document ready to set: plain text in blocks, nothing left to look up. Same content, same bytes.

The blocks cross to the typesetter (and later to the editable file) as JSON; `type` names the kind.
"""

from typing import Literal

import msgspec

Paper = Literal["公文式", "表格式", "笔录式"]
Style = Literal["正文", "顶格", "小标题", "居中", "右", "附注"]


class Paragraph(msgspec.Struct, frozen=True, tag_field="type", tag="段"):
    """One paragraph without line breaks."""

    text: str
    style: Style = "正文"


class Cell(msgspec.Struct, frozen=True):
    """One field of a form: the paragraphs under its label, and who signed it off, when."""

    label: str
    lines: tuple[str, ...]
    signed: str = ""


class Row(msgspec.Struct, frozen=True):
    """One or two fields side by side."""

    cells: tuple[Cell, ...]


class Form(msgspec.Struct, frozen=True, tag_field="type", tag="表"):
    rows: tuple[Row, ...]


class Grid(msgspec.Struct, frozen=True, tag_field="type", tag="格"):
    """A ruled list. `widths` are shares of the line, one a column."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Signatures(msgspec.Struct, frozen=True, tag_field="type", tag="签名"):
    """Lines on which people sign, each with room for the day."""

    lines: tuple[str, ...]


class Seal(msgspec.Struct, frozen=True, tag_field="type", tag="落款"):
    """Who issues the document and when; the place of the seal."""

    agency: str
    day: str


Block = Paragraph | Form | Grid | Signatures | Seal


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """One document. `made` in ISO with zone; `number` is "" where the kind carries none."""

    kind: str
    paper: Paper
    agency: str
    number: str
    made: str
    blocks: tuple[Block, ...]

    def json(self) -> bytes:
        return msgspec.json.encode(self)

    @classmethod
    def read(cls, data: bytes) -> "Content":
        return msgspec.json.decode(data, type=cls)
