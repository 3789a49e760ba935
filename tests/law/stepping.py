"""One step of a walk through the rules: judged, and laid upon the record when it is allowed."""

from mingjing.law.book import RuleBook
from mingjing.law.fact import gather
from mingjing.law.judge import Proposal, advance, judge
from mingjing.law.lack import Lack
from mingjing.law.record import Done, Record
from mingjing.law.rule import Procedure


def stepped(
    book: RuleBook, procedure: Procedure, record: Record, proposal: Proposal
) -> tuple[Record, list[Lack]]:
    """The record after the act and no lacks, or the same record and what is lacking."""
    judged = judge(book, procedure, record, proposal)
    if judged.lacks:
        return record, list(judged.lacks)
    version = record.version + 1
    done = Done(
        act=proposal.act,
        version=version,
        at=proposal.at,
        recorded=proposal.at,
        by=proposal.by,
        capacity=judged.capacity,
        facts=judged.values,
        draft=judged.draft,
        hash=f"{version:064x}",
    )
    return advance(procedure, record, done, gather(book.facts, [record.facts, done.facts])), []
