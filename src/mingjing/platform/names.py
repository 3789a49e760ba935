"""The one spelling of a user name: variants that look alike are one account and one limit."""

import unicodedata

INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\ufeff\u3164")


def username_key(text: str) -> str:
    """NFKC, without accents, invisible characters and outer blanks, case folded."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (
        character
        for character in spread
        if not unicodedata.combining(character)
        and unicodedata.category(character) not in ("Cf", "Cc")
        and character not in INVISIBLE
    )
    return unicodedata.normalize("NFKC", "".join(kept)).strip()
