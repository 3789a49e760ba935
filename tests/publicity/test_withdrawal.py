"""Withdrawal: the address stays, the content is nowhere, and it does not come back."""

import pytest
from django.db import connections
from django.test import Client

from mingjing.publicity.check import check
from mingjing.publicity.release import publish, refill
from mingjing.publicity.released import Item
from tests.publicity.cases import 上架, 全库, 全部页面, 办案, 名称, 场景, 撤回, 时刻, 案由

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_撤回后内容在任何页面搜索和下载中都没有(client: Client) -> None:
    result = 办案()
    上架()
    item = Item.objects.get()
    with 时刻("2026-04-14 10:00"):
        assert 名称 in 全部页面(client, item) and 名称 in 全库(connections["portal"])
    撤回(result, 撤回说明=f"{名称}的违法行为写错，更正后再公示")
    assert 上架("2026-04-15 09:00:30") == 1
    with 时刻("2026-04-15 10:00"):
        shown = 全部页面(client, item) + 全库(connections["portal"])
        notice = client.get(f"/decisions/{item.id}/").content.decode()
    for words in (名称, 案由, "罚款3,000.00元", "第一百二十五条", "鑫源"):
        assert words not in shown
    assert "公示已撤回" in notice and "公示内容有误" in notice and "当事人的违法行为写错" in notice
    assert "2026年4月15日" in notice and "《行政处罚法》第四十八条" in notice and "核验通过" in notice


def test_撤回公告注明期限和依据(client: Client) -> None:
    text = 场景() + (
        "  - {时: 2026-05-06 09:00, 谁: 甲, 办: 登记复议诉讼, 填: {救济种类: 行政复议}}\n"
        "  - {时: 2026-06-01 09:00, 谁: 甲, 办: 登记复议诉讼结果, "
        "填: {救济结果: 撤销, 结果文号: 青府复决〔2026〕17号}}\n"
        "  - {时: 2026-06-03 09:00, 谁: 庚, 办: 撤回公示, "
        "填: {撤回原因: 决定被依法撤销, 撤回说明: 复议机关撤销了处罚决定}}\n"
    )
    办案(text)
    上架("2026-06-03 09:00:30")
    with 时刻("2026-06-03 10:00"):
        notice = client.get(f"/decisions/{Item.objects.get().id}/").content.decode()
    assert "2026年6月4日" in notice and "按期" in notice  # 三个工作日，自六月一日的次日起
    assert "《行政处罚法》第四十八条第二款" in notice and "青府复决〔2026〕17号" in notice


def test_发布和撤回一起等着上架_内容从未到过公示库() -> None:
    办案(场景(撤回=True))
    assert 上架("2026-04-15 09:00:30") == 2
    item = Item.objects.get()
    assert item.withdrawn is not None and item.party == ""
    assert 名称 not in 全库(connections["portal"])


def test_撤回以后再补做先前的发布_内容不回来() -> None:
    result = 办案(场景(撤回=True))
    上架("2026-04-15 09:00:30")
    assert result.final is not None
    record = result.final.record
    [release] = record.all("发布公示")
    with 时刻("2026-04-15 10:00"):
        publish(record.agency, record.case, release.version)
    assert Item.objects.get().withdrawn is not None
    assert 名称 not in 全库(connections["portal"])


def test_更正后再公示_用新的地址_旧地址仍是撤回公告(client: Client) -> None:
    again = "".join(
        f"  - {{时: 2026-04-{day} 10:00, 谁: {who}, 办: {act}}}\n"
        for day, who, act in (
            (16, "甲", "采集公示信息, 填: {公示违法行为: 销售没有标签的食品}"),
            (17, "己", "复核公示信息, 填: {公示复核意见: 更正后与决定书一致, 公示复核结论: 同意发布}"),
            (20, "己", "发布公示"),
        )
    )
    办案(场景(撤回=True) + again)
    上架("2026-04-20 10:00:30")
    old, new = Item.objects.order_by("place")
    assert old.id != new.id and old.withdrawn and not new.withdrawn
    with 时刻("2026-04-20 11:00"):
        assert "公示已撤回" in client.get(f"/decisions/{old.id}/").content.decode()
        assert "销售没有标签的食品" in client.get(f"/decisions/{new.id}/").content.decode()


def test_公示库丢失后_按日志重新上架_与原来一样() -> None:
    办案()
    withdrawn = 办案(场景().replace("鑫源", "云窗"))
    上架()
    撤回(withdrawn)
    上架("2026-04-15 09:00:30")
    before = list(Item.objects.order_by("id").values("id", "content", "salt", "entry", "withdrawn"))
    with connections["portal"].cursor() as cursor:
        for table in ("portal_item", "portal_index", "portal_head", "portal_hashtile", "portal_office"):
            cursor.execute(f"DELETE FROM {table}")
    with 时刻("2026-04-16 09:00"):
        assert refill() == 3
    assert list(Item.objects.order_by("id").values("id", "content", "salt", "entry", "withdrawn")) == before
    assert list(check(connections["default"])) == []
    assert "云窗" not in 全库(connections["portal"])
