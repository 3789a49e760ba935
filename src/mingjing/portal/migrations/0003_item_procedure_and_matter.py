"""Decisions of every kind: what a decision is about, and under which procedure it was made."""

import json

from django.db import migrations, models


def fill(apps, schema_editor):
    """The procedure of what is on the shelf already, from the bytes that the journal binds."""
    items = apps.get_model("portal", "Item").objects.using(schema_editor.connection.alias)
    for item in items.filter(withdrawn__isnull=True).only("place", "content").iterator(chunk_size=500):
        procedure = json.loads(bytes(item.content)).get("程序", "")
        items.filter(place=item.place).update(procedure=procedure)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search")]
    operations = [
        migrations.RenameField("Item", "violation", "matter"),
        migrations.AddField("Item", "procedure", models.CharField(max_length=60, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("Item", "item_tally"),
        migrations.AddIndex(
            "Item",
            models.Index(fields=["agency", "category", "procedure", "withdrawn", "until"], name="item_tally"),
        ),
    ]
