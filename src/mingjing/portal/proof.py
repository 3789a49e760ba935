"""The proof of one published item: what it holds, and the check that anyone can repeat. Pure.

It shows that the content is the one that the agency put into its log, and that the log's signed head covers
it. It does not show that the log was never rewritten as a whole: for that a witness must have signed, too.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from mingjing.journal.checkpoint import Checkpoint, open_checkpoint, peek
from mingjing.journal.entry import Entry, UnreadableEntry, commitment, decode, leaf_hash
from mingjing.journal.merkle import verify_inclusion
from mingjing.journal.note import BadNote, VerifierKey, parse_verifier

FORMAT: Final = "mingjing-proof/v1"
KINDS: Final = ("公示发布", "公示撤回")


class Wrong(Exception):
    """The proof does not hold; the message says what differs."""


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One item with all that its check needs. Bytes are base64; `content` and `entry` are exact texts."""

    format: str = msgspec.field(name="格式", default=FORMAT)
    agency: str = msgspec.field(name="机关编号")
    id: str = msgspec.field(name="公示编号")
    content: str = msgspec.field(name="内容")
    salt: str = msgspec.field(name="盐")
    entry: str = msgspec.field(name="日志记录")
    position: int = msgspec.field(name="位置")
    proof: tuple[str, ...] = msgspec.field(name="包含证明")
    checkpoint: str = msgspec.field(name="检查点")
    keys: tuple[str, ...] = msgspec.field(name="日志公钥")
    witnesses: tuple[str, ...] = msgspec.field(name="见证", default=())


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: the content as plain values and where it stands in which tree."""

    parts: dict[str, msgspec.Raw]  # a catalogue may have a hundred thousand items: opened when asked for
    bond: str
    position: int
    size: int
    origin: str

    @property
    def content(self) -> dict[str, Any]:
        return {name: msgspec.json.decode(part) for name, part in self.parts.items()}


def bundle(
    *,
    agency: str,
    id: str,
    content: bytes,
    salt: bytes,
    entry: bytes,
    position: int,
    proof: bytes,
    note: bytes,
    keys: str,
) -> Bundle:
    """The proof of an item as stored. `proof`: 32 bytes a step."""
    return Bundle(
        agency=agency,
        id=id,
        content=content.decode(),
        salt=base64.b64encode(salt).decode(),
        entry=entry.decode(),
        position=position,
        proof=tuple(base64.b64encode(proof[i : i + 32]).decode() for i in range(0, len(proof), 32)),
        checkpoint=note.decode(),
        keys=tuple(keys.split()),
    )


def write(proof: Bundle) -> bytes:
    """The proof as a file."""
    return msgspec.json.format(msgspec.json.encode(proof), indent=2)


def read(data: bytes) -> Bundle:
    """The proof in a file. Raises `Wrong`."""
    try:
        found = msgspec.json.decode(data, type=Bundle)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Wrong(f"不是公示证明文件：{error}") from error
    if found.format != FORMAT:
        raise Wrong(f"不认识的证明格式 {found.format!r}")
    return found


def check(proof: Bundle, keys: str = "") -> Checked:
    """What the proof shows. Raises `Wrong` with the first thing that does not hold.

    `keys`: verifier keys of the log, got some other way than with the proof; without them the proof's own
    are taken, and then it only shows that content, entry and signed head belong together.
    """
    entry = _entry(proof)
    salt = _bytes(proof.salt, "盐")
    try:
        bond = commitment(salt, proof.content.encode()).hex()
        parts = msgspec.json.decode(proof.content, type=dict[str, msgspec.Raw])
        id_ = msgspec.json.decode(parts.get("公示编号") or b"null")
    except (ValueError, msgspec.MsgspecError) as error:
        raise Wrong("内容无法读取") from error
    if bond != entry.sealed:
        raise Wrong("内容与日志记录中的承诺值不一致：内容被改动过")
    if id_ != proof.id:
        raise Wrong("内容的公示编号与证明的不一致")
    head = _head(proof)
    origin = head.origin
    if not origin.endswith(f"/{proof.agency}"):
        raise Wrong(f"检查点属于另一个日志：{origin}")
    try:
        known = _keys(keys or "\n".join(proof.keys), origin)
        if keys and not known:
            raise Wrong(f"给出的公钥中没有日志 {origin} 的公钥")
        open_checkpoint(proof.checkpoint.encode(), origin, known)
    except BadNote as error:
        raise Wrong(f"检查点的签名不成立：{error}") from error
    steps = [_bytes(step, "包含证明") for step in proof.proof]
    if not verify_inclusion(leaf_hash(proof.entry.encode()), proof.position, head.size, steps, head.root):
        raise Wrong("日志记录不在检查点所签的树中：记录被改动过，或者属于另一个日志")
    return Checked(parts, bond, proof.position, head.size, origin)


def _entry(proof: Bundle) -> Entry:
    try:
        entry = decode(proof.entry.encode())
    except UnreadableEntry as error:
        raise Wrong("日志记录无法读取") from error
    if (entry.agency, entry.position, entry.body) != (proof.agency, proof.position, {"公示编号": proof.id}):
        raise Wrong("日志记录不是这一件公示的")
    if entry.kind not in KINDS:
        raise Wrong("日志记录不是公示发布或者公示撤回")
    return entry


def _head(proof: Bundle) -> Checkpoint:
    try:
        return peek(proof.checkpoint.encode())
    except (BadNote, UnicodeEncodeError) as error:
        raise Wrong(f"检查点无法读取：{error}") from error


def _keys(text: str, origin: str) -> list[VerifierKey]:
    try:
        found = [parse_verifier(line) for line in text.split()]
    except ValueError as error:
        raise Wrong(str(error)) from error
    return [key for key in found if key.name == origin]


def _bytes(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Wrong(f"{what}不是 base64") from error
