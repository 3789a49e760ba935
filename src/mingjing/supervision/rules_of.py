"""The rules of a case in a list: looked up by what its row says, read once per process."""

from functools import lru_cache

from mingjing.casework.packs import book_for
from mingjing.law import rule as r
from mingjing.law.book import RuleBook


@lru_cache(maxsize=128)
def rules_of(profile: str, sector: str, pack: str, procedure: str) -> tuple[RuleBook, r.Procedure]:
    """Book and procedure under which a case was opened. Raises `PackMissing`, `KeyError`."""
    book = book_for(profile, sector, pack)
    return book, book.procedures[procedure]
