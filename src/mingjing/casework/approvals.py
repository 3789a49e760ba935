"""The approvals asked for in a case as its page shows them: who asked whom, who has signed, who has not."""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjing.law import rule as r
from mingjing.law.approval import STEPS, Request, open_requests, takes_part
from mingjing.law.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One open request. `signers`: name and answer, "" while there is none. `steps`: act, identifier."""

    act: str
    asked_by: str
    approver: str
    handed_on: bool
    signers: tuple[tuple[str, str], ...]
    urged: int
    waits: str
    steps: tuple[tuple[str, str], ...]


def approvals(
    procedure: r.Procedure, record: Record, names: Mapping[str, str], who: str = ""
) -> tuple[Approval, ...]:
    """The open requests; the steps are those in which the person `who` has a part."""
    steps = tuple(
        (name, procedure.acts[name].id)
        for name in STEPS
        if who and name in procedure.acts and takes_part(record, name, who)
    )
    return tuple(_approval(each, names, steps) for each in open_requests(record))


def _approval(request: Request, names: Mapping[str, str], steps: tuple[tuple[str, str], ...]) -> Approval:
    def named(ids: tuple[str, ...]) -> str:
        return "、".join(names.get(each, "不在名册") for each in ids)

    approver = named((request.approver,))
    if request.against:
        waits = f"{named(request.against)}不同意，等{approver}退回或者报批的人撤回"
    elif request.waiting:
        waits = f"等{named(request.waiting)}会签"
    else:
        waits = f"等{approver}批办"
    return Approval(
        act=request.act,
        asked_by=named(request.asked_by),
        approver=approver,
        handed_on=request.handed_on,
        signers=tuple((named((each,)), request.answers.get(each, "")) for each in request.signers),
        urged=len(request.urged),
        waits=waits,
        steps=steps,
    )
