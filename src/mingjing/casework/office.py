"""Office at the time of recording: who writes an earlier day must still hold the role today."""

from mingjing.law import rule as r
from mingjing.law.judge import Proposal
from mingjing.law.lack import Lack
from mingjing.registry.as_of import people_as_of


def out_of_office(rule: r.ActRule, proposal: Proposal, agency: str) -> list[Lack]:
    """The lack of one who held the role on the day of the act but holds it no more when recording it.

    Otherwise whoever was dismissed could go on deciding by writing an earlier day.
    """
    if proposal.at.date() >= proposal.now.date() or not proposal.by:
        return []
    first, wanted = proposal.by[0], set(rule.roles)
    then = proposal.people.get(first)
    if then is None or not then.roles & wanted:
        return []  # the law has said so already
    today = people_as_of(agency, (first,), proposal.now.date()).get(first)
    if today and today.roles & wanted:
        return []
    said = f"{then.name}现在不是{'、'.join(rule.roles)}，不能补记{rule.name}，由在任的人办理"
    return [Lack(said=said, code="职务", clause=rule.clause)]
