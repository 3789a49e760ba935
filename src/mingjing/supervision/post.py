"""The posts that a person holds, as duties name them: role in Chinese, agency, unit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.registry.roles import ROLES
from mingjing.registry.scope import appointments_of

UNIT_HEAD, REVIEWER, PUBLISHER = "承办机构负责人", "法制审核人员", "公示审核员"


@dataclass(frozen=True, slots=True)
class Post:
    agency: str
    role: str
    unit: str = ""


def posts(person: Any, at: datetime | date | None = None) -> list[Post]:
    """The posts in which the person works on cases on that day; none for administrators and supervisors."""
    found = [
        Post(each.agency_id or "", ROLES[each.role].name, each.unit_id or person.unit_id or "")
        for each in appointments_of(person, at)
        if each.agency_id and not ROLES[each.role].administers and not ROLES[each.role].sees_region
    ]
    return list(dict.fromkeys(found))
