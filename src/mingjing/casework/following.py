"""What other rooms do with an act, in its transaction. They register here; casework knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mingjing.law import rule as r
from mingjing.law.record import Record
from mingjing.registry.models import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """A recorded act as other rooms are told of it, within its transaction. `record`: the case after it."""

    agency: Agency
    procedure: r.Procedure
    act: r.ActRule
    record: Record
    version: int
    at: datetime
    documents: tuple[tuple[str, str], ...]


Follower = Callable[[Acted], None]
_followers: list[Follower] = []
_words: list[Callable[[str], str]] = []


def follow_acts_with(follower: Follower) -> None:
    """`follower` is called for every recorded act, within its transaction; it must not fail on purpose."""
    _followers.append(follower)


def tell(acted: Acted) -> None:
    """Call every follower."""
    for follower in _followers:
        follower(acted)


def number_documents_with(word: Callable[[str], str]) -> None:
    """`word(kind)` gives the word in the number of a kind of document, "" for those without number."""
    _words.append(word)


def word_of(kind: str) -> str:
    """The word in the number of this kind of document; "" if it bears none."""
    return next((found for word in _words if (found := word(kind))), "")
