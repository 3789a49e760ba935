"""Enrolment codes, and the first three administrators (三员), who get theirs when the house is set up."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from mingjing.platform import clock
from mingjing.registry.appointing import begin_with
from mingjing.registry.founding import enter
from mingjing.registry.models import Enrolment, Person
from mingjing.registry.roles import ADMINISTRATORS, ROLES

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
                enter("", "平台建立", people=[person])
                begin_with(person, [role], since=today, occasion="平台建立")
            elif (
                person.has_usable_password()
                or Enrolment.objects.filter(person=person, used__isnull=False).exists()
                or Enrolment.objects.filter(person=person, expires__gt=clock.now()).exists()
            ):
                continue
            seats.append(Seat(role=role, username=person.username, code=new_code(person)))
    return seats
