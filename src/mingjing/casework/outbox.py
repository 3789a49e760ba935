"""Work after commit: rows written in the act's transaction, done again until they succeed.

Rooms register what they do for a kind of work. A worker drains the rows; a handler must be idempotent,
because a killed worker does its row again.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import connections, transaction

from mingjing.casework.models import Outbox
from mingjing.platform import clock
from mingjing.platform.database import adapted

Handler = Callable[[str, str, int], None]  # agency, case, version
MOST_TRIES: Final = 50

log = logging.getLogger(__name__)
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """`handler(agency, case, version)` does the work of this kind."""
    _handlers[kind] = handler


def put(agency: str, kind: str, case: str, version: int, made: datetime) -> None:
    """Leave work to be done after the running transaction commits."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casework_outbox (agency, kind, case_id, version, made, tries, trouble) "
            "VALUES (%s, %s, %s, %s, %s, 0, '')",
            adapted(connection, (agency, kind, case, version, made)),
        )


def drain(most: int = 1000) -> int:
    """Do the open work, oldest first; the number of rows done. What fails stays, with its trouble."""
    done = 0
    rows = Outbox.objects.filter(done__isnull=True, tries__lt=MOST_TRIES, kind__in=_handlers).order_by(
        "tries", "id"
    )
    for row in rows[:most]:
        try:
            _handlers[row.kind](row.agency, row.case_id, row.version)
        except Exception as error:  # one row's failure must not hold up the others
            log.warning("outbox %s %s %s: %s", row.kind, row.agency, row.case_id, type(error).__name__)
            with transaction.atomic():
                Outbox.objects.filter(id=row.id).update(tries=row.tries + 1, trouble=str(error)[:300])
            continue
        with transaction.atomic():
            Outbox.objects.filter(id=row.id, done__isnull=True).update(done=clock.now())
        done += 1
    return done
