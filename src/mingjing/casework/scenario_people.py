"""The agency and the people of a scenario, with the posts and papers that it says they have."""

from datetime import date
from typing import Any

from django.db import transaction

from mingjing.casework.packs import current
from mingjing.casework.scenario import Actor, Scenario
from mingjing.law import rule as r
from mingjing.platform.ulid import new_ulid
from mingjing.registry.appointing import begin_with
from mingjing.registry.as_of import QUALIFICATION
from mingjing.registry.founding import enter
from mingjing.registry.models import Agency, Certificate, LegalQualification, Person, Unit
from mingjing.registry.roles import named
from mingjing.registry.standing import written

# Long before any scenario begins and long after it ends.
_SINCE, _UNTIL = date(2000, 1, 1), date(2099, 12, 31)
_OCCASION = "场景"
_UNITS = {
    "执法人员": ("handling", "承办机构"),
    "承办机构负责人": ("handling", "承办机构"),
    "法制审核人员": ("legal", "法制机构"),
}

# Whoever matches the bank's statements with the cases of the scenario's agency.
CASHIER = Actor(name="对账员", roles=("收缴对账员",))


def _profile(id: str) -> r.Layer | None:
    return next((each for each in current().layers() if each.kind == "方案" and each.id == id), None)


def sector_of(scenario: Scenario, profile: str) -> str:
    """The sector that the scenario names, else the one that the profile is written for."""
    layer = _profile(profile)
    inherits = layer.text.get("承") if layer else None
    sectors = {each.id for each in current().layers() if each.kind == "领域"}
    inherited = inherits if isinstance(inherits, list) else []
    return scenario.sector or next((each for each in inherited if each in sectors), "")


def make_agency(scenario: Scenario, profile: str) -> Agency:
    """An agency of the scenario's own, so that scenarios in one database do not touch each other."""
    layer = _profile(profile)
    given = scenario.agency
    name = layer.name if layer else "国家规则"
    with transaction.atomic():
        agency = Agency.objects.create(
            id=f"s{new_ulid().lower()}",
            name=given.get("名称", f"{name}场景机关"),
            short_name=given.get("简称", "场景机关"),
            word=given.get("代字", "场"),
            region=given.get("区域", name),
            region_code=given.get("区划", "310118"),
            field=sector_of(scenario, profile),
            profile=profile,
        )
        units = [
            Unit.objects.create(id=f"{agency.id}-{kind}", name=title, agency=agency, kind=kind)
            for kind, title in (*dict.fromkeys(_UNITS.values()), ("office", "办公室"))
        ]
        enter(agency.id, _OCCASION, of=agency, units=units)
        make_person(agency, CASHIER)
    return agency


def make_person(agency: Agency, actor: Actor) -> str:
    """The actor as a person of the agency with appointment and papers; returns the id."""
    kind, _ = _UNITS.get(actor.roles[0], ("office", ""))
    unit, fresh = Unit.objects.get(id=f"{agency.id}-{kind}"), False
    if actor.unit:
        unit, fresh = Unit.objects.get_or_create(
            id=f"{agency.id}-{actor.unit}"[:60], defaults={"name": actor.unit, "agency": agency, "kind": kind}
        )
    with transaction.atomic():
        person = Person.objects.create(
            username=f"s-{new_ulid().lower()}", name=actor.name, agency=agency, unit=unit, password="!"
        )
        roles = [named(role).id for role in actor.roles]
        begin_with(person, roles, agency=agency, unit=unit, since=_SINCE, occasion=_OCCASION)
        papers = actor.certificate
        if "执法人员" in actor.roles and "无" not in papers:
            Certificate.objects.create(
                person=person,
                number=papers.get("证号", f"S{person.id[-10:]}"),
                issuer="场景",
                category=papers.get("类别", "综合"),
                area=papers.get("区域", agency.region),
                valid_from=papers.get("有效自", _SINCE),
                valid_until=papers.get("有效至", _UNTIL),
                suspended_from=papers.get("暂停自"),
                suspended_until=papers.get("暂停至"),
                exam_passed=_or_none(papers.get("考试"), _SINCE),
                standing=written((), (), (), str(_or_none(papers.get("备案"), _SINCE) or "")),
            )
        if actor.qualified and "法制审核人员" in actor.roles:
            LegalQualification.objects.create(
                person=person, number=f"{QUALIFICATION}{person.id}", since=_SINCE
            )
        enter(agency.id, _OCCASION, units=[unit] if fresh else [], people=[person])
    return person.id


def _or_none(text: str | None, otherwise: Any) -> Any:
    """The day that the scenario gives, nothing where it says 无, else the usual one."""
    return None if text == "无" else text or otherwise
