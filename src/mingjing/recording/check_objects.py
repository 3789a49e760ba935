"""The check of stored documents: each is there, byte for byte as its digest says."""

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.report import Fault
from mingjing.recording.models import Document
from mingjing.recording.store import ObjectDamaged, ObjectMissing, store

NAME: Final = "存件"
_WHY: Final = "核验存件"
_BATCH: Final = 500


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """A fault for each document whose stored bytes are missing or are not those recorded."""
    shelf = store()
    for row in _rendered(connection):
        name = f"《{row.kind}》{row.number or f'（案件 {row.case_id} 第 {row.version} 步）'}"
        try:
            size, digest = shelf.measure(row.agency, str(row.address))
        except (ObjectMissing, ObjectDamaged) as error:
            yield Fault(NAME, row.agency, name, f"存件缺失或读不出：{error}")
            continue
        if size != row.size:
            yield Fault(NAME, row.agency, name, f"存件应有 {row.size} 字节，实有 {size} 字节")
        elif digest != row.sha256:
            yield Fault(NAME, row.agency, name, f"存件的字节被改动（对象 {str(row.address)[:12]}）")


def _rendered(connection: BaseDatabaseWrapper) -> Iterator[Document]:
    """Every document that was made, in the order of agencies and ids, some hundred at a time."""
    agency, last = "", ""
    rows = Document.objects.unscoped(_WHY).using(connection.alias).filter(address__isnull=False)
    while True:
        found = list(rows.filter(agency=agency, id__gt=last).order_by("id")[:_BATCH])
        yield from found
        if found:
            last = found[-1].id
            continue
        following = rows.filter(agency__gt=agency).order_by("agency").values_list("agency", flat=True).first()
        if following is None:
            return
        agency, last = following, ""
