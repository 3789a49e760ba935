"""Pages of the registers: who sees and changes what, the import with its report, the shortages."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from mingjing.platform import clock
from mingjing.registry.models import Appointment, Person
from mingjing.registry.register_models import RegisterRow
from tests.platform import people
from tests.registry.kept import 证件

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 登记员() -> Client:
    return people.client(people.person("dengji", "registrar"))


def 表(*行: list[Any]) -> SimpleUploadedFile:
    本 = Workbook()
    assert 本.active is not None
    for 每行 in 行:
        本.active.append(每行)
    出 = io.BytesIO()
    本.save(出)
    return SimpleUploadedFile("登记.xlsx", 出.getvalue())


def 行数() -> int:
    return RegisterRow.objects.unscoped("测试").count()


def 登记(客: Client, 册: str, **栏: Any) -> Any:
    return 客.post(f"/desk/registers/{册}/edit/", 栏)


def test_首页列出各登记册(登记员: Client) -> None:
    页 = 登记员.get("/desk/registers/").content.decode()
    assert "执法证件" in 页 and "从表格导入" in 页 and "没有登记配备标准" in 页
    assert 登记员.get("/desk/").headers["Location"] == "/desk/registers/"


def test_办案的人只看不改() -> None:
    客 = people.client(people.person("zhang", "handler"))
    页 = 客.get("/desk/registers/").content.decode()
    assert "执法证件" in 页 and "从表格导入" not in 页
    assert 客.post("/desk/registers/unit/edit/", {}).status_code == 403
    assert 客.post("/desk/registers/unit/import/", {}).status_code == 403


def test_登记一行_看到它和改动的记录(登记员: Client) -> None:
    答 = 登记(登记员, "unit", unit_name="执法一科", unit_kind="承办机构")
    assert 答.status_code == 302
    页 = 登记员.get(答.headers["Location"]).content.decode()
    assert "执法一科" in 页 and "林dengji（登记员）" in 页 and "日志第 1 条" in 页
    assert "执法一科" in 登记员.get("/desk/registers/unit/").content.decode()
    assert "没有查到" in 登记员.get("/desk/registers/unit/?q=二科").content.decode()


def test_表单填错_说全_填的都还在(登记员: Client) -> None:
    答 = 登记(
        登记员, "certificate", certificate_number="Z1", certificate_holder="nobody", certificate_from="2026-1"
    )
    页 = 答.content.decode()
    assert 答.status_code == 422 and "没有登记，有 5 项要改" in 页
    assert 'value="nobody"' in 页 and "《行政处罚法》第四十二条第一款" in 页
    assert 行数() == 0


def test_变更和注销_别人先改了就不改(登记员: Client) -> None:
    登记(登记员, "unit", unit_name="一科", unit_kind="承办机构")
    改 = {"key": "一科", "version": "1", "unit_kind": "法制机构", "from": "always"}
    assert 登记(登记员, "unit", **改).status_code == 302
    答 = 登记(登记员, "unit", **改)
    assert 答.status_code == 422 and "刚才已由别人改过" in 答.content.decode()
    assert 登记(登记员, "unit", key="一科", version="2", do="strike").status_code == 302
    页 = 登记员.get("/desk/registers/unit/row/?key=一科").content.decode()
    assert "已注销" in 页 and "承办机构" in 页 and "法制机构" in 页


def test_身份证号在页面上遮着(登记员: Client) -> None:
    登记(登记员, "person", staff_number="sun", staff_name="孙某", staff_id_number="11010519491231002X")
    页 = 登记员.get("/desk/registers/person/row/?key=sun").content.decode()
    assert "11010519491231002X" not in 页 and "110*************2X" in 页 and "密封" in 页
    导 = 登记员.get("/desk/registers/person/export/").content
    assert [格.value for 格 in load_workbook(io.BytesIO(导)).active[1]] == [  # type: ignore[index]
        "工号", "姓名", "性别", "内设机构", "职位", "编制",
    ]  # fmt: skip


def test_从模板到导入_核对后确认(登记员: Client) -> None:
    本 = load_workbook(io.BytesIO(登记员.get("/desk/registers/unit/template/").content))
    页 = 本["内设机构"]
    页["A3"], 页["B3"], 页["A4"], 页["B4"] = "一科", "承办机构", "二科", "法制机构"
    出 = io.BytesIO()
    本.save(出)
    答 = 登记员.post("/desk/registers/unit/import/", {"file": SimpleUploadedFile("a.xlsx", 出.getvalue())})
    assert "核对无误：2 行" in 答.content.decode() and "登记 2 行" in 答.content.decode()
    assert 行数() == 0
    令 = 答.context["token"]
    assert 登记员.post("/desk/registers/unit/import/", {"do": "confirm", "token": 令}).status_code == 302
    assert 行数() == 2
    再 = 登记员.post("/desk/registers/unit/import/", {"do": "confirm", "token": 令})
    assert 再.status_code == 422 and "已经不在" in 再.content.decode()


def test_核对时写明改哪几行_都没有变化的不用导入(登记员: Client) -> None:
    def 传(*行: list[Any]) -> Any:
        return 登记员.post("/desk/registers/unit/import/", {"file": 表(["名称", "类别"], *行)})

    登记员.post(
        "/desk/registers/unit/import/", {"do": "confirm", "token": 传(["一科", "承办机构"]).context["token"]}
    )
    页 = 传(["一科", "法制机构"], ["二科", "承办机构"]).content.decode()
    assert "登记 1 行，变更 1 行" in 页 and ">一科</a>" in 页 and ">二科</a>" not in 页
    assert '类别：<span class="mj-dim">承办机构</span> → 法制机构' in 页
    页 = 传(["一科", "承办机构"]).content.decode()
    assert "1 行没有变化，不用导入" in 页 and ">确认导入</button>" not in 页


def test_列表能按持证人的姓名查(登记员: Client) -> None:
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    一, 页 = 证件("zhao"), "/desk/registers/certificate/"
    文件 = 表(list(一), list(一.values()))
    登记员.post(
        f"{页}import/",
        {"do": "confirm", "token": 登记员.post(f"{页}import/", {"file": 文件}).context["token"]},
    )
    assert [行["key"] for 行 in 登记员.get(f"{页}?q=赵明").context["rows"]] == ["Z-zhao"]
    assert "2028-12-31" in 登记员.get(f"{页}?q=zhao").content.decode()
    assert "没有查到" in 登记员.get(f"{页}?q=钱明").content.decode()


def test_全角的证件号码说明是全角(登记员: Client) -> None:
    页 = 登记(登记员, "certificate", certificate_number="３１０１").content.decode()
    assert "“３１０１”是全角字符，改成半角的“3101”" in 页


def test_有错的表_逐行逐栏列出_什么都没有导入(登记员: Client) -> None:
    答 = 登记员.post(
        "/desk/registers/unit/import/",
        {"file": 表(["名称", "类别"], ["一科", "承办机构"], ["二科", "什么科"], ["", "办公机构"])},
    )
    页 = 答.content.decode()
    assert 答.status_code == 422 and "没有导入：2 处要改" in 页
    assert "可选：承办机构、法制机构、办公机构、服务窗口" in 页 and "没有填名称" in 页
    assert [(错.row, 错.column) for 错 in 答.context["faults"]] == [(3, "类别"), (4, "名称")]
    assert all(错.clause for 错 in 答.context["faults"])
    assert 行数() == 0


@pytest.mark.parametrize(
    ("文件", "说"),
    [
        (表(["名称", "类别"], ["=1+1", "承办机构"]), "是公式"),
        (表(["姓名", "年龄"], ["甲", 3]), "没有找到表头"),
        (表(["名称", "类别"]), "一行也没有填"),
        (SimpleUploadedFile("a.csv", b"a,b"), "不是 xlsx 表格"),
        (None, "没有选文件"),
    ],
)
def test_不能用的文件(登记员: Client, 文件: Any, 说: str) -> None:
    if 文件 is not None:
        文件.seek(0)
    答 = 登记员.post("/desk/registers/unit/import/", {"file": 文件} if 文件 else {})
    assert 答.status_code == 422 and 说 in 答.content.decode()


def test_证号被改成了数字_日期写法不一_照样说清(登记员: Client) -> None:
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    头 = list(证件("zhao"))
    好 = {**证件("zhao"), "有效期起": "2024年1月1日", "有效期止": date(2028, 12, 31)}
    坏 = {**证件("zhao"), "证件号码": 3.10118199001011e17, "有效期起": 45000}
    答 = 登记员.post(
        "/desk/registers/certificate/import/", {"file": 表(头, list(好.values()), list(坏.values()))}
    )
    assert [(错.row, 错.column) for 错 in 答.context["faults"]] == [(3, "证件号码"), (3, "有效期起")]
    assert "末几位已经丢失" in 答.context["faults"][0].said


def test_表头和各行的毛病一次说全(登记员: Client) -> None:
    答 = 登记员.post(
        "/desk/registers/unit/import/",
        {
            "file": 表(
                ["名称", "类别", "颜色"], ["一科", "什么科", "红"], ["=1+1", "承办机构"], ["", "办公机构"]
            )
        },
    )
    assert [(错.row, 错.column, 错.said[:6]) for 错 in 答.context["faults"]] == [
        (1, "颜色", "没有“颜色”"),
        (2, "类别", "类别没有“什"),
        (3, "名称", "名称是公式，"),
        (4, "名称", "没有填名称"),
    ]


def test_表头缺必填的一栏_整份只说一次_写明几行(登记员: Client) -> None:
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    各证 = [{**证件("zhao"), "证件号码": f"Z-{号}"} for 号 in range(1, 4)]
    头 = [栏 for 栏 in 各证[0] if 栏 != "发证机关"]
    坏 = {**各证[2], "执法区域": ""}
    答 = 登记员.post(
        "/desk/registers/certificate/import/",
        {"file": 表(头, *[[每个[栏] for 栏 in 头] for 每个 in (各证[0], 各证[1], 坏)])},
    )
    assert [(错.row, 错.column) for 错 in 答.context["faults"]] == [(0, "发证机关"), (4, "执法区域")]
    assert 答.context["faults"][0].said == "表头里没有“发证机关”这一栏：没有填发证机关（3 行）"
    assert "《行政处罚法》第四十二条" in 答.context["faults"][0].clause


def test_别人的上传凭证不能用(登记员: Client) -> None:
    答 = 登记员.post("/desk/registers/unit/import/", {"file": 表(["名称", "类别"], ["一科", "承办机构"])})
    别人 = people.client(people.person("dengji2", "registrar"))
    再 = 别人.post("/desk/registers/unit/import/", {"do": "confirm", "token": 答.context["token"]})
    assert 再.status_code == 422 and 行数() == 0


def test_看不到别的机关的登记(登记员: Client) -> None:
    登记(登记员, "unit", unit_name="一科", unit_kind="承办机构")
    别 = people.agency("lx-scjg")
    外 = Person.objects.enrol(username="wai", name="外", agency=别, password=people.PASSWORD)
    Appointment.objects.create(person=外, role="registrar", agency=别, since="2025-01-01")
    people.TOTP.activate(外, people.generate_totp_secret())
    客 = people.client(外)
    assert "一科" not in 客.get("/desk/registers/unit/").content.decode()
    assert "一科" not in 客.get("/desk/registers/unit/?agency=qx-scjg").content.decode()
    assert "qx-scjg" not in 客.get("/desk/registers/tree/").content.decode()
    assert 客.get("/desk/registers/unit/row/?key=一科").status_code == 404
    assert 客.get("/desk/registers/unit/row/?key=一科&of=qx-scjg").status_code == 404


def test_共用的名册各机关都看(登记员: Client) -> None:
    登记(
        登记员,
        "counsel",
        counsel_number="L1",
        counsel_name="某律师",
        counsel_kind="公职律师",
        counsel_home="司法局",
    )
    别 = people.agency("lx-scjg")
    外 = Person.objects.enrol(username="wai", name="外", agency=别, password=people.PASSWORD)
    Appointment.objects.create(person=外, role="reviewer", agency=别, since="2025-01-01")
    people.TOTP.activate(外, people.generate_totp_secret())
    assert "某律师" in people.client(外).get("/desk/registers/counsel/").content.decode()


def test_审核人员少了_证件快到期_装备不够(登记员: Client) -> None:
    for 号 in range(41):
        people.person(f"h{号}", "handler", factor=False, password=None)
    people.person("shen", "reviewer", factor=False, password=None)
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    到期 = clock.now().date() + timedelta(days=20)
    登记(
        登记员,
        "certificate",
        certificate_number="Z1",
        certificate_holder="zhao",
        certificate_issuer="省政府",
        certificate_category=["综合"],
        certificate_area="青溪区",
        certificate_from="2020-01-01",
        certificate_until=到期.isoformat(),
    )
    登记(
        登记员,
        "equipment_standard",
        standard_kind="执法记录仪",
        standard_per="每名执法人员",
        standard_number="0.5",
        standard_source="某标准",
    )
    登记(
        登记员,
        "device",
        device_number="D1",
        device_kind="执法记录仪",
        device_state="在用",
        device_since="2025-01-01",
    )
    页 = 登记员.get("/desk/registers/").content.decode()
    assert "法制审核人员 1 人，应当不少于 3 人：执法人员 41 人的 5%" in 页
    assert f"赵明（{到期}）" in 页
    assert "执法记录仪 1，应当有 21，缺 20" in 页
    assert "没有登记法律职业资格的审核人员 1 人：林shen" in 页


def test_机关的树() -> None:
    客 = people.client(people.person("xitong", "system_admin"))
    for 编号, 上级, 代码 in (("qx-a", "", "310118"), ("qx-b", "qx-a", "310118")):
        答 = 登记(
            客, "agency",
            agency_number=编号, agency_parent=上级, agency_name=f"某{编号}局", agency_short_name=编号,
            agency_word="青", agency_level="县级", agency_kind="行政机关", agency_basis="三定规定",
            agency_region="青溪区", agency_region_code=代码, agency_field="市场监管",
        )  # fmt: skip
        assert 答.status_code == 302, 答.content.decode()
    页 = 客.get("/desk/registers/tree/").content.decode()
    assert 页.index("某qx-a局") < 页.index("某qx-b局") and "三定规定" in 页
    assert 客.get("/desk/registers/unit/").status_code == 404


def test_翻页从上一页的末行接着(登记员: Client) -> None:
    行们 = [[f"科{号:03}", "承办机构"] for 号 in range(70)]
    答 = 登记员.post("/desk/registers/unit/import/", {"file": 表(["名称", "类别"], *行们)})
    登记员.post("/desk/registers/unit/import/", {"do": "confirm", "token": 答.context["token"]})
    页 = 登记员.get("/desk/registers/unit/")
    assert [行["key"] for 行 in 页.context["rows"]] == [f"科{号:03}" for 号 in range(30)]
    三 = 登记员.get(f"/desk/registers/unit/?{页.context['following']}")
    assert 三.context["rows"][0]["key"] == "科030"


def _相关(客: Client, 册: str, 键: str) -> str:
    页 = 客.get(f"/desk/registers/{册}/row/", {"key": 键}).content.decode()
    return 页.partition('aria-label="相关登记"')[2].partition("</section>")[0]


def test_证件页连着它的备案_暂停_审验和持证人的考试(登记员: Client) -> None:
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    for 证 in ("Z-1", "Z-12"):
        头 = [*证件("zhao")]
        值 = {**证件("zhao"), "证件号码": 证}
        传 = 登记员.post("/desk/registers/certificate/import/", {"file": 表(头, [值[栏] for 栏 in 头])})
        登记员.post("/desk/registers/certificate/import/", {"do": "confirm", "token": 传.context["token"]})
    登记(
        登记员, "certificate_suspension",
        suspended_certificate="Z-12", suspended_from="2026-03-02", suspended_until="2026-03-31",
        suspension_reason="投诉核查期间",
    )  # fmt: skip
    for 年, 果 in (("2024", "合格"), ("2025", "不合格")):
        登记(
            登记员, "annual_check",
            checked_certificate="Z-1", check_year=年, check_day=f"{年}-12-10", check_result=果,
        )  # fmt: skip
    登记(
        登记员, "training",
        trained_person="zhao", training_name="资格考试", training_kind="资格考试",
        training_day="2025-06-01", attended="是", exam_result="合格",
    )  # fmt: skip
    一 = _相关(登记员, "certificate", "Z-1")
    assert 一.index(">2025<") < 一.index(">2024<") and "结果 不合格" in 一
    assert "投诉核查期间" not in 一 and "证件暂停" in 一 and "没有登记" in 一
    assert "培训考试（持证人）" in 一 and "资格考试 2025-06-01" in 一 and "姓名 赵明" in 一
    十二 = _相关(登记员, "certificate", "Z-12")
    assert "2026-03-02" in 十二 and "投诉核查期间" in 十二 and "不合格" not in 十二
    assert "key=Z-12+%2F+2026-03-02" in 十二
    人 = _相关(登记员, "person", "zhao")
    assert "key=Z-1&amp;" in 人 and "key=Z-12&amp;" in 人 and "资格考试 2025-06-01" in 人
    assert "Z-1<" in _相关(登记员, "annual_check", "Z-1 / 2024")


def test_还没有证件的人_考试先登记_在本人的页面看到(登记员: Client) -> None:
    登记(登记员, "person", staff_number="zhao", staff_name="赵明")
    答 = 登记(
        登记员, "training",
        trained_person="zhao", training_name="资格考试", training_kind="资格考试",
        training_day="2025-06-01", attended="是", exam_result="合格",
    )  # fmt: skip
    assert 答.status_code == 302
    人 = _相关(登记员, "person", "zhao")
    assert "资格考试 2025-06-01" in 人 and "执法证件" in 人 and "没有登记" in 人
    RegisterRow.objects.unscoped("测试").filter(register="training").update(agency="别处")
    assert "2025-06-01" not in _相关(登记员, "person", "zhao")
