"""What `mingjing verify` asks of published catalogues: they say what the journal says, and all are there."""

from collections.abc import Iterator

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import commitment
from mingjing.journal.report import Fault
from mingjing.journal.store import entry_at
from mingjing.publicity.catalogue_content import decode
from mingjing.publicity.catalogue_models import CatalogueRelease
from mingjing.publicity.catalogue_released import Catalogue, CatalogueEntry
from mingjing.publicity.catalogue_shelf import entries
from mingjing.publicity.release import RELEASED

NAME = "目录公示副本"


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """The faults of every published version, and those that ought to be on the shelf and are not."""
    for row in Catalogue.objects.order_by("agency", "id").iterator(chunk_size=50):
        if what := _fault(connection, row):
            yield Fault(NAME, row.agency, f"{row.name}第{row.version}版", what, row.position)
    shown = CatalogueRelease.objects.unscoped("核验").using(connection.alias).filter(shown__isnull=False)
    for release in shown.order_by("agency", "position").iterator(chunk_size=500):
        if not Catalogue.objects.filter(agency=release.agency, id=release.public_id).exists():
            where = f"{release.catalogue} 第{release.number}版"
            yield Fault(NAME, release.agency, where, "公示库中没有这一版", release.position)


def _fault(connection: BaseDatabaseWrapper, row: Catalogue) -> str:
    stored = entry_at(connection, row.agency, row.position)
    if stored is None or stored.data != bytes(row.entry):
        return "日志中没有这条公示的记录"
    if stored.entry.kind != RELEASED or stored.entry.body != {"公示编号": row.id}:
        return "日志中的这条记录不是这件公示"
    try:
        bond = commitment(bytes(row.salt), bytes(row.content)).hex()
        content = decode(bytes(row.content))
    except (ValueError, msgspec.MsgspecError):
        return "内容无法读取"
    if bond != stored.entry.sealed:
        return "内容与入册时不一致"
    said = (content.catalogue, content.version, content.name, len(content.items))
    if (row.catalogue, row.version, row.name, row.count) != said:
        return "列表所列与内容不一致"
    columns = ("place", "key", "title", "data", "words")
    there = list(
        CatalogueEntry.objects.filter(agency=row.agency, catalogue=row.catalogue, version=row.version)
        .order_by("place")
        .values_list(*columns)
    )
    right = [tuple(getattr(each, name) for name in columns) for each in entries(row.agency, content)]
    return "" if there == right else "事项与内容不一致"
