"""Where this room joins that of cases: numbers of documents, rows with the act, rendering after commit."""

from mingjing.casework import outbox
from mingjing.casework.following import Acted, follow_acts_with, number_documents_with
from mingjing.casework.opened import load
from mingjing.casework.service import note as enter
from mingjing.law.person import Person
from mingjing.law.record import Record
from mingjing.law.rule import FactType
from mingjing.recording import library, service
from mingjing.recording.compose import wanted
from mingjing.recording.models import Document
from mingjing.recording.occasion import Occasion
from mingjing.recording.template import ALWAYS
from mingjing.recording.told import MADE, MAKING
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency
from mingjing.registry.models import Person as Registered


def join() -> None:
    """Called once when the program starts."""
    number_documents_with(word_of)
    follow_acts_with(note)
    outbox.register(MAKING, work)
    service.read_cases_with(read)
    service.report_with(report)


def work(agency: str, case: str, version: int) -> None:
    """Render what the act left and is not rendered yet."""
    service.make_all(agency, case, version)


def word_of(kind: str) -> str:
    """The word in the number of a kind of document, "" for a kind without number."""
    template = library.current().get(kind)
    return template.word if template else ""


def note(acted: Acted) -> None:
    """The rows of the act's documents and the work of rendering them, in the act's transaction."""
    templates = library.current()
    documents = [(kind, number) for kind, number in acted.documents if _left(kind, acted)]
    if not documents:
        return
    service.note_documents(
        agency=acted.agency.id,
        case_id=acted.record.case,
        version=acted.version,
        made=acted.at,
        templates=templates,
        documents=documents,
    )
    outbox.put(acted.agency.id, MAKING, acted.record.case, acted.version, acted.at)


def _left(kind: str, acted: Acted) -> bool:
    template = library.current().get(kind)
    if template is None or template.made_when == ALWAYS:
        return template is not None
    opened = load(acted.agency.id, acted.record.case)
    done = acted.record.acts[-1]
    issuer = service.issuer_of(acted.agency)
    return wanted(
        template, Occasion(book=opened.book, record=acted.record, done=done, agency=issuer, people={})
    )


def read(agency: str, case: str, version: int) -> Occasion:
    """The occasion of one act, folded from the case's first entry."""
    opened = load(agency, case)
    done = next(each for each in opened.record.acts if each.version == version)
    facts = opened.book.facts
    named = {name for name, fact in facts.items() if fact.type is FactType.PERSON}
    return Occasion(
        book=opened.book,
        record=opened.record,
        done=done,
        agency=service.issuer_of(Agency.objects.get(id=agency)),
        people=_people(agency, opened.record, named, version),
    )


def _people(agency: str, record: Record, named: set[str], version: int) -> dict[str, Person]:
    """Everyone named in the acts up to this one, with the papers of its day; who has left keeps the name."""
    acts = [done for done in record.acts if done.version <= version]
    ids: set[str] = {id_ for done in acts for id_ in (*done.by, done.stands_in_for) if id_}
    for done in acts:
        for name in named & set(done.facts):
            value = done.facts[name]
            ids.update(map(str, value) if isinstance(value, list | tuple) else [str(value)])
    found = people_as_of(agency, ids, acts[-1].day)
    for gone in Registered.objects.filter(id__in=ids - set(found)):
        found[gone.id] = Person(id=gone.id, name=gone.name, roles=frozenset())
    return found


def report(agency: str, case: str, rows: list[Document]) -> None:
    """The result is an entry again: which document, and the digest of its bytes."""
    body = {
        "案件": case,
        "文书": [
            {
                "编号": row.id,
                "文书": row.kind,
                "文号": row.number,
                "环节序号": row.version,
                "SHA-256": row.sha256,
                "字节": row.size,
                "页数": row.pages,
                "模板": row.template,
            }
            for row in rows
        ],
    }
    enter(agency, MADE, body)
