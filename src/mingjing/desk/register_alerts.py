"""What the registers hold and what is short: reviewers by the plan's share, papers soon to end, equipment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import connections
from django.db.models import Count, Exists, OuterRef, Q

from mingjing.law.book import RuleBook
from mingjing.law.register import Register
from mingjing.registry.key_text import KeyText
from mingjing.registry.models import Appointment, Certificate, Person, Unit
from mingjing.registry.register_models import RegisterRow

SOON_DAYS = 60
REVIEWERS, OFFICERS = "法制审核人员", ("handler", "unit_head")
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that is short or about to end."""

    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """How many of one kind there should be and are. `needed` None: nobody set a standard."""

    what: str
    there: int
    needed: int | None
    basis: str

    @property
    def short(self) -> int:
        return max(0, (self.needed or 0) - self.there)


# Every column of the index named, and each register alone: a grouping reads the entries one by one.
_COUNT = "SELECT %s, COUNT(*) FROM registry_registerrow WHERE register = %s AND latest = %s AND ended = %s"


def counts(agency: str, registers: Sequence[Register]) -> dict[str, int]:
    """How many rows stand in each register, by its id: of the agency, or of all where it is shared."""
    statement: list[str] = []
    values: list[Any] = []
    for each in registers:
        statement.append(_COUNT if each.shared else f"{_COUNT} AND agency = %s")
        values += [each.id, each.id, True, False, *(() if each.shared else (agency,))]
    with connections["default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statement), values)
        return {register: int(number) for register, number in cursor.fetchall()}


def holders(agency: str, roles: tuple[str, ...], day: date) -> int:
    """How many active people hold one of the roles in the agency on that day."""
    standing = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    posts = Appointment.objects.filter(standing, agency_id=agency)
    # Those whose account is closed are few: they are taken away, not the many looked up one by one.
    closed = Person.objects.filter(agency_id=agency, is_active=False)
    number = 0
    for place, role in enumerate(roles):
        # A role at a time: its index has the people in order, so that nobody is sorted to be counted once.
        found = posts.filter(role=role).exclude(person__in=closed)
        if place:
            before = posts.filter(role__in=roles[:place], person=OuterRef("person"))
            found = found.exclude(Exists(before))
        number += found.aggregate(number=Count("person_id", distinct=True))["number"] or 0
    return number


def reviewers(agency: str, book: RuleBook, day: date, officers: int) -> Need:
    """法制审核人员 against the share of officers that the plan sets."""
    there = holders(agency, ("reviewer",), day)
    for layer in reversed(book.layers):
        if asked := layer.plan.needed(REVIEWERS):
            share = f"执法人员 {officers} 人的 {float(asked.share * 100):g}%" if asked.share else ""
            least = f"至少 {asked.least} 人" if asked.least else ""
            said = "，".join(part for part in (share, least) if part)
            return Need(REVIEWERS, there, asked.needed(officers), f"{said}（{asked.clause}）")
    return Need(REVIEWERS, there, None, f"执法人员 {officers} 人，方案没有定比例")


def equipment(agency: str, officers: int) -> list[Need]:
    """Each kind of device and room against the standards that the agency registered."""
    rows = RegisterRow.objects.unscoped("按配备标准计算").filter(agency=agency, latest=True, ended=False)
    standards = [each.fields for each in rows.filter(register="equipment_standard").order_by("key")]
    if not standards:
        return []
    # One count for each standard, eight at most: the index answers each, a grouping would open every row.
    things = rows.annotate(kind=KeyText("fields", name="类型"), state=KeyText("fields", name="状态")).filter(
        register__in=("device", "room"), state__in=("在用", "备用")
    )
    number_of = {
        "每名执法人员": officers,
        "每个承办机构": Unit.objects.filter(agency_id=agency, kind="handling").count(),
        "每个机关": 1,
    }
    found = []
    for each in standards:
        per, many = each["计算单位"], Decimal(each["数量"])
        needed = int((many * number_of[per]).to_integral_value(ROUND_CEILING))
        basis = f"{per} {each['数量']}，{per[2:]} {number_of[per]} {per[1]}（{each['标准文件']}）"
        found.append(Need(each["装备"], things.filter(kind=each["装备"]).count(), needed, basis))
    return found


def ending(agency: str, day: date) -> list[Certificate]:
    """Certificates of active people that end within `SOON_DAYS`, the soonest first."""
    soon = Certificate.objects.filter(
        valid_until__range=(day, day + timedelta(days=SOON_DAYS)),
        ended=False,
        person__agency_id=agency,
        person__is_active=True,
    )
    found = soon.select_related("person").order_by("valid_until", "number")[: _SHOWN * 20]
    newest = dict(
        Certificate.objects.filter(number__in={each.number for each in found})
        .order_by("version")
        .values_list("number", "version")
    )
    return [each for each in found if each.version == newest[each.number]]


def unqualified(agency: str, day: date) -> Any:
    """Reviewers without the qualification and not registered as reviewing since before it was asked for."""
    standing = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    posts = Appointment.objects.filter(standing, agency_id=agency, role="reviewer")
    lacking = Person.objects.filter(pk__in=posts.values("person_id"), is_active=True)
    return lacking.filter(legal_qualifications__isnull=True, reviewing_since__isnull=True).order_by("name")


def alerts(agency: str, day: date, need: Need, equipped: list[Need]) -> Iterator[Alert]:
    """Everything short, in the order in which it matters; `need` of reviewers, `equipped` of equipment."""
    if need.short:
        yield Alert(
            f"法制审核人员 {need.there} 人，应当不少于 {need.needed} 人：{need.basis}，缺 {need.short} 人"
        )
    if lacking := list(unqualified(agency, day).values_list("name", flat=True)):
        names = "、".join(lacking[:_SHOWN])
        yield Alert(
            f"没有登记法律职业资格的审核人员 {len(lacking)} 人：{names}", "《行政处罚法》第五十八条第二款"
        )
    if soon := ending(agency, day):
        names = "、".join(f"{each.person.name}（{each.valid_until}）" for each in soon[:_SHOWN])
        more = f" 等 {len(soon)} 人" if len(soon) > _SHOWN else ""
        yield Alert(f"{SOON_DAYS} 日内到期的执法证件：{names}{more}", "《行政处罚法》第四十二条第一款")
    for each in equipped:
        if each.short:
            yield Alert(f"{each.what} {each.there}，应当有 {each.needed}，缺 {each.short}：{each.basis}")
