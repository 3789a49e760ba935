"""The journal's tables and their append-only triggers, in each database's own words.

The tables are made in plain SQL because SQLite needs WITHOUT ROWID (a row must not be replaceable by its
rowid) and both get checks that Django does not write.
"""

from typing import Any

from django.db import migrations, models

from mingjing.journal import guard
from mingjing.journal.tables import KEYS

_TABLES = {
    "journal_entry": """
        CREATE TABLE journal_entry (
            agency text NOT NULL,
            position bigint NOT NULL CHECK (position >= 0),
            case_id text NOT NULL,
            version bigint NOT NULL CHECK (version >= 1),
            kind text NOT NULL,
            occurred text NOT NULL,
            recorded text NOT NULL,
            bytes {binary} NOT NULL,
            hash {binary} NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (agency, position),
            CONSTRAINT journal_entry_case UNIQUE (agency, case_id, version)
        ){options}""",
    "journal_content": """
        CREATE TABLE journal_content (
            agency text NOT NULL,
            commitment {binary} NOT NULL CHECK (length(commitment) = 32),
            position bigint NOT NULL CHECK (position >= 0),
            salt {binary} NOT NULL CHECK (length(salt) = 16),
            bytes {binary} NOT NULL,
            PRIMARY KEY (agency, commitment),
            CONSTRAINT journal_content_entry UNIQUE (agency, position)
        ){options}""",
    "journal_tile": """
        CREATE TABLE journal_tile (
            agency text NOT NULL,
            level bigint NOT NULL CHECK (level >= 0),
            place bigint NOT NULL CHECK (place >= 0),
            bytes {binary} NOT NULL CHECK (length(bytes) = 8192),
            root {binary} NOT NULL CHECK (length(root) = 32),
            PRIMARY KEY (agency, level, place)
        ){options}""",
    "journal_checkpoint": """
        CREATE TABLE journal_checkpoint (
            agency text NOT NULL,
            number bigint NOT NULL CHECK (number >= 0),
            size bigint NOT NULL CHECK (size >= 1),
            root {binary} NOT NULL CHECK (length(root) = 32),
            note {binary} NOT NULL,
            made text NOT NULL,
            PRIMARY KEY (agency, number),
            CONSTRAINT journal_checkpoint_size UNIQUE (agency, size)
        ){options}""",
    "journal_release": """
        CREATE TABLE journal_release (
            agency text NOT NULL,
            size bigint NOT NULL CHECK (size >= 1),
            released text NOT NULL,
            PRIMARY KEY (agency, size)
        ){options}""",
    "journal_refusal": """
        CREATE TABLE journal_refusal (
            agency text NOT NULL,
            position bigint NOT NULL CHECK (position >= 0),
            at text NOT NULL,
            who text NOT NULL,
            case_id text NOT NULL,
            act text NOT NULL,
            entrance text NOT NULL,
            bytes {binary} NOT NULL,
            hash {binary} NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (agency, position)
        ){options}""",
}


def make(_apps: Any, schema_editor: Any) -> None:
    """Tables, index, triggers."""
    vendor = schema_editor.connection.vendor
    binary, options = ("blob", " WITHOUT ROWID") if vendor == "sqlite" else ("bytea", "")
    for table, sql in _TABLES.items():
        schema_editor.execute(sql.format(binary=binary, options=options))
        for statement in guard.statements(vendor, table, KEYS[table]):
            schema_editor.execute(statement, params=None)
    schema_editor.execute("CREATE INDEX journal_refusal_at ON journal_refusal (agency, at)")


def _model(name: str, key: tuple[str, ...], fields: list[tuple[str, Any]], **options: Any) -> Any:
    pk = models.CompositePrimaryKey(*key, blank=True, editable=False, primary_key=True, serialize=False)
    return migrations.CreateModel(name=name, fields=[("pk", pk), *fields], options=options)


def _text(*names: str) -> list[tuple[str, Any]]:
    return [(name, models.TextField()) for name in names]


def _number(*names: str) -> list[tuple[str, Any]]:
    return [(name, models.BigIntegerField()) for name in names]


def _binary(*names: str) -> list[tuple[str, Any]]:
    return [(name, models.BinaryField()) for name in names]


_DATA: list[tuple[str, Any]] = [("data", models.BinaryField(db_column="bytes"))]


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            # There is no way back: going back would delete the record.
            database_operations=[migrations.RunPython(make)],
            state_operations=[
                _model(
                    "JournalEntry",
                    ("agency", "position"),
                    _text("agency")
                    + _number("position")
                    + _text("case_id")
                    + _number("version")
                    + _text("kind", "occurred", "recorded")
                    + _DATA
                    + _binary("hash"),
                    db_table="journal_entry",
                    constraints=[
                        models.UniqueConstraint(
                            fields=("agency", "case_id", "version"), name="journal_entry_case"
                        )
                    ],
                ),
                _model(
                    "JournalContent",
                    ("agency", "commitment"),
                    _text("agency") + _binary("commitment") + _number("position") + _binary("salt") + _DATA,
                    db_table="journal_content",
                    constraints=[
                        models.UniqueConstraint(fields=("agency", "position"), name="journal_content_entry")
                    ],
                ),
                _model(
                    "JournalTile",
                    ("agency", "level", "place"),
                    _text("agency") + _number("level", "place") + _DATA + _binary("root"),
                    db_table="journal_tile",
                ),
                _model(
                    "JournalCheckpoint",
                    ("agency", "number"),
                    _text("agency") + _number("number", "size") + _binary("root", "note") + _text("made"),
                    db_table="journal_checkpoint",
                    constraints=[
                        models.UniqueConstraint(fields=("agency", "size"), name="journal_checkpoint_size")
                    ],
                ),
                _model(
                    "JournalRelease",
                    ("agency", "size"),
                    _text("agency") + _number("size") + _text("released"),
                    db_table="journal_release",
                ),
                _model(
                    "JournalRefusal",
                    ("agency", "position"),
                    _text("agency")
                    + _number("position")
                    + _text("at", "who", "case_id", "act", "entrance")
                    + _DATA
                    + _binary("hash"),
                    db_table="journal_refusal",
                    indexes=[models.Index(fields=["agency", "at"], name="journal_refusal_at")],
                ),
            ],
        )
    ]
