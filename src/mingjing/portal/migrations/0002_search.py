"""The search index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Both hold words made by us."""

from django.db import migrations

_SQLITE = (
    # Words come ready made, apart by blanks; private-use signs (category Co) count as letters.
    "CREATE VIRTUAL TABLE portal_index USING fts5(words, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co'\")",
)
_POSTGRESQL = (
    "CREATE TABLE portal_index (place bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX portal_index_words ON portal_index USING gin (words)",
)


def create(apps, schema_editor):
    for sql in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(sql)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE portal_index")


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
