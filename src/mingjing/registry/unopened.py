"""Who cannot sign in yet: people whose account nobody has opened with a code, and who may give one."""

from collections.abc import Iterable

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from mingjing.platform import clock
from mingjing.registry.models import Appointment, Enrolment, Person

_PART = 500


def unopened(usernames: Iterable[str]) -> list[Person]:
    """Those of these people who have neither a password nor a code that still opens the account."""
    wanted, found = sorted(set(usernames)), list[Person]()
    coded = Enrolment.objects.filter(used__isnull=True, expires__gt=clock.now()).values("person")
    for start in range(0, len(wanted), _PART):
        found += (
            Person.objects.filter(
                username__in=wanted[start : start + _PART],
                is_active=True,
                password__startswith=UNUSABLE_PASSWORD_PREFIX,
            )
            .exclude(pk__in=coded)
            .order_by("username")
        )
    return found


def code_givers() -> list[str]:
    """The names of the people who give codes: the 系统管理员 in office."""
    today = clock.now().date()
    posts = Appointment.objects.filter(role="system_admin", person__is_active=True, since__lte=today)
    names = posts.exclude(until__lt=today).order_by("person__name").values_list("person__name", flat=True)
    return list(dict.fromkeys(names))
