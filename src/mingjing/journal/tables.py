"""The journal's tables by name, with the keys that make a row unique. Primary key first."""

from typing import Final

KEYS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "journal_entry": (("agency", "position"), ("agency", "case_id", "version")),
    "journal_content": (("agency", "commitment"), ("agency", "position")),
    "journal_tile": (("agency", "level", "place"),),
    "journal_checkpoint": (("agency", "number"), ("agency", "size")),
    "journal_release": (("agency", "size"),),
    "journal_refusal": (("agency", "position"),),
}
