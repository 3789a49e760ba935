"""Identifiers made without a central counter (ULID, 26 characters of Crockford base 32)."""

import os
from datetime import datetime

from mingjing.platform import clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ulid(at: datetime | None = None) -> str:
    """A fresh id that sorts by the millisecond of `at` (default: now); 80 random bits follow.

    It tells its time to whoever holds it: never a secret, never a public key to a hidden thing.
    """
    moment = at or clock.now()
    number = (int(moment.timestamp() * 1000) << 80) | int.from_bytes(os.urandom(10))
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))
