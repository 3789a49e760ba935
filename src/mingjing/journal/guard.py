"""Append-only tables: the trigger texts for both databases, and who may do what.

Triggers stop mistakes, faulty code and casual tampering. Someone who owns the database can drop them;
that is what the hash chain, the signed checkpoints and the witnesses are for, and `verify` compares the
triggers found with the texts made here.

Released migrations call `statements`: its output for a table must not change once released.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger of an append-only table. `sql` creates it; SQLite keeps that very text."""

    table: str
    name: str
    sql: str


def triggers(vendor: str, table: str, keys: Sequence[Sequence[str]]) -> list[Trigger]:
    """The triggers that make the table append-only. `keys` are its unique keys, primary key first.

    SQLite: INSERT OR REPLACE removes the old row without firing UPDATE or DELETE triggers (unless
    recursive_triggers is on), so inserting over any key is refused as well. The table has to be
    WITHOUT ROWID, else a row could be replaced by naming its rowid.
    PostgreSQL: the unique keys refuse a second row, and an upsert or MERGE fires the row trigger;
    ALWAYS keeps the triggers in force under session_replication_role = replica.
    """
    if vendor == "sqlite":
        taken = " OR ".join(
            f"EXISTS (SELECT 1 FROM {table} WHERE " + " AND ".join(f"{c} = NEW.{c}" for c in key) + ")"
            for key in keys
        )
        return [
            _sqlite(table, "no_update", "BEFORE UPDATE", "", "不得修改"),
            _sqlite(table, "no_delete", "BEFORE DELETE", "", "不得删除"),
            _sqlite(table, "no_overwrite", "BEFORE INSERT", f" WHEN {taken}", "不得覆盖已有的行"),
        ]
    return [
        Trigger(
            table,
            f"{table}_no_change",
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION mingjing_append_only()",
        ),
        Trigger(
            table,
            f"{table}_no_truncate",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION mingjing_append_only()",
        ),
    ]


def statements(vendor: str, table: str, keys: Sequence[Sequence[str]]) -> list[str]:
    """The SQL that makes an existing table append-only, for a migration to run in order."""
    made = triggers(vendor, table, keys)
    if vendor == "sqlite":
        return [trigger.sql for trigger in made]
    always = [f"ALTER TABLE {t.table} ENABLE ALWAYS TRIGGER {t.name}" for t in made]
    return [FUNCTION_SQL, *(t.sql for t in made), *always]


FUNCTION_BODY = (
    "\nBEGIN\n"
    "    RAISE EXCEPTION '% 只可追加：不得修改、删除或清空', TG_TABLE_NAME\n"
    "        USING ERRCODE = 'integrity_constraint_violation';\n"
    "END\n"
)
FUNCTION_SQL = (
    "CREATE OR REPLACE FUNCTION mingjing_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$${FUNCTION_BODY}$$"
)


def _sqlite(table: str, suffix: str, when: str, condition: str, message: str) -> Trigger:
    name = f"{table}_{suffix}"
    return Trigger(
        table,
        name,
        f"CREATE TRIGGER {name} {when} ON {table}{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{table} 只可追加：{message}'); END",
    )
