"""The invented district of the demo: agencies, people, accounts and parties, as district.yaml lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from mingjing.platform import clock
from mingjing.registry import resident_id, uscc
from mingjing.registry.appointing import begin_with
from mingjing.registry.as_of import QUALIFICATION
from mingjing.registry.founding import enter
from mingjing.registry.models import Agency, Appointment, Certificate, LegalQualification, Person, Unit
from mingjing.registry.roles import ROLES, named
from mingjing.registry.standing import written

# Known to everyone who reads it: the demo's accounts open nothing but invented cases.
PASSWORD = "Qingxi-2026-yanshi"
PROFILE = "qingpu"
PREFIX = "qx-"
JUSTICE = ("sfj", "青溪区司法局", "区司法局", "青司")
_UNIT_KINDS = {"执法人员": "handling", "承办机构负责人": "handling", "法制审核人员": "legal"}
_SINCE = date(2020, 1, 1)
_OCCASION = "演示"
_YEARS = 5 * 365


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the table that the command prints."""

    agency: str
    role: str
    name: str
    username: str


def folder() -> Path:
    """Where the demo's files are: beside the rules."""
    return Path(settings.MINGJING_RULES).parent / "scenarios" / "demo"


def read_district() -> dict[str, Any]:
    """district.yaml as plain data."""
    with (folder() / "district.yaml").open(encoding="utf-8") as stream:
        return dict(yaml.safe_load(stream))


def agency_id(key: str) -> str:
    return PREFIX + key


def stands() -> bool:
    """Whether the district is in the database."""
    return Agency.objects.filter(id=agency_id(JUSTICE[0])).exists()


def build(district: Mapping[str, Any], today: date) -> None:
    """Agencies, units, people and papers, all at once or not at all."""
    password, now = make_password(PASSWORD), clock.now()
    # The posts of the district are entered on its first day: the cases that follow have days of their own.
    with clock.at(datetime.combine(_SINCE, time(9), clock.SHANGHAI)), transaction.atomic():
        for number, (key, each) in enumerate(district["机关"].items(), 1):
            agency = _agency(district, key, each, number)
            for username, name, role, unit in district["人员"][key]:
                person = _person(username, name, password, now, agency, _unit(agency, unit, role))
                _appoint(person, role, agency)
                _papers(person, role, agency, district["证件"].get(username, {}), today)
        key, name, short, word = JUSTICE
        justice = _agency(district, key, {"名称": name, "简称": short, "代字": word, "领域": "司法行政"}, 90)
        for username, name, role in district["区级"]:
            home = None if ROLES[named(role).id].administers else justice
            _appoint(_person(username, name, password, now, home, None), role, home)
        for agency in Agency.objects.order_by("id"):
            units, people = Unit.objects.filter(agency=agency), Person.objects.filter(agency=agency)
            enter(agency.id, _OCCASION, of=agency, units=units.order_by("id"), people=people.order_by("id"))
        enter("", _OCCASION, people=Person.objects.filter(agency=None).order_by("id"))


def _agency(district: Mapping[str, Any], key: str, each: Mapping[str, str], number: int) -> Agency:
    region = district["区"]
    return Agency.objects.create(
        id=agency_id(key),
        name=each["名称"],
        short_name=each["简称"],
        word=each["代字"],
        region=region["名称"],
        region_code=region["区划"],
        field=each["领域"],
        profile=PROFILE,
        uscc=uscc.make_code(region["区划"], f"0024{number:04d}", authority="1"),
        address=each.get("地址", ""),
        phone=each.get("电话", ""),
        level="县级",
        kind="行政机关",
        basis="区级机构改革方案、三定规定（演示，虚构）",
        bank="某银行青溪支行",
        account_name="青溪区财政局罚没专户（演示）",
        review_body="青溪区人民政府",
        court="青溪区人民法院",
        since=_SINCE,
    )


def _unit(agency: Agency, name: str, role: str) -> Unit:
    kind = _UNIT_KINDS.get(role, "office")
    units = Unit.objects.filter(agency=agency)
    return units.filter(name=name).first() or Unit.objects.create(
        id=f"{agency.id}-{units.count() + 1}", name=name, agency=agency, kind=kind
    )


def _person(
    username: str, name: str, password: str, now: Any, agency: Agency | None, unit: Unit | None
) -> Person:
    return Person.objects.create(
        username=username, name=name, password=password, password_changed=now, agency=agency, unit=unit
    )


def _appoint(person: Person, role: str, agency: Agency | None) -> None:
    begin_with(person, [named(role).id], agency=agency, unit=person.unit, since=_SINCE, occasion=_OCCASION)


def _papers(person: Person, role: str, agency: Agency, odd: Mapping[str, int], today: date) -> None:
    serial = Person.objects.count()
    if role == "执法人员":
        Certificate.objects.create(
            person=person,
            number=f"{agency.region_code}{serial:05d}",
            issuer=f"{agency.region}人民政府",
            category="综合",
            area=agency.region,
            valid_from=_SINCE,
            valid_until=today + timedelta(days=odd.get("还有效", _YEARS)),
            suspended_from=_after(today, odd.get("暂停自")),
            suspended_until=_after(today, odd.get("暂停至")),
            exam_passed=_SINCE,
            standing=written((), (), (), _SINCE.isoformat()),
        )
    if role == "法制审核人员":
        LegalQualification.objects.create(
            person=person, number=f"{QUALIFICATION}-演示-{serial:03d}", since=_SINCE
        )


def _after(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def party(district: Mapping[str, Any], trades: list[str], turn: int, place: str) -> dict[str, str]:
    """The party of a matter at its `turn`: an invented name of a fitting trade with a valid invented code."""
    known = district["当事人"]
    fitting = [number for number, (_, _, trade) in enumerate(known) if trade in trades]
    serial = fitting[turn % len(fitting)]
    name, kind, _ = known[serial]
    region = district["区"]["区划"]
    found = {"名称": name, "类别": kind, "住所": f"{district['区']['名称']}{place}"}
    if kind == "自然人":
        head = f"{region}{1970 + serial}0{serial % 9 + 1}1{serial % 9}00{serial % 9 + 1}"
        found["证件号码"] = head + resident_id.check_sign(head)
    else:
        mark = "1" if kind == "法人" else "2"
        found["统一社会信用代码"] = uscc.make_code(region, f"MA1X{serial:04d}", kind=mark)
    return found


def people_of(key: str) -> dict[str, list[str]]:
    """Role name -> person ids of the agency, in the order of the list."""
    found: dict[str, list[str]] = {}
    for each in Appointment.objects.filter(agency_id=agency_id(key)).order_by("id"):
        found.setdefault(ROLES[each.role].name, []).append(each.person_id)
    return found


def accounts() -> list[Account]:
    """One account per role and agency, then those of the district."""
    found: dict[tuple[str, str], Account] = {}
    for each in Appointment.objects.select_related("person", "agency").order_by("id"):
        agency, person = each.agency.short_name if each.agency else "全平台", each.person
        account = Account(agency, ROLES[each.role].name, person.name, person.username)
        found.setdefault((agency, each.role), account)
    return list(found.values())


def table(port: str) -> str:
    """Addresses and accounts as the command prints them; columns by the width of Chinese signs."""
    rows = [(each.agency, each.role, each.name, each.username) for each in accounts()]
    widths = [max(map(_width, column)) + 2 for column in zip(*rows, strict=True)]
    lines = [
        "".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    home = f"http://127.0.0.1:{port}"
    return "\n".join(
        [
            "",
            f"公示平台  {home}/",
            f"工作台    {home}/desk/",
            f"密码都是  {PASSWORD}",
            "机关、人员、案件都是虚构的。每个机关每种职务一个账号（机关、职务、姓名、用户名）：",
            *(f"  {line}" for line in lines),
        ]
    )


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
