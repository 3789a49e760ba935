"""How far the publication of a decision has come, computed from the acts and the day."""

from dataclasses import dataclass
from datetime import date

from mingjing.law.record import Record

NONE, WAITING, IN_REVIEW, RETURNED, PASSED = "", "待采集", "待复核", "已退回", "待发布"
PUBLIC, WITHDRAWN, WITHHELD, EXPIRED = "已公示", "已撤回", "不予公示", "已届满"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """The acts by which one decision comes before the public (公示项), and the fact of its last day."""

    name: str
    decided: str
    collected: str
    reviewed: str
    released: str
    withdrawn: str
    withheld: str
    until: str = ""


def publication_state(rule: PublicationRule, record: Record, day: date) -> str:
    """One of the words above; "" before there is a decision to publish."""
    if not record.count(rule.decided):
        return NONE
    steps = [
        done
        for done in record.acts
        if done.act in (rule.collected, rule.reviewed, rule.released, rule.withdrawn, rule.withheld)
    ]
    if not steps:
        return WAITING
    last = steps[-1]
    if last.act == rule.released:
        until = record.facts.get(rule.until)
        return EXPIRED if until and day > date.fromisoformat(str(until)) else PUBLIC
    if last.act == rule.reviewed:
        return PASSED if last.facts.get("公示复核结论") == "同意发布" else RETURNED
    return {rule.collected: IN_REVIEW, rule.withdrawn: WITHDRAWN, rule.withheld: WITHHELD}[last.act]
