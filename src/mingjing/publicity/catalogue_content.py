"""A published version of a catalogue as the public gets it: the bytes that the journal binds. Pure."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

CATALOGUE: Final = "事前公开目录"


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One column and the clause that asks for it."""

    name: str = msgspec.field(name="栏")
    clause: str = msgspec.field(name="依据")


class PublicCatalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version. `items`: for each item its values in the order of the columns; `published`: ISO instant.

    `title` and `number` also stand under the names that every publication has (标题, 文号).
    """

    kind: str = msgspec.field(name="种类", default=CATALOGUE)
    id: str = msgspec.field(name="公示编号")
    agency: str = msgspec.field(name="执法机关")
    catalogue: str = msgspec.field(name="目录标识")
    name: str = msgspec.field(name="目录")
    version: int = msgspec.field(name="版本")
    number: str = msgspec.field(name="文号")
    published: str = msgspec.field(name="公示时间")
    note: str = msgspec.field(name="修订说明")
    answers: tuple[str, ...] = msgspec.field(name="应对的变化")
    reviewed: str = msgspec.field(name="复核")
    clause: str = msgspec.field(name="依据")
    clause_checked: bool = msgspec.field(name="依据已校核")
    columns: tuple[Column, ...] = msgspec.field(name="栏目")
    keys: tuple[str, ...] = msgspec.field(name="键")
    items: tuple[tuple[str, ...], ...] = msgspec.field(name="事项")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def rows(self) -> list[tuple[str, dict[str, str]]]:
        """Key and values of each item."""
        return [
            (key, dict(zip(self.names, values, strict=True)))
            for key, values in zip(self.keys, self.items, strict=True)
        ]


def encode(content: PublicCatalogue) -> bytes:
    """The canonical bytes."""
    return msgspec.json.encode(content, order="deterministic")


def decode(data: bytes) -> PublicCatalogue:
    """The version in the bytes. Raises ValueError when they are none."""
    return msgspec.json.decode(data, type=PublicCatalogue)


def values_of(data: dict[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    """An item's values as text, in the order of the columns."""
    found = (data.get(name) for name in columns)
    return tuple(
        "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "") for value in found
    )
