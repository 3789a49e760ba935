"""Appointing people and ending appointments: each is an entry of the journal, in the same transaction.

Whoever appoints is the security administrator and never acts on their own posts; nobody is given what the
separation of the administrators forbids. Entries of posts without agency go to the installation's own log.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Q

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.journal.refusal import refuse
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person, Unit
from mingjing.registry.roles import ROLES, conflicts
from mingjing.registry.scope import roles_of

INSTALLATION = "installation"  # the log of what concerns no single agency
APPOINTED, ENDED = "任职", "免职"
ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN = "建立账号", "停用账号", "恢复账号", "重发启用码"
KINDS = (APPOINTED, ENDED, ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN)
MOST_LOGGED = 20  # faults of one refused wish, or file of wishes, that the log of refusals names


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a wish, and the field of the form that would mend it ("" for none)."""

    said: str
    field: str = ""
    code: str = ""  # for the log of refusals, where it is more than a slip of the pen


@dataclass(frozen=True, slots=True)
class Wish:
    """Who is to hold which role, where, from when, until when, in whose place."""

    person: Person
    role: str
    agency: Agency | None
    unit: Unit | None
    since: date
    until: date | None
    stands_in_for: Person | None


class NotPossible(ValueError):
    """An appointment or account that may not be made or changed: every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("；".join(fault.said for fault in faults))


@contextmanager
def refusals_told(by: Person, kind: str, agency: str) -> Iterator[None]:
    """What is refused within leaves its lacks in the log of refusals; to be put around the transaction."""
    try:
        yield
    except NotPossible as error:
        log_refusal(by, kind, agency, [(0, fault) for fault in error.faults])
        raise


def log_refusal(
    by: Person, kind: str, agency: str, faults: Sequence[tuple[int, Fault]], entrance: str = "page"
) -> None:
    """Write refused wishes into the log of refusals, in a transaction of its own.

    faults: each with its row in the spreadsheet, 0 for none. Overreaching is named before slips.
    """
    lacks = [
        {"缺": fault.said, "依据": "", "码": fault.code or f"填错:{fault.field}", "行": number}
        for number, fault in sorted(faults, key=lambda each: not each[1].code)
    ]
    with transaction.atomic():
        refuse(
            connections["default"],
            agency=agency or INSTALLATION,
            at=instant(clock.now()),
            who=(by.pk,),
            case="",
            act=kind,
            entrance=entrance,
            lacks=lacks[:MOST_LOGGED],
        )


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
    with refusals_told(by, APPOINTED, agency.id if agency else ""), transaction.atomic():
        return grant(by, wish, "page")


def grant(by: Person, wish: Wish, entrance: str) -> Appointment:
    """The wish as an appointment with its entry. Only within a transaction. Raises `NotPossible`."""
    # The row is held, so that two grants at once cannot add up to what is forbidden; not its key, which
    # another's grant may name as the absent person.
    person = Person.objects.select_for_update(no_key=True).get(pk=wish.person.pk)
    faults = _faults(by, person, wish)
    if wish.stands_in_for is not None:
        faults += _standing_in(person, wish.stands_in_for, wish)
    if faults:
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
    with refusals_told(by, ENDED, appointment.agency_id or ""), transaction.atomic():
        return _end(by, appointment, until)


def _end(by: Person, appointment: Appointment, until: date) -> Appointment:
    today = clock.now().date()
    made = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("person", "agency")
        .get(pk=appointment.pk)
    )
    faults = _not_allowed(by, made.person)
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
    """The row ends with the day, or goes where it has not begun; the entry of either."""
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


def _standing_in(person: Person, absent: Person, wish: Wish) -> list[Fault]:
    """A stand-in acts for a stated time, in the place of one who holds the role all that time."""
    if absent.pk == person.pk:
        return [Fault("不能代理自己", "stands_in_for")]
    if wish.until is None:
        return [Fault("代理要写明到哪天为止", "until")]
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=wish.until),
        person=absent,
        role=wish.role,
        agency=wish.agency,
        since__lte=wish.since,
        stands_in_for__isnull=True,
    )
    if held.exists():
        return []
    said = f"{absent.name}在这段时间里不是{ROLES[wish.role].name}，没有可以代理的"
    return [Fault(said, "stands_in_for")]


def _not_allowed(by: Person, person: Person) -> list[Fault]:
    faults = []
    if "security_admin" not in roles_of(by):
        faults.append(Fault(f"{by.name}不是安全管理员，不能任免", code="职务"))
    if by.pk == person.pk:
        faults.append(Fault("不能任免自己，由另一名安全管理员办", "person", "本人"))
    return faults


def _faults(by: Person, person: Person, wish: Wish) -> list[Fault]:
    """Everything that forbids the wish; `person`: the row that is held."""
    role, agency, unit, since, until = wish.role, wish.agency, wish.unit, wish.since, wish.until
    if role not in ROLES:
        return [Fault("没有这一职务", "role")]
    faults = _not_allowed(by, person)
    wanted, today = ROLES[role], clock.now().date()
    held = list(Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today), person=person))
    faults += [Fault(said, "role") for said in conflicts((each.role for each in held), role)]
    if not person.is_active:
        faults.append(Fault(f"{person.name}的账号已停用", "person"))
    if wanted.administers and (agency or unit):
        faults.append(Fault(f"{wanted.name}服务于整个平台，不写单位", "agency"))
    if wanted.administers and person.agency_id:
        faults.append(Fault(f"{person.name}属于执法机关，不能担任{wanted.name}", "person"))
    if not wanted.administers and agency is None:
        faults.append(Fault(f"{wanted.name}要写明单位", "agency"))
    if not wanted.administers and agency and person.agency_id != agency.id:
        faults.append(Fault(f"{person.name}不是{agency.short_name}的人员", "agency"))
    if unit and (agency is None or unit.agency_id != agency.id):
        faults.append(Fault("内设机构不属于这个单位", "unit"))
    if role == "unit_head" and unit is None and person.unit_id is None:
        faults.append(Fault("承办机构负责人要写明内设机构", "unit"))
    if since < today:
        faults.append(Fault("任职不能从过去的日子开始", "since"))
    if until is not None and until < since:
        faults.append(Fault("任职的止日早于起日", "until"))
    same = [each for each in held if each.role == role and each.agency_id == (agency.id if agency else None)]
    if any(
        (until is None or each.since <= until) and (each.until is None or each.until >= since)
        for each in same
    ):
        faults.append(Fault(f"{person.name}已经是{wanted.name}", "role"))
    return faults
