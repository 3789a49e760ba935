"""What is asked of the posts (任职), what forbids it, and the trace that a refused wish leaves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import connections, transaction
from django.db.models import Q

from mingjing.journal.entry import instant
from mingjing.journal.refusal import refuse
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person, Unit
from mingjing.registry.roles import ROLES, conflicts
from mingjing.registry.scope import roles_of

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
def refusals_told(by: Person, kind: str, log: str) -> Iterator[None]:
    """What is refused within leaves its lacks in the log of refusals; to be put around the transaction.

    log: the agency's, or that of the installation.
    """
    try:
        yield
    except NotPossible as error:
        log_refusal(by, kind, log, [(0, fault) for fault in error.faults])
        raise


def log_refusal(
    by: Person, kind: str, log: str, faults: Sequence[tuple[int, Fault]], entrance: str = "page"
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
            agency=log,
            at=instant(clock.now()),
            who=(by.pk,),
            case="",
            act=kind,
            entrance=entrance,
            lacks=lacks[:MOST_LOGGED],
        )


def faults_of(by: Person, person: Person, wish: Wish) -> list[Fault]:
    """Everything that forbids the wish; `person`: the row as it is held."""
    faults = _of_post(by, person, wish)
    if wish.stands_in_for is not None:
        faults += _standing_in(person, wish.stands_in_for, wish)
    return faults


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


def not_allowed(by: Person, person: Person) -> list[Fault]:
    faults = []
    if "security_admin" not in roles_of(by):
        faults.append(Fault(f"{by.name}不是安全管理员，不能任免", code="职务"))
    if by.pk == person.pk:
        faults.append(Fault("不能任免自己，由另一名安全管理员办", "person", "本人"))
    return faults


def _of_post(by: Person, person: Person, wish: Wish) -> list[Fault]:
    role, agency, unit, since, until = wish.role, wish.agency, wish.unit, wish.since, wish.until
    if role not in ROLES:
        return [Fault("没有这一职务", "role")]
    faults = not_allowed(by, person)
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
