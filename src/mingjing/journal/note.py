"""Signed notes and their keys. Source: C2SP signed-note; Ed25519 per RFC 8032."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
MAX_BYTES: Final = 1_000_000
_DASH: Final = "— "


class BadNote(ValueError):
    """The text is no signed note, or no signature that counts holds."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, its 4-byte id, and what the key made."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures, not yet checked."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        return (self.text + "\n" + "".join(signature.line for signature in self.signatures)).encode()


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name and the kind of signature it makes (ED25519 or COSIGNATURE)."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(c.isspace() or c < " " for c in self.name):
            raise ValueError(f"签名密钥的名称不成立：{self.name!r}")
        if len(self.public) != 32:
            raise ValueError("Ed25519 公钥应为 32 字节")

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name, newline, kind, public key)."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The key as one line: name+id+base64."""
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def holds(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the Ed25519 signature over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A private Ed25519 key with its name."""

    name: str
    private: Ed25519PrivateKey
    kind: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw(), self.kind)


def parse_verifier(text: str) -> VerifierKey:
    """The key of its one-line form. Raises ValueError when the id is not that of the key."""
    try:
        name, key_id, material = text.strip().split("+", 2)
        raw = base64.b64decode(material, validate=True)
        key = VerifierKey(name, raw[1:], raw[0])
    except (ValueError, IndexError) as error:
        raise ValueError(f"不是验证公钥：{text!r}") from error
    if key.kind not in (ED25519, COSIGNATURE) or key.text != text.strip() or key_id != key.key_id.hex():
        raise ValueError(f"验证公钥的标识与内容不符：{text!r}")
    return key


def sign(text: str, *signers: SignerKey) -> Note:
    """The text signed by each key over its bytes. Raises BadNote when it cannot be a note's text."""
    _require_text(text)
    return Note(
        text, tuple(Signature(s.name, s.verifier.key_id, s.private.sign(text.encode())) for s in signers)
    )


def parse(data: bytes) -> Note:
    """The note in the bytes, its signatures unchecked. Raises BadNote."""
    if len(data) > MAX_BYTES:
        raise BadNote("签名文书过长")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise BadNote("签名文书不是 UTF-8 文字") from error
    cut = whole.rfind("\n\n")
    text, lines = whole[: cut + 1], whole[cut + 2 :]
    if cut < 0 or not lines.endswith("\n"):
        raise BadNote("签名文书缺少签名行")
    _require_text(text)
    return Note(text, tuple(_signature(line) for line in lines[:-1].split("\n")))


def open_note(data: bytes, keys: Iterable[VerifierKey]) -> Note:
    """The note with only the signatures of the known keys, each checked.

    Unknown keys are passed over. Raises BadNote when a known key's signature fails or there is none.
    """
    note = parse(data)
    known = {(key.name, key.key_id): key for key in keys}
    good = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None or key.kind != ED25519:
            continue
        if not key.holds(note.text.encode(), signature.value):
            raise BadNote(f"{key.name} 的签名不成立")
        good.append(signature)
    if not good:
        raise BadNote("没有可信密钥的签名")
    return Note(note.text, tuple(good))


def _signature(line: str) -> Signature:
    parts = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(parts) != 2:
        raise BadNote(f"签名行不成立：{line!r}")
    name, encoded = parts
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote(f"签名行不是 base64：{line!r}") from error
    # Only the one proper spelling: else the same note would have several byte forms.
    if len(raw) < 5 or base64.b64encode(raw).decode() != encoded:
        raise BadNote(f"签名行不成立：{line!r}")
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise BadNote(f"签名行的密钥名称不成立：{line!r}")
    return Signature(name, raw[:4], raw[4:])


def _require_text(text: str) -> None:
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise BadNote("签名文书的正文应以换行结尾，且不含控制字符")
