"""The rule behind a clause: wording, version, source, who checked it, and where it stands in the rules."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.casework.packs import book_for
from mingjing.casework.pages import OutOfSight, case_row
from mingjing.casework.service import load
from mingjing.desk.clause_page import clause_page
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause, ClauseError
from mingjing.platform.access import allow
from mingjing.registry.roles import CASE_ROLES


@allow(*CASE_ROLES)
@require_GET
def clause(request: HttpRequest) -> HttpResponse:
    """The clause `?c=` as it applies to the case `?case=`, or to the reader's agency today."""
    try:
        found = Clause.parse(request.GET.get("c", "")[:120])
    except ClauseError as error:
        raise Http404 from error
    case = request.GET.get("case", "")[:40]
    book, number = _book(request, case)
    page = clause_page(book, found)
    if page is None:
        raise Http404
    context = {"page": page, "book": book, "case_id": case, "number": number}
    template = "desk/part/clause.html" if request.headers.get("HX-Request") else "desk/clause.html"
    return render(request, template, context)


def _book(request: HttpRequest, case: str) -> tuple[RuleBook, str]:
    """The rules of the case with its number, else those of the reader's agency, else the national ones."""
    if case:
        try:
            row = case_row(request.user, case)  # type: ignore[arg-type]
        except OutOfSight as error:
            raise Http404 from error
        return load(row.agency, row.id).book, row.number
    agency = request.user.agency  # type: ignore[union-attr]
    return (book_for(agency.profile, agency.field) if agency else book_for("", "")), ""
