"""The list that makes a folder a backup: every file with its size and digest, and how far each log reached.

It is written last and all at once, so a folder without it is a backup that was broken off.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

NAME: Final = "manifest.json"
FORMAT: Final = 1
_PART: Final = 1 << 20


class BadBackup(Exception):
    """The folder is no whole backup; the message says why, in one line."""


class Copied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file. path: relative to the folder, with "/". sha256: hex."""

    path: str
    size: int
    sha256: str


class LogHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far an agency's log reached: number of entries, hash of the last one (hex), entries sealed."""

    entries: int
    last: str
    sealed: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a backup holds. database: sqlite or postgresql. digest: over all the rest."""

    format: int = FORMAT
    version: str
    made: str
    database: str
    logs: dict[str, LogHead]
    files: list[Copied]
    digest: str = ""

    def sum(self) -> str:
        """The digest that belongs here."""
        return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(self, digest=""))).hexdigest()


def measure(path: Path, name: str) -> Copied:
    """Size and digest of a file, read in parts."""
    with path.open("rb") as stream:
        return Copied(name, path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


def files_in(folder: Path) -> Iterator[str]:
    """Every file under the folder by relative path, in order; unfinished ones (leading dot) are left out."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if not name.startswith("."):
                yield (Path(place) / name).relative_to(folder).as_posix()


def write(folder: Path, manifest: Manifest) -> None:
    """Make the folder a backup: durable at return, or not there at all."""
    whole = msgspec.structs.replace(manifest, digest=manifest.sum())
    fresh = folder / f".{NAME}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(whole), indent=1))
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, folder / NAME)
    sync(folder)


def read(folder: Path) -> Manifest:
    """The folder's list. Raises `BadBackup`."""
    try:
        manifest = msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except FileNotFoundError:
        why = "没有清单，是中断的备份或者不是备份" if folder.is_dir() else "没有这个文件夹"
        raise BadBackup(f"{folder}：{why}，不能恢复") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadBackup(f"{folder}：清单 {NAME} 读不出，被改动或者损坏（{error}）") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{folder}：清单的格式 {manifest.format} 不认识，要用作备份的那一版程序恢复")
    if manifest.sum() != manifest.digest:
        raise BadBackup(f"{folder}：清单 {NAME} 被改动，与它自己的摘要不符")
    return manifest


def changes(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Each file that is missing, changed or not listed, one line each; nothing when all is as it was."""
    listed = {copied.path: copied for copied in manifest.files}
    for name, was in listed.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}：缺失"
            continue
        found = measure(path, name)
        if found.size != was.size:
            yield f"{name}：应有 {was.size} 字节，实有 {found.size} 字节"
        elif found.sha256 != was.sha256:
            yield f"{name}：字节被改动（摘要应为 {was.sha256[:12]}…，实为 {found.sha256[:12]}…）"
    for name in files_in(folder):
        if name != NAME and name not in listed:
            yield f"{name}：清单中没有"


def copy(source: Path, target: Path, mode: int) -> None:
    """Copy a file durably; the target must not be there."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as out, source.open("rb") as stream:
        while part := stream.read(_PART):
            out.write(part)
        out.flush()
        os.fsync(out.fileno())


def sync(folder: Path) -> None:
    """Make the folder's own list of names durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
