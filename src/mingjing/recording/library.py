"""The folder of templates (rules/documents) as a library, and every earlier version that was used.

A document keeps the template it was made by: texts are kept by digest under ``<data>/templates``, write-once.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from mingjing.casework import packs
from mingjing.law.book import RuleBook, RuleError
from mingjing.law.source import Fault
from mingjing.recording.number import doubled
from mingjing.recording.placeholder import Words
from mingjing.recording.read_template import read_template
from mingjing.recording.template import Library, Template

FOLDER = "documents"


class TemplateMissing(LookupError):
    """The template by which a document was made is not on this machine."""


def words_of(book: RuleBook) -> Words:
    """The names that templates may use under these rules."""
    acts = [act for procedure in book.procedures.values() for act in procedure.acts.values()]
    kinds = {kind for act in acts for kind in act.documents}  # acts of one name may leave different kinds
    return Words(book.facts, {act.name for act in acts}, kinds)


def read_library(texts: Mapping[str, str], book: RuleBook) -> Library:
    """The templates of files by path, by kind. Raises `RuleError` with all faults.

    Every document that an act leaves has its template, every template belongs to an act.
    """
    faults: list[Fault] = []
    words = words_of(book)
    kinds = set(words.kinds)
    library: dict[str, Template] = {}
    for path in sorted(texts):
        template = read_template(texts[path], path, words, faults)
        if template is None:
            continue
        if template.kind in library:
            faults.append(Fault(path, 1, f"“{template.kind}”已有模板 {library[template.kind].file}"))
        elif template.kind not in kinds:
            faults.append(Fault(path, 1, f"没有环节形成“{template.kind}”"))
        if Path(path).stem != template.id:
            faults.append(Fault(path, 1, f"文件名应当是 {template.id}.yaml"))
        library[template.kind] = template
    if not faults:
        for kind in sorted(kinds - set(library)):
            faults.append(Fault(f"{FOLDER}/", 1, f"文书“{kind}”没有模板"))
    for word, shared in doubled(library):
        faults.append(Fault(library[shared[1]].file, 1, f"文号“{word}”已用于{shared[0]}"))
    if faults:
        raise RuleError(faults)
    return library


def read_texts(folder: Path) -> dict[str, str]:
    """The template files under a rules folder, by path relative to it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((folder / FOLDER).rglob("*.yaml"))
    }


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, str]:
    return read_texts(Path(settings.MINGJING_RULES))


@lru_cache(maxsize=1)
def current() -> Library:
    """The templates in force, checked against the national rules in force; read once per process."""
    return read_library(_texts(), packs.current().book())


def keep(template: Template) -> None:
    """Keep the text of a template that a document is made by."""
    path = _place(template.digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(_texts()[template.file], encoding="utf-8")
    partial.replace(path)


def by_digest(digest: str, kind: str, book: RuleBook) -> Template:
    """The template with this digest, in force or earlier. Raises `TemplateMissing`."""
    now = current().get(kind)
    if now and now.digest == digest:
        return now
    path = _place(digest)
    if not path.exists():
        raise TemplateMissing(f"没有{kind}的模板 {digest[:12]}：从备份中恢复 templates 文件夹")
    faults: list[Fault] = []
    found = read_template(path.read_text(encoding="utf-8"), path.name, words_of(book), faults)
    if found is None or faults or found.digest != digest:
        raise TemplateMissing(f"{kind}的模板 {digest[:12]} 读不出：{'；'.join(map(str, faults))}")
    return found


def edition(digest: str) -> tuple[int, str]:
    """Version and word (文号) of a kept template, whatever rules it needs. Raises `TemplateMissing`."""
    try:
        text = _place(digest).read_bytes()
    except FileNotFoundError:
        raise TemplateMissing(f"没有模板 {digest[:12]}：从备份中恢复 templates 文件夹") from None
    if hashlib.sha256(text).hexdigest() != digest:
        raise TemplateMissing(f"模板 {digest[:12]} 的内容被改动：从备份中恢复 templates 文件夹")
    found = yaml.load(text, Loader=yaml.BaseLoader)
    return int(found["版本"]), found.get("文号", "")


def _place(digest: str) -> Path:
    return Path(settings.MINGJING_DATA) / "templates" / f"{digest}.yaml"
