"""How far the publication of a decision has come, computed from the acts and the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingjing.law.record import Done, Record

NONE, WAITING, IN_REVIEW, RETURNED, PASSED = "", "待采集", "待复核", "已退回", "待发布"
PUBLIC, WITHDRAWN, WITHHELD, EXPIRED = "已公示", "已撤回", "不予公示", "已届满"
CHANNEL = "公示渠道"  # the fact that names another place where a decision was put up
PLATFORM = "公示平台"  # the channel that a release itself serves


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRule:
    """The acts by which one decision comes before the public (公示项), and the facts of the public copy.

    Any of the acts `decided` makes a decision to publish; `duty` is the duty that the release answers.
    `further`: facts of the case that the copy shows under their own names (有效期, 征收范围).
    """

    name: str
    decided: tuple[str, ...]
    collected: str
    reviewed: str
    released: str
    withdrawn: str
    withheld: str
    until: str = ""
    duty: str = ""
    channels: tuple[str, ...] = ()
    party: str = "公示名称"
    matter: str = "公示违法行为"
    basis: str = "公示依据"
    outcome: str = "公示处罚内容"
    further: tuple[str, ...] = ()

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The channels that a release on this platform does not serve: all but 公示平台, or but the first."""
        own = PLATFORM if PLATFORM in self.channels else next(iter(self.channels), "")
        return tuple(each for each in self.channels if each != own)

    @property
    def steps(self) -> tuple[str, ...]:
        """The acts of the publication itself."""
        return self.collected, self.reviewed, self.released, self.withdrawn, self.withheld

    def decision(self, record: Record) -> Done | None:
        """The decision that is to be published: the last one made, None before there is one."""
        made = (record.last(act) for act in self.decided)
        return max((done for done in made if done), key=lambda done: done.version, default=None)


def publication_state(rule: PublicationRule, record: Record, day: date) -> str:
    """One of the words above; "" before there is a decision to publish."""
    decided = rule.decision(record)
    if decided is None:
        return NONE
    steps = [done for done in record.acts if done.act in rule.steps and done.version > decided.version]
    if not steps:
        return WAITING
    last = steps[-1]
    if last.act == rule.released:
        until = record.facts.get(rule.until)
        return EXPIRED if until and day > date.fromisoformat(str(until)) else PUBLIC
    if last.act == rule.reviewed:
        return PASSED if last.facts.get("公示复核结论") == "同意发布" else RETURNED
    return {rule.collected: IN_REVIEW, rule.withdrawn: WITHDRAWN, rule.withheld: WITHHELD}[last.act]


def publication_of(rules: Iterable[PublicationRule], record: Record) -> PublicationRule | None:
    """The rule of the decision made last, None before there is one."""
    decided = [(done.version, rule) for rule in rules if (done := rule.decision(record))]
    return max(decided, key=lambda each: each[0])[1] if decided else None


def everywhere(rule: PublicationRule, record: Record) -> bool:
    """Whether the decision made last is public here and on every other channel that the rules ask for.

    What was put up elsewhere is what acts since the decision recorded (公示渠道).
    """
    decided = rule.decision(record)
    if decided is None:
        return False
    since = [done for done in record.acts if done.version > decided.version]
    moves = [done.act for done in since if done.act in (rule.released, rule.withdrawn)]
    told = {str(done.facts[CHANNEL]) for done in since if done.facts.get(CHANNEL)}
    return moves[-1:] == [rule.released] and told >= set(rule.elsewhere)
