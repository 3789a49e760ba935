"""What `mingjing verify` asks of the public side: it shows what the journal says, and nothing else."""

from collections.abc import Iterator

import msgspec
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import commitment
from mingjing.journal.report import Fault
from mingjing.journal.store import Stored, entry_at
from mingjing.platform.database import PORTAL
from mingjing.publicity.content import Notice, Published, decode
from mingjing.publicity.models import Release
from mingjing.publicity.release import RELEASED, WITHDRAWN
from mingjing.publicity.released import Item
from mingjing.publicity.shelf import decision_words
from mingjing.publicity.words import tsvector

NAME = "公示副本"


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """The faults of every public item, and every release or withdrawal that is not shown as it should be."""
    for item in Item.objects.order_by("place").iterator(chunk_size=500):
        what = _fault(connection, item)
        if what:
            yield Fault(NAME, item.agency, f"公示 {item.id}", what, item.position)
    yield from _absent(connection)


def _fault(connection: BaseDatabaseWrapper, item: Item) -> str:
    stored = entry_at(connection, item.agency, item.position)
    if stored is None or stored.data != bytes(item.entry):
        return "日志中没有这条公示的记录"
    if stored.entry.kind not in (RELEASED, WITHDRAWN) or stored.entry.body != {"公示编号": item.id}:
        return "日志中的这条记录不是这件公示"
    try:
        bond = commitment(bytes(item.salt), bytes(item.content)).hex()
        content = decode(bytes(item.content))
    except (ValueError, msgspec.MsgspecError):
        return "内容无法读取"
    if bond != stored.entry.sealed:
        return "内容与入册时不一致"
    return _columns_fault(item, content, stored)


def _columns_fault(item: Item, content: Published | Notice, stored: Stored) -> str:
    if isinstance(content, Notice) != (stored.entry.kind == WITHDRAWN):
        return "内容的种类与记录不符"
    listed: tuple[object, ...] = (item.number, item.category)
    if isinstance(content, Notice):
        if item.party or item.matter or item.procedure or item.outcome or _indexed(item.place) is not None:
            return "已撤回，但公示库中还留有内容"
        if item.withdrawn is None:
            return "已撤回，但仍在列表中"
        return "" if listed == (content.number, content.category) else "列表所列与内容不一致"
    if item.withdrawn is not None:
        return "没有撤回，却不在列表中"
    listed += (
        item.procedure,
        item.party,
        item.matter,
        item.outcome,
        item.until.isoformat() if item.until else "",
    )
    said = (
        content.number,
        content.category,
        content.procedure,
        content.party[:200],
        content.matter,
        content.outcome,
        content.until,
    )
    if listed != said:
        return "列表所列与内容不一致"
    return "" if _indexed(item.place) == _index_text(item, content) else "检索索引与内容不一致"


def _index_text(item: Item, content: Published) -> str:
    found = decision_words(item.agency, content)
    connection = connections[PORTAL]
    if connection.vendor == "sqlite":
        return " ".join(found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", (tsvector(found),))
        return str(cursor.fetchone()[0])


def _indexed(place: int) -> str | None:
    connection = connections[PORTAL]
    sql = (
        "SELECT words FROM portal_index WHERE rowid = %s"
        if connection.vendor == "sqlite"
        else "SELECT words::text FROM portal_index WHERE place = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (place,))
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _absent(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Shown steps whose item is gone, and withdrawals whose item still shows the copy."""
    shown = Release.objects.unscoped("核验").using(connection.alias).filter(shown__isnull=False)
    for release in shown.order_by("agency", "position").iterator(chunk_size=500):
        item = Item.objects.filter(agency=release.agency, id=release.public_id).only("withdrawn").first()
        if item is None:
            yield Fault(
                NAME, release.agency, f"公示 {release.public_id}", "公示库中没有这一件", release.position
            )
        elif release.withdrawal and item.withdrawn is None:
            yield Fault(
                NAME, release.agency, f"公示 {release.public_id}", "已撤回，仍在公示", release.position
            )
