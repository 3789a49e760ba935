"""An agency with its registrar, for the tests of registers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mingjing.registry import founding
from mingjing.registry.appointing import enter_posts
from mingjing.registry.keeping import Change, Kept, keep, keep_all
from mingjing.registry.models import Agency, Appointment, Person


@dataclass(frozen=True, slots=True)
class House:
    agency: Agency
    registrar: Person

    def keep(self, register: str, kind: str = "", since: date | None = None, **cells: object) -> Kept:
        return keep(self.agency.id, register, Change(cells=cells, kind=kind, since=since), by=self.registrar)

    def keep_all(self, register: str, *rows: Mapping[str, object]) -> list[Kept]:
        changes = [Change(cells=row, number=number) for number, row in enumerate(rows, 3)]
        return keep_all(self.agency.id, register, changes, by=self.registrar)

    def officer(self, number: str = "zhao", name: str = "赵明", **paper: object) -> Person:
        """A person of the register with a certificate and the post of an officer."""
        self.keep("人员", 工号=number, 姓名=name)
        person = Person.objects.get(username=number)
        Appointment.objects.create(person=person, role="handler", agency=self.agency, since=date(2020, 1, 1))
        self.keep("执法证件", **{**证件(number), **paper})
        return person


def 证件(number: str) -> dict[str, object]:
    return {
        "证件号码": f"Z-{number}",
        "持证人": number,
        "发证机关": "某省人民政府",
        "执法类别": "行政处罚、行政检查",
        "执法区域": "青溪区",
        "有效期起": "2024-01-01",
        "有效期止": "2028-12-31",
        "资格考试合格日期": "2023-12-01",
    }


def house(id_: str = "qx-scjg", profile: str = "") -> House:
    agency = Agency.objects.create(
        id=id_,
        name=f"青溪区{id_}局",
        short_name=id_,
        word="青",
        region="青溪区",
        region_code="990118",
        field="市场监管",
        profile=profile,
    )
    registrar = Person.objects.enrol(username=f"dengji-{id_}", name="登记甲", agency=agency)
    Appointment.objects.create(person=registrar, role="registrar", agency=agency, since=date(2020, 1, 1))
    return House(agency, registrar)


def entered() -> None:
    """Entries for all that tests put straight into the tables, as an installation begins with them."""
    with transaction.atomic():
        for agency in Agency.objects.order_by("id"):
            people = Person.objects.filter(agency=agency)
            founding.enter(agency.id, "测试", of=agency, units=agency.units.all(), people=people)
        founding.enter("", "测试", people=Person.objects.filter(agency=None))
        enter_posts(list(Appointment.objects.order_by("id")), "测试")
