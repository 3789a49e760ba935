"""Which act of a procedure answers a duty, and which acts a case works towards. Pure, by the rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law import rule as r
from mingjing.law.guard import Elapsed, Holds
from mingjing.law.publication import IN_REVIEW, PASSED, RETURNED, WAITING

# The button for an act, by how its name begins; whatever is not here is 去办理.
_VERBS = {
    "公示": "去公示",
    "采集": "去公示",
    "送达": "登记送达",
    "处理": "作出处理",
    "作出": "作出决定",
    "决定": "作出决定",
    "出具": "去审核",
    "补充": "去补充",
    "复核": "去复核",
    "发布": "去发布",
    "撤回": "去撤回",
    "移送": "去移送",
    "登记": "去登记",
    "提出": "提建议",
    "送法": "去送审",
}


def button(act: str) -> str:
    """Two to four characters for the button that opens the act's form."""
    return act if len(act) <= 4 else _VERBS.get(act[:2], "去办理")


@dataclass(frozen=True, slots=True)
class Goal:
    """An act that becomes due by the state of the case, not by a duty of its own role.

    `duty` is the open duty of somebody else that it answers, "" where a status alone makes it due.
    """

    procedure: str
    act: r.ActRule
    duty: str = ""
    holder: str = ""
    roles: frozenset[str] = frozenset()  # who does it, or an act that it still lacks and no duty asks for


def holders(procedure: r.Procedure) -> dict[str, str]:
    """Duty -> who holds it, of all duties that the procedure can open; periods are left out."""
    return {
        rule.name: rule.holder for act in procedure.acts.values() for rule in act.opens if not rule.period
    }


def goals(procedure: r.Procedure) -> list[Goal]:
    """Acts named like a duty that another role holds (the handler prepares 作出处罚决定, the head does it),
    and acts that change the status once a positive condition holds (结案 when the penalty is executed)."""
    held = holders(procedure)
    found = []
    for act in procedure.acts.values():
        if act.name in held and held[act.name] not in act.roles:
            parts = _parts(procedure, act, held)
            found.append(Goal(procedure.name, act, act.name, held[act.name], parts))
        elif act.status and any(isinstance(guard, Holds) and not guard.when for guard in act.guards):
            found.append(Goal(procedure.name, act, roles=frozenset(act.roles)))
    return found


def _parts(procedure: r.Procedure, act: r.ActRule, held: Mapping[str, str]) -> frozenset[str]:
    mends = {guard.mend for guard in act.guards} | {each.act for each in act.after}
    others = [procedure.acts[name] for name in mends if name in procedure.acts and name not in held]
    return frozenset(role for each in (act, *others) for role in each.roles)


def awaited(goal: Goal) -> tuple[str, ...]:
    """The periods of a party that must have run out before the goal: 陈述申辩期."""
    return tuple(guard.period for guard in goal.act.guards if isinstance(guard, Elapsed) and guard.period)


def answers(procedure: r.Procedure, duty: str, role: str) -> r.ActRule | None:
    """The act by which the role answers the duty: the one of the same name, else the first that closes it."""
    found = [
        act
        for act in procedure.acts.values()
        if role in act.roles and any(closing.duty == duty for closing in act.closes)
    ]
    return next((act for act in found if act.name == duty), found[0] if found else None)


def publishing(procedure: r.Procedure, duty: str, state: str) -> r.ActRule | None:
    """The next act of the publication that the duty is about, by how far it has come; None for others."""
    for rule in procedure.publications:
        if any(closing.duty == duty for closing in procedure.acts[rule.released].closes):
            name = {
                WAITING: rule.collected,
                RETURNED: rule.collected,
                IN_REVIEW: rule.reviewed,
                PASSED: rule.released,
            }.get(state)
            return procedure.acts[name] if name else None
    return None


def live(procedure: r.Procedure) -> frozenset[str]:
    """The statuses of a case that is still being handled: some act can still change them."""
    return frozenset(status for act in procedure.acts.values() if act.status for status in act.statuses)
