"""Whose registers a page shows: the person's agency, one of the region, or the installation's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.http import urlencode

from mingjing.casework.packs import book_for
from mingjing.law.book import RuleBook
from mingjing.law.register import Register
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.keeping import may_keep, registers_of
from mingjing.registry.models import Agency, Person
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.roles import CASE_ROLES
from mingjing.registry.scope import ScopedQuerySet, agencies_seen, roles_of

WHO = (*CASE_ROLES, "registrar", "system_admin")
KEEPERS = ("registrar", "system_admin")
_WHY = "共用的登记册各机关都看；执法主体由系统管理员登记"


@dataclass(frozen=True, slots=True)
class Place:
    """The agency whose registers are shown; `agency` None: those of the whole installation."""

    person: Person
    id: str
    agency: Agency | None
    agencies: tuple[Agency, ...]

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else "全平台"

    @property
    def book(self) -> RuleBook:
        return book_for(self.agency.profile, self.agency.field) if self.agency else book_for("", "")

    @property
    def carried(self) -> dict[str, str]:
        """The parameters that links carry to stay at this agency."""
        return {"agency": self.id} if len(self.agencies) > 1 else {}

    @property
    def query(self) -> str:
        """`carried` as a query."""
        return urlencode(self.carried)

    def registers(self) -> Mapping[str, Register]:
        """By identifier, in the order of the law's own list."""
        found = registers_of(self.id).values()
        return {each.id: each for each in sorted(found, key=_order)}

    def register(self, id_: str) -> Register:
        found = self.registers().get(id_)
        if found is None:
            raise Http404("没有这个登记册")
        return found

    def keeps(self, register: Register) -> bool:
        return bool(may_keep(self.person, register, self.id))

    def rows(self, register: Register) -> ScopedQuerySet:
        """The standing rows that the person may see here; a shared register's of all agencies."""
        if self.agency is None or register.shared:
            rows = RegisterRow.objects.unscoped(_WHY)
        else:
            rows = RegisterRow.objects.visible_to(self.person).filter(agency=self.id)
        return rows.filter(register=register.id, latest=True, ended=False)


_IN_ORDER = (
    "agency",
    "unit",
    "person",
    "certificate",
    "certificate_filing",
    "certificate_suspension",
    "annual_check",
    "training",
    "reviewer",
    "counsel",
    "entrustment",
    "device",
    "room",
    "equipment_standard",
)


def _order(register: Register) -> tuple[int, str]:
    return (_IN_ORDER.index(register.id) if register.id in _IN_ORDER else len(_IN_ORDER), register.name)


def place(request: HttpRequest) -> Place:
    """The agency asked for if the person may see it, else their own. Raises `Http404` for nobody's."""
    user: Any = request.user
    person = Person.objects.get(pk=user.pk)
    if "system_admin" in roles_of(person):
        return Place(person, INSTALLATION, None, ())
    agencies = tuple(Agency.objects.filter(pk__in=agencies_seen(person)).order_by("short_name"))
    known = {each.pk: each for each in agencies}
    asked = request.POST.get("agency") or request.GET.get("agency") or ""
    chosen = known.get(asked) or known.get(person.agency_id or "") or next(iter(agencies), None)
    if chosen is None:
        raise Http404("没有归你看的机关")
    return Place(person, chosen.pk, chosen, agencies)
