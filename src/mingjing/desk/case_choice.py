"""What a form offers where an act names a case that this one led to: those opened from it, or the way there.

An inspection that leads to a penalty registers the penalty's number (登记立案). The penalty named the
inspection when it was opened, so the form need not ask for what the record tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.casework.linked import same_party
from mingjing.casework.models import Case
from mingjing.casework.packs import book_for
from mingjing.casework.service import Opened
from mingjing.desk.linked_cases import naming
from mingjing.desk.opening import choices
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.registry.models import Agency, Person
from mingjing.registry.roles import named
from mingjing.registry.scope import roles_of

HANDLER = "执法人员"


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """Cases to choose from (number, what it is), newest first; if none, where to open one (url, words)."""

    cases: tuple[tuple[str, str], ...] = ()
    ways: tuple[tuple[str, str], ...] = ()


def case_choice(person: Person, opened: Opened, act: r.ActRule, agency: Agency) -> CaseChoice:
    """The choice for the act's case field; empty where the act asks for none, or for one it has already."""
    field = next((each for each in act.fields.values() if each.fact.type is r.FactType.CASE), None)
    if field is None or act.opens_case or field.default is not None:
        return CaseChoice()
    book = book_for(agency.profile, agency.field)
    record = opened.record
    found = []
    for each in sorted(
        naming(person, record.agency, record.case), key=lambda one: (one.at, one.id), reverse=True
    ):
        # A case under rules of its own time may know more procedures; what it is called stays the same.
        procedure = book.procedures.get(each.procedure) or opened.book.procedures.get(each.procedure)
        if procedure and _leads(procedure, field) and same_party(record.agency, record.case, each.id):
            found.append(each)
    rows = {
        row.id: row
        for row in Case.objects.visible_to(person).filter(
            agency=record.agency, id__in=[each.id for each in found]
        )
    }
    cases = tuple(
        (each.number, "，".join(filter(None, (rows[each.id].cause, each.procedure, rows[each.id].status))))
        for each in found
    )
    return CaseChoice(cases, () if cases else tuple(_ways(person, book, record.case, field)))


def _leads(procedure: r.Procedure, field: r.FieldRule) -> bool:
    """Whether the case that the field asks for can be one of this procedure."""
    return set(field.done_there) <= set(procedure.acts)


def _ways(person: Person, book: RuleBook, case: str, field: r.FieldRule) -> Iterator[tuple[str, str]]:
    if not field.done_there or named(HANDLER).id not in roles_of(person):
        return
    for choice in choices(book, case, HANDLER):
        procedure = book.procedures[choice.procedure]
        if _leads(procedure, field):
            yield choice.url, f"由本案开{procedure.category.removeprefix('行政')}案件"
