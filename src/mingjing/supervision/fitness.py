"""Whether a person may take up a duty in a case at all: separation, another unit, qualification.

The judgement of the act decides; this only keeps work that a person cannot do off that person's list. It
reads projections: decided recusals (行政处罚法 第四十三条) are not among them and are told at the act itself.
"""

from collections.abc import Iterable
from typing import Any

from mingjing.casework.models import Participant
from mingjing.casework.officers import HANDLER, IN_CHARGE
from mingjing.law import rule as r
from mingjing.registry.models import LegalQualification, Person

Key = tuple[str, str]


class Fitness:
    """Asked for many cases at once: three queries however many they are."""

    def __init__(self, person: Any, keys: Iterable[Key]) -> None:
        wanted = sorted(set(keys))
        self._person = person
        self._mine: dict[Key, set[str]] = {}
        self._handlers: dict[Key, set[str]] = {}
        if not wanted:
            return
        rows = Participant.objects.visible_to(person).filter(case_id__in=[case for _, case in wanted])
        for agency, case, who, part in rows.values_list("agency", "case_id", "person", "capacity"):
            capacity = HANDLER if part == IN_CHARGE else part
            if who == person.pk:
                self._mine.setdefault((agency, case), set()).add(capacity)
            if capacity == HANDLER:
                self._handlers.setdefault((agency, case), set()).add(who)
        people = set().union(*self._handlers.values()) if self._handlers else set()
        self._units = dict(Person.objects.filter(pk__in=people).values_list("pk", "unit_id"))
        self._qualified = LegalQualification.objects.filter(person=person).exists()

    def may(self, key: Key, procedure: r.Procedure, act: r.ActRule | None) -> bool:
        """Whether the person can do the act in that case; True where there is no act to ask about."""
        if act is None:
            return True
        earlier = self._mine.get(key, set())
        for separation in procedure.separations:
            wanted = set(act.roles) & set(separation.roles)
            if wanted and (earlier & set(separation.roles)) - wanted:
                return False
        if act.qualification and not self._qualified:
            return False
        if act.other_unit and self._person.unit_id:
            return self._person.unit_id not in {self._units.get(who) for who in self._handlers.get(key, ())}
        return True
