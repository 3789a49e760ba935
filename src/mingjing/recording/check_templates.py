"""The check of the folder of templates (rules/documents), without Django and without a database."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from mingjing.law.book import Pack, RuleBook, RuleError
from mingjing.law.reader import suggestion
from mingjing.law.source import Fault

FOLDER: Final = "documents"
_KIND: Final = re.compile(r"^文书: *(.+?) *$", re.MULTILINE)


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
        book = pack.book()
    except RuleError as error:
        return list(error.faults)
    found = list(dict.fromkeys(_unwritten(book, set(_KIND.findall("\n".join(texts.values()))))))
    try:
        read_library(texts, book)
    except RuleError as error:
        return [*found, *error.faults]
    return found


def _unwritten(book: RuleBook, library: Collection[str]) -> Iterator[Fault]:
    """A fault at each act that leaves a document of which there is no template."""
    for act in (act for procedure in book.procedures.values() for act in procedure.acts.values()):
        for kind in act.documents:
            if kind not in library:
                yield Fault(act.file, act.line, f"文书“{kind}”没有模板{suggestion(kind, library)}")
