"""The rows of documents made anew from the journal: what was made keeps its id, digest and address."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import connections, transaction

from mingjing.casework import outbox
from mingjing.journal.entry import Entry, decode
from mingjing.journal.rows import rows_of
from mingjing.journal.tree import agencies
from mingjing.platform.command import Unusable
from mingjing.recording import library
from mingjing.recording.models import Document
from mingjing.recording.store import Folder, store
from mingjing.recording.told import MAKING, Made, Place, expected, left_by, made_in

NAME: Final = "文书列表"
_WHY: Final = "按日志重建文书"


def rebuild(agency: str = "") -> int:
    """Replace the rows of all agencies' documents (or one's) by what the journal says; how many rows.

    A document that was never made gets the template in force and is made after. Raises `Unusable` when the
    agency's object key or a template is not there; that agency's rows then stay as they are.
    """
    known = set(
        Document.objects.unscoped(_WHY).order_by("agency").values_list("agency", flat=True).distinct()
    )
    wanted = [agency] if agency else sorted({*agencies(connections["default"], ("journal_entry",)), *known})
    return sum(_rebuild_agency(each) for each in wanted)


def _rebuild_agency(agency: str) -> int:
    with transaction.atomic():
        left: dict[Place, tuple[str, datetime]] = {}
        made: dict[Place, Made] = {}
        for entry in _entries(agency):
            at = datetime.fromisoformat(entry.recorded)
            left.update((place, (number, at)) for place, number in left_by(entry))
            made.update((each.place, each) for each in made_in(entry))
        rows = Document.objects.unscoped(_WHY).filter(agency=agency)
        there = {(row.case_id, row.version, row.kind): row for row in rows}
        shelf = store()
        if made:
            _require_key(shelf, agency)
        fresh = [_made_row(agency, shelf, made[place], left[place][1]) for place in left if place in made]
        open_ = [place for place in left if place not in made]
        waiting = [
            _open_row(agency, place, *left[place], there.get(place))
            for case, places in groupby(sorted(open_), key=lambda place: place[0])
            for place in expected(agency, case, list(places))
        ]
        rows.delete()
        Document.objects.unscoped(_WHY).bulk_create([*fresh, *waiting], batch_size=500)
        for case, version, at in sorted({(row.case_id, row.version, row.made) for row in waiting}):
            outbox.put(agency, MAKING, case, version, at)
    return len(fresh) + len(waiting)


def _made_row(agency: str, shelf: Folder, made: Made, at: datetime) -> Document:
    version, word = _edition(made.template)
    case, act, kind = made.place
    return Document(
        agency=agency,
        id=made.id,
        case_id=case,
        version=act,
        kind=kind,
        series=word if made.number else "",
        number=made.number,
        made=at,
        template=made.template,
        template_version=version,
        address=shelf.address_of(agency, bytes.fromhex(made.sha256)),
        sha256=made.sha256,
        size=made.size,
        pages=made.pages,
    )


def _open_row(agency: str, place: Place, number: str, at: datetime, there: Document | None) -> Document:
    """A document still to be made; it keeps the id and the template that its row had."""
    case, act, kind = place
    template = library.current()[kind]
    library.keep(template)
    digest, version, word = template.digest, template.version, template.word
    if there is not None and there.template != digest:
        digest = there.template
        version, word = _edition(digest)
    row = Document(
        agency=agency,
        case_id=case,
        version=act,
        kind=kind,
        series=word if number else "",
        number=number,
        made=at,
        template=digest,
        template_version=version,
    )
    if there is not None:
        row.id = there.id
    return row


def _edition(digest: str) -> tuple[int, str]:
    try:
        return library.edition(digest)
    except library.TemplateMissing as error:
        raise Unusable(f"不能重建文书列表：{error}") from error


def _require_key(shelf: Folder, agency: str) -> None:
    """Without the agency's key every address would come out wrong, and a new key must not be made."""
    if not (shelf.keys / f"objects-{agency}").exists():
        raise Unusable(f"不能重建文书列表：缺少密钥 objects-{agency}，先恢复密钥备份")


def _entries(agency: str) -> Iterator[Entry]:
    sql = "SELECT bytes FROM journal_entry WHERE agency = %s ORDER BY position"
    with closing(rows_of(connections["default"], sql, (agency,))) as batches:
        for batch in batches:
            yield from (decode(row[0]) for row in batch)
