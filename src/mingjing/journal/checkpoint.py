"""A log's signed tree head. Source: C2SP tlog-checkpoint."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mingjing.journal.note import BadNote, Note, SignerKey, VerifierKey, open_note, parse, sign

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Origin of the log, number of leaves, root hash (32 bytes), and further lines if there are any."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note text that is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def read_text(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Raises BadNote when a line is not as it must be."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise BadNote("检查点应有三行以上，且没有空行")
    origin, size, encoded, *extensions = lines[:-1]
    if not _SIZE.fullmatch(size):
        raise BadNote(f"检查点的大小不成立：{size!r}")
    try:
        root = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("检查点的根哈希不是 base64") from error
    found = Checkpoint(origin, int(size), root, tuple(extensions))
    if len(root) != 32 or found.text != text:
        raise BadNote("检查点的根哈希不成立")
    return found


def sign_checkpoint(checkpoint: Checkpoint, *signers: SignerKey) -> Note:
    """The checkpoint as a note signed by the log."""
    return sign(checkpoint.text, *signers)


def open_checkpoint(data: bytes, origin: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint of this log, signed by one of the keys. Raises BadNote."""
    found = read_text(open_note(data, keys).text)
    if found.origin != origin:
        raise BadNote(f"检查点属于 {found.origin}，不是 {origin}")
    return found


def peek(data: bytes) -> Checkpoint:
    """The checkpoint in a note, its signatures unchecked. Raises BadNote."""
    return read_text(parse(data).text)
