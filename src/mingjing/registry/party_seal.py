"""Private values of parties under keys of this installation: sealed for the tables, digested for finding.

The keys are files of the key folder, so they are copied with the others and are not in a backup of the data.
`party-1`, `party-2`, … seal: the newest seals, each opens what it sealed (the first byte says which).
`party-digest` makes the digests; it never changes, else nothing would be found again.
"""

import os
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from hmac import digest as hmac
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from mingjing.platform.keys import secret_text

_NONCE = 12
_PURPOSE = b"mingjing/party/seal/v1\x00"


class Unsealable(ValueError):
    """What is stored cannot be opened: its key is missing, or it was changed or moved."""


def seal(agency: str, party: str, values: Mapping[str, str]) -> bytes:
    """The values so that only this installation can read them, bound to this party of this agency."""
    version = _newest()
    nonce = os.urandom(_NONCE)
    plain = msgspec.json.encode(dict(values), order="deterministic")
    return bytes([version]) + nonce + AESGCM(_key(version)).encrypt(nonce, plain, _bound(agency, party))


def unseal(agency: str, party: str, data: bytes) -> dict[str, str]:
    """The values that were sealed. Raises `Unsealable`."""
    if not data:
        return {}
    version, nonce, body = data[0], data[1 : 1 + _NONCE], data[1 + _NONCE :]
    if not _path(version).exists():
        raise Unsealable(f"当事人密钥 party-{version} 缺失，请从密钥备份恢复")
    try:
        plain = AESGCM(_key(version)).decrypt(nonce, body, _bound(agency, party))
    except (InvalidTag, ValueError) as error:
        raise Unsealable("当事人的保密内容打不开：被改动，或者不是用本装置的密钥封的") from error
    return msgspec.json.decode(plain, type=dict[str, str])


def digest(agency: str, *parts: str) -> str:
    """The same parts give the same digest within one agency, and tell nothing without the key."""
    text = msgspec.json.encode([agency, *parts])
    return hmac(_secret(_folder(), "party-digest"), text, "sha256").hex()


def renew_key() -> int:
    """Make the next key, which seals from now on; its number."""
    version = _newest() + 1
    _secret(_folder(), f"party-{version}")
    return version


def _folder() -> Path:
    return Path(settings.MINGJING_DATA) / "keys"


def _path(version: int) -> Path:
    return _folder() / f"party-{version}"


@lru_cache(maxsize=64)
def _secret(folder: Path, name: str) -> bytes:
    """A key file never changes, so it is read once."""
    return secret_text(folder, name).encode()


def _newest() -> int:
    version = 1
    while version < 255 and _path(version + 1).exists():
        version += 1
    return version


def _key(version: int) -> bytes:
    return sha256(_PURPOSE + _secret(_folder(), f"party-{version}")).digest()


def _bound(agency: str, party: str) -> bytes:
    return msgspec.json.encode([agency, party])
