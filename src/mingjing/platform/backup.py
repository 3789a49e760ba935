"""Backing up an installation: its two databases, objects, rule packs and templates; the keys apart.

Nothing is claimed whole that is not: the list of files is written last, after everything is on the disk.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

import mingjing
from mingjing.platform import clock, key_copy, manifest
from mingjing.platform.command import Unusable
from mingjing.platform.database_copy import ALIASES, copy_databases, file_name
from mingjing.platform.manifest import LogHead, Manifest

# Folders of the data folder whose files are written once and never changed.
FOLDERS: Final = ("objects", "packs", "templates")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What was copied. `keys`: number of key files, None when they were not asked for."""

    manifest: Manifest
    keys: int | None


def backup(folder: Path, keys: Path | None = None, passphrase: str = "") -> BackedUp:
    """Copy the installation into the new folder; the keys of the same moment into the file, if given.

    May run while the server works. Raises `Unusable`: then the folder holds no list and is no backup.
    """
    data = Path(settings.MINGJING_DATA)
    folder = folder.resolve()
    _require_new(folder, data)
    if keys is not None:
        _require_apart(keys, data, folder)
    held: key_copy.Keys = {}
    with _in_one_line(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        logs = copy_databases(folder, lambda: held.update(key_copy.read_keys(data / "keys") if keys else {}))
        # Objects after the databases: whatever a row points at was stored before the row.
        for name in FOLDERS:
            _copy_folder(data / name, folder / name)
        made = _manifest(folder, logs)
        if keys is not None:
            key_copy.write_file(keys, held, passphrase)
        manifest.write(folder, made)
    return BackedUp(made, len(held) if keys is not None else None)


def backup_keys(file: Path, passphrase: str = "") -> int:
    """The keys alone, as they are now, into a new file; how many. Raises `Unusable`."""
    data = Path(settings.MINGJING_DATA)
    _require_apart(file, data, None)
    with _in_one_line(file.parent):
        keys = key_copy.read_keys(data / "keys")
        key_copy.write_file(file, keys, passphrase)
    return len(keys)


def _manifest(folder: Path, logs: dict[str, LogHead]) -> Manifest:
    from django.db import connections

    return Manifest(
        version=mingjing.__version__,
        made=clock.now().isoformat(timespec="seconds"),
        database=connections["default"].vendor,
        logs=logs,
        files=[manifest.measure(folder / name, name) for name in manifest.files_in(folder)],
    )


def _copy_folder(source: Path, target: Path) -> None:
    if not source.is_dir():
        return
    target.mkdir(mode=0o700)
    made = {target}
    for name in manifest.files_in(source):
        if name.endswith(".partial"):
            continue  # being written just now; nothing points at it yet
        path = target / name
        if path.parent not in made:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.add(path.parent)
        manifest.copy(source / name, path, 0o600)
    for place, _, _ in os.walk(target):
        manifest.sync(Path(place))


def _require_new(folder: Path, data: Path) -> None:
    if folder.is_relative_to(data.resolve()) or data.resolve().is_relative_to(folder):
        raise Unusable(f"备份不能放在数据目录 {data} 里面，给出别处的文件夹")
    if not folder.exists():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        broken = folder.is_dir() and not (folder / manifest.NAME).exists()
        names = {file_name(alias, vendor) for alias in ALIASES for vendor in ("sqlite", "postgresql")}
        if broken and any((folder / name).exists() for name in names):
            raise Unusable(f"{folder} 是中断的备份（没有清单），不能用：删去它，再备份到新的文件夹")
        raise Unusable(f"{folder} 里已有内容，备份要写进新的文件夹")


def _require_apart(file: Path, data: Path, folder: Path | None) -> None:
    """Keys never lie in the same set as the data (and a lock beside its key locks nothing)."""
    place = file.resolve()
    if place.is_relative_to(data.resolve()) or (folder is not None and place.is_relative_to(folder)):
        raise Unusable("密钥不能和数据放在一处：给出数据目录和备份文件夹以外的文件")
    if file.exists():
        raise Unusable(f"{file} 已经存在，换一个文件名")


@contextmanager
def _in_one_line(folder: Path) -> Iterator[None]:
    """What the disk refuses becomes one line; what was written so far stays, without a list."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise Unusable(f"备份没有做成，{why(error, folder)}；{folder} 不是备份，删去后重做") from error


def why(error: Exception, folder: Path) -> str:
    """What kept a file from being written, with the room that is left where that is the cause."""
    said = str(error.strerror if isinstance(error, OSError) else error)
    place = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    if "full" in said or "No space" in said or free < 1 << 20:
        return f"磁盘已满（{place} 只剩 {free} 字节）"
    return f"写不进去（{said}）"
