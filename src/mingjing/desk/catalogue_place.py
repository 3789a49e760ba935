"""Which agency and catalogue a page is about, as far as its reader may see; refusals as pages say them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from mingjing.casework.packs import book_for
from mingjing.law.book import RuleBook
from mingjing.law.catalogue import Catalogue
from mingjing.law.lack import Refused
from mingjing.registry.catalogue_act import Acting, named
from mingjing.registry.catalogue_models import CatalogueVersion
from mingjing.registry.models import Agency, Person
from mingjing.registry.scope import agencies_seen


@dataclass(frozen=True, slots=True)
class Place:
    """The agency, its rules, and the person who looks."""

    agency: Agency
    book: RuleBook
    person: Person

    @property
    def acting(self) -> Acting:
        return Acting(agency=self.agency, by=self.person, book=self.book)

    def catalogue(self, id_: str) -> Catalogue:
        """Raises `Http404` for one that the agency's rules do not know."""
        found = named(self.book, id_)
        if found is None:
            raise Http404
        return found

    def versions(self, catalogue: str) -> Any:
        rows = CatalogueVersion.objects.visible_to(self.person)
        return rows.filter(agency=self.agency.id, catalogue=catalogue).order_by("-number")

    def version(self, catalogue: str, number: int) -> CatalogueVersion:
        found: CatalogueVersion | None = (
            self.versions(catalogue).filter(number=number).first() if number < 10**6 else None
        )
        if found is None:
            raise Http404
        return found


def place(request: HttpRequest, agency: str = "") -> Place:
    """The agency named, else the person's own. Raises `Http404` for one that the person may not see."""
    person: Any = request.user
    wanted = agency or person.agency_id or ""
    if wanted not in agencies_seen(person):
        raise Http404
    found = Agency.objects.get(id=wanted)
    return Place(found, book_for(found.profile, found.field), person)


def typed(request: HttpRequest) -> dict[str, str]:
    """What was written on the page that was refused."""
    return {name: request.POST.get(name, "") for name in ("note", "opinion", "receipt", "day")}


def lacks(refused: Refused) -> list[dict[str, Any]]:
    """What a refusal says, for the component of lacks."""
    return [
        {"text": lack.said, "clause": str(lack.clause) if lack.clause else ""} for lack in refused.lacks[:100]
    ]
