"""不经记录直接写进数据库的权限：核验说得出每一条。"""

from datetime import date, timedelta

import pytest
from django.db import connection

from mingjing.journal.verify import verify
from mingjing.platform import clock
from mingjing.registry.accounts import open_account, switch
from mingjing.registry.appointing import appoint
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency, Appointment, Certificate, LegalQualification, Person, Unit
from mingjing.registry.scope import roles_of
from tests.registry.kept import House, entered, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 局() -> House:
    """一个局：登记员、系统管理员和安全管理员都有任职的记录，核验没有不符。"""
    那 = house()
    for username, role in (("xitong", "system_admin"), ("anquan", "security_admin")):
        person = Person.objects.enrol(username=username, name=username)
        Appointment.objects.create(person=person, role=role, since=date(2020, 1, 1))
    entered()
    assert 不符() == []
    return 那


def 不符() -> list[str]:
    return [str(each) for each in verify(connection).faults]


def 现在(局: House, person: Person) -> object:
    return people_as_of(局.agency.id, [person.pk], clock.now().date())[person.pk]


def test_在原任职旁边再写一条没有止日的_核验找得到(局: House) -> None:
    某, 今 = Person.objects.enrol(username="mou", name="林某", agency=局.agency), clock.now().date()
    安 = Person.objects.get(username="anquan")
    appoint(by=安, person=某, role="agency_head", agency=局.agency, since=今, until=今)
    Appointment.objects.create(id=-1, person=某, role="agency_head", agency=局.agency, since=今)
    assert roles_of(某, 今 + timedelta(days=100)) == {"agency_head"}  # 任职已经延长
    assert any("林某 机关负责人" in each for each in 不符())


def test_直接把停用的账号改成启用_核验找得到(局: House) -> None:
    系 = Person.objects.get(username="xitong")
    某, _ = open_account(by=系, username="mou", name="林某", agency=局.agency, unit=None)
    switch(by=系, person=某, on=False)
    Person.objects.filter(pk=某.pk).update(is_active=True)
    assert any("林某" in each for each in 不符())


def test_直接把账号改成别人的用户名和姓名_核验找得到(局: House) -> None:
    系 = Person.objects.get(username="xitong")
    某, _ = open_account(by=系, username="mou", name="林某", agency=局.agency, unit=None)
    Person.objects.filter(pk=某.pk).update(username="bieren", name="别人")
    assert 不符() != []


def test_没有登记为审核人员的人_直接写进资格表和首次从事审核_核验找得到(局: House) -> None:
    局.keep("人员", 工号="li", 姓名="李")
    某 = Person.objects.get(username="li")
    assert 不符() == []
    LegalQualification.objects.create(person=某, number="A1", since=date(2010, 1, 1))
    Person.objects.filter(pk=某.pk).update(reviewing_since=date(2010, 1, 1))
    assert 现在(局, 某).qualifications  # type: ignore[attr-defined]
    said = "；".join(不符())
    assert "资格" in said and "首次从事审核" in said


def test_还没有登记证件的机关_直接写进证件表的证件_核验找得到(局: House) -> None:
    局.keep("人员", 工号="li", 姓名="李")
    某 = Person.objects.get(username="li")
    Certificate.objects.create(
        person=某,
        number="Z-forged",
        issuer="某省人民政府",
        category="综合",
        area="青溪区",
        valid_from=date(2020, 1, 1),
        valid_until=date(2030, 1, 1),
        exam_passed=date(2020, 1, 1),
    )
    assert 现在(局, 某).certificate  # type: ignore[attr-defined]
    assert any("Z-forged" in each for each in 不符())


def test_另写一个同名的机构_把审核人员移进去_核验找得到(局: House) -> None:
    局.keep("内设机构", 名称="执法科", 类别="承办机构")
    局.keep("人员", 工号="li", 姓名="李", 内设机构="执法科")
    assert 不符() == []
    某 = Person.objects.get(username="li")
    孪生 = Unit.objects.create(id="twin", name="执法科", agency=局.agency, kind="handling")
    Person.objects.filter(pk=某.pk).update(unit=孪生)
    assert 现在(局, 某).unit == "twin"  # type: ignore[attr-defined]  # 与承办人不再是同一机构
    assert 不符() != []


def test_登记册里没有的服务窗口_有人移进去_核验找得到(局: House) -> None:
    """服务窗口的人有权复核目录（政务服务部门）。"""
    局.keep("内设机构", 名称="执法科", 类别="承办机构")
    窗口 = Unit.objects.create(id="window", name="服务窗口", agency=局.agency, kind="window")
    Person.objects.filter(pk=局.registrar.pk).update(unit=窗口)
    assert 不符() != []


def test_已注销的机关_直接改了方案和区划_核验找得到(局: House) -> None:
    from mingjing.registry.appointing import INSTALLATION
    from mingjing.registry.keeping import Change, keep

    甲 = {
        "编号": "jia",
        "全称": "青溪区甲局",
        "简称": "甲局",
        "机关代字": "甲",
        "层级": "县级",
        "性质": "行政机关",
        "设立依据": "三定方案",
        "行政区域": "青溪区",
        "行政区划代码": "310118",
        "执法领域": "市场监管",
        "方案": "qingpu",
    }
    系 = Person.objects.get(username="xitong")
    keep(INSTALLATION, "执法主体", Change(cells=甲), by=系)
    Agency.objects.filter(pk="jia").update(region_code="310000", profile="")
    assert 不符() != []  # 在册的说得出来
    keep(INSTALLATION, "执法主体", Change(cells=甲, kind="注销"), by=系)
    assert any("jia" in each for each in 不符())  # 还是改过的样子
