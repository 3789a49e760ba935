"""当事人的页面：查得到、号码不露、一个当事人的全部案件和记录、合并、导入，别的机关看不到。"""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook, load_workbook

from mingjing.casework.scenario import read
from mingjing.casework.service import load
from mingjing.casework.stage import run
from mingjing.registry import party_service as service
from mingjing.registry import party_tables
from mingjing.registry.models import Appointment, Person
from mingjing.registry.party_models import Party, PartyAct, PartyCase
from mingjing.registry.party_sheet import COLUMNS
from tests.desk.stand import FILED, HEAD, PROPOSED, stand, text
from tests.desk.test_opening import _hidden
from tests.platform import people
from tests.registry.test_party import 个人, 公司, 号码

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
址 = "/desk/cases/new/penalty_ordinary/clue_registration/"
找 = "/desk/parties/choose/?procedure=penalty_ordinary&act=clue_registration"
当事人行 = next(line for line in HEAD.splitlines() if "上海清禾" in line)


@pytest.fixture
def 登记员() -> Person:
    return people.person("dengji", "registrar")


@pytest.fixture
def 客(登记员: Person) -> Client:
    return people.client(登记员)


def 表单(事: dict[str, Any]) -> dict[str, str]:
    return {栏.id: str(事.get(栏.name, "")) for 栏 in COLUMNS}


def 登记(人: Person, 事: dict[str, Any], **改: Any) -> str:
    return service.enter(str(人.agency_id), {**事, **改}, by=人)


def 页(客: Client, 址: str) -> str:
    答 = 客.get(址)
    assert 答.status_code == 200, 址
    return text(答)


def test_登记一个_看到它_列表里有_号码遮蔽(客: Client) -> None:
    答 = 客.post("/desk/parties/new/", 表单(个人))
    assert 答.status_code == 302
    一页, 清单 = 页(客, 答.headers["Location"]), 页(客, "/desk/parties/")
    for 每页 in (一页, 清单):
        assert "某甲" in 每页 and "3101**********" in 每页 and str(个人["证件号码"]) not in 每页
    assert "柳荫巷 3 号" in 一页 and "当事人登记" in 一页 and "日志第 1 条" in 一页


def test_登记不成_说全_填的都在(客: Client) -> None:
    答 = 客.post("/desk/parties/new/", 表单({"名称": "某公司", "类别": "法人", "证件种类": "护照"}))
    assert 答.status_code == 422
    assert "法人没有填统一社会信用代码" in text(答) and 'value="某公司"' in text(答)
    assert not Party.objects.unscoped("测试").exists()


def test_查_名称中的字_代码_证件号码_号码不进网址(客: Client, 登记员: Person) -> None:
    甲, 乙 = 登记(登记员, 公司), 登记(登记员, 个人)
    找 = lambda q: 客.post("/desk/parties/", {"q": q}).headers["Location"]  # noqa: E731
    assert "某某食品" in 页(客, 找("食品")) and "某甲" not in 页(客, 找("食品"))
    assert "某某食品" in 页(客, 找("青溪 公司")) and "某某食品" not in 页(客, 找("青溪 酒店"))
    assert 找("91350100m000100y43") == f"/desk/parties/{甲}/"
    assert 找(str(个人["证件号码"])) == f"/desk/parties/{乙}/"
    没有 = 找(号码("31011819900101005"))
    assert 没有 == "/desk/parties/?missed=number" and "没有用这个代码或者号码" in 页(客, 没有)
    # Somebody may still type a number into the address: nothing is looked up with it, nothing repeats it.
    assert str(个人["证件号码"]) not in 页(客, f"/desk/parties/?q={个人['证件号码']}")


def test_翻页_按类别(客: Client, 登记员: Person) -> None:
    行 = [
        service.Statement(cells={"名称": f"第{第:02}商行", "类别": "其他组织"}, number=第)
        for 第 in range(1, 31)
    ]
    service.enter_all("qx-scjg", 行, by=登记员)
    见: set[str] = set()
    for 起 in ("/desk/parties/", "/desk/parties/?q=商行"):
        一 = 页(客, 起)
        下 = 一.split('rel="next"')[0].rsplit('href="', 1)[1].rstrip('" ').replace("&amp;", "&")
        二 = 页(客, f"/desk/parties/{下}")
        见 = {名 for 名 in (f"第{第:02}商行" for 第 in range(1, 31)) if 名 in 一 or 名 in 二}
        assert len(见) == 30 and "没有更多了" in 二
    assert "没有符合条件" in 页(客, "/desk/parties/?kind=自然人")
    assert "没有符合条件" in 页(客, "/desk/parties/?after=乱写~x")


def test_别的机关看不到_监督员看到的号码和住址都遮蔽(登记员: Person) -> None:
    id_ = 登记(登记员, 个人)
    别的 = Person.objects.enrol(username="bie", name="别的", agency=people.agency("qx-yjj"))
    Appointment.objects.create(person=别的, role="registrar", agency=别的.agency, since="2025-01-01")
    客 = people.client(别的)
    for 尾 in ("", "edit/", "merge/", "part/", "number/"):
        assert 客.get(f"/desk/parties/{id_}/{尾}").status_code == 404
    assert "某甲" not in 页(客, "/desk/parties/")
    assert (
        客.post("/desk/parties/", {"q": str(个人["证件号码"])}).headers["Location"].endswith("missed=number")
    )
    监督 = people.client(people.person("jian", "supervisor"))
    一页 = 页(监督, f"/desk/parties/{id_}/")
    assert "某甲" in 一页 and "已遮蔽" in 一页 and "3101" not in 一页 and "柳荫巷" not in 一页
    assert "看全号" not in 一页 and 监督.get(f"/desk/parties/{id_}/number/").status_code == 403


def test_看全号_写了理由才有_页面记下这次查看(客: Client, 登记员: Person) -> None:
    id_ = 登记(登记员, 个人)
    assert str(个人["证件号码"]) not in 页(客, f"/desk/parties/{id_}/number/")
    答 = 客.post(f"/desk/parties/{id_}/number/", {"reason": "填写强制执行申请书"})
    assert str(个人["证件号码"]) in text(答) and "no-store" in 答.headers["Cache-Control"]
    assert "查看证件号码" in 页(客, f"/desk/parties/{id_}/")
    assert 客.post(f"/desk/parties/{id_}/number/", {"reason": ""}).status_code == 422


def test_变更_号码留空不变_别人先改了就不改(客: Client, 登记员: Person) -> None:
    id_ = 登记(登记员, 个人)
    表 = 页(客, f"/desk/parties/{id_}/edit/")
    assert str(个人["证件号码"]) not in 表 and "留空就不改" in 表
    新 = 表单({**个人, "证件号码": "", "证件种类": "", "住所": "新住处"}) | {"version": "1"}
    assert 客.post(f"/desk/parties/{id_}/edit/", 新).status_code == 302
    assert "新住处" in 页(客, f"/desk/parties/{id_}/")
    assert "刚才已由别人改过" in text(客.post(f"/desk/parties/{id_}/edit/", 新))


def test_可能重复_合并_撤销(客: Client, 登记员: Person) -> None:
    甲 = 登记(登记员, 公司)
    party_tables.told(
        "qx-scjg", "案一", 1,
        {"当事人": {"名称": "青溪某某食品 有限公司", "类别": "法人", "住所": "榆林路8号"}},
        Party.objects.unscoped("测试").get(id=甲).since, "h",
    )  # fmt: skip
    乙 = PartyCase.objects.unscoped("测试").get().party
    assert "去合并" in 页(客, "/desk/parties/alike/")
    assert "可能是同一当事人" in 页(客, f"/desk/parties/{甲}/")
    核对 = 页(客, f"/desk/parties/{甲}/merge/?with={乙}")
    assert "留下" in 核对 and "并入" in 核对
    少 = 客.post(f"/desk/parties/{甲}/merge/", {"with": 乙, "do": "merge", "reason": "同一公司"})
    assert 少.status_code == 422 and "没有写证据" in text(少) and "同一公司" in text(少)
    办 = {"with": 乙, "do": "merge", "reason": "同一公司", "evidence": "登记机关的档案"}
    留 = 客.post(f"/desk/parties/{甲}/merge/", 办).headers["Location"]
    去 = ({f"/desk/parties/{每个}/" for 每个 in (甲, 乙)} - {留}).pop()
    assert 客.get(去).headers["Location"] == 留
    assert "并入的当事人" in 页(客, 留) and "当事人合并" in 页(客, 留)
    assert "没有可能重复" in 页(客, "/desk/parties/alike/")
    撤 = 客.post(f"{去}part/", {"reason": "核对后不是同一公司"})
    assert 撤.headers["Location"] == 去 and "并入的当事人" not in 页(客, 留)


def test_合并时按名称和号码找另一个(客: Client, 登记员: Person) -> None:
    甲 = 登记(登记员, 个人)
    乙 = 登记(登记员, {**个人, "名称": "某乙", "证件号码": 号码("31011819900101003")})
    for q in ("某乙", 号码("31011819900101003")):
        答 = text(客.post(f"/desk/parties/{甲}/merge/", {"q": q, "do": "seek"}))
        assert f"?with={乙}" in 答 and (q == "某乙" or q not in 答)


def test_两个都有代码的_不说可能重复(客: Client, 登记员: Person) -> None:
    登记(登记员, 个人)
    登记(登记员, {**个人, "证件号码": 号码("31011819900101003")})
    assert "没有可能重复" in 页(客, "/desk/parties/alike/")


def test_一个当事人的案件_全部记录_文书() -> None:
    案 = stand(PROPOSED)
    客 = 案.client("甲")
    [tie] = PartyCase.objects.unscoped("测试").filter(agency=案.agency)
    一页 = 页(客, f"/desk/parties/{tie.party}/")
    assert 案.url() in 一页 and "提出处理建议" in 一页 and "线索登记" in 一页 and "1 件案件" in 一页
    assert "未核对" in 页(客, "/desk/parties/") and f"/desk/parties/{tie.party}/" in 页(客, 案.url())
    assert party_tables.CHECK == "当事人" and list(party_tables.check(connection)) == []


def test_再建投影_案件的当事人相同() -> None:
    案 = stand()
    先 = list(PartyCase.objects.unscoped("测试").values_list())
    assert party_tables.rebuild(案.agency) == 1
    assert list(PartyCase.objects.unscoped("测试").values_list()) == 先


def test_记录多的_一页一页往前翻(登记员: Person, 客: Client) -> None:
    id_ = 登记(登记员, 个人)
    for _ in range(30):
        service.show_number("qx-scjg", id_, reason="填写送达回证", by=登记员)
    一 = 页(客, f"/desk/parties/{id_}/")
    assert 一.count("查看证件号码") == 25 and "当事人登记" not in 一
    二 = 页(客, f"/desk/parties/{id_}/?before={PartyAct.objects.unscoped('测试').count() - 25}")
    assert "当事人登记" in 二 and "没有更早的了" in 二


def test_开案时选一个登记过的_号码不到页面上_记下的是全号() -> None:
    行 = f"  {{名称: 周砚清, 类别: 自然人, 证件号码: {个人['证件号码']}, 住所: 柳荫巷}}"
    果 = run(read(HEAD.replace(当事人行, 行) + FILED, "办案台.yaml"))
    assert 果.final is not None
    机关 = 果.final.record.agency
    甲 = Person.objects.get(agency_id=机关, name="甲")
    客 = people.client(甲)
    assert "从已登记的当事人中选" in 页(客, 址)
    选 = text(客.post(找, {"q": "砚清"}))
    [tie] = PartyCase.objects.unscoped("测试").filter(agency=机关)
    assert f"{址}?party={tie.party}" in 选 and str(个人["证件号码"]) not in 选
    表 = 页(客, f"{址}?party={tie.party}")
    assert 'value="周砚清"' in 表 and "3101**********" in 表 and str(个人["证件号码"]) not in 表
    填 = dict(_hidden(表)) | {
        "f-clue_source": "日常检查", "f-party-0": "周砚清", "f-party-1": "自然人",
        "f-party-3": f"3101**********{str(个人['证件号码'])[-4:]}", "f-party-8": "居民身份证",
    }  # fmt: skip
    答 = 客.post(f"{址}?party={tie.party}", 填)
    assert 答.status_code == 302, text(答)
    新 = load(机关, 答.headers["Location"].split("/")[3])
    assert 新.record.facts["当事人"]["证件号码"] == 个人["证件号码"]
    assert PartyCase.objects.unscoped("测试").filter(agency=机关, party=tie.party).count() == 2


def test_开案的表填了一半去选当事人_填的都还在_什么也没有登记() -> None:
    案 = stand()
    客, 乙 = 案.client("甲"), str(Person.objects.get(agency_id=案.agency, name="乙").id)
    [tie] = PartyCase.objects.unscoped("测试").filter(agency=案.agency)
    表 = 页(客, 址)
    填 = dict(_hidden(表)) | {
        "at": "2026-03-02T09:30", "with": 乙, "f-clue_source": "投诉举报",
        "f-clue_content": "举报人说“过期” <两箱>", "f-party-0": "写了一半", "q": "清禾",
    }  # fmt: skip
    选 = 客.post(找, 填)
    assert "表单里填的都留着" in text(选) and "上海清禾食品有限公司" in text(选)
    带 = dict(选.context["typed"])
    assert 带 == {名: 值 for 名, 值 in 填.items() if 名 not in ("q", "csrfmiddlewaretoken")}
    回 = 客.post(f"{址}?party={tie.party}", {**带, "q": "清禾", "fill": "party"})
    又 = text(回)
    assert 回.status_code == 200 and 'value="上海清禾食品有限公司"' in 又 and "写了一半" not in 又
    assert "举报人说“过期” &lt;两箱&gt;" in 又 and 'value="2026-03-02T09:30"' in 又
    assert '<option value="投诉举报" selected>' in 又 and "没有提交，填的都在" in 又
    不选 = text(客.post(址, {**带, "q": "", "fill": "back"}))
    assert 'value="写了一半"' in 不选 and "举报人说“过期” &lt;两箱&gt;" in 不选
    assert PartyCase.objects.unscoped("测试").filter(agency=案.agency).count() == 1


def test_换一个当事人又不换了_先选的号码照样记全号() -> None:
    行 = f"  {{名称: 周砚清, 类别: 自然人, 证件号码: {个人['证件号码']}, 住所: 柳荫巷}}"
    果 = run(read(HEAD.replace(当事人行, 行) + FILED, "办案台.yaml"))
    assert 果.final is not None
    机关 = 果.final.record.agency
    客 = people.client(Person.objects.get(agency_id=机关, name="甲"))
    [tie] = PartyCase.objects.unscoped("测试").filter(agency=机关)
    填 = dict(_hidden(页(客, f"{址}?party={tie.party}"))) | {"f-party-0": "周砚清", "q": "别人"}
    再 = text(客.post(f"{找}&party={tie.party}", 填))
    assert f'formaction="{址}?party={tie.party}">回到表单' in 再


def test_选当事人的搜索不是办理_带着搜索词提交表单也照常核对() -> None:
    案 = stand()
    客 = 案.client("甲")
    答 = 客.post(址, {**dict(_hidden(页(客, 址))), "q": "清禾"})
    assert 答.status_code == 422 and "没有填来源" in text(答)


def test_开案时选不到别的机关的() -> None:
    甲案, 乙案 = stand(), stand()
    [别的] = PartyCase.objects.unscoped("测试").filter(agency=乙案.agency)
    assert 'value="上海清禾食品有限公司"' not in 页(甲案.client("甲"), f"{址}?party={别的.party}")


def 表格(*行: list[Any]) -> SimpleUploadedFile:
    本 = Workbook()
    assert 本.active is not None
    for 每行 in 行:
        本.active.append(每行)
    出 = io.BytesIO()
    本.save(出)
    return SimpleUploadedFile("当事人.xlsx", 出.getvalue())


表头 = ["名称", "类别", "统一社会信用代码", "证件种类", "证件号码"]


def test_导入_有坏行_逐行逐栏说明_一行也不登记(客: Client) -> None:
    坏 = 表格(
        表头,
        ["甲公司", "法人", "91350100M000100Y44", None, None],
        ["乙", "自然人", None, None, 310118199001010012],
        ["丙", "公司", None, None, None],
    )
    答 = 客.post("/desk/parties/import/", {"file": 坏, "do": "import"})
    说 = text(答)
    assert 答.status_code == 422 and "没有导入：3 处要改" in 说 and "末几位已经丢失" in 说
    assert not Party.objects.unscoped("测试").exists()


def test_导入_先核对再导入_导出时号码遮蔽(客: Client) -> None:
    行 = [
        表头,
        ["甲公司", "法人", 公司["统一社会信用代码"], None, None],
        ["乙", "自然人", None, None, 个人["证件号码"]],
    ]
    核对 = text(客.post("/desk/parties/import/", {"file": 表格(*行), "do": "check"}))
    assert "核对无误：2 行" in 核对 and not Party.objects.unscoped("测试").exists()
    assert 客.post("/desk/parties/import/", {"file": 表格(*行), "do": "import"}).status_code == 302
    assert Party.objects.unscoped("测试").count() == 2
    导出 = load_workbook(io.BytesIO(客.get("/desk/parties/export/").content))
    格 = [str(值) for 每行 in 导出.active.iter_rows(values_only=True) for 值 in 每行 if 值]
    assert f"3101**********{str(个人['证件号码'])[-4:]}" in 格 and 个人["证件号码"] not in 格
    assert 客.get("/desk/parties/template/").status_code == 200
    空 = 客.post("/desk/parties/import/", {"do": "import"})
    assert 空.status_code == 422 and "没有选文件" in text(空)
