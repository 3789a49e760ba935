"""Rows made before they were compared with the journal get their entries: who held what at the upgrade."""

from collections import defaultdict
from typing import Any

from django.db import migrations

OCCASION = "平台升级"


def enter(apps: Any, editor: Any) -> None:
    from mingjing.registry import founding
    from mingjing.registry.appointing import INSTALLATION, enter_posts
    from mingjing.registry.post_check import post_of, posts_told

    def rows(name: str, *related: str) -> Any:
        return apps.get_model("registry", name).objects.select_related(*related).order_by("pk")

    agencies = {agency.id: agency for agency in rows("Agency")}
    told: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for unit in rows("Unit"):
        told[unit.agency_id][founding.UNIT].append(unit)
    for person in rows("Person"):
        told[person.agency_id or ""][founding.PERSON].append(person)
    for paper in rows("Certificate", "person"):
        told[paper.person.agency_id or ""][founding.PAPER].append(paper)
    for paper in rows("LegalQualification", "person"):
        told[paper.person.agency_id or ""][founding.QUALIFICATION].append(paper)
    for home in sorted({*agencies, *told}):
        table = {founding.AGENCY: [agencies[home]] if home in agencies else [], **told[home]}
        founding.enter_rows(home, OCCASION, table)
    posts: dict[str, Any] = {}
    lacking = []
    for row in rows("Appointment", "person"):
        log = row.agency_id or INSTALLATION
        if log not in posts:
            posts[log] = posts_told(editor.connection, log)
        if post_of(row).span not in posts[log]:
            lacking.append(row)
    enter_posts(lacking, OCCASION)


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_party_indexes"), ("journal", "0001_initial")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
