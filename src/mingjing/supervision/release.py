"""Publications that wait for the agency's publishers, though the duty to publish is the handlers'."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.packs import current
from mingjing.law.publication import IN_REVIEW, PASSED
from mingjing.supervision.post import Post
from mingjing.supervision.step import publishing
from mingjing.supervision.work import Work, of_state, rules

MOST = 200


def releases(person: Any, held: Iterable[Post], now: datetime) -> list[Work]:
    """What waits to be reviewed or released by these posts, dated by the duty to publish."""
    found: list[Work] = []
    for post in held:
        if post.role not in publishers():
            continue
        rows = Case.objects.visible_to(person).filter(agency=post.agency, publication__in=(IN_REVIEW, PASSED))
        cases = list(rows.order_by("decided", "id")[:MOST])
        duties = publishing_duties(person, cases)
        for case in cases:
            procedure = rules(case)[1]
            for rule in procedure.publications:
                act = procedure.acts[rule.reviewed if case.publication == IN_REVIEW else rule.released]
                if post.role in act.roles:
                    found.append(of_state(case, act, now, duties.get((case.agency, case.id))))
    return found


def publishers() -> frozenset[str]:
    """The roles that review or release publications under the national rules."""
    return frozenset(
        role
        for procedure in current().book().procedures.values()
        for rule in procedure.publications
        for name in (rule.reviewed, rule.released)
        for role in procedure.acts[name].roles
    )


def publishing_duties(person: Any, cases: Iterable[Case]) -> dict[tuple[str, str], DutyRow]:
    """The open duty to publish of each of the cases, in one query."""
    by_key = {(case.agency, case.id): case for case in cases}
    rows = DutyRow.objects.visible_to(person).filter(
        agency__in={agency for agency, _ in by_key},
        case_id__in=[case for _, case in by_key],
        closed__isnull=True,
        period=False,
    )
    return {
        (row.agency, row.case_id): row
        for row in rows
        if (case := by_key.get((row.agency, row.case_id)))
        and publishing(rules(case)[1], row.name, case.publication)
    }
