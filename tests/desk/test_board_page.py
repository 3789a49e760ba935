"""监督台页面：数字打开的列表，拒绝记录。"""

import re

import pytest

from mingjing.casework.service import Act, perform
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person
from tests.desk.stand import text
from tests.platform import people
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 监督员() -> Person:
    agency = Agency.objects.create(
        id="qx-sfj",
        name="司法局",
        short_name="司法局",
        word="司",
        region="青浦",
        region_code="310118",
        field="",
        profile="qingpu",
    )
    person = people.person("jian")
    Person.objects.filter(pk=person.pk).update(agency=agency)
    Appointment.objects.create(person=person, role="supervisor", agency=agency, since="2026-01-01")
    return Person.objects.get(pk=person.pk)


def _get(person, url, at):
    with clock.at(moment(at)):
        return people.client(person).get(url)


def test_页面上每个数字等于它打开的列表的件数(监督员):
    场 = course()
    场.play("归档")
    场.play("作出处罚决定", days=60)
    page = text(_get(监督员, "/desk/board/", "2026-06-18 09:00"))
    links = re.findall(r'<td class="num"><a[^>]*href="([^"]+)">(\d+)</a>', page)
    assert len(links) >= 20
    for url, number in links:
        opened = _get(监督员, url.replace("&amp;", "&"), "2026-06-18 09:00")
        assert f"共 {number} 件" in text(opened), url


def test_逾期的期限列出单位_承办人和案号(监督员):
    场 = course()
    场.play("立案")
    page = text(_get(监督员, "/desk/board/", "2026-06-03 09:00"))
    assert "逾期 2 个工作日" in page and "乙、甲" in page and "场景机关" in page


def test_地址里写别的机关_等于没有写(监督员):
    场 = course()
    场.play("立案")
    page = text(_get(场.person("戊"), "/desk/board/duties/?agency=qx-sfj&state=over", "2026-06-03 09:00"))
    assert "共 1 件" in page


def test_没有期限时说明白(监督员):
    assert "没有逾期未办的期限" in text(_get(监督员, "/desk/board/", "2026-06-03 09:00"))


def _refuse(场, case):
    with clock.at(moment("2026-03-05 09:00")), pytest.raises(Refused):
        perform(
            Act(
                agency=场.agency.pk,
                kind="作出处罚决定",
                facts={},
                by=(场.ids["戊"],),
                at=moment("2026-03-05 09:00"),
                case=case,
            )
        )


def test_拒绝记录写明谁_环节_缺项和依据(监督员):
    场 = course()
    _refuse(场, 场.play("立案"))
    page = text(_get(场.person("戊"), "/desk/board/refusals/", "2026-03-06 09:00"))
    assert "作出处罚决定" in page and "还没有调查终结" in page and "《行政处罚法》第五十七条" in page
    assert "还没有调查终结" in text(
        _get(监督员, f"/desk/board/refusals/?agency={场.agency.pk}", "2026-03-06 09:00")
    )


def test_外机关的拒绝记录找不到():
    场, 外 = course(), course()
    _refuse(场, 场.play("立案"))
    assert (
        _get(外.person("戊"), f"/desk/board/refusals/?agency={场.agency.pk}", "2026-03-06 09:00").status_code
        == 404
    )
    assert "没有拒绝记录" in text(_get(外.person("戊"), "/desk/board/refusals/", "2026-03-06 09:00"))
