"""Who may hold what: the roles, and those that one person never holds together.

Which of them must be different people in one case stands in the rule files, not here.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A capacity in which a person acts. `id` is the identifier everywhere, `name` what people read."""

    id: str
    name: str
    administers: bool = False
    sees_region: bool = False
    keeps_registers: bool = False
    reconciles: bool = False


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role("handler", "执法人员"),
        Role("unit_head", "承办机构负责人"),
        Role("reviewer", "法制审核人员"),
        Role("agency_head", "机关负责人"),
        Role("publisher", "公示审核员"),
        Role("archivist", "档案管理员"),
        Role("registrar", "登记员", keeps_registers=True),
        Role("cashier", "收缴对账员", reconciles=True),
        Role("supervisor", "司法行政监督员", sees_region=True),
        Role("system_admin", "系统管理员", administers=True),
        Role("security_admin", "安全管理员", administers=True),
        Role("audit_admin", "审计管理员", administers=True),
    )
}
ADMINISTRATORS = tuple(role.id for role in ROLES.values() if role.administers)
# A registrar keeps the agency's registers, a cashier matches bank statements: neither needs a case for it.
CASE_ROLES = tuple(
    role.id for role in ROLES.values() if not (role.administers or role.keeps_registers or role.reconciles)
)


def named(name: str) -> Role:
    """The role with this Chinese name. Raises KeyError that lists the names there are."""
    for role in ROLES.values():
        if role.name == name:
            return role
    raise KeyError(f"没有“{name}”这一职务，可用：{'、'.join(role.name for role in ROLES.values())}")


def conflicts(held: Iterable[str], wanted: str) -> list[str]:
    """Why a person who holds `held` may not be given `wanted`; an empty list when nothing stands against it.

    Sources: the separation of the three administrators (GB/T 22239-2019, 8.1.4.2 d, least privilege); who
    decides on fines does not collect them (行政处罚法 第六十七条第一款).
    """
    role = ROLES[wanted]
    others = [ROLES[other] for other in dict.fromkeys(held) if other != wanted]
    found = [
        f"{other.name}与{role.name}不得由同一人担任（三员分立）"
        for other in others
        if role.administers or other.administers
    ]
    return found + [
        f"{other.name}与{role.name}不得由同一人担任（罚缴分离）"
        for other in others
        if {role.reconciles, other.reconciles} == {True, False}
        and (role.id in CASE_ROLES or other.id in CASE_ROLES)
    ]
