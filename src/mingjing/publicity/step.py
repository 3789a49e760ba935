"""What a release or withdrawal of a case says to the public, read from the case's acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mingjing.casework.fold import fold
from mingjing.casework.service import Opened
from mingjing.casework.words import spoken
from mingjing.journal.entry import instant
from mingjing.law.clause import Clause
from mingjing.law.duties import Duty, duties
from mingjing.law.publication import PublicationRule, publication_of
from mingjing.law.record import Done, Record
from mingjing.law.rule import FactType
from mingjing.publicity.content import Decision, Limit, Notice, spelled, without_names
from mingjing.registry.models import Agency, Person

_NAMING = (
    FactType.PERSON,
    FactType.PARTY,
    FactType.CASE,
)  # who is named in public is the collection's to say
_NO_DAY = date.min  # so that every date is written with its year
REVIEW, AGREED = "公示复核结论", "同意发布"
REASON, SAID, DOCUMENT = "撤回原因", "撤回说明", "结果文号"


class Unreviewed(Exception):
    """The release does not stand on a review by another person; nothing was released."""


@dataclass(frozen=True, slots=True)
class Step:
    """One release or withdrawal: the act, the rule it belongs to, and the case as it was then."""

    opened: Opened
    rule: PublicationRule
    done: Done
    record: Record

    @property
    def withdrawal(self) -> bool:
        return self.done.act == self.rule.withdrawn

    @property
    def release(self) -> Done:
        """The release itself, or the one that is taken back."""
        if not self.withdrawal:
            return self.done
        found = self.record.last(self.rule.released)
        assert found is not None, "a withdrawal follows a release"
        return found

    @property
    def taken_back(self) -> bool:
        """Whether a later act of the case took this release back."""
        return any(
            done.act == self.rule.withdrawn and done.version > self.done.version
            for done in self.opened.record.acts
        )


def steps(opened: Opened) -> list[Step]:
    """Every release and withdrawal of the case in order."""
    found = []
    for index, done in enumerate(opened.record.acts):
        rules = [r for r in opened.procedure.publications if done.act in (r.released, r.withdrawn)]
        if rules:
            acts = opened.record.acts[: index + 1]
            record = fold(opened.book.facts, opened.procedure, opened.record.case, opened.record.agency, acts)
            rule = publication_of(rules, record) or rules[0]
            found.append(Step(opened, rule, done, record))
    return found


def decision_of(step: Step, agency: Agency, public_id: str) -> Decision:
    """The released copy: the facts of the collection as reviewed. Raises `Unreviewed`."""
    collected, reviewed = step.record.last(step.rule.collected), step.record.last(step.rule.reviewed)
    if (
        collected is None
        or reviewed is None
        or reviewed.version < collected.version
        or reviewed.facts.get(REVIEW) != AGREED
        or set(reviewed.by) & set(collected.by)
    ):
        raise Unreviewed("公示信息没有经他人复核同意，没有发布")
    decided = step.rule.decision(step.record)
    assert decided is not None, "a collection follows a decision"
    clause = _act_clause(step, step.rule.released)
    return Decision(
        id=public_id,
        category=step.opened.procedure.category,
        procedure=step.opened.procedure.name,
        agency=agency.name,
        number=decided.number,
        decided=decided.day.isoformat(),
        party=str(collected.facts.get(step.rule.party) or ""),
        conclusion=decided.act.removeprefix("作出"),
        matter=str(collected.facts.get(step.rule.matter) or ""),
        basis=str(collected.facts.get(step.rule.basis) or ""),
        outcome=str(collected.facts.get(step.rule.outcome) or ""),
        further=_further(step),
        until=str(collected.facts.get(step.rule.until) or ""),
        published=instant(step.done.recorded),
        channels=step.rule.channels,
        limit=_limit(step),
        ground=str(clause),
        ground_checked=step.opened.book.checked(clause),
        wording=step.opened.book.wording(clause),
        collected=_units(collected.by),
        reviewed=_units(reviewed.by),
    )


def notice_of(step: Step, agency: Agency, public_id: str) -> Notice:
    """The notice that takes the place of the withdrawn copy."""
    decided = step.rule.decision(step.record)
    collected = step.record.last(step.rule.collected)
    party = step.record.facts.get("当事人") or {}
    public = str(collected.facts.get(step.rule.party) or "") if collected else ""
    names = (str(party.get("名称") or ""), public)
    clause = _act_clause(step, step.rule.withdrawn)
    document = step.opened.book.facts.get(DOCUMENT)
    return Notice(
        id=public_id,
        category=step.opened.procedure.category,
        agency=agency.name,
        number=decided.number if decided else "",
        published=instant(step.release.recorded),
        withdrawn=instant(step.done.recorded),
        reason=str(step.done.facts.get(REASON) or ""),
        said=without_names(str(step.done.facts.get(SAID) or ""), *names),
        document="" if document is None or document.private else str(step.record.facts.get(DOCUMENT) or ""),
        limit=_limit(step),
        ground=str(clause),
        ground_checked=step.opened.book.checked(clause),
        wording=step.opened.book.wording(clause),
    )


def _further(step: Step) -> tuple[tuple[str, str], ...]:
    """What else the rule shows of the case, in its order; sealed facts never, whatever the rule says."""
    facts, found = step.opened.book.facts, []
    for name in step.rule.further:
        value, fact = step.record.facts.get(name), facts.get(name)
        if fact is not None and not fact.private and fact.type not in _NAMING and value not in (None, "", []):
            found.append((name, spoken(fact, value, {}, _NO_DAY)))
    return tuple(found)


def _act_clause(step: Step, act: str) -> Clause:
    return step.opened.procedure.acts[act].clause


def _limit(step: Step) -> Limit | None:
    """The duty that the act answered; for a release after a withdrawal the one that the first answered."""
    answered = {closing.duty for closing in step.opened.procedure.acts[step.done.act].closes}
    found: list[Duty] = [
        duty for duty in duties(step.opened.book, step.opened.procedure, step.record) if duty.name in answered
    ]
    if not found:
        return None
    duty = next((each for each in found if each.closed == step.done.version), found[-1])
    if step.withdrawal and duty.closed != step.done.version:
        return None
    return Limit(
        due=duty.due.isoformat() if duty.due else "",
        term=spelled(str(duty.term or "")),
        clause=str(duty.clause),
        checked=step.opened.book.checked(duty.clause),
        in_time=not duty.over(step.done.day),
    )


def _units(people: Iterable[str]) -> tuple[str, ...]:
    """The units of the people, each once. Persons are not named in public."""
    found = Person.objects.filter(id__in=list(people), unit__isnull=False).values_list(
        "unit__name", flat=True
    )
    return tuple(sorted(set(found)))
