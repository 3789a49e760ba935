"""The log's signing key, its public keys, and what it signed last, as files in the installation's key folder.

Kept outside the database on purpose: whoever changes the tables, or restores an old copy of them, cannot
also change what the signer remembers. A key is made once; a lost one is never replaced silently.
"""

import contextlib
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.journal.note import SignerKey, VerifierKey, parse_verifier


class KeyTrouble(Exception):
    """A key file is missing, damaged, or open to others."""


class Released(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The heads shown to the public so far: how many, the largest, and a digest over them all in order."""

    count: int = 0
    size: int = 0
    chain: str = ""


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the log signed last, and what else was true by then and is not in the tree.

    chain: digest over all checkpoint rows up to this one; before: the same without this one.
    """

    number: int
    size: int
    root: str
    made: str
    before: str
    chain: str
    refusals: int
    refusals_hash: str
    released: Released


def chained(previous: str, *row: object) -> str:
    """Digest (hex) over the digest of the rows before and this row's values."""
    values = [value.hex() if isinstance(value, bytes) else str(value) for value in row]
    return sha256(msgspec.json.encode([previous, *values])).hexdigest()


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The key files of one agency's log. `origin` is the log's name, used as the key's name too."""

    folder: Path
    agency: str
    origin: str

    @property
    def private_path(self) -> Path:
        return self.folder / f"log-{self.agency}.pem"

    @property
    def public_path(self) -> Path:
        return self.folder / f"log-{self.agency}.vkey"

    @property
    def signed_path(self) -> Path:
        return self.folder / f"log-{self.agency}.signed"

    def ensure_key(self) -> SignerKey:
        """The signing key; made with mode 0600 when this log never had one. Raises KeyTrouble."""
        if not self.private_path.exists():
            if self.public_path.exists() or self.signed_path.exists():
                raise KeyTrouble(f"日志密钥缺失：{self.private_path}，请从密钥备份恢复，不能另造")
            self._create()
        return self.signer()

    def signer(self) -> SignerKey:
        """The signing key. Raises KeyTrouble when it is missing, damaged or open to others."""
        try:
            if self.private_path.stat().st_mode & 0o077:
                raise KeyTrouble(f"日志密钥 {self.private_path} 可被他人读取，请改为仅本人可读（chmod 600）")
            private = serialization.load_pem_private_key(self.private_path.read_bytes(), password=None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyTrouble(f"日志密钥读不出：{self.private_path}（{error}）") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyTrouble(f"日志密钥不是 Ed25519 密钥：{self.private_path}")
        signer = SignerKey(self.origin, private)
        if not self.public_path.exists():
            _write(self.public_path, (signer.verifier.text + "\n").encode(), 0o644, replace=False)
        return signer

    def verifiers(self) -> list[VerifierKey]:
        """Every public key this log has used, one a line. Raises KeyTrouble."""
        try:
            lines = self.public_path.read_text(encoding="utf-8").splitlines()
            return [parse_verifier(line) for line in lines if line]
        except (OSError, ValueError) as error:
            raise KeyTrouble(f"日志公钥读不出：{self.public_path}（{error}）") from error

    def signed(self) -> Signed | None:
        """What was signed last, or None before the first. Raises KeyTrouble when the file is damaged."""
        try:
            return msgspec.json.decode(self.signed_path.read_bytes(), type=Signed)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KeyTrouble(f"封存状态读不出：{self.signed_path}（{error}）") from error

    def remember(self, signed: Signed) -> None:
        """Store, durably and all at once, what is about to be signed off."""
        _write(self.signed_path, msgspec.json.encode(signed), 0o600, replace=True)

    def _create(self) -> None:
        private = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self.private_path, private, 0o600, replace=False)


def _write(path: Path, data: bytes, mode: int, *, replace: bool) -> None:
    """Put the whole file in place or leave things as they were; without `replace` the first writer wins."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(fresh, path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        fresh.unlink(missing_ok=True)
