"""What the desk puts into the frame: navigation, search, and the rules in use at the foot."""

from typing import Any

from mingjing.casework.packs import book_for, current
from mingjing.desk import bank, board, catalogue, home, party, publicity, register_place, review
from mingjing.desk.workers import WORKERS
from mingjing.platform.nav import NavItem
from mingjing.registry.roles import CASE_ROLES

NAV = [
    NavItem(label="待办", route="desk_home", roles=frozenset(WORKERS), count=home.count),
    NavItem(label="案件", route="desk_cases", roles=frozenset(CASE_ROLES)),
    NavItem(label="法制审核", route="desk_review", roles=frozenset({"reviewer"}), count=review.count),
    NavItem(label="公示", route="desk_publicity", roles=frozenset(publicity.WHO), count=publicity.count),
    NavItem(label="目录", route="desk_catalogues", roles=frozenset(CASE_ROLES), count=catalogue.count),
    NavItem(label="监督", route="desk_board", roles=frozenset(board.WHO), count=board.count),
    NavItem(label="当事人", route="desk_parties", roles=frozenset(party.WHO)),
    NavItem(label="登记", route="desk_registers", roles=frozenset(register_place.WHO)),
    NavItem(label="银行对账", route="desk_bank", roles=frozenset(bank.WHO)),
    NavItem(label="规则", route="desk_rules", roles=frozenset(CASE_ROLES)),
    NavItem(label="账号", route="desk_accounts", roles=frozenset({"system_admin"})),
    NavItem(label="任职", route="desk_posts", roles=frozenset({"security_admin"})),
    NavItem(label="管理日志", route="desk_log", roles=frozenset({"audit_admin"})),
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
