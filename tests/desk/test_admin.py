"""三员的页面：账号、任职、日志；谁也看不到案件。"""

from datetime import timedelta

import pytest
from django.db import connection

from mingjing.journal.entry import decode
from mingjing.journal.models import JournalEntry
from mingjing.platform import clock
from mingjing.registry.admin_setup import open_enrolment
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.models import Appointment, Person, Unit
from mingjing.registry.scope import roles_of
from tests.desk.stand import text
from tests.platform import people
from tests.supervision.course import course

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _entries(agency):
    rows = JournalEntry.objects.filter(agency=agency).order_by("position").values_list("data", flat=True)
    return [(entry.kind, entry.by, entry.body) for entry in (decode(bytes(data)) for data in rows)]


@pytest.fixture
def 科室() -> Unit:
    return Unit.objects.create(id="qx-san", name="执法三科", agency=people.agency(), kind="handling")


def test_建立账号_启用码只显示一次_能用来启用(科室):
    管 = people.client(people.person("xt", "system_admin"))
    response = 管.post("/desk/admin/accounts/", {"name": "陈砚秋", "username": "chenyq", "unit": 科室.pk})
    page = text(response)
    made = Person.objects.get(username="chenyq")
    code = response.context["shown"]["code"]
    assert code in page and made.agency_id == "qx-scjg" and not made.has_usable_password()
    assert code not in text(管.get("/desk/admin/accounts/"))
    assert open_enrolment(code) == made
    assert [kind for kind, _, _ in _entries("qx-scjg")] == ["建立账号"]


def test_用户名重复_说明白_填的还在():
    管 = people.client(people.person("xt", "system_admin"))
    people.person("chenyq", "handler")
    response = 管.post("/desk/admin/accounts/", {"name": "陈砚秋", "username": "ＣＨＥＮＹＱ"})
    page = text(response)
    assert response.status_code == 422 and "已经有人用" in page and 'value="陈砚秋"' in page
    assert JournalEntry.objects.count() == 0


def test_停用以后立刻不能再用_恢复以后可以():
    管 = people.client(people.person("xt", "system_admin"))
    某 = people.person("mou", "handler")
    他 = people.client(某)
    assert 他.get("/desk/").status_code == 200
    assert 管.post(f"/desk/admin/accounts/{某.pk}/", {"do": "off"}).status_code == 302
    assert 他.get("/desk/").status_code == 302
    assert 管.post(f"/desk/admin/accounts/{某.pk}/", {"do": "on"}).status_code == 302
    assert Person.objects.get(pk=某.pk).is_active
    assert [kind for kind, _, _ in _entries("qx-scjg")] == ["停用账号", "恢复账号"]


def test_不能停用自己():
    自己 = people.person("xt", "system_admin")
    response = people.client(自己).post(f"/desk/admin/accounts/{自己.pk}/", {"do": "off"})
    assert response.status_code == 422 and Person.objects.get(pk=自己.pk).is_active


def test_任命成为日志里的一条记录_由任命的人署名():
    安 = people.person("aq", "security_admin")
    某 = people.person("mou")
    response = people.client(安).post("/desk/admin/posts/", {"username": "mou", "role": "handler"})
    assert response.status_code == 302 and roles_of(某) == {"handler"}
    [(kind, by, body)] = _entries("qx-scjg")
    assert (kind, by) == ("任职", (安.pk,))
    assert (body["人员"], body["职务"], body["起"]) == (某.pk, "执法人员", clock.now().date().isoformat())


@pytest.mark.parametrize(
    "username, role, said",
    [
        ("aq", "handler", "不能任免自己"),
        ("mou", "audit_admin", "不得由同一人担任"),
        ("nobody", "handler", "没有这个用户名的人"),
        ("mou", "king", "没有这一职务"),
        ("mou", "publisher", "已经是公示审核员"),
        ("xt", "handler", "不得由同一人担任"),
    ],
)
def test_不合规则的任命被拒绝_什么也没有留下(username, role, said):
    安 = people.person("aq", "security_admin")
    people.person("mou", "publisher")
    people.person("xt", "system_admin")
    before = Appointment.objects.count()
    response = people.client(安).post("/desk/admin/posts/", {"username": username, "role": role})
    assert response.status_code == 422 and said in text(response)
    assert Appointment.objects.count() == before and JournalEntry.objects.count() == 0


@pytest.mark.parametrize(
    "field, value, said",
    [
        ("since", "昨天", "日期写成"),
        ("since", "2020-01-01", "不能从过去"),
        ("until", "2020-01-01", "止日早于起日"),
    ],
)
def test_起止日期不对_说明白(field, value, said):
    people.person("mou")
    安 = people.client(people.person("aq", "security_admin"))
    response = 安.post("/desk/admin/posts/", {"username": "mou", "role": "handler", field: value})
    assert response.status_code == 422 and said in text(response)


def test_任命管理员写在平台自己的日志里():
    安 = people.client(people.person("aq", "security_admin"))
    Person.objects.enrol(username="xin", name="新系统管理员")
    assert 安.post("/desk/admin/posts/", {"username": "xin", "role": "system_admin"}).status_code == 302
    assert [kind for kind, _, _ in _entries(INSTALLATION)] == ["任职"]


def test_立即免职_当时就没有这个职务_登录也结束():
    安 = people.client(people.person("aq", "security_admin"))
    某 = people.person("mou", "handler")
    他 = people.client(某)
    任 = Appointment.objects.get(person=某)
    assert 安.post(f"/desk/admin/posts/{任.pk}/end/", {"do": "now"}).status_code == 302
    assert roles_of(某) == frozenset() and 他.get("/desk/").status_code == 302
    assert Appointment.objects.get(pk=任.pk).until == clock.now().date() - timedelta(days=1)
    assert [kind for kind, _, _ in _entries("qx-scjg")] == ["免职"]


def test_任至今天_今天还在任():
    安 = people.client(people.person("aq", "security_admin"))
    某 = people.person("mou", "handler")
    安.post(f"/desk/admin/posts/{Appointment.objects.get(person=某).pk}/end/", {"do": "today"})
    assert roles_of(某) == {"handler"}
    assert roles_of(某, clock.now().date() + timedelta(days=1)) == frozenset()


def test_还没有开始的任职撤回以后_任职页上没有_日志里写明没有到任():
    安, 某 = people.client(people.person("aq", "security_admin")), people.person("mou")
    起 = (clock.now().date() + timedelta(days=9)).isoformat()
    安.post("/desk/admin/posts/", {"username": "mou", "role": "agency_head", "since": 起})
    assert "撤回任职" in text(安.get("/desk/admin/posts/"))
    任 = Appointment.objects.get(person=某)
    response = 安.post(f"/desk/admin/posts/{任.pk}/end/", {"do": "now"}, follow=True)
    assert f"机关负责人（{起} 起）已撤回" in text(response)
    assert not Appointment.objects.filter(person=某).exists()
    页 = text(people.client(people.person("sj", "audit_admin")).get("/desk/admin/log/?agency=qx-scjg"))
    assert f"撤回任职：{某.name}，机关负责人" in 页 and f"{起} 起，没有到任" in 页


def test_免自己的职被拒绝():
    安 = people.person("aq", "security_admin")
    任 = Appointment.objects.get(person=安)
    response = people.client(安).post(f"/desk/admin/posts/{任.pk}/end/", {"do": "now"})
    assert response.status_code == 422 and Appointment.objects.get(pk=任.pk).until is None
    页 = text(people.client(people.person("sj", "audit_admin")).get("/desk/admin/log/"))
    assert "不能任免自己，由另一名安全管理员办" in 页


def test_审计管理员看到任免和拒绝的环节_看不到案件内容():
    场 = course()
    case = 场.play("立案")
    from tests.desk.test_board_page import _refuse

    _refuse(场, case)
    page = text(
        people.client(people.person("sj", "audit_admin")).get(f"/desk/admin/log/?agency={场.agency.pk}")
    )
    assert "作出处罚决定" in page and "《行政处罚法》第五十七条" in page
    for secret in ("上海某某食品有限公司", "经营未标明生产日期的食品", "还没有调查终结", case):
        assert secret not in page


def test_日志里有谁在什么时候任命了谁():
    安 = people.person("aq", "security_admin")
    people.person("mou")
    people.client(安).post("/desk/admin/posts/", {"username": "mou", "role": "handler"})
    page = text(people.client(people.person("sj", "audit_admin")).get("/desk/admin/log/?agency=qx-scjg"))
    assert "任职：林mou，执法人员" in page and "林aq" in page and "安全管理员" in page


@pytest.mark.parametrize(
    "networks, status", [([], 200), (["127.0.0.0/8"], 200), (["10.1.0.0/16", "::1"], 403)]
)
def test_管理页面只从登记的地址打开(settings, networks, status):
    settings.MINGJING_ADMIN_FROM = networks
    for role, url in (("system_admin", "accounts"), ("security_admin", "posts"), ("audit_admin", "log")):
        response = people.client(people.person(role, role)).get(f"/desk/admin/{url}/")
        assert response.status_code == status


def test_两人同时任命_三员互斥仍然成立():
    """The person's row is held while the rules are asked."""
    安 = people.person("aq", "security_admin")
    某 = Person.objects.enrol(username="mou", name="某")
    from mingjing.registry.appointing import appoint
    from mingjing.registry.post_wish import NotPossible

    today = clock.now().date()
    appoint(by=安, person=某, role="system_admin", agency=None, since=today)
    with pytest.raises(NotPossible):
        appoint(by=安, person=某, role="audit_admin", agency=None, since=today)
    assert connection.in_atomic_block
