"""Approvals asked for (报批) before the act that they are about: what is open, who still has to sign. Pure.

An act may always be done directly by whoever holds its role. Once its approval was asked for, it waits for
the countersigners and for the one who was asked; doing it, returning or withdrawing the request ends that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from mingjing.law import rule as r
from mingjing.law.record import Done, Record

REQUEST, COUNTERSIGN, ADD, HAND_ON = "报批", "会签", "加签", "转办"
RETURN, WITHDRAW, URGE = "退回报批", "撤回报批", "催办"
STEPS = (COUNTERSIGN, ADD, HAND_ON, RETURN, WITHDRAW, URGE)
MATTER, APPROVER, SIGNERS, ADDED, TAKER, RESULT = (
    *("报批事项", "批准人", "会签人员", "加签人员"),
    *("转办人员", "会签结论"),
)
AGREED = "同意"
HEADS = ("承办机构负责人", "机关负责人")
DUTY = "批办"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. `answers`: signer -> 同意 or 不同意; `ended`: version of the ending act, 0: open."""

    version: int
    act: str
    asked_by: tuple[str, ...]
    approver: str
    signers: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    urged: tuple[date, ...] = ()
    handed_on: bool = False
    ended: int = 0

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those asked to countersign who have not."""
        return tuple(each for each in self.signers if each not in self.answers)

    @property
    def against(self) -> tuple[str, ...]:
        """Those who countersigned 不同意."""
        return tuple(each for each in self.signers if self.answers.get(each, AGREED) != AGREED)

    @property
    def people(self) -> tuple[str, ...]:
        return (*self.asked_by, self.approver, *self.signers)


def requests(record: Record) -> list[Request]:
    """Every request of the case, in the order of asking."""
    if not record.count(REQUEST):
        return []
    found: list[Request] = []
    for done in record.acts:
        if done.act == REQUEST:
            found.append(
                Request(
                    version=done.version,
                    act=str(done.facts.get(MATTER, "")),
                    asked_by=done.by,
                    approver=str(done.facts.get(APPROVER, "")),
                    signers=tuple(map(str, done.facts.get(SIGNERS) or ())),
                )
            )
            continue
        about = done.facts.get(MATTER) if done.act in STEPS else done.act
        for index, each in enumerate(found):
            if not each.ended and each.act == about:
                found[index] = _after(each, done)
    return found


def _after(request: Request, done: Done) -> Request:
    match done.act:
        case "会签":
            answer = str(done.facts.get(RESULT, ""))
            return replace(request, answers={**request.answers, **dict.fromkeys(done.by, answer)})
        case "加签":
            return replace(request, signers=(*request.signers, str(done.facts.get(ADDED, ""))))
        case "转办":
            return replace(request, approver=str(done.facts.get(TAKER, "")), handed_on=True)
        case "催办":
            return replace(request, urged=(*request.urged, done.day))
    return replace(request, ended=done.version)


def open_requests(record: Record) -> list[Request]:
    return [each for each in requests(record) if not each.ended]


def askable(procedure: r.Procedure) -> tuple[str, ...]:
    """The acts of the procedure whose approval may be asked for: those that a head does."""
    return tuple(
        act.name
        for act in procedure.acts.values()
        if set(act.roles) <= set(HEADS) and not act.opens_case and act.name not in STEPS
    )


def role_of(procedure: r.Procedure, act: str) -> str:
    """The role of whoever does the act that is asked for."""
    rule = procedure.acts.get(act)
    return rule.roles[0] if rule else ""


def takes_part(record: Record, act: str, person: str) -> bool:
    """Whether the person has a part in an open request that this step is for; True for any other act.

    Stand-ins are not known here: the judgement of the act decides.
    """
    open_ = open_requests(record)
    match act:
        case "会签":
            return any(person in each.waiting for each in open_)
        case "加签":
            return any(person == each.approver or person in each.signers for each in open_)
        case "转办" | "退回报批":
            return any(person == each.approver for each in open_)
        case "撤回报批" | "催办":
            return any(person in each.asked_by for each in open_)
    return True
