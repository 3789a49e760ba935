"""What the desk puts into the frame: navigation, search, and the rules in use at the foot."""

from typing import Any

from mingjing.casework.packs import book_for, current
from mingjing.platform.nav import NavItem
from mingjing.registry.roles import CASE_ROLES

WORKERS = ("handler", "unit_head", "reviewer", "agency_head", "publisher", "archivist")

NAV = [
    NavItem(label="案件", route="desk_cases", roles=frozenset(CASE_ROLES)),
]
SEARCH = "desk_cases"


def FOOTER(person: Any) -> list[str]:
    """The rules under which the person's agency opens cases today."""
    agency = getattr(person, "agency", None)
    if agency is None:
        return []
    book = book_for(agency.profile, agency.field)
    layers = "，".join(["国家规则", *(f"{layer.label} {layer.dated}".strip() for layer in book.layers)])
    return [f"适用：{layers}", f"规则包 {current().hash[:12]}"]
