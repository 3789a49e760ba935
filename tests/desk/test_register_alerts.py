"""登记册首页的数和提醒：一人一次，多少人就说多少人，注销的不算。"""

from datetime import date

import pytest

from mingjing.casework.packs import current
from mingjing.desk.register_alerts import OFFICERS, counts, holders, unqualified
from mingjing.registry.models import Appointment, Person
from tests.registry.kept import House, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
今天 = date(2026, 11, 22)


def 人(局: House, 号: str, *职务: str, **其他: object) -> Person:
    某人 = Person.objects.enrol(username=号, name=f"审核{号}", agency=局.agency)
    Person.objects.filter(pk=某人.pk).update(**其他)
    for 每个 in 职务:
        Appointment.objects.create(person=某人, role=每个, agency=局.agency, since=date(2020, 1, 1))
    return 某人


def test_兼两个职务的只算一人_停用的和别的机关的不算() -> None:
    局, 别局 = house(), house("qx-yjglj")
    for 号 in ("a1", "a2"):
        人(局, 号, "handler")
    人(局, "a3", "handler", "unit_head")
    人(局, "a4", "unit_head")
    人(局, "a5", "handler", "unit_head", is_active=False)
    人(别局, "a6", "handler")
    assert holders(局.agency.id, OFFICERS, 今天) == 4
    assert holders(局.agency.id, ("unit_head",), 今天) == 2
    assert holders(局.agency.id, OFFICERS, date(2019, 12, 31)) == 0


def test_没有资格的审核人员_有多少说多少_早就审核的不算() -> None:
    局 = house()
    for 号 in range(30):
        人(局, f"a{号:02d}", "reviewer", reviewing_since=date(2016, 3, 2))
    for 号 in range(25):
        人(局, f"b{号:02d}", "reviewer")
    assert [每人.name for 每人 in unqualified(局.agency.id, 今天)] == [f"审核b{号:02d}" for 号 in range(25)]


def test_各册的行数_注销的不算_变更过的算一行_共用的册算各机关的() -> None:
    局, 别局 = house(), house("qx-yjglj")
    for 号 in ("zhao", "qian", "sun"):
        局.keep("人员", 工号=号, 姓名="赵明")
    局.keep("人员", "变更", 工号="zhao", 姓名="赵小明")
    局.keep("人员", "注销", 工号="qian")
    别局.keep("人员", 工号="li", 姓名="李明")
    册 = list(current().book().registers.values())
    得 = counts(局.agency.id, 册)
    assert 得["person"] == 2
    assert counts(别局.agency.id, 册)["person"] == 1
    assert set(得) == {每册.id for 每册 in 册}
