"""Agencies, units, people and papers that stand by no register: those with which an installation begins.

A demo, a rehearsal and the first administrators put them into the tables at once. An entry says so, row by
row, so that `verify` can tell such a row from one that somebody wrote into the database.
"""

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import Entry, decode
from mingjing.journal.rows import rows_of
from mingjing.registry.appointing import (
    ACCOUNT_CLOSED,
    ACCOUNT_MADE,
    ACCOUNT_OPENED,
    append_told,
)
from mingjing.registry.models import Agency, Certificate, LegalQualification, Person, Unit
from mingjing.registry.register_log import STRUCK

FOUNDED = "原有登记"
AGENCY, UNIT, PERSON, PAPER, QUALIFICATION = "执法主体", "内设机构", "人员", "执法证件", "法律职业资格"
# What an entry says of a row, and what is compared: the columns that decide what somebody may do.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    AGENCY: ("id", "name", "word", "region", "region_code", "field", "profile", "parent_id"),
    UNIT: ("id", "name", "kind"),
    PERSON: ("id", "username", "name", "unit_id", "reviewing_since"),
    PAPER: (
        "number", "version", "person_id", "since", "ended", "issuer", "category", "area", "valid_from",
        "valid_until", "suspended_from", "suspended_until", "exam_passed", "exam_exempt", "standing",
    ),
    QUALIFICATION: ("number", "person_id", "since"),
}  # fmt: skip


@dataclass(slots=True)
class Roster:
    """What the log of one agency tells of its rows beside the registers.

    `rows`: by table and key (`key_of`) the columns told. `accounts`: person's id -> the entry's body.
    `open`: user name -> whether the account was left open.
    """

    rows: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {table: {} for table in COLUMNS}
    )
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    open: dict[str, bool] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """What the next entry of the log says of accounts and of rows beside the registers."""
        body = entry.body
        if entry.kind == FOUNDED:
            for table, rows in body.items():
                for row in rows:
                    self.rows[table][key_of(table, row)] = row
        elif entry.kind == STRUCK:
            if body["标识"] == "person":
                self.open[body["键"]] = False
        else:
            if entry.kind == ACCOUNT_MADE:
                self.accounts[body["人员"]] = body
            self.open[body["用户名"]] = entry.kind != ACCOUNT_CLOSED


def enter(
    agency: str,
    occasion: str,
    *,
    of: Agency | None = None,
    units: Iterable[Unit] = (),
    people: Iterable[Person] = (),
) -> None:
    """One entry that tells these rows, with the papers of the people. Only within a transaction."""
    people = list(people)
    papers = Certificate.objects.filter(person__in=people).order_by("number", "version")
    qualifications = LegalQualification.objects.filter(person__in=people).order_by("number")
    rows = {
        AGENCY: [of] if of else [],
        UNIT: units,
        PERSON: people,
        PAPER: papers,
        QUALIFICATION: qualifications,
    }
    enter_rows(agency, occasion, rows)


def enter_rows(agency: str, occasion: str, rows: Mapping[str, Iterable[Any]]) -> None:
    """One entry that tells these rows by table. Only within a transaction."""
    told = {table: [plain(table, row) for row in of] for table, of in rows.items()}
    body = {table: of for table, of in told.items() if of}
    append_told(agency, [(FOUNDED, body)], by=(), capacity=occasion, entrance="task")


def roster(connection: BaseDatabaseWrapper, agency: str) -> Roster:
    """What the agency's log tells beside the registers; `INSTALLATION` for the administrators."""
    found = Roster()
    kinds = (FOUNDED, ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, STRUCK)
    batches = rows_of(
        connection,
        "SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = '' "
        f"AND kind IN ({', '.join(['%s'] * len(kinds))}) ORDER BY position",
        (agency, *kinds),
    )
    with closing(batches):
        for rows in batches:
            for (data,) in rows:
                found.take(decode(bytes(data)))
    return found


def plain(table: str, row: Any) -> dict[str, Any]:
    """The columns of a row as an entry holds them: days as text, nothing as ""."""
    return {column: _plain(getattr(row, column)) for column in COLUMNS[table]}


def differs(table: str, row: Any, told: Mapping[str, Any] | None) -> bool:
    """Whether the row is not as it was told; a column that the entry does not know is not asked."""
    return told is None or any(_plain(getattr(row, column)) != value for column, value in told.items())


def key_of(table: str, row: Mapping[str, Any]) -> str:
    """By what the rows of a table are told apart."""
    if table == PAPER:
        return f"{row['number']} / {row['version']}"
    return str(row["number" if table == QUALIFICATION else "id"])


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
