"""The list of cases, and the choice of a procedure for a new one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.casework.packs import book_for
from mingjing.casework.pages import OutOfSight
from mingjing.desk.case_filters import filter_form
from mingjing.desk.listing import Filters, listing
from mingjing.desk.opening import choices, source_case
from mingjing.platform.access import allow
from mingjing.registry.roles import CASE_ROLES, ROLES

HANDLER = ROLES["handler"].name


@allow(*CASE_ROLES)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Cases that the person may see, newest act first, narrowed by the query.

    What the form leaves open does not stay in the address, so that it can be kept and sent on.
    """
    filters = Filters.read(request.GET)
    if "" in request.GET.values():
        return HttpResponseRedirect(f"{request.path}{filters.query().removesuffix('?')}")
    page = listing(request.user, filters)  # type: ignore[arg-type]
    return render(request, "desk/cases.html", {"page": page, "form": filter_form(filters)})


@allow("handler")
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """The kinds of work that the person's agency begins; the form itself where there is one only.

    `?from=` a case: what can go on from it.
    """
    agency = request.user.agency  # type: ignore[union-attr]
    if agency is None:
        raise Http404
    book = book_for(agency.profile, agency.field)
    source = None
    if case := request.GET.get("from", "").replace("\x00", "")[:26]:
        try:
            source = source_case(request.user, case)  # type: ignore[arg-type]
        except OutOfSight as error:
            raise Http404 from error
    found = choices(book, case, HANDLER)
    if not source and len(found) == 1:
        return HttpResponseRedirect(found[0].url)
    number = source.record.acts[0].number if source else ""
    return render(request, "desk/new.html", {"choices": found, "book": book, "from": case, "number": number})
