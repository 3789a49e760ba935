"""The documents of a case, and one of them as PDF."""

import logging
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.casework.pages import OutOfSight, case_page, of_agency
from mingjing.desk.papers import addresses, with_addresses
from mingjing.desk.unmade import UNMADE, why
from mingjing.platform import errors
from mingjing.platform.access import allow
from mingjing.recording import service
from mingjing.recording.models import Document
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import roles_of

log = logging.getLogger("mingjing.desk")


@allow(*CASE_ROLES)
@require_GET
def documents(request: HttpRequest, case_id: str) -> HttpResponse:
    """The list of the documents of a case in the order of their acts."""
    try:
        page = case_page(request.user, case_id)  # type: ignore[arg-type]
    except OutOfSight as error:
        raise Http404 from error
    found = addresses(page.agency, page.id) if page.private else {}
    events = [event for event in reversed(with_addresses(page.events, found)) if event.papers]
    context = {"page": page, "events": events, "book": page.book, "case_id": page.id}
    return render(request, "desk/documents.html", context)


@allow(*CASE_ROLES)
@require_GET
def pdf(request: HttpRequest, document_id: str) -> HttpResponse:
    """One document, to read in the browser. It holds private facts: for the agency's own people alone."""
    row = Document.objects.visible_to(request.user).filter(id=document_id).first()
    if row is None or not of_agency(request.user, row.agency, roles_of(request.user)):  # type: ignore[arg-type]
        raise Http404
    try:
        data = service.pdf(row.agency, row.id)
    except UNMADE as error:
        log.error("document %s of %s not shown: %s: %s", row.id, row.agency, type(error).__name__, error)
        return errors.page(request, *why(error))
    name = quote(f"{row.kind}{row.number}.pdf")
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{name}"},
    )
