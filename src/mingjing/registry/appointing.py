"""Appointing people and ending appointments: each is an entry of the journal, in the same transaction.

Whoever appoints is the security administrator and never acts on their own posts; nobody is given what the
separation of the administrators forbids. Entries of posts without agency go to the installation's own log.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connections, transaction

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person, Unit
from mingjing.registry.post_wish import Fault, NotPossible, Wish, faults_of, not_allowed, refusals_told
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import roles_of

INSTALLATION = "installation"  # the log of what concerns no single agency
APPOINTED, ENDED = "任职", "免职"
ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN = "建立账号", "停用账号", "恢复账号", "重发启用码"
KINDS = (APPOINTED, ENDED, ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN)


def appoint(
    *,
    by: Person,
    person: Person,
    role: str,
    agency: Agency | None,
    unit: Unit | None = None,
    since: date,
    until: date | None = None,
    stands_in_for: Person | None = None,
) -> Appointment:
    """The person holds the role from `since`, perhaps in another's place. Raises `NotPossible`."""
    wish = Wish(person, role, agency, unit, since, until, stands_in_for)
    with refusals_told(by, APPOINTED, agency.id if agency else INSTALLATION), transaction.atomic():
        return grant(by, wish, "page")


def grant(by: Person, wish: Wish, entrance: str) -> Appointment:
    """The wish as an appointment with its entry. Only within a transaction. Raises `NotPossible`."""
    # Whoever writes in the log of the agency holds its turn before any row, or two would wait for each other.
    store.take_turn(connections["default"], wish.agency.id if wish.agency else INSTALLATION)
    # The row is held, so that two grants at once cannot add up to what is forbidden; not its key, which
    # another's grant may name as the absent person.
    person = Person.objects.select_for_update(no_key=True).get(pk=wish.person.pk)
    if faults := faults_of(by, person, wish):
        raise NotPossible(faults)
    made = Appointment.objects.create(
        person=person,
        role=wish.role,
        agency=wish.agency,
        unit=wish.unit,
        since=wish.since,
        until=wish.until,
        stands_in_for=wish.stands_in_for,
    )
    record(by, APPOINTED, wish.agency.id if wish.agency else "", _body(made), entrance)
    return made


def begin_with(
    person: Person,
    roles: Iterable[str],
    *,
    agency: Agency | None = None,
    unit: Unit | None = None,
    since: date,
    occasion: str,
) -> None:
    """Posts by no administrator's wish: those with which an installation, or a rehearsal, begins.

    occasion: stands in the entry as the capacity. Only within a transaction.
    """
    made = [
        Appointment.objects.create(person=person, role=role, agency=agency, unit=unit, since=since)
        for role in roles
    ]
    enter_posts(made, occasion)


def enter_posts(made: Sequence[Appointment], occasion: str) -> None:
    """The entries of posts that stand in the table already. Only within a transaction."""
    for home in dict.fromkeys(each.agency_id for each in made):
        bodies = [_body(each) for each in made if each.agency_id == home]
        append_told(
            home or "", [(APPOINTED, body) for body in bodies], by=(), capacity=occasion, entrance="task"
        )


def end(*, by: Person, appointment: Appointment, until: date) -> Appointment:
    """The appointment ends with the day `until`; yesterday ends it at once. Raises `NotPossible`.

    One that would begin later is taken back: nobody ever held it, its row goes, and what is returned ends
    the day before it begins, as its entry says.
    """
    with refusals_told(by, ENDED, appointment.agency_id or INSTALLATION), transaction.atomic():
        return _end(by, appointment, until)


def _end(by: Person, appointment: Appointment, until: date) -> Appointment:
    today = clock.now().date()
    store.take_turn(connections["default"], appointment.agency_id or INSTALLATION)
    made = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("person", "agency")
        .filter(pk=appointment.pk)
        .first()
    )
    if made is None:
        raise NotPossible([Fault(f"{appointment.person.name}的这一任职已经撤回")])
    faults = not_allowed(by, made.person)
    if made.until is not None and made.until < today:
        said = f"{made.person.name}的{ROLES[made.role].name}已于 {made.until} 到期"
        faults.append(Fault(said, "until"))
    if until < today - timedelta(days=1):
        faults.append(Fault("任职最早只能到昨天为止，已经过去的日子不能改", "until"))
    if made.until is not None and until > made.until:
        faults.append(Fault(f"任职本来到 {made.until} 为止，免职不能晚于这一天", "until"))
    if faults:
        raise NotPossible(faults)
    stand_ins = _in_place_of(made)
    _cut(by, made, until, today)
    for each in stand_ins:
        if each.until is not None and each.until > until:
            _cut(by, each, until, today)
    return made


def _cut(by: Person, made: Appointment, until: date, today: date) -> None:
    """The row ends with the day, or goes where it has not begun; the entry of either.

    Of a post that was taken back the entry says a last day before the first, as the table cannot.
    """
    number = made.pk
    if until < made.since and made.since > today:
        made.delete()
        made.pk, made.until = number, made.since - timedelta(days=1)
    else:
        # A post that begins today cannot have ended yesterday: it ends with its first day.
        made.until = max(until, made.since)
        made.save(update_fields=["until"])
    record(by, ENDED, made.agency_id or "", _body(made))


def _in_place_of(made: Appointment) -> list[Appointment]:
    """The stand-ins for this very post: nobody acts in the place of one who left."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    same = rows.filter(
        stands_in_for=made.person_id, role=made.role, agency=made.agency_id, since__gte=made.since
    )
    if made.until is not None:
        same = same.filter(until__lte=made.until)
    return list(same.order_by("id"))


def record(by: Person, kind: str, agency: str, body: dict[str, Any], entrance: str = "page") -> None:
    """One entry outside the chains of cases, by the acting person. Only within a transaction."""
    capacity = "、".join(ROLES[role].name for role in sorted(roles_of(by)))
    append_told(agency, [(kind, body)], by=(by.pk,), capacity=capacity, entrance=entrance)


def append_told(
    agency: str,
    told: Sequence[tuple[str, dict[str, Any]]],
    *,
    by: tuple[str, ...],
    capacity: str,
    entrance: str,
) -> None:
    store.take_turn(connections["default"], agency or INSTALLATION)
    at = instant(clock.now())
    drafts = [
        store.Draft(
            agency=agency or INSTALLATION,
            kind=kind,
            occurred=at,
            recorded=at,
            by=by,
            capacity=capacity,
            entrance=entrance,
            body=body,
        )
        for kind, body in told
    ]
    store.append(connections["default"], drafts)


def _body(made: Appointment) -> dict[str, Any]:
    return {
        "人员": made.person_id,
        "姓名": made.person.name,
        "职务": ROLES[made.role].name,
        "机构": made.unit_id or "",
        "起": made.since.isoformat(),
        "止": made.until.isoformat() if made.until else "",
        **({"代理": made.stands_in_for_id} if made.stands_in_for_id else {}),
    }
