"""导入前的核对：每一行改了什么，清空、改名、换人先看清楚；导入以后说清谁还不能登录。"""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from mingjing.registry.admin_setup import new_code
from mingjing.registry.models import Person
from tests.platform import people
from tests.registry.kept import 证件

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
人员栏 = ["工号", "姓名", "性别", "身份证号", "内设机构", "职位", "编制"]


@pytest.fixture
def 登记员() -> Client:
    return people.client(people.person("dengji", "registrar"))


def 传(客: Client, 册: str, 表头: list[str], *行: list[Any]) -> Any:
    本 = Workbook()
    assert 本.active is not None
    for 每行 in (表头, *行):
        本.active.append(每行)
    出 = io.BytesIO()
    本.save(出)
    return 客.post(f"/desk/registers/{册}/import/", {"file": SimpleUploadedFile("登记.xlsx", 出.getvalue())})


def 导入(客: Client, 册: str, 表头: list[str], *行: list[Any]) -> str:
    令 = 传(客, 册, 表头, *行).context["token"]
    答 = 客.post(f"/desk/registers/{册}/import/", {"do": "confirm", "token": 令}, follow=True)
    assert 答.status_code == 200
    return str(答.content.decode())


def 改动(答: Any) -> list[tuple[str, list[tuple[str, str, str, str]]]]:
    """Each altered row shown before the fold: its name and number, and its lines."""
    return [
        (f"{行.name} {行.beside}".strip(), [(条.name, 条.before, 条.after, 条.flag) for 条 in 行.lines])
        for 行 in 答.context["altered"]
    ]


def test_人员的格空着_核对时逐栏写明清空了什么(登记员: Client) -> None:
    导入(登记员, "unit", ["名称", "类别"], ["一科", "承办机构"])
    导入(登记员, "person", 人员栏, ["zhao", "赵明", "男", "11010519491231002X", "一科", "", "行政编制"])
    答 = 传(登记员, "person", 人员栏, ["zhao", "赵明", "", "", "", "四级主办", ""])
    assert 改动(答) == [
        (
            "赵明 zhao",
            [
                ("性别", "男", "", "清空"),
                ("内设机构", "一科", "", "清空"),
                ("职位", "", "四级主办", ""),
                ("编制", "行政编制", "", "清空"),
            ],
        )
    ]
    页 = 答.content.decode()
    assert "先看清楚：清空 3 处" in 页 and "空着的格、表头里没有的栏，会把原来登记的清空" in 页
    assert "看清楚再导入" in 页 and "表格第 2 行" in 页


def test_表头少几栏_原来登记的也会清空_核对时写明(登记员: Client) -> None:
    导入(登记员, "person", 人员栏, ["zhao", "赵明", "男", "", "", "", "行政编制"])
    答 = 传(登记员, "person", ["工号", "姓名"], ["zhao", "赵明"])
    assert [条 for _, 各条 in 改动(答) for 条 in 各条] == [
        ("性别", "男", "", "清空"),
        ("编制", "行政编制", "", "清空"),
    ]


def test_改了姓名的_写明改名(登记员: Client) -> None:
    导入(登记员, "person", ["工号", "姓名"], ["zhao", "赵明"])
    答 = 传(登记员, "person", ["工号", "姓名"], ["zhao", "钱清"])
    assert 改动(答) == [("赵明 zhao", [("姓名", "赵明", "钱清", "改名")])]
    页 = 答.content.decode()
    assert "先看清楚：改名 1 处" in 页 and "看是不是工号写错" in 页


def test_证件改给别人_写明从谁换成谁(登记员: Client) -> None:
    导入(登记员, "person", ["工号", "姓名"], ["zhao", "赵明"], ["qian", "钱清"])
    一 = 证件("zhao")
    导入(登记员, "certificate", list(一), list(一.values()))
    答 = 传(登记员, "certificate", list(一), list({**一, "持证人": "qian"}.values()))
    assert 改动(答) == [("Z-zhao 赵明", [("持证人", "赵明（zhao）", "钱清（qian）", "换人")])]
    assert "换人 1 处" in 答.content.decode()


def test_身份证号换了_只说换成另一个_号码不上页面(登记员: Client) -> None:
    栏 = ["工号", "姓名", "身份证号"]
    导入(登记员, "person", 栏, ["sun", "孙某", "11010519491231002X"])
    答 = 传(登记员, "person", 栏, ["sun", "孙某", "440524188001010014"])
    assert 改动(答) == [("孙某 sun", [("身份证号", "（密封）", "换成另一个（密封）", "")])]
    页 = 答.content.decode()
    assert "440524188001010014" not in 页 and "11010519491231002X" not in 页


def test_要变更的很多_先列二十行_其余折起来写明几行_清空的在前(登记员: Client) -> None:
    栏 = ["工号", "姓名", "职位", "编制"]
    导入(登记员, "person", 栏, *[[f"r{号:02}", f"人{号:02}", "", "行政编制"] for 号 in range(24)])
    新 = [[f"r{号:02}", f"人{号:02}", "科员", "行政编制"] for 号 in range(24)]
    新[23][3] = ""
    答 = 传(登记员, "person", 栏, *新)
    列 = 改动(答)
    assert len(列) == 20 and 列[0] == (
        "人23 r23",
        [("职位", "", "科员", ""), ("编制", "行政编制", "", "清空")],
    )
    assert [名 for 名, _ in 列[1:3]] == ["人00 r00", "人01 r01"]
    assert "其余要变更的 4 行" in 答.content.decode() and len(答.context["folded"]) == 4


def test_导入人员以后_写明谁还没有启用账号_找谁发启用码(登记员: Client) -> None:
    people.person("xitong", "system_admin")
    页 = 导入(登记员, "person", ["工号", "姓名"], ["zhao", "赵明"], ["qian", "钱清"])
    assert "钱清、赵明还没有启用账号，不能登录：请系统管理员（林xitong）在“账号”页发启用码" in 页
    页 = 登记员.get("/desk/registers/person/row/?key=zhao").content.decode()
    assert "赵明还没有启用账号" in 页
    new_code(Person.objects.get(username="zhao"))
    页 = 登记员.get("/desk/registers/person/row/?key=zhao").content.decode()
    assert "还没有启用账号" not in 页


def test_能登录的人_不说还没有启用账号(登记员: Client) -> None:
    people.person("zhao", "handler")
    页 = 导入(登记员, "person", ["工号", "姓名"], ["zhao", "林zhao"])
    assert "还没有启用账号" not in 页


def test_很多人没有启用账号_列十个名字和总数(登记员: Client) -> None:
    页 = 导入(登记员, "person", ["工号", "姓名"], *[[f"r{号:02}", f"人{号:02}"] for 号 in range(12)])
    assert "人09 等 12 人还没有启用账号" in 页 and "人10" not in 页.partition("还没有启用账号")[0]


def test_没有选文件_说在选文件的地方_不列成表格的错(登记员: Client) -> None:
    答 = 登记员.post("/desk/registers/unit/import/", {})
    页 = 答.content.decode()
    assert 答.status_code == 422 and "没有选文件" in 页.partition('id="file-bad"')[2][:20]
    assert "一行也没有导入" not in 页 and "处要改" not in 页


@pytest.mark.parametrize(
    ("写的", "说"),
    [
        ("Z/1", "“Z/1”中的“/”不能用在编号里"),
        ("Z 1#2", "“Z 1#2”中的空格、“#”不能用在编号里"),
        ("Z1\ue0002", "中的U+E000不能用在编号里"),
        ("-Z1", "“-Z1”中的“-”放在开头，不能用在编号里"),
    ],
)
def test_编号里不能用的字符_写明是哪个(登记员: Client, 写的: str, 说: str) -> None:
    答 = 登记员.post("/desk/registers/certificate/edit/", {"certificate_number": 写的})
    assert 说 in 答.content.decode()


def test_一行的页面以姓名为题_工号在旁边_证件写明是谁的(登记员: Client) -> None:
    导入(登记员, "person", ["工号", "姓名"], ["zhao", "赵明"])
    一 = 证件("zhao")
    导入(登记员, "certificate", list(一), list(一.values()))

    def 题(册: str, 键: str) -> tuple[str, str]:
        页 = 登记员.get(f"/desk/registers/{册}/row/", {"key": 键})
        return 页.context["name"], 页.context["beside"]

    assert 题("person", "zhao") == ("赵明", "zhao")
    assert 题("certificate", "Z-zhao") == ("Z-zhao", "赵明")
    页 = 登记员.get("/desk/registers/person/row/?key=zhao").content.decode()
    assert (
        "<title>赵明" in 页
        and "变更：赵明" in 登记员.get("/desk/registers/person/edit/?key=zhao").content.decode()
    )
