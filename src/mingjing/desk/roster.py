"""Whom a form offers where it asks for a person, and how their certificates stand on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingjing.law import rule as r
from mingjing.law.approval import APPROVER, HEADS, TAKER
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency, Person
from mingjing.registry.roles import named
from mingjing.registry.scope import people


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person to choose. `papers`: certificate number; `fault`: why it does not carry this act."""

    id: str
    name: str
    papers: str
    fault: str


def colleagues(
    agency: Agency, act: r.ActRule, procedure: r.Procedure, but: str, day: date
) -> tuple[Candidate, ...]:
    """Those who could act together with the person `but`."""
    return tuple(
        each
        for each in holders(agency, act.roles, procedure, day, _needs(act.roles, procedure))
        if each.id != but
    )


def roster(
    agency: Agency, act: r.ActRule, procedure: r.Procedure, day: date
) -> dict[str, tuple[Candidate, ...]]:
    """Fact name -> candidates, for every fact of the act that names persons."""
    found = {}
    for name, field in act.fields.items():
        if field.fact.type is not r.FactType.PERSON:
            continue
        certified = field.certified and procedure.certificate
        roles: tuple[str, ...] = HEADS if name in (APPROVER, TAKER) else ()
        if field.role:
            roles = (field.role,)
        elif certified:
            roles = procedure.certificate.roles  # type: ignore[union-attr]
        found[name] = holders(agency, roles, procedure, day, bool(certified))
    return found


def holders(
    agency: Agency, roles: Iterable[str], procedure: r.Procedure, day: date, certified: bool
) -> tuple[Candidate, ...]:
    """The active people of the agency with one of the roles (all people where none is asked), by name."""
    roles = tuple(roles)
    if roles:
        chosen = {person.id: person for role in roles for person in people(agency.id, named(role).id, day)}
    else:
        rows = Person.objects.filter(agency=agency, is_active=True).order_by("name", "id")
        chosen = {person.id: person for person in rows}
    papers = people_as_of(agency.id, chosen, day) if certified else {}
    return tuple(
        _candidate(person, papers.get(id_), procedure, agency.region, day, certified)
        for id_, person in chosen.items()
    )


def _candidate(
    person: Person, as_of: object, procedure: r.Procedure, region: str, day: date, certified: bool
) -> Candidate:
    certificate = getattr(as_of, "certificate", None)
    if not certified:
        return Candidate(person.id, person.name, "", "")
    if certificate is None:
        return Candidate(person.id, person.name, "", "没有执法证件")
    fault = certificate.fault(day, procedure.category, region)
    words = fault.removeprefix(f"证件 {certificate.number} ") if fault else ""
    return Candidate(person.id, person.name, certificate.number, words)


def _needs(roles: Iterable[str], procedure: r.Procedure) -> bool:
    return bool(procedure.certificate and set(roles) <= set(procedure.certificate.roles))
