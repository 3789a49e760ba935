"""Numbers of documents: 青市监罚〔2026〕12号.

The agency's word and the word of the kind, the year in hexagonal brackets, the running number without leading
zero and without 第. Source: GB/T 9704-2012 on 发文字号.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.recording.template import Library


@dataclass(frozen=True, slots=True)
class Series:
    """A run of numbers, gapless per agency and year: all kinds with the same word share one."""

    word: str


def series_of(library: Library, kind: str) -> Series | None:
    """The series in which documents of this kind are numbered; None for a kind without a number."""
    template = library.get(kind)
    return Series(template.word) if template and template.word else None


def plan(word: str, agency_word: str, year: int, sequence: int) -> str:
    """The number's text. `word` is the series' word. Raises ValueError for what is no number."""
    if not agency_word.strip():
        raise ValueError("机关没有代字，不能编文号")
    if not word.strip():
        raise ValueError("这种文书不编文号")
    if sequence < 1 or not 1949 <= year <= 9999:
        raise ValueError(f"没有{year}年第{sequence}号这样的文号")
    return f"{agency_word}{word}〔{year}〕{sequence}号"


def doubled(library: Library) -> Iterable[tuple[str, list[str]]]:
    """Words that several kinds carry, with the kinds: their documents would share one run of numbers."""
    by_word: dict[str, list[str]] = {}
    for kind, template in library.items():
        if template.word:
            by_word.setdefault(template.word, []).append(kind)
    return ((word, kinds) for word, kinds in by_word.items() if len(kinds) > 1)
