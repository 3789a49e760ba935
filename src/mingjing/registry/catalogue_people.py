"""Who may do a step of a catalogue, and in which capacity."""

from collections.abc import Sequence

from mingjing.law.catalogue import JUSTICE, SERVICE
from mingjing.registry.models import Agency, Person, Unit
from mingjing.registry.roles import ROLES, named
from mingjing.registry.scope import agencies_seen, appointments_of

_SUPERVISOR = "supervisor"


def capacity(person: Person, agency: Agency, wanted: Sequence[str]) -> str:
    """In which of the wanted capacities (职务, 司法行政机关, 政务服务部门) the person acts; "" in none.

    The justice administration is a supervisor in whose region the agency lies; the department of government
    services is anyone who works in a service window (服务窗口) of the agency.
    """
    held = appointments_of(person)
    for each in wanted:
        if each == JUSTICE:
            if any(post.role == _SUPERVISOR for post in held) and agency.id in agencies_seen(person):
                return ROLES[_SUPERVISOR].name
        elif each == SERVICE:
            if any(post.agency_id == agency.id for post in held) and _at_window(person, agency):
                return SERVICE
        elif any(post.agency_id == agency.id and post.role == named(each).id for post in held):
            return each
    return ""


def _at_window(person: Person, agency: Agency) -> bool:
    units = {person.unit_id, *(post.unit_id for post in appointments_of(person))} - {None}
    return Unit.objects.filter(id__in=units, agency=agency, kind=Unit.Kind.WINDOW).exists()
