"""The one clock: every shell asks `now()`; scenarios and tests set it with `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("mingjing_clock", default=None)


def now() -> datetime:
    """The present moment, or the one set by `at`. Unit: aware datetime in Asia/Shanghai."""
    return _fixed.get() or datetime.now(SHANGHAI)


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Let `now()` answer `moment` inside the block, in this thread or task only.

    Raises ValueError when `moment` carries no time zone: a day would then be ambiguous.
    """
    if moment.tzinfo is None:
        raise ValueError("时刻必须带时区")
    token = _fixed.set(moment.astimezone(SHANGHAI))
    try:
        yield moment.astimezone(SHANGHAI)
    finally:
        _fixed.reset(token)
