"""The keys of an installation as one file, kept apart from the backups of its data.

First line: what the file is and how it is locked (JSON); the rest: the key files by name (JSON, base64),
as they are or sealed with AES-256-GCM under a key that scrypt makes from a passphrase.
"""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mingjing.platform.command import Unusable
from mingjing.platform.manifest import sync

FORMAT: Final = "mingjing-keys/1"
# Made anew by every process that starts without one, so its presence alone does not make a folder in use.
MADE_AT_START: Final = "django-secret"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_SCRYPT: Final = {"n": 2**17, "r": 8, "p": 1}


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key file: its permission bits and its bytes."""

    mode: int
    data: bytes


class _Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    format: str
    locked: bool
    sha256: str = ""
    salt: str = ""
    nonce: str = ""


Keys = dict[str, Held]


def read_keys(folder: Path) -> Keys:
    """The key files of the installation by name; unfinished ones (leading dot) are left out."""
    if not folder.is_dir():
        raise Unusable(f"没有密钥目录 {folder}")
    return {
        path.name: Held(path.stat().st_mode & 0o777, path.read_bytes())
        for path in sorted(folder.iterdir())
        if path.is_file() and _NAME.fullmatch(path.name)
    }


def write_file(path: Path, keys: Keys, passphrase: str = "") -> None:
    """Write the keys to a new file of mode 0600, durable at return or not there at all."""
    body = msgspec.json.encode(keys, order="deterministic")
    if passphrase:
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        lock = _Lock(format=FORMAT, locked=True, salt=salt.hex(), nonce=nonce.hex())
        head = msgspec.json.encode(lock)
        body = AESGCM(_key(passphrase, salt)).encrypt(nonce, body, head)
    else:
        lock = _Lock(format=FORMAT, locked=False, sha256=hashlib.sha256(body).hexdigest())
        head = msgspec.json.encode(lock)
    if path.exists():
        raise Unusable(f"{path} 已经存在，换一个文件名")
    if not path.parent.is_dir():
        raise Unusable(f"没有文件夹 {path.parent}")
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(head + b"\n" + body)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(fresh, path)
    finally:
        fresh.unlink()
    sync(path.parent)


def locked(path: Path) -> bool:
    """Whether the file asks for a passphrase. Raises `Unusable` for any other file."""
    return _lock(path.read_bytes().partition(b"\n")[0], path).locked


def read_file(path: Path, passphrase: str = "") -> Keys:
    """The keys in the file. Raises `Unusable` for a wrong passphrase or a changed byte."""
    head, _, body = path.read_bytes().partition(b"\n")
    lock = _lock(head, path)
    if lock.locked:
        try:
            salt, nonce = bytes.fromhex(lock.salt), bytes.fromhex(lock.nonce)
            body = AESGCM(_key(passphrase, salt)).decrypt(nonce, body, head)
        except (InvalidTag, ValueError):
            raise Unusable(f"密钥文件 {path} 打不开：口令不对，或者文件被改动") from None
    elif hashlib.sha256(body).hexdigest() != lock.sha256:
        raise Unusable(f"密钥文件 {path} 被改动，与它自己的摘要不符")
    keys = msgspec.json.decode(body, type=Keys)
    if wrong := [name for name in keys if not _NAME.fullmatch(name)]:
        raise Unusable(f"密钥文件 {path} 中有不能用的文件名：{wrong[0]!r}")
    return keys


def require_room(folder: Path) -> None:
    """Return when keys may be put there. Raises `Unusable` when some are there already."""
    there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    if used := [name for name in there if name != MADE_AT_START]:
        raise Unusable(f"密钥目录 {folder} 里已有 {'、'.join(used[:5])}，不覆盖；先把它移走")


def put_back(folder: Path, keys: Keys) -> None:
    """Put the keys into the folder that holds none."""
    require_room(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, held in keys.items():
        fresh = folder / f".{name}.{secrets.token_hex(8)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, held.mode & 0o644)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(held.data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(fresh, folder / name)
    sync(folder)


def _lock(head: bytes, path: Path) -> _Lock:
    try:
        lock = msgspec.json.decode(head, type=_Lock)
    except (msgspec.DecodeError, UnicodeDecodeError):
        lock = None
    if lock is None or lock.format != FORMAT:
        raise Unusable(f"{path} 不是密钥备份文件")
    return lock


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode())
