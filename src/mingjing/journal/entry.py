"""One journal entry and its bytes.

The stored bytes are the hashed bytes, for ever: an entry is encoded once, when it is appended, and only
decoded afterwards. JSON with named fields was chosen over a denser form because the record has to be
readable in decades, by a court's expert with nothing but a text editor.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from math import isfinite
from typing import Any, Final

import msgspec

VERSION: Final = 1
SALT_BYTES: Final = 16

# Fixed, not a zone from the system's tables: Shanghai has kept +08:00 since 1991, before any record here.
_SHANGHAI: Final = timezone(timedelta(hours=8))
_LEAF: Final = b"\x00"
# A tag of its own keeps a commitment from ever being read as a leaf, a node, or another house's hash.
_CONTENT: Final = b"mingjing/content/v1\x00"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One act as recorded.

    position: index in the agency's log, from 0. version: place in its case, from 1; entries outside cases
    (case "") form one chain per agency.
    occurred, recorded: ISO text with +08:00. pack, sealed, previous: hex SHA-256 or "". salt: 32 hex digits.
    """

    v: int = VERSION
    agency: str
    position: int
    case: str
    version: int
    kind: str
    occurred: str
    recorded: str
    by: tuple[str, ...]
    capacity: str
    entrance: str
    pack: str
    body: dict[str, Any]
    sealed: str
    previous: str
    salt: str


class UnreadableEntry(ValueError):
    """The bytes are not an entry that this version of the house can read."""


class _Schema(msgspec.Struct):
    v: int


_encoder = msgspec.json.Encoder(order="deterministic")
_entry_decoder = msgspec.json.Decoder(Entry)
_schema_decoder = msgspec.json.Decoder(_Schema)

# Older schema -> function that lifts its plain fields one version up. Empty while there is one version.
_UPCASTS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def encode(entry: Entry) -> bytes:
    """The bytes to store and hash; the same entry always gives the same bytes.

    Raises ValueError when the body holds anything but plain JSON values.
    """
    require_plain(entry.body)
    try:
        return _encoder.encode(entry)
    except (UnicodeEncodeError, OverflowError, TypeError) as error:
        raise ValueError(f"记录内容无法写成文字：{error}") from error


def decode(data: bytes) -> Entry:
    """The entry in today's schema, whatever schema it was written in. Raises UnreadableEntry."""
    try:
        schema = _schema_decoder.decode(data).v
        if schema == VERSION:
            return _entry_decoder.decode(data)
        return msgspec.convert(upcast(msgspec.json.decode(data)), Entry)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableEntry(f"记录字节无法读取：{error}") from error


def upcast(
    fields: dict[str, Any],
    upcasts: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] | None = None,
) -> dict[str, Any]:
    """The fields lifted step by step to today's schema. Raises UnreadableEntry when a step is lacking."""
    steps = _UPCASTS if upcasts is None else upcasts
    while fields["v"] != VERSION:
        step = steps.get(fields["v"])
        if step is None:
            raise UnreadableEntry(f"未知的记录格式版本 {fields['v']}")
        fields = step(fields)
    return fields


def instant(moment: datetime) -> str:
    """The moment as the journal writes it: ISO text in +08:00. Raises ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("日志中的时间须带时区")
    return moment.astimezone(_SHANGHAI).isoformat()


def leaf_hash(data: bytes) -> bytes:
    """The Merkle leaf of stored bytes: SHA-256(0x00 || bytes). Source: RFC 9162, 2.1.1."""
    return sha256(_LEAF + data).digest()


def commitment(salt: bytes, content: bytes) -> bytes:
    """What an entry keeps of content stored apart: it binds, and without the salt it tells nothing."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"盐应为 {SALT_BYTES} 字节，实为 {len(salt)} 字节")
    return sha256(_CONTENT + salt + content).digest()


def require_plain(value: object) -> None:
    """Return when the value is plain JSON; raise ValueError naming what is not.

    The encoder would also take dates, sets, and NaN (as null): what is read back would then differ from
    what was decided on.
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return
    if kind is dict:
        for key, inner in value.items():  # type: ignore[attr-defined]
            if type(key) is not str:
                raise ValueError(f"记录内容的键应为文字，实为 {key!r}")
            require_plain(inner)
    elif kind is list or kind is tuple:
        for inner in value:  # type: ignore[attr-defined]
            require_plain(inner)
    elif kind is not float or not isfinite(value):  # type: ignore[arg-type]
        raise ValueError(f"记录内容只能是文字、数、真假、空、列表或字典，实有 {value!r}")
