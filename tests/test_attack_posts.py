"""Posts against their spreadsheet, their end, and each other."""

import io
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from openpyxl import Workbook

from mingjing.journal.entry import decode
from mingjing.journal.models import JournalEntry
from mingjing.journal.refusal import refusals
from mingjing.platform import clock
from mingjing.registry import post_check
from mingjing.registry.accounts import give_code
from mingjing.registry.appointing import INSTALLATION, appoint, end
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.post_sheet import appoint_all, check_all
from mingjing.registry.post_wish import NotPossible
from mingjing.registry.register_sheet import BadSheet
from mingjing.registry.scope import roles_of
from tests.registry.kept import House, entered, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
栏 = ("用户名", "姓名", "职务", "内设机构", "起", "止", "代理")


@pytest.fixture
def 局() -> House:
    return house()


def 人(username: str, role: str, agency: Agency | None) -> Person:
    person = Person.objects.enrol(username=username, name=username, agency=agency)
    if role:
        Appointment.objects.create(person=person, role=role, agency=agency, since=date(2020, 1, 1))
    return person


def 表(
    *rows: tuple[str, ...], head: tuple[str, ...] = 栏, then: Callable[[Any], None] | None = None
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任职"
    for row in (head, *rows):
        sheet.append(row)
    if then:
        then(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("at", [2, 4])
def test_必填的格是公式_说明是哪一格_不是出错(局: House, at: int) -> None:
    安 = 人("anquan", "security_admin", None)
    人("jia", "", 局.agency)
    行 = ["jia", "", "执法人员", "", clock.now().date().isoformat(), "", ""]
    行[at] = "=TODAY()"
    with pytest.raises(BadSheet) as bad:
        appoint_all(表(tuple(行)), by=安)
    assert [(each.row, each.column) for each in bad.value.faults] == [(2, 栏[at])]


def test_藏起来的行不算数_说明是哪一行(局: House) -> None:
    安, 乙 = 人("anquan", "security_admin", None), 人("yi", "", 局.agency)
    人("jia", "", 局.agency)
    今 = clock.now().date().isoformat()

    def 藏(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    data = 表(("jia", "", "执法人员", "", 今), ("yi", "", "机关负责人", "", 今), then=藏)
    for 办 in (appoint_all, check_all):
        with pytest.raises(BadSheet) as bad:
            办(data, by=安)
        assert [(each.row, "隐藏着" in each.said) for each in bad.value.faults] == [(3, True)]
    assert roles_of(乙) == frozenset()


def test_隐藏的止这一栏_说得出来(局: House) -> None:
    安 = 人("anquan", "security_admin", None)
    人("jia", "", 局.agency)
    今 = clock.now().date().isoformat()

    def 藏(sheet: Any) -> None:
        sheet.column_dimensions["F"].hidden = True

    with pytest.raises(BadSheet) as bad:
        appoint_all(表(("jia", "", "执法人员", "", 今), then=藏), by=安)
    assert [(each.row, each.column) for each in bad.value.faults] == [(1, "止")]


def test_第一百列以后的止日_不能当没有写(局: House) -> None:
    安 = 人("anquan", "security_admin", None)
    人("jia", "", 局.agency)
    今 = clock.now().date().isoformat()

    def 远(sheet: Any) -> None:
        sheet.cell(1, 101, "止")
        sheet.cell(2, 101, 今)

    data = 表(("jia", "执法人员", 今), head=("用户名", "职务", "起"), then=远)
    with pytest.raises(BadSheet) as bad:
        appoint_all(data, by=安)
    assert "最多 100 列" in bad.value.faults[0].said
    assert not Appointment.objects.filter(person__username="jia").exists()


def test_从表格任命的_日志写明是表格导入(局: House) -> None:
    安 = 人("anquan", "security_admin", None)
    人("jia", "", 局.agency)
    行 = ("jia", "", "执法人员", "", clock.now().date().isoformat())
    assert [each.person.username for each in check_all(表(行), by=安)] == ["jia"]
    assert JournalEntry.objects.count() == 0
    appoint_all(表(行), by=安)
    assert decode(bytes(JournalEntry.objects.get().data)).entrance == "import"


def test_还没有开始的代理_被代理的人先免了职_到时候也不能代理(局: House) -> None:
    安, 正 = 人("anquan", "security_admin", None), 人("zheng", "agency_head", 局.agency)
    副, 今 = 人("fu", "handler", 局.agency), clock.now().date()
    起 = 今 + timedelta(days=7)
    appoint(
        by=安,
        person=副,
        role="agency_head",
        agency=局.agency,
        since=起,
        until=今 + timedelta(days=30),
        stands_in_for=正,
    )
    entered()
    end(by=安, appointment=Appointment.objects.get(person=正), until=今 - timedelta(days=1))
    assert "机关负责人" not in people_as_of(局.agency.id, [副.id], 起)[副.id].roles
    assert list(post_check.check(connection)) == []


def test_另一段任职的代理_不因为前一段免职而没有(局: House) -> None:
    安, 正 = 人("anquan", "security_admin", None), 人("zheng", "agency_head", 局.agency)
    副, 今 = 人("fu", "handler", 局.agency), clock.now().date()
    前 = Appointment.objects.get(person=正)
    end(by=安, appointment=前, until=今)
    起 = 今 + timedelta(days=7)
    appoint(by=安, person=正, role="agency_head", agency=局.agency, since=起)
    止 = 起 + timedelta(days=5)
    appoint(by=安, person=副, role="agency_head", agency=局.agency, since=起, until=止, stands_in_for=正)
    end(by=安, appointment=前, until=今 - timedelta(days=1))
    assert "机关负责人" in people_as_of(局.agency.id, [副.id], 起)[副.id].roles


def test_还没有开始的任职_免了就一天也不任(局: House) -> None:
    安, 某 = 人("anquan", "security_admin", None), 人("mou", "", 局.agency)
    今 = clock.now().date()
    起 = 今 + timedelta(days=9)
    entered()
    错任 = appoint(by=安, person=某, role="agency_head", agency=局.agency, since=起)
    end(by=安, appointment=错任, until=今)
    assert people_as_of(局.agency.id, [某.id], 起)[某.id].roles == frozenset()
    assert list(post_check.check(connection)) == []
    with pytest.raises(NotPossible, match="已经撤回"):
        end(by=安, appointment=错任, until=今)
    appoint(by=安, person=某, role="agency_head", agency=局.agency, since=起)
    Appointment.objects.filter(person=某).delete()
    post_check.rebuild()
    assert people_as_of(局.agency.id, [某.id], 起)[某.id].roles == {"机关负责人"}
    assert list(post_check.check(connection)) == []


def test_安全管理员任命自己被拒_拒绝记录里有(局: House) -> None:
    安 = 人("anquan", "security_admin", None)
    with pytest.raises(NotPossible, match="不能任免自己"):
        appoint(by=安, person=安, role="system_admin", agency=None, since=clock.now().date())
    [拒] = refusals(connection, INSTALLATION, 10)
    assert (拒.who, 拒.act, 拒.entrance) == ((安.pk,), "任职", "page")
    assert 拒.lacks[0]["缺"] == "不能任免自己，由另一名安全管理员办"


def test_表格里任命自己被拒_拒绝记录里有_先写越权的(局: House) -> None:
    安 = 人("anquan", "security_admin", None)
    人("jia", "", 局.agency)
    今 = clock.now().date().isoformat()
    行 = [("jia", "", "执法人员", "", "2020-01-01")] * 30
    with pytest.raises(BadSheet):
        appoint_all(表(*行, ("anquan", "", "系统管理员", "", 今)), by=安)
    [拒] = refusals(connection, INSTALLATION, 10)
    assert (拒.who, 拒.entrance) == ((安.pk,), "import")
    assert (拒.lacks[0]["码"], 拒.lacks[0]["行"]) == ("本人", 32)
    [拒] = refusals(connection, 局.agency.id, 10)
    assert len(拒.lacks) == 20 and "过去的日子" in 拒.lacks[0]["缺"]


def test_系统管理员给自己重发启用码被拒_拒绝记录里有() -> None:
    系 = 人("xitong", "system_admin", None)
    with pytest.raises(NotPossible, match="不能改自己的账号"):
        give_code(by=系, person=系)
    assert [each.act for each in refusals(connection, INSTALLATION, 10)] == ["重发启用码"]


@pytest.mark.postgresql
@pytest.mark.django_db(databases=["default", "portal"], transaction=True)
def test_任命代理的同时任命被代理的人_两件都办成() -> None:
    局 = house()
    安, 正 = 人("anquan", "security_admin", None), 人("zheng", "agency_head", 局.agency)
    副, 今 = 人("fu", "handler", 局.agency), clock.now().date()
    代理已写, 出错 = threading.Event(), list[Exception]()

    def 做(what: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                what()
            except Exception as error:
                出错.append(error)
            finally:
                代理已写.set()
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def 代理() -> None:
        with transaction.atomic():
            appoint(
                by=安,
                person=副,
                role="agency_head",
                agency=局.agency,
                since=今,
                until=今 + timedelta(days=9),
                stands_in_for=正,
            )
            代理已写.set()
            with connection.cursor() as cursor:
                for _ in range(50_000):  # 到另一件等在锁上为止
                    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break

    def 被代理的人() -> None:
        代理已写.wait()
        appoint(by=安, person=正, role="publisher", agency=局.agency, since=今)

    for thread in (做(代理), 做(被代理的人)):
        thread.join()
    assert 出错 == []
    assert roles_of(副) == {"handler", "agency_head"} and roles_of(正) == {"agency_head", "publisher"}
