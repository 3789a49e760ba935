"""Stored objects: written once, found by a keyed digest per agency, checked at each reading.

The address tells nothing about the content, and nobody learns from it whether another agency holds the same.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from django.conf import settings

from mingjing.platform.keys import secret_text

_AGENCY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"[0-9a-f]{64}")


class ObjectMissing(LookupError):
    """No object at the address."""


class ObjectDamaged(RuntimeError):
    """The bytes at an address are not those that were stored."""


class Store(Protocol):
    """What a store of objects does; a folder here, S3 with object lock past one machine."""

    def put(self, agency: str, data: bytes) -> str:
        """Store durably and return the address; the same bytes again are the same object."""
        ...

    def get(self, agency: str, address: str) -> bytes:
        """The bytes. Raises `ObjectMissing` and `ObjectDamaged`."""
        ...

    def exists(self, agency: str, address: str) -> bool: ...


class Folder:
    """Objects as files ``<root>/<agency>/<2 signs>/<address>``, mode 0400; keys in the key folder."""

    def __init__(self, root: Path, keys: Path) -> None:
        self.root, self.keys = root, keys

    def address(self, agency: str, data: bytes) -> str:
        """HMAC-SHA256 of the content under the agency's key, as hex."""
        if not _AGENCY.fullmatch(agency):
            raise ValueError(f"机关编号“{agency}”不能用作文件夹名")
        return self.address_of(agency, hashlib.sha256(data).digest())

    def address_of(self, agency: str, digest: bytes) -> str:
        """The address of the content with this SHA-256."""
        key = secret_text(self.keys, f"objects-{agency}").encode()
        return hmac.new(key, digest, hashlib.sha256).hexdigest()

    def put(self, agency: str, data: bytes) -> str:
        address = self.address(agency, data)
        path = self._path(agency, address)
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(f".{secrets.token_hex(16)}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):
                    os.link(fresh, path)  # never over an object that is there
            finally:
                fresh.unlink()
            for folder in (path.parent, path.parent.parent, self.root):
                _sync(folder)
        self.get(agency, address)
        return address

    def get(self, agency: str, address: str) -> bytes:
        try:
            data = self._path(agency, address).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(f"没有对象 {address[:12]}：从备份中恢复 objects 文件夹") from None
        if not hmac.compare_digest(self.address(agency, data), address):
            raise ObjectDamaged(f"对象 {address[:12]} 的内容与存入时不同")
        return data

    def exists(self, agency: str, address: str) -> bool:
        return self._path(agency, address).exists()

    def measure(self, agency: str, address: str) -> tuple[int, str]:
        """Size and SHA-256 (hex) of what is stored there, read in parts and without the agency's key.

        Raises `ObjectMissing`, and `ObjectDamaged` where it cannot be read.
        """
        try:
            with self._path(agency, address).open("rb") as stream:
                return os.fstat(stream.fileno()).st_size, hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            raise ObjectMissing(f"没有对象 {address[:12]}：从备份中恢复 objects 文件夹") from None
        except OSError as error:
            raise ObjectDamaged(f"对象 {address[:12]} 读不出（{error.strerror}）") from error

    def _path(self, agency: str, address: str) -> Path:
        if not _AGENCY.fullmatch(agency) or not _ADDRESS.fullmatch(address):
            raise ObjectMissing("没有这样的对象地址")
        return self.root / agency / address[:2] / address


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def store() -> Folder:
    """The store of this installation."""
    data = Path(settings.MINGJING_DATA)
    return Folder(data / "objects", data / "keys")
