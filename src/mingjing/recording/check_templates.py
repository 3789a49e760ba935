"""The check of the folder of templates (rules/documents), without Django and without a database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mingjing.law.book import Pack, RuleError
from mingjing.law.source import Fault

FOLDER: Final = "documents"


def check(folder: Path, laid: Mapping[str, Path], pack: Pack) -> list[Fault]:
    """Every mistake in the templates of a rules folder under its national rules; `laid` take a file's place.

    None for a folder without templates: the rules alone can be checked too.
    """
    from mingjing.recording.library import read_library

    ours = {name: path for name, path in laid.items() if name.startswith(f"{FOLDER}/")}
    if not (folder / FOLDER).is_dir() and not ours:
        return []
    paths = {path.relative_to(folder).as_posix(): path for path in (folder / FOLDER).rglob("*.yaml")}
    texts, faults = {}, []
    for name, path in sorted((paths | ours).items()):
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            faults.append(Fault(name, 1, "不是 UTF-8 文字"))
    if faults:
        return faults
    try:
        read_library(texts, pack.book())
    except RuleError as error:
        return list(error.faults)
    return []
