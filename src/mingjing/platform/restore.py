"""Restoring a backup into an empty installation, and saying what it lacks against what was signed since."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections

from mingjing.journal.keys import KeyTrouble
from mingjing.journal.seal import key_folder, last_sealed
from mingjing.platform import database_copy, key_copy, manifest
from mingjing.platform.backup import FOLDERS, why
from mingjing.platform.command import Unusable
from mingjing.platform.manifest import LogHead, Manifest

# What is being put together; there only while a restore runs, or after one was broken off.
_STAGE: Final = "restoring"
_MEMORY: Final = ("log-", ".signed")


class Damaged(Exception):
    """The backup is not as it was made. `lines` names each file."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        super().__init__(f"备份有 {len(lines)} 处与清单不符，没有恢复")


def restore(folder: Path, keys: Path | None = None, passphrase: str = "") -> Manifest:
    """Fill the empty installation from the backup, the keys too if their file is given.

    Raises `Unusable`, `Damaged`, `BadBackup`: the databases are then still empty.
    """
    made = manifest.read(folder)
    vendor = connections["default"].vendor
    if made.database != vendor:
        raise Unusable(f"备份来自 {made.database}，本装置用 {vendor}：改 MINGJING_DATABASE_URL 后再恢复")
    data = Path(settings.MINGJING_DATA)
    _require_empty(data)
    held = key_copy.read_file(keys, passphrase) if keys else None
    if held is not None:
        key_copy.require_room(data / "keys")
    if lines := list(manifest.changes(folder, made)):
        raise Damaged(lines)
    try:
        _put(folder, made, data)
        if held is not None:
            key_copy.put_back(data / "keys", held)
    except (OSError, sqlite3.Error) as error:
        line = f"恢复没有做成，{why(error, data)}；删去 {data / _STAGE} 和已恢复的文件夹后重做"
        raise Unusable(line) from error
    return made


def restore_keys(file: Path, passphrase: str = "") -> int:
    """The keys alone, into a key folder that holds none; how many. Raises `Unusable`."""
    held = key_copy.read_file(file, passphrase)
    key_copy.put_back(Path(settings.MINGJING_DATA) / "keys", held)
    return len(held)


def _require_empty(data: Path) -> None:
    if (data / _STAGE).exists():
        raise Unusable(f"上一次恢复中断了：把 {data} 里除 keys 以外的都删去，再恢复")
    there = sorted(path.name for path in data.iterdir()) if data.is_dir() else []
    if used := [name for name in there if name != "keys"]:
        raise Unusable(f"{data} 里已有 {'、'.join(used[:5])}，只恢复到空的数据目录（keys 可以在）")
    database_copy.require_empty()


def _put(folder: Path, made: Manifest, data: Path) -> None:
    stage = data / _STAGE
    stage.mkdir(mode=0o700, parents=True)
    for copied in made.files:
        path = stage / copied.path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest.copy(folder / copied.path, path, 0o400 if copied.path.startswith("objects/") else 0o600)
    for place, _, _ in os.walk(stage):
        manifest.sync(Path(place))
    for name in FOLDERS:
        if (stage / name).exists():
            os.replace(stage / name, data / name)
    database_copy.put_back(stage)
    for left in stage.iterdir():
        left.unlink()
    stage.rmdir()
    manifest.sync(data)


def strayed(made: Manifest) -> Iterator[str]:
    """Where the restored logs do not end as the backup's list says."""
    now = database_copy.heads_now()
    for agency in sorted({*made.logs, *now}):
        was, found = made.logs.get(agency), now.get(agency)
        if was != found:
            yield f"{agency}：清单记 {_reach(was)}，恢复后是 {_reach(found)}"


def lost() -> Iterator[str]:
    """Each log that had been signed further than it reaches now, with the entries that are gone.

    Asked of the signer's memory in the key folder; an older copy of the data cannot hide behind it.
    """
    now = database_copy.heads_now()
    start, end = _MEMORY
    folder = Path(settings.MINGJING_DATA) / "keys"
    signers = {path.name.removeprefix(start).removesuffix(end) for path in folder.glob(f"{start}*{end}")}
    for agency in sorted({*now, *signers}):
        size = now[agency].entries if agency in now else 0
        try:
            known = key_folder(agency).signed()
        except KeyTrouble as error:
            yield f"{agency}：{error}"
            continue
        last = last_sealed(connections["default"], agency)
        if known and known.size > size:
            gone = f"缺第 {size + 1} 至 {known.size} 条"
            signed = f"已签出 {known.size} 条（{known.made}）"
            yield f"{agency}：{signed}，恢复后有 {size} 条，{gone}；日志不再封存"
        elif known and known.number > (last.number + 1 if last else 0):
            yield f"{agency}：记录都在，检查点少于已签出的 {known.number + 1} 个；日志不再封存"
        elif known and last and known.number < last.number:
            yield f"{agency}：密钥备份早于数据（缺新的封存状态）；换用较新的密钥备份，否则日志不再封存"
        elif known is None and last:
            yield f"{agency}：没有密钥和封存状态，不知道签出过多少条；先恢复密钥备份"


def _reach(head: LogHead | None) -> str:
    return f"{head.entries} 条（末条 {head.last[:12]}，已封存 {head.sealed} 条）" if head else "没有"
