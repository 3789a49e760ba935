"""The list of cases, and the choice of a procedure for a new one."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingjing.casework.packs import book_for
from mingjing.desk.listing import Filters, listing
from mingjing.platform.access import allow
from mingjing.registry.roles import CASE_ROLES


@allow(*CASE_ROLES)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Cases that the person may see, newest act first, narrowed by the query."""
    filters = Filters.read(request.GET)
    page = listing(request.user, filters)  # type: ignore[arg-type]
    return render(request, "desk/cases.html", {"page": page})


@allow("handler")
@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """The procedures under which the person's agency opens cases; the form itself where there is one only."""
    agency = request.user.agency  # type: ignore[union-attr]
    if agency is None:
        raise Http404
    book = book_for(agency.profile, agency.field)
    choices = [
        (procedure, act)
        for procedure in book.procedures.values()
        for act in procedure.acts.values()
        if act.opens_case
    ]
    if len(choices) == 1:
        [(procedure, act)] = choices
        return HttpResponseRedirect(reverse("desk_open", args=(procedure.id, act.id)))
    return render(request, "desk/new.html", {"choices": choices, "book": book})
