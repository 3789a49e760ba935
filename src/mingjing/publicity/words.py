"""What of a text goes into the search index, and what a query asks of it. Pure.

Two kinds of words in one index, the same on both databases:
- every two neighbouring signs, in order: any part of a name or number of two signs or more is found, exactly
  (a word list splits trade names wrongly, and trigram indexes find no two-character word);
- the words of the segmenter: 食品 无标签 finds 经营未标明生产日期的食品 only where such words stand.
Words carry a private-use sign in front, so that the kinds cannot meet.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import rjieba

LONGEST: Final = 4000  # signs of one text that are indexed
MOST_TERMS: Final = 8
LONGEST_TERM: Final = 60
_WORD, _GAP, _FILTER, _DASH = "\ue000", "\ue001", "\ue002", "\ue003"


def plain(text: str) -> str:
    """The text in one form: full width and half width alike, small letters, no brackets, marks or blanks."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def pairs(text: str) -> list[str]:
    """Every two neighbouring signs of a plain text in order, and at last its last sign alone."""
    return [text[index : index + 2] for index in range(len(text))]


def words(text: str) -> list[str]:
    """The segmenter's Chinese words of two signs or more, in the index's form.

    Numbers and Latin letters are left to the pairs: the parts of a document number name no document.
    """
    found = (plain(word) for word in rjieba.cut_for_search(text[:LONGEST]))
    return [_WORD + word for word in dict.fromkeys(found) if len(word) > 1 and not word.isascii()]


def filter_word(value: str) -> str:
    """A word that narrows a search to an agency or category."""
    return _FILTER + value.replace("-", _DASH)


def index_words(names: Iterable[str], texts: Iterable[str], filters: Iterable[str]) -> list[str]:
    """All words of one item in order. `names` are found by parts, `texts` also by words."""
    names, texts = list(names), list(texts)
    found = [filter_word(each) for each in filters]
    for text in (*names, *texts):
        found += [_GAP, *pairs(plain(text)[:LONGEST])]
    for text in texts:
        found += words(text)
    return found


def terms(query: str) -> list[tuple[list[str], list[str]]]:
    """What a query asks for: for each of its parts the pairs that must stand in order, or the words that must
    all be there. A part of one sign is one "pair" of that sign, meant as a beginning.
    """
    found: list[tuple[list[str], list[str]]] = []
    for part in query.split()[:MOST_TERMS]:
        text = plain(part)[:LONGEST_TERM]
        if not text:
            continue
        asked = pairs(text)[:-1] or [text]
        several = words(part[:LONGEST_TERM])
        found.append((asked, several if len(several) > 1 else []))
    return found


def fts5(asked: Sequence[tuple[list[str], list[str]]], filters: Sequence[str]) -> str:
    """The query for SQLite's FTS5."""
    parts = [f'"{filter_word(each)}"' for each in filters]
    for phrase, several in asked:
        said = f'"{" ".join(phrase)}"' + (" *" if len(phrase[0]) == 1 else "")
        if several:
            joined = " AND ".join(f'"{word}"' for word in several)
            said = f"({said} OR ({joined}))"
        parts.append(said)
    return " AND ".join(parts)


def tsquery(asked: Sequence[tuple[list[str], list[str]]], filters: Sequence[str]) -> str:
    """The query for PostgreSQL, as the text of a `tsquery`: no parser, so no locale, has a say in it."""
    parts = [f"'{filter_word(each)}'" for each in filters]
    for phrase, several in asked:
        said = (
            f"'{phrase[0]}':*"
            if len(phrase[0]) == 1
            else "(" + " <-> ".join(f"'{each}'" for each in phrase) + ")"
        )
        if several:
            joined = " & ".join(f"'{word}'" for word in several)
            said = f"({said} | ({joined}))"
        parts.append(said)
    return " & ".join(parts)


def tsvector(found: Sequence[str]) -> str:
    """The words of an item as the text of a `tsvector`, with their places (PostgreSQL knows 16383)."""
    return " ".join(f"'{word}':{min(place, 16383)}" for place, word in enumerate(found, 1))
