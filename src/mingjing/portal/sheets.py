"""The rules for everyone: clauses of each plan and what is done about them, charts of each procedure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from mingjing.portal.caching import published
from mingjing.portal.models import PublicSheet
from mingjing.publicity.sheet_released import CHART, CLAUSES

_NATIONAL = "national"  # how an address names the national rules alone


def _first(kind: str, key: str, profile: str) -> PublicSheet:
    """The sheet under the profile; where several sectors use it, that of the first."""
    found = PublicSheet.objects.filter(kind=kind, key=key, profile=profile).order_by("sector").first()
    if found is None:
        raise Http404
    return found


@published()
def index(request: HttpRequest) -> HttpResponse:
    """All plans and all procedures of which a sheet is held."""
    sheets = PublicSheet.objects.order_by("profile", "sector", "number").defer("content")
    seen: dict[tuple[str, str, str], PublicSheet] = {}
    for sheet in sheets:
        seen.setdefault((sheet.profile, sheet.kind, sheet.key), sheet)
    names = {sheet.profile: sheet.title for sheet in seen.values() if sheet.kind == CLAUSES}
    groups: dict[str, list[PublicSheet]] = {}
    for sheet in seen.values():
        groups.setdefault(sheet.profile, []).append(sheet)
    context = {
        "groups": [
            {
                "profile": profile or _NATIONAL,
                "title": names.get(profile, profile or "国家规则"),
                "clauses": any(sheet.kind == CLAUSES for sheet in found),
                "charts": [sheet for sheet in found if sheet.kind == CHART],
            }
            for profile, found in groups.items()
        ]
    }
    return render(request, "portal/sheets.html", context)


@published()
def clauses(request: HttpRequest, profile: str) -> HttpResponse:
    """Each clause of a plan, in what state it is, and by what it is carried out."""
    return render(request, "portal/clauses.html", {"sheet": _first(CLAUSES, profile, profile)})


@published()
def chart(request: HttpRequest, profile: str, procedure: str) -> HttpResponse:
    """The flow chart of a procedure, as a picture and as a list."""
    sheet = _first(CHART, procedure, "" if profile == _NATIONAL else profile)
    picture = mark_safe(sheet.content["svg"])
    return render(request, "portal/chart.html", {"sheet": sheet, "picture": picture})
