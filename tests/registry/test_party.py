"""当事人：由案件带来和由登记员登记，同一代码只有一个，合并和撤销，号码不露，核验和重建。"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from mingjing.journal.models import JournalEntry
from mingjing.journal.refusal import refusals
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry import party_seal, resident_id, uscc
from mingjing.registry import party_service as service
from mingjing.registry import party_tables as tables
from mingjing.registry.models import Appointment, Person
from mingjing.registry.party_fold import ENTERED, SHOWN, Known
from mingjing.registry.party_models import Party, PartyAct, PartyCase
from mingjing.registry.party_statement import BadParties, Statement
from mingjing.registry.scope import Unscoped
from tests.registry.kept import House, house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
局号 = "qx-scjg"


def 号码(头: str = "31011819900101001") -> str:
    return 头 + resident_id.check_sign(头)


公司 = {
    "名称": "青溪某某食品有限公司",
    "类别": "法人",
    "统一社会信用代码": "91350100M000100Y43",
    "住所": "榆林路 8 号",
}
个人 = {
    "名称": "某甲",
    "类别": "自然人",
    "证件号码": 号码(),
    "住所": "柳荫巷 3 号",
    "联系电话": "13900000000",
}


@pytest.fixture
def 局() -> House:
    return house()


def 登记(局: House, 事: Mapping[str, object], **改: object) -> str:
    return service.enter(局.agency.id, {**事, **改}, by=局.registrar)


def 案(局: House, 案号: str, 事: Mapping[str, Any], 步: int = 1) -> str:
    """The tie that a case's act leaves, as the follower makes it; the party's id."""
    tables.told(局.agency.id, 案号, 步, {"当事人": dict(事)}, clock.now(), f"{案号}-{步}")
    return PartyCase.objects.unscoped("测试").get(case_id=案号).party


def 当事人(id_: str) -> Known:
    found = tables.Rows(局号).party(id_)
    assert found is not None
    return found


def 个数() -> int:
    return Party.objects.unscoped("测试").count()


def 缺(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [lack.field or lack.code for lack in refused.value.lacks]


def test_登记_日志里一条_正文不写姓名和号码(局: House) -> None:
    id_ = 登记(局, 个人)
    [entry] = JournalEntry.objects.filter(agency=局号)
    正文 = bytes(entry.data).decode()
    assert entry.kind == ENTERED and id_ in 正文
    assert all(每个 not in 正文 for 每个 in ("某甲", 个人["证件号码"], "柳荫巷", "13900000000"))
    found = 当事人(id_)
    assert (found.number, found.address, found.born) == (个人["证件号码"], "柳荫巷 3 号", "1990-01-01")
    assert PartyAct.objects.unscoped("测试").get().party == id_


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True, databases=["default", "portal"])
def test_数据库文件里没有号码_电话和住址(tmp_path: Path) -> None:
    局 = house()
    id_ = 登记(局, 个人)
    service.show_number(局号, id_, reason="核对送达地址证件", by=局.registrar)
    service.change(局号, id_, {**个人, "联系电话": "13911112222"}, version=1, by=局.registrar)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "copy.sqlite3")])
    数据 = (tmp_path / "copy.sqlite3").read_bytes()
    assert id_.encode() in 数据
    for 每个 in (个人["证件号码"], "柳荫巷", "13900000000", "13911112222", "核对送达地址证件"):
        assert 每个.encode() not in 数据, 每个


@pytest.mark.parametrize(
    ("事", "栏"),
    [
        ({}, ["名称", "类别"]),
        ({"名称": "某公司", "类别": "法人"}, ["统一社会信用代码"]),
        ({"名称": "某甲", "类别": "自然人"}, ["证件号码"]),
        ({**个人, "证件号码": "310118199001010012"}, ["证件号码"]),
        ({**公司, "统一社会信用代码": "91350100M000100Y44"}, ["统一社会信用代码"]),
        ({**公司, "统一社会信用代码": "91350100M000100Y44", "校验": "否"}, ["统一社会信用代码"]),
        ({**个人, "统一社会信用代码": "91350100M000100Y43"}, ["统一社会信用代码"]),
        ({**公司, "名称": "甲" * 101, "证件种类": "驾照"}, ["名称", "证件种类"]),
    ],
)
def test_登记不成_缺的一次说全_写进拒绝记录(局: House, 事: dict[str, Any], 栏: list[str]) -> None:
    with pytest.raises(Refused, match=r"《行政处罚法》第四十条|没有统一社会信用代码") as refused:
        service.enter(局号, 事, by=局.registrar)
    assert 缺(refused) == 栏
    assert 个数() == 0 and not JournalEntry.objects.exists()
    [logged] = refusals(connection, 局号)
    assert logged.act == ENTERED and str(事.get("证件号码") or "无") not in str(logged.lacks)


def test_护照不按身份证核对(局: House) -> None:
    id_ = 登记(局, {"名称": "某外国人", "类别": "自然人", "证件种类": "护照", "证件号码": "E12345678"})
    assert 当事人(id_).paper == "护照"


def test_同一代码不能登记两次(局: House) -> None:
    登记(局, 公司)
    登记(局, 个人)
    for 事, 栏 in ((公司, "统一社会信用代码"), (个人, "证件号码")):
        with pytest.raises(Refused, match="已经登记在“") as refused:
            登记(局, {**事, "名称": "换个名字"})
        assert 缺(refused) == [栏]


def test_各机关各登记各的_摘要也不同() -> None:
    一, 二 = house("qx-a"), house("qx-b")
    for 每局 in (一, 二):
        service.enter(每局.agency.id, 个人, by=每局.registrar)
    摘要 = {row.digest for row in Party.objects.unscoped("测试")}
    assert len(摘要) == 2 and "" not in 摘要
    [自己的] = Party.objects.visible_to(Person.objects.get(pk=办案的(一).pk))
    assert 自己的.agency == "qx-a"
    with pytest.raises(Unscoped):
        Party.objects.count()


def 办案的(局: House, role: str = "handler") -> Person:
    person = Person.objects.enrol(username=f"{role}-{局.agency.id}", name="某乙", agency=局.agency)
    Appointment.objects.create(person=person, role=role, agency=局.agency, since="2020-01-01")
    return person


def test_谁可以做什么(局: House) -> None:
    别局 = house("qx-yjj")
    监督员 = 办案的(局, "supervisor")
    办案人 = 办案的(局)
    id_ = service.enter(局号, 个人, by=办案人)
    另 = 登记(局, {**个人, "证件号码": 号码("31011819900101003")})
    for by in (别局.registrar, 监督员):
        with pytest.raises(Refused, match="不是本机关的登记员"):
            service.enter(局号, 公司, by=by)
        with pytest.raises(Refused, match="不能办查看证件号码（《行政处罚法》第五十条）"):
            service.show_number(局号, id_, reason="想看看它", by=by)
    with pytest.raises(Refused, match="不能办当事人合并"):
        service.merge(局号, id_, 另, reason="同一个人", evidence="户籍证明", by=办案人)
    assert service.show_number(局号, id_, reason="填写强制执行申请书", by=办案人)[1] == 个人["证件号码"]
    with pytest.raises(Refused, match="没有这个当事人"):
        service.show_number("qx-yjj", id_, reason="别的机关的", by=别局.registrar)


def test_看全号要写理由_谁看过记在日志(局: House) -> None:
    id_ = 登记(局, 个人)
    with pytest.raises(Refused, match="没有写理由"):
        service.show_number(局号, id_, reason=" 看 ", by=局.registrar)
    service.show_number(局号, id_, reason="填写送达回证", by=局.registrar)
    最后 = JournalEntry.objects.filter(agency=局号).order_by("-position")[0]
    assert 最后.kind == SHOWN and "填写送达回证" not in bytes(最后.data).decode()
    公司号 = 登记(局, 公司)
    with pytest.raises(Refused, match="没有登记证件号码"):
        service.show_number(局号, 公司号, reason="填写送达回证", by=局.registrar)


def test_案件带来的_有代码的认得出_没有代码的各是各的(局: House) -> None:
    甲 = 案(局, "A", 公司)
    assert 案(局, "B", {**公司, "名称": "青溪某某食品公司"}) == 甲
    assert 案(局, "C", 个人) == 案(局, "D", {**个人, "名称": "某甲（又名）"})
    没有代码 = {"名称": "某小店", "类别": "个体工商户"}
    assert 案(局, "E", 没有代码) != 案(局, "F", 没有代码)
    assert 个数() == 4
    assert 当事人(甲).name == 公司["名称"]


def test_案件说的只补登记里没有的(局: House) -> None:
    id_ = 登记(局, {键: 值 for 键, 值 in 公司.items() if 键 != "住所"})
    assert 案(局, "A", {**公司, "名称": "另写的名称", "住所": "新址"}) == id_
    found = 当事人(id_)
    assert (found.name, found.address) == (公司["名称"], "新址")
    案(局, "A", {**公司, "住所": "又一个地址"}, 2)
    assert 当事人(id_).address == "新址"


def test_案件更正自己带来的当事人_不另立一个(局: House) -> None:
    甲 = 案(局, "A", {"名称": "某小店", "类别": "个体工商户"})
    assert 案(局, "A", {"名称": "某小店（更正）", "类别": "个体工商户"}, 2) == 甲
    assert 案(局, "A", {**公司, "名称": "某小店（更正）"}, 3) == 甲
    assert 当事人(甲).uscc == 公司["统一社会信用代码"] and 个数() == 1


def test_案件补上的代码属于已知的另一个_归到那一个(局: House) -> None:
    已知 = 登记(局, 公司)
    旧 = 案(局, "A", {"名称": 公司["名称"], "类别": "法人"})
    assert 旧 != 已知 and 案(局, "A", 公司, 2) == 已知


def test_换了当事人的案件_不改别人的(局: House) -> None:
    甲 = 案(局, "A", 公司)
    assert 案(局, "B", 公司) == 甲
    乙 = 案(局, "B", {"名称": "别的公司", "类别": "法人"}, 2)
    assert 乙 != 甲 and 当事人(甲).name == 公司["名称"]


def test_合并_留下登记早的_撤销后分开(局: House) -> None:
    早, 晚 = 案(局, "A", {"名称": "某店", "类别": "法人"}), 登记(局, 公司)
    with pytest.raises(Refused) as refused:
        service.merge(局号, 晚, 早, reason="", evidence="", by=局.registrar)
    assert 缺(refused) == ["理由", "证据"]
    assert service.merge(局号, 晚, 早, reason="更名前后", evidence="变更登记通知书", by=局.registrar) == 早
    assert 当事人(晚).merged_into == 早
    assert 案(局, "B", 公司) == 早
    with pytest.raises(Refused, match="已经并入"):
        service.merge(局号, 晚, 早, reason="再并一次", evidence="变更登记通知书", by=局.registrar)
    with pytest.raises(Refused, match="已经并入另一个，变更那一个"):
        service.change(局号, 晚, 公司, version=1, by=局.registrar)
    with pytest.raises(Refused, match="没有并入别的当事人"):
        service.part(局号, 早, reason="弄错了的", by=局.registrar)
    service.part(局号, 晚, reason="不是同一个", by=局.registrar)
    assert 当事人(晚).merged_into == "" and 案(局, "C", 公司) == 晚


def test_自己和自己_类别不同的_不能合并(局: House) -> None:
    甲, 乙 = 登记(局, 公司), 登记(局, 个人)
    with pytest.raises(Refused, match="两个不同的当事人"):
        service.merge(局号, 甲, 甲, reason="同一个人", evidence="户籍证明", by=局.registrar)
    with pytest.raises(Refused, match="类别不同：法人、自然人"):
        service.merge(局号, 甲, 乙, reason="同一个人", evidence="户籍证明", by=局.registrar)


def test_变更_别人先改了就不改_号码留空不变(局: House) -> None:
    id_ = 登记(局, 个人)
    新 = {键: 值 for 键, 值 in 个人.items() if 键 != "证件号码"} | {"联系电话": "13911112222"}
    service.change(局号, id_, 新, version=1, by=局.registrar)
    found = 当事人(id_)
    assert (found.number, found.phone, found.version) == (个人["证件号码"], "13911112222", 2)
    with pytest.raises(Refused, match="刚才已由别人改过"):
        service.change(局号, id_, 新, version=1, by=局.registrar)


def test_变更成别人的代码_不行(局: House) -> None:
    登记(局, 公司)
    乙 = 登记(局, {"名称": "别的", "类别": "其他组织"})
    with pytest.raises(Refused, match="已经登记在"):
        service.change(局号, 乙, 公司, version=1, by=局.registrar)


def test_一批里有一行不对_一行也不登记(局: House) -> None:
    坏 = {**个人, "证件号码": "310118199001010012"}
    行 = [Statement(cells=每个, number=第几) for 第几, 每个 in enumerate((公司, 坏, 公司), 3)]
    with pytest.raises(BadParties) as bad:
        service.enter_all(局号, 行, by=局.registrar)
    assert [(第几, [lack.field for lack in lacks]) for 第几, lacks in bad.value.rows] == [
        (4, ["证件号码"]),
        (5, ["统一社会信用代码"]),
    ]
    assert 个数() == 0 and len(refusals(connection, 局号)) == 1
    assert len(service.enter_all(局号, 行[:1], by=局.registrar)) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "portal"])
def test_两人同时登记同一代码_只成一个() -> None:
    局 = house()
    果: list[str] = []

    def 一人() -> None:
        try:
            果.append(登记(局, 公司))
        except Refused as refused:
            果.append(refused.lacks[0].code)
        finally:
            connections.close_all()

    人 = [Thread(target=一人) for _ in range(2)]
    for 每人 in 人:
        每人.start()
    for 每人 in 人:
        每人.join()
    assert sorted(len(每个) == 26 for 每个 in 果) == [False, True]
    assert "重复:统一社会信用代码" in 果 and 个数() == 1


@pytest.fixture
def 有登记的(局: House) -> Iterator[House]:
    甲, 乙 = 登记(局, 公司), 登记(局, 个人)
    丙 = 登记(局, {**公司, "统一社会信用代码": uscc.make_code("310118", "M0001X2A")})
    service.merge(局号, 甲, 丙, reason="同一个单位", evidence="登记档案", by=局.registrar)
    service.show_number(局号, 乙, reason="填写送达回证", by=局.registrar)
    yield 局


def 核() -> list[str]:
    return [f"{fault.where}：{fault.what}" for fault in tables.check(connection)]


def 全部行() -> list[Any]:
    rows = [tables.known(row) for row in Party.objects.unscoped("测试").order_by("id")]
    acts = list(PartyAct.objects.unscoped("测试").order_by("position", "party").values_list())
    return [*rows, *acts]


def test_核验没有不符_重建相同(有登记的: House) -> None:
    assert 核() == []
    先 = 全部行()
    assert len(先) == 9
    assert tables.rebuild() == 3
    assert 全部行() == 先 and 核() == []
    Party.objects.unscoped("测试").all().delete()
    tables.fill_missing(using="default")
    assert 全部行()[:3] == 先[:3]


@pytest.mark.parametrize(
    ("改", "说"),
    [
        ({"name": "改过的"}, "登记的内容与日志不符"),
        ({"merged_into": "x"}, "登记的内容与日志不符"),
        ({"digest": "0"}, "查重用的摘要与内容不符"),
        ({"sealed": b"\x01" + b"0" * 60}, "打不开"),
    ],
)
def test_改了一行_核验指出来(有登记的: House, 改: dict[str, Any], 说: str) -> None:
    Party.objects.unscoped("测试").filter(kind="自然人").update(**改)
    [一处] = 核()
    assert 说 in 一处


def test_少一行_多一行_换了归属_核验指出来(有登记的: House) -> None:
    Party.objects.unscoped("测试").filter(kind="自然人").delete()
    Party(
        agency=局号,
        id="x",
        kind="法人",
        name="多出的",
        since=datetime.fromisoformat("2026-01-01T00:00+08:00"),
    ).save()
    PartyCase(agency=局号, case_id="没有的案", role="当事人", party="x", name="x", version=1).save()
    PartyAct.objects.unscoped("测试").filter(position=0).delete()
    assert [说 for 每处 in 核() for 说 in ("没有这个当事人", "属于哪个当事人", "对应不符") if 说 in 每处] == [
        "没有这个当事人",
        "没有这个当事人",
        "属于哪个当事人",
        "对应不符",
    ]


def test_把一人的密文换给另一人_打不开(局: House) -> None:
    甲, 乙 = 登记(局, 个人), 登记(局, {**个人, "证件号码": 号码("31011819900101003")})
    甲行 = Party.objects.unscoped("测试").get(id=甲)
    Party.objects.unscoped("测试").filter(id=乙).update(sealed=甲行.sealed)
    assert any("打不开" in 每处 for 每处 in 核())


def test_换新密钥_旧的照样打得开_新的用新密钥(局: House, settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_DATA = tmp_path
    旧 = party_seal.seal(局号, "甲", {"number": "1"})
    assert party_seal.renew_key() == 2
    新 = party_seal.seal(局号, "甲", {"number": "1"})
    assert (旧[0], 新[0]) == (1, 2)
    assert party_seal.unseal(局号, "甲", 旧) == party_seal.unseal(局号, "甲", 新) == {"number": "1"}
    (tmp_path / "keys" / "party-1").rename(tmp_path / "keys" / "收起")
    with pytest.raises(party_seal.Unsealable, match="密钥 party-1 缺失"):
        party_seal.unseal(局号, "甲", 旧)
    with pytest.raises(party_seal.Unsealable, match="打不开"):
        party_seal.unseal("别的机关", "甲", 新)


def test_密钥文件只有本人可读() -> None:
    party_seal.digest("qx", "x")
    assert (Path(settings.MINGJING_DATA) / "keys" / "party-digest").stat().st_mode & 0o077 == 0
