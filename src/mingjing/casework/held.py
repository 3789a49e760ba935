"""Cases folded lately, kept in this process: an act that does not decide goes on from there.

A held case counts only while its last entry is the journal's last one, by hash; the chain makes that hash
stand for all entries before it. Acts that decide fold from the first entry all the same (see `opened`):
a changed row in the middle of a case can never carry a decision.
"""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")

_LAST = "SELECT hash FROM journal_entry WHERE agency = %s AND case_id = %s ORDER BY version DESC LIMIT 1"


class Held(Generic[T]):
    """At most `most` cases, the least lately used given up first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cases: OrderedDict[tuple[str, str], tuple[bytes, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, agency: str, case: str) -> T | None:
        """The case as held, if nothing was recorded since."""
        with self._lock:
            found = self._cases.get((agency, case))
            if found is None:
                return None
            self._cases.move_to_end((agency, case))
        with connections["default"].cursor() as cursor:
            cursor.execute(_LAST, (agency, case))
            row = cursor.fetchone()
        return found[1] if row and bytes(row[0]) == found[0] else None

    def put(self, agency: str, case: str, last: bytes, value: T) -> None:
        """Hold the case; `last` is the hash of its last entry."""
        with self._lock:
            self._cases[agency, case] = (last, value)
            self._cases.move_to_end((agency, case))
            if len(self._cases) > self._most:
                self._cases.popitem(last=False)
