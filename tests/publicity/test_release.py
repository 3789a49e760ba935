"""From the act of release to the public: what the officers of publicity expect."""

from datetime import date

import pytest
from django.db import connections
from django.test import Client

from mingjing.casework import background, outbox
from mingjing.casework.models import Outbox
from mingjing.journal import store
from mingjing.journal.entry import commitment
from mingjing.publicity.models import Release
from mingjing.publicity.release import RELEASED, publish
from mingjing.publicity.released import Head, Item
from tests.publicity.cases import 上架, 全库, 全部页面, 办案, 名称, 场景, 当事人, 时刻, 案由

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_发布后一分钟内公众可见(client: Client) -> None:
    办案()
    assert not Item.objects.exists()
    [loop] = [each for each in background.LOOPS if each.name == "outbox"]
    assert loop.seconds <= 60
    with 时刻("2026-04-14 09:00:59"):
        loop.run()
        page = client.get("/").content.decode()
        item = Item.objects.get()
        decision = client.get(f"/decisions/{item.id}/").content.decode()
    assert 名称 in page and item.number in page
    for words in (
        名称,
        案由,
        "罚款3,000.00元",
        "食品安全法第一百二十五条",
        "2026年4月8日",
        "核验通过",
        "还没有见证人",
    ):
        assert words in decision
    assert (
        "为止" in decision
        and "2026年4月17日" in decision
        and "按期" in decision
        and "青浦方案 二（一）4" in decision
    )
    assert "采集：承办机构" in decision and "复核：办公室" in decision


def test_页面不出现办理人姓名和案件编号(client: Client) -> None:
    result = 办案()
    上架()
    item = Item.objects.get()
    shown = 全部页面(client, item) + 全库(connections["portal"])
    assert result.final is not None
    assert result.final.record.case not in shown
    for done in result.final.record.acts:
        assert not any(person in shown for person in done.by)


def test_自然人只显示姓(client: Client) -> None:
    办案(
        场景().replace(
            当事人,
            "名称: 欧阳听雨, 类别: 自然人",
        )
    )
    上架()
    item = Item.objects.get()
    assert item.party == "欧阳某某"
    assert "听雨" not in 全部页面(client, item) + 全库(connections["portal"])


@pytest.mark.parametrize("field", ["公示名称", "公示违法行为", "公示处罚内容"])
def test_自然人全名写进公示内容_不上架(field: str) -> None:
    text = 场景(采集=f"  - {{时: 2026-04-10 10:00, 谁: 甲, 办: 采集公示信息, 填: {{{field}: 周砚舟的事}}}}\n")
    办案(
        text.replace(
            当事人,
            "名称: 周砚舟, 类别: 自然人",
        )
    )
    with 时刻("2026-04-14 09:01"):
        outbox.drain()
    assert not Item.objects.exists() and not Release.objects.unscoped("核对").exists()
    [waiting] = Outbox.objects.filter(kind="publish")
    assert "自然人的完整姓名" in waiting.trouble and "砚舟" not in waiting.trouble


@pytest.mark.parametrize(
    "number", ["110101199003077715", "１１０１０１１９９００３０７７７１５", "110101 19900307 7715"]
)
def test_身份证号不得进入公示(number: str) -> None:
    采集 = (
        f'  - {{时: 2026-04-10 10:00, 谁: 甲, 办: 采集公示信息, 填: {{公示违法行为: "证号{number}的人"}}, '
        "应: 不得, 缺含: [身份证号]}\n"
    )
    办案(场景(采集=采集, 复核="", 发布=""))


def test_未复核不得发布() -> None:
    发布 = (
        "  - {时: 2026-04-14 09:00, 谁: 己, 办: 发布公示, 应: 不得, "
        "依据含: [行政处罚法第四十八条], 缺含: [复核同意]}\n"
    )
    办案(场景(复核="", 发布=发布))
    assert 上架() == 0


def test_复核退回的不得发布() -> None:
    复核 = (
        "  - {时: 2026-04-13 10:00, 谁: 己, 办: 复核公示信息, "
        "填: {公示复核意见: 处罚内容漏了一项, 公示复核结论: 退回修改}}\n"
    )
    发布 = "  - {时: 2026-04-14 09:00, 谁: 己, 办: 发布公示, 应: 不得, 缺含: [复核同意]}\n"
    办案(场景(复核=复核, 发布=发布))


def test_采集人不能复核() -> None:
    复核 = (
        "  - {时: 2026-04-13 10:00, 谁: 甲, 办: 复核公示信息, "
        "填: {公示复核意见: 与决定书一致，没有问题, 公示复核结论: 同意发布}, 应: 不得}\n"
    )
    text = 场景(复核=复核, 发布="").replace("甲: {职务: 执法人员}", "甲: {职务: [执法人员, 公示审核员]}")
    办案(text)


def test_期满自行下线(client: Client) -> None:
    办案(场景(采集="  - {时: 2026-04-10 10:00, 谁: 甲, 办: 采集公示信息, 填: {公示期满日期: 2026-07-14}}\n"))
    上架()
    item = Item.objects.get()
    assert item.until == date(2026, 7, 14)
    with 时刻("2026-07-14 23:59"):
        assert 名称 in client.get(f"/decisions/{item.id}/").content.decode()
        assert 名称 in client.get("/decisions/?q=鑫源").content.decode()
    with 时刻("2026-07-15 00:00"):
        page = client.get(f"/decisions/{item.id}/").content.decode()
        assert "公示期已满" in page and 名称 not in page
        for address in (
            "/",
            "/decisions/",
            "/decisions/?q=鑫源",
            "/decisions/feed.xml",
            f"/agencies/{item.agency}/",
        ):
            assert 名称 not in client.get(address).content.decode(), address
        assert client.get(f"/decisions/{item.id}/proof.json").status_code == 404


def test_重做多少遍_日志只记一次_公示只有一件() -> None:
    result = 办案()
    上架()
    assert result.final is not None
    record = result.final.record
    before = store.head(connections["default"], record.agency).size
    for _ in range(3):
        with 时刻("2026-04-14 10:00"):
            publish(record.agency, record.case, record.all("发布公示")[0].version)
    assert store.head(connections["default"], record.agency).size == before
    assert Item.objects.count() == 1


def test_公示发布的日志记录里只有公示编号和承诺值() -> None:
    办案()
    上架()
    release, item = Release.objects.unscoped("核对").get(), Item.objects.get()
    stored = store.entry_at(connections["default"], release.agency, release.position)
    assert stored is not None and stored.data == bytes(item.entry)
    assert stored.entry.kind == RELEASED and stored.entry.body == {"公示编号": item.id}
    assert (stored.entry.by, stored.entry.case) == ((), "")
    assert stored.entry.sealed == commitment(bytes(item.salt), bytes(item.content)).hex()


def test_发布时日志立即封存_检查点随之公开() -> None:
    办案()
    上架()
    head, item = Head.objects.get(), Item.objects.get()
    assert head.size > item.position and bytes(head.note) == bytes(item.note)


def test_各机关的公示分开(client: Client) -> None:
    办案()
    办案(场景().replace("鑫源", "云窗"))
    上架()
    one, other = Item.objects.order_by("place")
    assert one.agency != other.agency
    with 时刻("2026-04-14 10:00"):
        page = client.get(f"/decisions/?agency={one.agency}").content.decode()
        searched = client.get(f"/decisions/?agency={one.agency}&q=食品").content.decode()
    for each in (page, searched):
        assert one.party in each and other.party not in each
