"""What the platform itself did (文书制成 …), recorded as an entry outside the chains of cases."""

from typing import Any

from django.db import connections, transaction

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.platform import clock


def note(agency: str, kind: str, body: dict[str, Any]) -> None:
    """Append the entry, in the running transaction or one of its own."""
    connection = connections["default"]
    with transaction.atomic():
        store.take_turn(connection, agency)
        store.append(connection, [drafted(agency, kind, instant(clock.now()), body)])


def drafted(
    agency: str, kind: str, at: str, body: dict[str, Any], content: bytes | None = None
) -> store.Draft:
    """An entry of the platform's own, for whoever appends several at once or seals a content with one."""
    return store.Draft(
        agency=agency,
        kind=kind,
        occurred=at,
        recorded=at,
        by=(),
        capacity="平台",
        entrance="task",
        body=body,
        content=content,
    )
