"""What columns of catalogues are checked for: several telephone numbers in one cell, addresses of pages."""

import re
from collections.abc import Mapping
from typing import Final

from mingjing.law.register import Checker

_PHONE = re.compile(r"\+?\d[\d\- ()（）转]{2,28}\d|\d{3,5}")
_ADDRESS = re.compile(r"https?://[^\s\"'<>`]+", re.IGNORECASE)


def phones(text: str) -> str:
    """Numbers apart by 、 or commas; a word before a number (咨询：…) is left. Raises ValueError."""
    for part in re.split(r"[、，,;；/]", text):
        number = part.rpartition("：")[2].rpartition(":")[2].strip()
        if not _PHONE.fullmatch(number):
            raise ValueError(f"“{part.strip()[:20]}”不是电话号码")
    return text


def address(text: str) -> str:
    """An address of a page, http or https only: it becomes a link for the public. Raises ValueError."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("应当是以 http:// 或者 https:// 开头的网址")
    return text


CHECKS: Final[Mapping[str, Checker]] = {"电话": phones, "网址": address}
