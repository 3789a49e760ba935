"""What waits to be done in cases, one row each, ready for a page to print: `Work`, and how rows are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.words import Left, left
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause, ClauseError
from mingjing.supervision.rules_of import rules_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One thing to do in one case. `act` is the form that does it, None where the case is the place."""

    agency: str
    case: str
    number: str
    party: str
    cause: str
    what: str
    holder: str
    due: date | None
    provisional: bool
    left: Left
    clause: str
    checked: bool
    procedure: r.Procedure
    act: r.ActRule | None = None
    moment: datetime | None = None
    opened: int = 0

    @property
    def order(self) -> tuple[bool, date, str]:
        """Soonest first; what has no date comes last."""
        return (self.due is None, self.due or date.max, self.number)


def cases_by_id(rows: Any, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Case]:
    """The cases of (agency, case) pairs, out of rows that are already narrowed to a reader."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    found = rows.filter(agency__in={agency for agency, _ in wanted}, id__in=[case for _, case in wanted])
    return {(case.agency, case.id): case for case in found}


def rules(case: Case) -> tuple[RuleBook, r.Procedure]:
    return rules_of(case.profile, case.sector, case.pack, case.procedure)


def of_duty(row: DutyRow, case: Case, act: r.ActRule | None, now: datetime) -> Work:
    """The duty as work, with the act that answers it for whoever reads."""
    book, procedure = rules(case)
    return Work(
        agency=row.agency,
        case=row.case_id,
        number=case.number,
        party=case.party,
        cause=case.cause,
        what=row.name,
        holder=row.holder,
        due=row.due,
        provisional=row.provisional,
        left=left(row.due, row.term, now, book.calendar, moment=row.moment, paused=row.paused),
        clause=row.clause,
        checked=is_checked(book, row.clause),
        procedure=procedure,
        act=act,
        moment=row.moment,
        opened=row.opened,
    )


def of_state(case: Case, act: r.ActRule, now: datetime, row: DutyRow | None = None) -> Work:
    """An act that the state of the case makes due; the date is that of the duty it answers, if any."""
    book, procedure = rules(case)
    return Work(
        agency=case.agency,
        case=case.id,
        number=case.number,
        party=case.party,
        cause=case.cause,
        what=act.name,
        holder=act.roles[0],
        due=row.due if row else None,
        provisional=bool(row and row.provisional),
        left=left(row.due if row else None, row.term if row else "", now, book.calendar),
        clause=row.clause if row else str(act.clause),
        checked=is_checked(book, row.clause if row else str(act.clause)),
        procedure=procedure,
        act=act,
        opened=row.opened if row else 0,
    )


def is_checked(book: RuleBook, clause: str) -> bool:
    """Whether the clause of a row was compared with the official text; one that cannot be read was not."""
    try:
        return book.checked(Clause.parse(clause))
    except ClauseError:
        return False


def in_order(works: Iterable[Work]) -> Sequence[Work]:
    """Soonest first, each act of a case once."""
    seen: set[tuple[str, str, str]] = set()
    found = []
    for work in sorted(works, key=lambda each: each.order):
        key = (work.agency, work.case, work.act.name if work.act else work.what)
        if key not in seen:
            seen.add(key)
            found.append(work)
    return found
