"""`verify` over a log of entries beside hashing the same bytes and nothing else."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from django.db import connections, transaction

from bench.journal import BODY
from bench.pace import row
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.journal.verify import _checks, verify
from mingjing.law.fact import SHANGHAI

NUMBER = 200_000
BATCH = 2_000


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    connection = connections["default"]
    at = instant(datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI) + timedelta(days=200))
    for start in range(0, NUMBER, BATCH):
        drafts = [
            store.Draft(
                agency="verify",
                kind="立案",
                occurred=at,
                recorded=at,
                by=("01ARZ3NDEKTSV4RRFFQ69G5FAV",),
                capacity="承办机构负责人",
                entrance="import",
                body=BODY,
                case="",
                pack="ab" * 32,
            )
            for _ in range(start, start + BATCH)
        ]
        with transaction.atomic():
            store.append(connection, drafts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT bytes FROM journal_entry WHERE agency = 'verify'")
        held = [bytes(data) for (data,) in cursor.fetchall()]
    start = perf_counter()
    for data in held:
        hashlib.sha256(b"\x00" + data).digest()
    bare = len(held) / (perf_counter() - start)
    del held
    # The journal alone: the checks that other rooms add fold whole cases, and are no measure of hashing.
    others = dict(_checks)
    _checks.clear()
    try:
        start = perf_counter()
        report = verify(connection)
        ours = report.entries / (perf_counter() - start)
    finally:
        _checks.update(others)
    if report.faults:
        raise RuntimeError(str(report.faults[0]))
    yield row(f"verify 的日志部分（{report.entries:,} 条，单核）", ours, "只算散列", bare)
