"""监督台的数字：每个数字等于它打开的件数。"""

import pytest

from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.supervision import board
from tests.supervision.course import course, moment

pytestmark = pytest.mark.django_db


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
    person = Person.objects.enrol(username="jian", name="叶初晴", agency=agency)
    Appointment.objects.create(person=person, role="supervisor", agency=agency, since="2026-01-01")
    return person


def _span(at: str, year: int = 2026) -> board.Span:
    return board.Span.of(year, moment(at).date())


def test_按时_逾期_将到期各归各的(监督员):
    场 = course()
    场.play("归档")
    场.play("作出处罚决定", days=60)
    with clock.at(moment("2026-06-18 09:00")):
        found = {line.name: line.counts for line in board.by("name", 监督员, _span("2026-06-18"))}
    assert found["作出处罚决定"] == {"按时办结": 2, "逾期办结": 0, "将到期": 0, "逾期": 0}
    assert found["公示处罚决定"] == {"按时办结": 1, "逾期办结": 0, "将到期": 0, "逾期": 1}
    assert "缴纳罚款" not in found and "陈述申辩期" not in found


@pytest.mark.parametrize("at", ["2026-06-10", "2026-06-16", "2026-06-18", "2026-12-30"])
def test_每个数字等于它打开的件数(监督员, at):
    场, 外 = course(), course()
    场.play("归档")
    场.play("作出处罚决定", days=60)
    外.play("立案")
    with clock.at(moment(f"{at} 09:00")):
        for field in ("agency", "name"):
            for line in board.by(field, 监督员, _span(at)):
                narrowed = {"agency": line.name} if field == "agency" else {"duty": line.name}
                for state in board.STATES:
                    assert board.behind(监督员, _span(at), (state,), **narrowed).count() == line.counts[state]


def test_去年没办的期限_今年仍算逾期(监督员):
    场 = course()
    场.play("立案")
    found = board.by("name", 监督员, board.Span.of(2027, moment("2027-02-01 09:00").date()))
    assert [(line.name, line.counts["逾期"]) for line in found] == [("作出处罚决定", 1)]


def test_本机关的负责人只看本机关():
    场, 外 = course(), course()
    场.play("立案")
    外.play("立案")
    found = board.by("agency", 场.person("戊"), _span("2026-12-30"))
    assert [line.name for line in found] == [场.agency.pk]


def test_按时率没有到期的写横线():
    assert board.Line(name="x", counts=dict.fromkeys(board.STATES, 0)).rate == "—"
    assert (
        board.Line(name="x", counts=dict.fromkeys(board.STATES, 0) | {"按时办结": 2, "逾期": 1}).rate
        == "66.7"
    )
