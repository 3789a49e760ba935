"""A witness's timestamped signature on a checkpoint. Source: C2SP tlog-cosignature, its Ed25519 form.

The witness says: at that moment, the largest consistent tree of this log that I have seen is this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mingjing.journal.note import COSIGNATURE, BadNote, Note, Signature, SignerKey, VerifierKey

_TIME_BYTES: Final = 8
_SIGNATURE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Who cosigned, and when (seconds since 1970 UTC)."""

    name: str
    time: int


def message(text: str, time: int) -> bytes:
    """What is signed: header line, time line, then the checkpoint's whole text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(note: Note, signer: SignerKey, time: int) -> Signature:
    """The witness's signature line for this checkpoint. The caller has checked its consistency."""
    if signer.kind != COSIGNATURE:
        raise ValueError("见证签名须用见证密钥")
    if not 0 <= time < 1 << 63:
        raise ValueError("见证时间超出范围")
    value = time.to_bytes(_TIME_BYTES, "big") + signer.private.sign(message(note.text, time))
    return Signature(signer.name, signer.verifier.key_id, value)


def cosignatures(note: Note, witnesses: Iterable[VerifierKey]) -> list[Cosignature]:
    """Those cosignatures on the note that come from the given witnesses; unknown ones are passed over.

    Raises BadNote when a known witness's signature does not hold.
    """
    known = {(key.name, key.key_id): key for key in witnesses if key.kind == COSIGNATURE}
    found = []
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if len(signature.value) != _TIME_BYTES + _SIGNATURE_BYTES:
            raise BadNote(f"见证人 {key.name} 的签名长度不对")
        time = int.from_bytes(signature.value[:_TIME_BYTES], "big")
        if time >= 1 << 63 or not key.holds(message(note.text, time), signature.value[_TIME_BYTES:]):
            raise BadNote(f"见证人 {key.name} 的签名不成立")
        found.append(Cosignature(key.name, time))
    return found
