"""Appointing people and ending appointments: each is an entry of the journal, in the same transaction.

Whoever appoints is the security administrator and never acts on their own posts; nobody is given what the
separation of the administrators forbids. Entries of posts without agency go to the installation's own log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connections, transaction
from django.db.models import Q

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person, Unit
from mingjing.registry.roles import ROLES, conflicts
from mingjing.registry.scope import roles_of

INSTALLATION = "installation"  # the log of what concerns no single agency
APPOINTED, ENDED = "任职", "免职"
ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN = "建立账号", "停用账号", "恢复账号", "重发启用码"
KINDS = (APPOINTED, ENDED, ACCOUNT_MADE, ACCOUNT_CLOSED, ACCOUNT_OPENED, CODE_GIVEN)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a wish, and the field of the form that would mend it ("" for none)."""

    said: str
    field: str = ""


class NotPossible(ValueError):
    """An appointment or account that may not be made or changed: every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("；".join(fault.said for fault in faults))


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
    with transaction.atomic():
        # The row is held, so that two grants at once cannot add up to what is forbidden.
        person = Person.objects.select_for_update().get(pk=person.pk)
        faults = _faults(by, person, role, agency, unit, since, until)
        if stands_in_for is not None:
            faults += _standing_in(person, stands_in_for, role, agency, since, until)
        if faults:
            raise NotPossible(faults)
        made = Appointment.objects.create(
            person=person,
            role=role,
            agency=agency,
            unit=unit,
            since=since,
            until=until,
            stands_in_for=stands_in_for,
        )
        record(by, APPOINTED, agency.id if agency else "", _body(made))
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
        _append(home or "", [(APPOINTED, body) for body in bodies], by=(), capacity=occasion, entrance="task")


def end(*, by: Person, appointment: Appointment, until: date) -> Appointment:
    """The appointment ends with the day `until`; yesterday ends it at once. Raises `NotPossible`."""
    today = clock.now().date()
    with transaction.atomic():
        made = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("person", "agency")
            .get(pk=appointment.pk)
        )
        faults = _not_allowed(by, made.person)
        if made.until is not None and made.until < today:
            faults.append(
                Fault(f"{made.person.name}的{ROLES[made.role].name}已于 {made.until} 到期", "until")
            )
        if until < today - timedelta(days=1):
            faults.append(Fault("任职最早只能到昨天为止，已经过去的日子不能改", "until"))
        if made.until is not None and until > made.until:
            faults.append(Fault(f"任职本来到 {made.until} 为止，免职不能晚于这一天", "until"))
        if faults:
            raise NotPossible(faults)
        # A post that begins today cannot have ended yesterday: it ends with its first day.
        made.until = max(until, made.since)
        made.save(update_fields=["until"])
        record(by, ENDED, made.agency_id or "", _body(made))
        for each in _in_place_of(made):
            each.until = max(made.until, each.since)
            each.save(update_fields=["until"])
            record(by, ENDED, each.agency_id or "", _body(each))
    return made


def _in_place_of(made: Appointment) -> list[Appointment]:
    """The stand-ins for this post that would outlast it: nobody acts in the place of one who left."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    same = rows.filter(stands_in_for=made.person_id, role=made.role, agency=made.agency_id)
    return list(same.filter(until__gt=made.until).order_by("id"))


def record(by: Person, kind: str, agency: str, body: dict[str, Any]) -> None:
    """One entry outside the chains of cases, by the acting person. Only within a transaction."""
    capacity = "、".join(ROLES[role].name for role in sorted(roles_of(by)))
    _append(agency, [(kind, body)], by=(by.pk,), capacity=capacity, entrance="page")


def _append(
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


def _standing_in(
    person: Person, absent: Person, role: str, agency: Agency | None, since: date, until: date | None
) -> list[Fault]:
    """A stand-in acts for a stated time, in the place of one who holds the role all that time."""
    if absent.pk == person.pk:
        return [Fault("不能代理自己", "stands_in_for")]
    if until is None:
        return [Fault("代理要写明到哪天为止", "until")]
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=until),
        person=absent,
        role=role,
        agency=agency,
        since__lte=since,
        stands_in_for__isnull=True,
    )
    if held.exists():
        return []
    return [Fault(f"{absent.name}在这段时间里不是{ROLES[role].name}，没有可以代理的", "stands_in_for")]


def _not_allowed(by: Person, person: Person) -> list[Fault]:
    faults = []
    if "security_admin" not in roles_of(by):
        faults.append(Fault(f"{by.name}不是安全管理员，不能任免"))
    if by.pk == person.pk:
        faults.append(Fault("不能任免自己，由另一名安全管理员办", "person"))
    return faults


def _faults(
    by: Person,
    person: Person,
    role: str,
    agency: Agency | None,
    unit: Unit | None,
    since: date,
    until: date | None,
) -> list[Fault]:
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
