"""The check that the append-only triggers stand in the database, word for word and switched on."""

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.guard import FUNCTION_BODY, triggers
from mingjing.journal.report import Fault
from mingjing.journal.tables import KEYS

NAME: Final = "防改触发器"


def check_guards(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """A fault for each trigger that is missing, changed, switched off, or not ours, on a journal table."""
    sqlite = connection.vendor == "sqlite"
    found = _sqlite(connection) if sqlite else _postgresql(connection)
    for table, keys in KEYS.items():
        for trigger in triggers(connection.vendor, table, keys):
            state = found.pop((table, trigger.name), None)
            if state is None:
                yield Fault(NAME, "", f"{table} 表", f"缺少触发器 {trigger.name}")
            elif state != (trigger.sql if sqlite else "A"):
                yield Fault(NAME, "", f"{table} 表", f"触发器 {trigger.name} 被改动或停用")
    for table, name in found:
        yield Fault(NAME, "", f"{table} 表", f"多出触发器 {name}")
    if not sqlite:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT prosrc FROM pg_proc WHERE proname = 'mingjing_append_only' "
                "AND pronamespace = current_schema()::regnamespace"
            )
            if cursor.fetchall() != [(FUNCTION_BODY,)]:
                yield Fault(NAME, "", "函数 mingjing_append_only", "缺失或被改动")


def _sqlite(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name): sql for table, name, sql in cursor.fetchall() if table in KEYS}


def _postgresql(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
        return {(table, name): state for table, name, state in cursor.fetchall() if table in KEYS}
