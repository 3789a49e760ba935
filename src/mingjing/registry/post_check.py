"""Posts (任职) against the journal: the check that `mingjing verify` runs, and the rebuild that mends them.

What a person may do is read from the table of posts, so a row that no entry tells of would be a right that
nobody gave.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal.entry import decode
from mingjing.journal.report import Fault
from mingjing.journal.rows import rows_of
from mingjing.journal.tree import agencies
from mingjing.registry.appointing import APPOINTED, ENDED, INSTALLATION
from mingjing.registry.models import Appointment, Person
from mingjing.registry.roles import ROLES, named

CHECK = "任职"


@dataclass(frozen=True, slots=True)
class Post:
    """One post as entry and row tell it; `role`: the role's id; "" and None for what is not written."""

    person: str
    role: str
    unit: str
    since: date
    until: date | None
    stands_in_for: str

    @property
    def span(self) -> "Post":
        """The post whatever its last day: an entry that ends it names it by the rest."""
        return replace(self, until=None)


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every post that no entry tells, every one told that is not there, every last day that differs."""
    for agency in _logs(connection):
        told = posts_told(connection, agency)
        there: dict[Post, Post] = {}
        for post in map(post_of, _rows(agency)):
            if post.span in there:
                yield Fault(CHECK, agency, _name(post.span), "任职表中有两条")
            there[post.span] = post
        for span in sorted(told.keys() | there.keys(), key=_order):
            if span not in told:
                yield Fault(CHECK, agency, _name(span), "日志中没有这一任职")
            elif span not in there:
                yield Fault(CHECK, agency, _name(span), "任职表中没有这一条")
            elif told[span] != there[span]:
                said = f"止日是“{there[span].until or '无'}”，由日志推出的是“{told[span].until or '无'}”"
                yield Fault(CHECK, agency, _name(span), said)


def rebuild(agency: str = "") -> int:
    """The posts of all logs, or of one agency's, as the journal tells them; how many there are then."""
    connection, number = connections["default"], 0
    for each in [agency] if agency else _logs(connection):
        with transaction.atomic():
            told = posts_told(connection, each)
            number += len(told)
            for row in _rows(each):
                if post_of(row) != told.get(post_of(row).span):
                    row.delete()  # one with another last day is made again below
                else:
                    del told[post_of(row).span]
            Appointment.objects.bulk_create(_row(post, each) for post in told.values())
    return number


def posts_told(connection: BaseDatabaseWrapper, agency: str) -> dict[Post, Post]:
    """The posts that follow from the agency's log, each by what it is apart from its last day."""
    found: dict[Post, Post] = {}
    batches = rows_of(
        connection,
        "SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = '' AND kind IN (%s, %s) "
        "ORDER BY position",
        (agency, APPOINTED, ENDED),
    )
    with closing(batches):
        for rows in batches:
            for (data,) in rows:
                post = _told(decode(bytes(data)).body)
                if post.until is not None and post.until < post.since:
                    found.pop(post.span, None)  # taken back before it began
                else:
                    found[post.span] = post
    return found


def post_of(row: Appointment) -> Post:
    """The post that a row of the table tells."""
    return Post(
        person=row.person_id,
        role=row.role,
        unit=row.unit_id or "",
        since=row.since,
        until=row.until,
        stands_in_for=row.stands_in_for_id or "",
    )


def _logs(connection: BaseDatabaseWrapper) -> list[str]:
    homes = Appointment.objects.order_by().values_list("agency", flat=True).distinct()
    return sorted({*agencies(connection, ("journal_entry",)), *(home or INSTALLATION for home in homes)})


def _rows(agency: str) -> Iterator[Appointment]:
    home = None if agency == INSTALLATION else agency
    return Appointment.objects.filter(agency=home).order_by("id").iterator(500)


def _told(body: dict[str, Any]) -> Post:
    return Post(
        person=body["人员"],
        role=named(body["职务"]).id,
        unit=body["机构"],
        since=date.fromisoformat(body["起"]),
        until=date.fromisoformat(body["止"]) if body["止"] else None,
        stands_in_for=body.get("代理", ""),
    )


def _row(post: Post, agency: str) -> Appointment:
    return Appointment(
        person_id=post.person,
        role=post.role,
        agency_id=None if agency == INSTALLATION else agency,
        unit_id=post.unit or None,
        since=post.since,
        until=post.until,
        stands_in_for_id=post.stands_in_for or None,
    )


def _order(post: Post) -> tuple[str, ...]:
    return post.person, post.role, post.since.isoformat(), post.unit, post.stands_in_for


def _name(post: Post) -> str:
    name = Person.objects.filter(pk=post.person).values_list("name", flat=True).first() or post.person
    return f"{name} {ROLES[post.role].name} 自 {post.since}"
