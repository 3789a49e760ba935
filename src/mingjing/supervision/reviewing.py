"""Which acts of a procedure are its legal review: found in the rules by what they do, not by their names."""

from dataclasses import dataclass
from functools import lru_cache

from mingjing.law import rule as r
from mingjing.law.record import Done, Record
from mingjing.law.weigh import draft_facts


@dataclass(frozen=True, slots=True)
class Reviewing:
    """`opinion` answers the points, ends `duty`; `submission` opens it; `back` stops it till `supplement`."""

    opinion: r.ActRule
    submission: r.ActRule
    duty: str
    points: str  # the fact that holds the answers
    back: r.ActRule | None
    supplement: str


def reviewing(procedure: r.Procedure) -> Reviewing | None:
    """The review of the procedure, None where it has none."""
    for act in procedure.acts.values():
        points = next((name for name, field in act.fields.items() if field.points), "")
        if not points:
            continue
        for closing in act.closes:
            opener = next(
                (
                    each
                    for each in procedure.acts.values()
                    if any(rule.name == closing.duty for rule in each.opens)
                ),
                None,
            )
            if opener:
                back = next(
                    (
                        each
                        for each in procedure.acts.values()
                        if set(each.roles) & set(act.roles)
                        and any(p.duty == closing.duty for p in each.pauses)
                    ),
                    None,
                )
                supplement = (
                    next((p.until for p in back.pauses if p.duty == closing.duty), "") if back else ""
                )
                return Reviewing(act, opener, closing.duty, points, back, supplement)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One submission and what came of it. `stated`: the draft decision as it was submitted."""

    number: int
    submitted: Done
    stated: dict[str, object]
    opinion: Done | None
    returned: tuple[Done, ...]


def rounds(procedure: r.Procedure, review: Reviewing, record: Record) -> list[Round]:
    """Every round in order: a submission, the returns for supplement, the opinion that answered it."""
    found: list[Round] = []
    submissions = record.all(review.submission.name)
    for index, done in enumerate(submissions):
        until = submissions[index + 1].version if index + 1 < len(submissions) else record.version + 1
        later = [each for each in record.acts if done.version < each.version < until]
        until_then = Record(
            record.case,
            record.agency,
            record.procedure,
            tuple(a for a in record.acts if a.version <= done.version),
        )
        found.append(
            Round(
                number=index + 1,
                submitted=done,
                stated=draft_facts(procedure, until_then),
                opinion=next((each for each in later if each.act == review.opinion.name), None),
                returned=tuple(each for each in later if review.back and each.act == review.back.name),
            )
        )
    return found


@lru_cache(maxsize=8)
def review_duties(pack: str) -> frozenset[str]:
    """The names of all duties to review under the rules in force."""
    from mingjing.casework.packs import by_hash

    found = (reviewing(procedure) for procedure in by_hash(pack).book().procedures.values())
    return frozenset(each.duty for each in found if each)
