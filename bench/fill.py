"""Many cases: one runs through the service, the others are its entries and rows under new names.

The entries are real ones (appended, chained); only their bodies are alike. Rows are written in bulk.
"""

from datetime import timedelta
from pathlib import Path

from django.db import connections, transaction

from mingjing.casework.models import Case, DutyRow, Participant
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.platform.ulid import new_ulid
from mingjing.registry.models import Agency, Person

SCENARIO = Path(__file__).parents[1] / "scenarios" / "checks" / "qingpu-no-review.yaml"
WHY = "性能比较的数据"
CAUSES = ("经营未标明生产日期的食品", "未按规定查验进货", "占道经营", "未公示营业执照", "使用未经检验的设备")


def fill(number: int) -> tuple[Agency, str, Person]:
    """The agency, the first case and its handler, after `number` cases are there."""
    ran = run(read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name))
    assert ran.final is not None
    agency, first = ran.final.record.agency, ran.final.record.case
    case = Case.objects.unscoped(WHY).get(agency=agency, id=first)
    rows = list(DutyRow.objects.unscoped(WHY).filter(agency=agency, case_id=first))
    people = list(Participant.objects.unscoped(WHY).filter(agency=agency, case_id=first))
    connection = connections["default"]
    entries = [each.entry for each in store.entries(connection, agency, first)]
    recorded = instant(max(each.recorded for each in ran.final.record.acts) + timedelta(days=1))
    for start in range(1, number, 2_000):
        ids = [new_ulid() for _ in range(start, min(start + 2_000, number))]
        drafts = [
            store.Draft(
                agency=agency,
                kind=entry.kind,
                occurred=entry.occurred,
                recorded=recorded,
                by=entry.by,
                capacity=entry.capacity,
                entrance="import",
                body=entry.body,
                case=id_,
                pack=entry.pack,
            )
            for id_ in ids
            for entry in entries
        ]
        with transaction.atomic():
            store.append(connection, drafts)
            _bulk(ids, start, case, rows, people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # A running system empties its write-ahead log as it goes; a bulk load leaves one of hundreds of MB.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    handler = Person.objects.get(pk=ran.ids["甲"])
    return Agency.objects.get(pk=agency), first, handler


def _bulk(ids: list[str], start: int, case: Case, rows: list[DutyRow], people: list[Participant]) -> None:
    cases, duties, parts = [], [], []
    for offset, id_ in enumerate(ids):
        n = start + offset
        values = {f.attname: getattr(case, f.attname) for f in Case._meta.concrete_fields}
        values |= {
            "id": id_,
            "number": f"场案〔2026〕{n + 1}号",
            "cause": CAUSES[n % len(CAUSES)],
            "party": f"上海示例{n:06d}食品有限公司",
            "changed": case.changed - timedelta(minutes=n),
        }
        cases.append(Case(**values))
        for row in rows:
            values = {f.attname: getattr(row, f.attname) for f in DutyRow._meta.concrete_fields}
            duties.append(DutyRow(**(values | {"case_id": id_})))
        if n % 2_500 == 0:  # a handler has some forty cases at hand
            for each in people:
                parts.append(
                    Participant(agency=each.agency, case_id=id_, person=each.person, capacity=each.capacity)
                )
    Case.objects.unscoped(WHY).bulk_create(cases, batch_size=500)
    DutyRow.objects.unscoped(WHY).bulk_create(duties, batch_size=500)
    Participant.objects.unscoped(WHY).bulk_create(parts, batch_size=500)
