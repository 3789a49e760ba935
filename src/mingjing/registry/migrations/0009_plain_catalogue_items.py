"""Items of catalogues are stored with their texts as they are; SQLite kept them escaped, twice as long."""

import json
from typing import Any

from django.db import migrations, models

import mingjing.registry.catalogue_models


def _plain(text: str) -> str:
    return json.dumps(json.loads(text), ensure_ascii=False)


def rewrite(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "sqlite":
        return  # PostgreSQL keeps values and no text
    connection.ensure_connection()
    connection.connection.create_function("mingjing_plain", 1, _plain, deterministic=True)
    schema_editor.execute("UPDATE registry_catalogueitem SET data = mingjing_plain(data)")


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_posts_entered")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="catalogueitem",
                    name="data",
                    field=models.JSONField(encoder=mingjing.registry.catalogue_models.PlainJSON),
                ),
            ],
        ),
        migrations.RunPython(rewrite, migrations.RunPython.noop),
    ]
