"""The documents of a case: noted with the act, rendered on first request or after commit, served from store.

How a case is read and who is told of a rendered document are handed in (`read_cases_with`, `report_with`);
`mingjing.recording.follow` does so for the running program.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connections, transaction

from mingjing.platform import clock
from mingjing.platform.database import adapted
from mingjing.recording import library
from mingjing.recording.compose import compose
from mingjing.recording.library import TemplateMissing
from mingjing.recording.models import Document
from mingjing.recording.occasion import Issuer, Occasion
from mingjing.recording.render import Rendered, render
from mingjing.recording.store import store
from mingjing.recording.template import Library
from mingjing.registry.models import Agency


class NoDocument(LookupError):
    """This agency has no such document."""


class NotTheSame(RuntimeError):
    """A document came out otherwise than it was recorded; the record stands, the new one is thrown away."""


# agency, case, version of the act -> the occasion
_read_case: list[Callable[[str, str, int], Occasion]] = []
# agency, case, the documents that have just been rendered
_report: list[Callable[[str, str, list[Document]], None]] = []


def read_cases_with(reader: Callable[[str, str, int], Occasion]) -> None:
    """How the occasion of (agency, case, version) is read; said once, by the room of cases."""
    _read_case[:] = [reader]


def report_with(reporter: Callable[[str, str, list[Document]], None]) -> None:
    """What happens when documents of (agency, case) were rendered: an entry of kind 文书制成."""
    _report[:] = [reporter]


def issuer_of(agency: Agency, *, court: str = "", payee: str = "") -> Issuer:
    """The agency as documents name it.

    Reconsideration goes to the people's government of its own level (行政复议法 24); a suit to the court
    that is given, else to the one that has jurisdiction.
    """
    return Issuer(
        name=agency.name,
        short_name=agency.short_name,
        word=agency.word,
        region=agency.region,
        address=agency.address,
        phone=agency.phone,
        reconsideration=f"{agency.region}人民政府",
        court=court or "有管辖权的人民法院",
        payee=payee,
    )


# Plain SQL: this runs within every act's transaction, and the ORM costs several times the insert.
_NOTED = (
    "agency",
    "id",
    "case_id",
    "version",
    "kind",
    "series",
    "number",
    "made",
    "template",
    "template_version",
)
_ADD = f"INSERT INTO recording_document ({', '.join(_NOTED)}) VALUES ({', '.join(['%s'] * len(_NOTED))})"


def note_documents(
    *,
    agency: str,
    case_id: str,
    version: int,
    made: datetime,
    templates: Library,
    documents: Iterable[tuple[str, str]],
) -> list[Document]:
    """The rows of an act's documents, (kind, number) each; called in the act's own transaction.

    The text of each template is kept, so that a later edition does not change what this act left.
    """
    rows = []
    for kind, number in documents:
        template = templates[kind]
        library.keep(template)
        rows.append(
            Document(
                agency=agency,
                case_id=case_id,
                version=version,
                kind=kind,
                series=template.word if number else "",
                number=number,
                made=made,
                template=template.digest,
                template_version=template.version,
            )
        )
    connection = connections["default"]
    values = [adapted(connection, (getattr(row, name) for name in _NOTED)) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, values)
    return rows


def documents_of(agency: str, case_id: str) -> list[Document]:
    """The documents of a case in the order in which they were left."""
    rows = Document.objects.unscoped("本案文书").filter(agency=agency, case_id=case_id)
    return list(rows.order_by("version", "id"))


def document(agency: str, document_id: str) -> Document:
    """Raises `NoDocument`. Whether the person may see it is asked before, by the page's own scope."""
    found = Document.objects.unscoped("按编号取文书").filter(agency=agency, id=document_id).first()
    if not isinstance(found, Document):
        raise NoDocument("没有这份文书")
    return found


def pdf(agency: str, document_id: str) -> bytes:
    """The document as stored, rendered first where it was not yet. Raises `NoDocument`, and like `make`."""
    row = document(agency, document_id)
    if row.address is None:
        row = make(row)
    data = store().get(agency, str(row.address))
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise NotTheSame(f"{row}的内容与记录的摘要不同")
    return data


def make(row: Document) -> Document:
    """Render, store and note one document; done twice, it stays as it was the first time."""
    rendered = set_document(row)
    address = store().put(row.agency, rendered.pdf)
    digest = hashlib.sha256(rendered.pdf).hexdigest()
    with transaction.atomic():
        locked = Document.objects.unscoped("记下制成的文书").select_for_update()
        kept = locked.get(agency=row.agency, id=row.id)
        if kept.address is None:
            kept.address, kept.sha256 = address, digest
            kept.size, kept.pages = len(rendered.pdf), rendered.pages
            kept.save(update_fields=["address", "sha256", "size", "pages"])
            if _report:
                _report[0](row.agency, row.case_id, [kept])
        elif kept.sha256 != digest:
            raise NotTheSame(f"{row}再次制作的内容与记录的摘要不同")
    result: Document = kept
    return result


def set_document(row: Document) -> Rendered:
    """The document anew from the record, by the template of its time; nothing is stored."""
    if not _read_case:
        raise RuntimeError("尚未登记读取案件的方法")
    occasion = _read_case[0](row.agency, row.case_id, row.version)
    template = library.by_digest(row.template, row.kind, occasion.book)
    made = row.made.astimezone(clock.SHANGHAI).isoformat()
    return render(compose(template, occasion, made=made))


def make_all(agency: str, case_id: str, version: int) -> int:
    """Render every document of an act that is not rendered yet; how many that were."""
    waiting = Document.objects.unscoped("制作环节的文书").filter(
        agency=agency, case_id=case_id, version=version, address__isnull=True
    )
    return len([make(row) for row in waiting.order_by("id")])


__all__ = [
    "NoDocument",
    "NotTheSame",
    "TemplateMissing",
    "document",
    "documents_of",
    "issuer_of",
    "make_all",
    "note_documents",
    "pdf",
    "read_cases_with",
    "report_with",
]
