"""Posts made before posts were compared with the journal get their entries: who held what at the upgrade."""

from typing import Any

from django.db import migrations


def enter(apps: Any, editor: Any) -> None:
    from mingjing.registry.appointing import INSTALLATION, enter_posts
    from mingjing.registry.post_check import post_of, posts_told

    told: dict[str, Any] = {}
    lacking = []
    for row in apps.get_model("registry", "Appointment").objects.select_related("person").order_by("id"):
        log = row.agency_id or INSTALLATION
        if log not in told:
            told[log] = posts_told(editor.connection, log)
        if post_of(row).span not in told[log]:
            lacking.append(row)
    enter_posts(lacking, "平台升级")


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_party_indexes"), ("journal", "0001_initial")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
