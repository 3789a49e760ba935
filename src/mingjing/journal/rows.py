"""Reading a large table without holding it in memory."""

from collections.abc import Generator
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

_BATCH: Final = 1000


def rows_of(
    connection: BaseDatabaseWrapper, sql: str, parameters: tuple[Any, ...], batch: int | None = None
) -> Generator[list[tuple[Any, ...]], None, None]:
    """The query's rows, batch by batch, never all in memory. On PostgreSQL within a transaction.

    To be closed before that transaction ends: the server's cursor lives no longer.
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(batch or _BATCH):
            yield rows
