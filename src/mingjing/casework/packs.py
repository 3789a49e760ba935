"""The rule folder as packs: the one in force, and every earlier one that a case was opened under.

A case keeps the pack of its first act. Packs are kept by hash under ``<data>/packs``, write-once.
"""

import json
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from mingjing.law.book import Pack, RuleBook
from mingjing.law.calendar import WorkCalendar, read_calendar
from mingjing.platform.not_ready import NotReady


class PackMissing(NotReady, LookupError):
    """The rules under which a case was opened are not on this machine."""


def read_folder(folder: Path) -> Pack:
    """The pack of a rules folder. Raises `OSError`, `CalendarError` or `yaml.YAMLError`."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
        if "holidays" not in path.parts and "documents" not in path.parts
    }
    return Pack(texts, read_holidays(folder / "national" / "holidays"))


def read_holidays(folder: Path) -> WorkCalendar:
    return read_calendar(
        [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]
    )


@lru_cache(maxsize=1)
def current() -> Pack:
    """The pack in force, read once per process and kept for the cases it opens."""
    pack = read_folder(Path(settings.MINGJING_RULES))
    _keep(pack)
    return pack


@lru_cache(maxsize=32)
def by_hash(hash_: str) -> Pack:
    """The pack with this hash. Raises `PackMissing`."""
    if hash_ == current().hash:
        return current()
    path = _place(hash_)
    if not path.exists():
        raise PackMissing(f"没有规则包 {hash_[:12]}：从备份中恢复 packs 文件夹")
    pack = Pack(json.loads(path.read_text(encoding="utf-8")), current().calendar, kept=True)
    if pack.hash != hash_:
        raise PackMissing(f"规则包 {hash_[:12]} 的内容与哈希不符")
    return pack


def book_for(profile: str, sector: str, pack: str = "") -> RuleBook:
    """The effective rules of an agency, from the pack in force or the one a case was opened under."""
    found = by_hash(pack) if pack else current()
    sectors = {layer.id for layer in found.layers() if layer.kind == "领域"}
    return found.book(profile, sector if sector in sectors else "")


def _place(hash_: str) -> Path:
    return Path(settings.MINGJING_DATA) / "packs" / f"{hash_}.json"


def _keep(pack: Pack) -> None:
    path = _place(pack.hash)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(dict(pack.texts), ensure_ascii=False, sort_keys=True), encoding="utf-8")
    partial.replace(path)
