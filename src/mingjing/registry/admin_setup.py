"""Appointments, enrolment codes, and the first three administrators (三员) when the house is set up."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Enrolment, Person, Unit
from mingjing.registry.roles import ADMINISTRATORS, ROLES, conflicts

CODE_HOURS = 72
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 28  # 137 bits
_USERNAMES = {"system_admin": "xitong", "security_admin": "anquan", "audit_admin": "shenji"}


@dataclass(frozen=True, slots=True)
class Seat:
    """One administrator's place: who, and the code that opens it, shown once."""

    role: str
    username: str
    code: str


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character in _ALPHABET)


def _digest(code: str) -> str:
    return hashlib.sha256(_plain(code).encode("ascii")).hexdigest()


class MayNotHold(ValueError):
    """The person holds a role that excludes the wanted one; the message names both."""


def appoint(
    person: Person,
    role: str,
    *,
    agency: Agency | None = None,
    unit: Unit | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Appointment:
    """Gives the person a role from that day (default: today) and ends the sessions that knew other roles.

    Raises MayNotHold when a role held or still to come excludes it (三员分立), ValueError when a case role
    lacks its agency or an administrator is given one.
    """
    administers = ROLES[role].administers
    if administers != (agency is None):
        raise ValueError(f"{ROLES[role].name}{'不属于任何机关' if administers else '要写明机关'}")
    start = since or clock.now().date()
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        held = Appointment.objects.filter(person=person).filter(Q(until__isnull=True) | Q(until__gte=start))
        if reasons := conflicts(held.values_list("role", flat=True), role):
            raise MayNotHold(f"不能任命{person.name}为{ROLES[role].name}：{'；'.join(reasons)}")
        made = Appointment.objects.create(
            person=person, role=role, agency=agency, unit=unit, since=start, until=until
        )
        Person.objects.filter(pk=person.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    return made


def dismiss(appointment: Appointment, last_day: date) -> None:
    """Ends the appointment after `last_day`; the rights end by the date, the sessions now."""
    with transaction.atomic():
        appointment.until = last_day
        appointment.save(update_fields=["until"])
        Person.objects.filter(pk=appointment.person_id).update(sessions_epoch=F("sessions_epoch") + 1)


def new_code(person: Person, hours: int = CODE_HOURS) -> str:
    """A fresh one-time code for the person, in groups of four; earlier unused ones are void.

    The code itself is stored nowhere.
    """
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    now = clock.now()
    with transaction.atomic():
        Enrolment.objects.filter(person=person, used__isnull=True).delete()
        Enrolment.objects.create(
            digest=_digest(letters), person=person, made=now, expires=now + timedelta(hours=hours)
        )
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def open_enrolment(code: str) -> Person | None:
    """Uses up the code and gives its person; None when it is wrong, used, expired, or the person disabled.

    Call inside the transaction that sets the password: a refusal there leaves the code unused.
    """
    if len(_plain(code)) != _LENGTH:
        return None
    now = clock.now()
    taken = Enrolment.objects.filter(
        digest=_digest(code), used__isnull=True, expires__gt=now, person__is_active=True
    ).update(used=now)
    if not taken:
        return None
    return Enrolment.objects.select_related("person").get(digest=_digest(code)).person


def first_administrators() -> list[Seat]:
    """Makes the three administrators and their codes; a second call gives nothing.

    A seat whose code expired unused, so that nobody can ever have entered, gets a new code.
    """
    seats: list[Seat] = []
    today = clock.now().date()
    with transaction.atomic():
        for role in ADMINISTRATORS:
            person = Person.objects.filter(appointments__role=role).order_by("id").first()
            if person is None:
                person = Person.objects.enrol(username=_USERNAMES[role], name=ROLES[role].name)
                Appointment.objects.create(person=person, role=role, since=today)
            elif (
                person.has_usable_password()
                or Enrolment.objects.filter(person=person, used__isnull=False).exists()
                or Enrolment.objects.filter(person=person, expires__gt=clock.now()).exists()
            ):
                continue
            seats.append(Seat(role=role, username=person.username, code=new_code(person)))
    return seats
