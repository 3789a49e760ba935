"""安全管理员从表格导入任职：与逐项任命同样核对，有一行不对就一行也不任命。"""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from mingjing.journal.entry import decode
from mingjing.journal.models import JournalEntry
from mingjing.platform import clock
from mingjing.registry.models import Appointment, Person, Unit
from mingjing.registry.post_sheet import MOST_POSTS
from mingjing.registry.scope import roles_of
from tests.desk.stand import text
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
导入, 今天 = "/desk/admin/posts/import/", clock.now().date().isoformat()


@pytest.fixture
def 安() -> Any:
    return people.client(people.person("aq", "security_admin"))


def 表(
    *rows: list[str], head: tuple[str, ...] = ("用户名", "姓名", "职务", "内设机构", "起", "止", "代理")
) -> Any:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任职"
    for row in (head, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("任职.xlsx", out.getvalue())


def 传(client: Any, *rows: list[str], do: str = "import", **more: Any) -> Any:
    return client.post(导入, {"file": 表(*rows, **more), "do": do})


def 各处(response: Any) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.said) for each in response.context["faults"]]


def test_各行都对_一次任命_每行在日志里记一条(安: Any) -> None:
    甲, 乙 = people.person("jia"), people.person("yi")
    科 = Unit.objects.create(id="qx-san", name="执法三科", agency=people.agency(), kind="handling")
    止 = (clock.now().date() + timedelta(days=30)).isoformat()
    response = 传(
        安,
        ["JIA", 甲.name, "执法人员", "", 今天, "", ""],
        ["yi", "", "承办机构负责人", "执法三科", 今天, 止, ""],
    )
    assert response.status_code == 302
    assert roles_of(甲) == {"handler"} and roles_of(乙) == {"unit_head"}
    任 = Appointment.objects.get(person=乙)
    assert (任.unit, 任.until.isoformat() if 任.until else "") == (科, 止)
    记 = [decode(bytes(each.data)) for each in JournalEntry.objects.order_by("position")]
    assert [(each.kind, each.body["人员"], each.body["职务"]) for each in 记] == [
        ("任职", 甲.pk, "执法人员"),
        ("任职", 乙.pk, "承办机构负责人"),
    ]


def test_有一行不对_一行也不任命_行栏和缘由写明(安: Any) -> None:
    甲 = people.person("jia")
    people.person("yi", "publisher")
    response = 传(
        安,
        ["jia", "", "执法人员", "", 今天, "", ""],
        ["yi", "", "公示审核员", "", 今天, "", ""],
        ["aq", "", "执法人员", "", 今天, "", ""],
        ["meiyou", "", "执法人员", "", 今天, "", ""],
        ["jia", "别人", "局长", "没有这个科", "2020-01-01", "", ""],
        ["jia", "", "档案管理员", "", "2020-01-01", "", ""],
    )
    assert response.status_code == 422
    found = 各处(response)
    assert (3, "职务", "林yi已经是公示审核员") in found
    assert (4, "用户名", "不能任免自己，由另一名安全管理员办") in found
    assert (5, "用户名", "没有用户名“meiyou”的人") in found
    assert {(row, column) for row, column, _ in found if row == 6} == {
        (6, "姓名"),
        (6, "职务"),
        (6, "内设机构"),
    }
    assert (7, "起", "任职不能从过去的日子开始") in found
    assert not [each for each in found if each[0] == 2]
    assert roles_of(甲) == frozenset() and JournalEntry.objects.count() == 0
    page = text(response)
    assert "一行也没有导入" in page and "没有用户名“meiyou”的人" in page


def test_表里的两行彼此相斥_照样拒绝(安: Any) -> None:
    Person.objects.enrol(username="xin", name="新管理员")
    response = 传(
        安, ["xin", "", "系统管理员", "", 今天, "", ""], ["xin", "", "审计管理员", "", 今天, "", ""]
    )
    assert [(row, column) for row, column, _ in 各处(response)] == [(3, "职务")]
    assert "三员分立" in 各处(response)[0][2]
    assert not Appointment.objects.filter(person__username="xin").exists()


def test_没有单位的账号不能任办案职务(安: Any) -> None:
    Person.objects.enrol(username="xin", name="新人")
    found = 各处(传(安, ["xin", "", "执法人员", "", 今天, "", ""]))
    assert (2, "用户名", "账号 xin 没有单位，不能任执法人员") in found


def test_代理别人_写被代理人的用户名和止日(安: Any) -> None:
    正, 副 = people.person("zheng", "agency_head"), people.person("fu", "handler")
    assert 传(安, ["fu", "", "机关负责人", "", 今天, "", "zheng"]).status_code == 422
    止 = (clock.now().date() + timedelta(days=7)).isoformat()
    assert 传(安, ["fu", "", "机关负责人", "", 今天, 止, "zheng"]).status_code == 302
    assert Appointment.objects.get(person=副, role="agency_head").stands_in_for == 正


def test_只核对_什么也不改(安: Any) -> None:
    甲 = people.person("jia")
    response = 传(安, ["jia", "", "执法人员", "", 今天, "", ""], do="check")
    page = text(response)
    assert response.status_code == 200 and "核对无误：1 项" in page and "到免职为止" in page
    assert roles_of(甲) == frozenset() and JournalEntry.objects.count() == 0


def test_表头缺必填的一栏_整份只说一次(安: Any) -> None:
    for name in ("jia", "yi", "bing"):
        people.person(name)
    response = 传(安, *[[name, "执法人员"] for name in ("jia", "yi", "bing")], head=("用户名", "职务"))
    assert 各处(response) == [(0, "起", "表头里没有“起”这一栏：缺起（3 行）")]


@pytest.mark.parametrize("rows, said", [(0, "一行也没有填"), (MOST_POSTS + 1, f"一次最多 {MOST_POSTS} 行")])
def test_空的和太长的表说明白(安: Any, rows: int, said: str) -> None:
    response = 传(安, *[["jia", "", "执法人员", "", 今天, "", ""]] * rows)
    assert response.status_code == 422 and said in text(response)


def test_没有选文件_不是表格_说明白(安: Any) -> None:
    assert "没有选文件" in text(安.post(导入, {}))
    assert "这不是 xlsx 表格" in text(安.post(导入, {"file": SimpleUploadedFile("a.xlsx", b"abc")}))


def test_被任命的人要重新登录(安: Any) -> None:
    他 = people.client(people.person("jia", "handler"))
    assert 他.get("/desk/").status_code == 200
    assert 传(安, ["jia", "", "档案管理员", "", 今天, "", ""]).status_code == 302
    assert 他.get("/desk/").status_code == 302


def test_模板填好就能导入_现任职务表列出现任的人(安: Any) -> None:
    甲 = people.person("jia")
    book = load_workbook(io.BytesIO(安.get("/desk/admin/posts/template/").content))
    sheet = book["任职"]
    for column, value in enumerate(["jia", 甲.name, "执法人员", None, 今天], 1):
        sheet.cell(3, column, value)
    out = io.BytesIO()
    book.save(out)
    response = 安.post(导入, {"file": SimpleUploadedFile("t.xlsx", out.getvalue()), "do": "import"})
    assert response.status_code == 302 and roles_of(甲) == {"handler"}
    rows = list(load_workbook(io.BytesIO(安.get("/desk/admin/posts/export/").content)).active.values)
    assert rows[0][:4] == ("用户名", "姓名", "单位", "职务")
    assert ("jia", 甲.name, 甲.agency.short_name if 甲.agency else "", "执法人员") in [
        row[:4] for row in rows
    ]
