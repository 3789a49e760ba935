"""`mingjing verify` finds what was changed on the public side past the journal."""

from collections.abc import Callable

import pytest
from django.db import connections

from mingjing.journal.verify import verify
from mingjing.publicity.check import NAME, check
from mingjing.publicity.released import Item
from tests.publicity.cases import 上架, 办案, 名称, 撤回

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def 问题() -> list[str]:
    return [fault.what for fault in check(connections["default"])]


def test_公示与日志一致_核验通过() -> None:
    result = 办案()
    办案()
    上架()
    assert 问题() == []
    撤回(result)
    上架("2026-04-15 09:00:30")
    assert verify().checks[NAME] == 0


def _改内容(item: Item) -> None:
    Item.objects.filter(id=item.id).update(content=bytes(item.content).replace(b"3,000", b"30,000"))


def _改列(item: Item) -> None:
    Item.objects.filter(id=item.id).update(party="上海云窗食品有限公司")


def _改期限(item: Item) -> None:
    Item.objects.filter(id=item.id).update(until="2026-04-15")


def _藏起(item: Item) -> None:
    Item.objects.filter(id=item.id).update(withdrawn=item.published)


def _改记录(item: Item) -> None:
    Item.objects.filter(id=item.id).update(entry=bytes(item.entry).replace(b"task", b"page"))


def _不让检索(item: Item) -> None:
    with connections["portal"].cursor() as cursor:
        cursor.execute("DELETE FROM portal_index")


def _删掉(item: Item) -> None:
    Item.objects.filter(id=item.id).delete()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_改内容, "内容与入册时不一致"),
        (_改列, "列表所列与内容不一致"),
        (_改期限, "列表所列与内容不一致"),
        (_藏起, "没有撤回，却不在列表中"),
        (_改记录, "日志中没有这条公示的记录"),
        (_不让检索, "检索索引与内容不一致"),
        (_删掉, "公示库中没有这一件"),
    ],
    ids=["改内容", "改列", "改期限", "藏起", "改记录", "不让检索", "删掉"],
)
def test_绕过日志改公示库_被发现(change: Callable[[Item], None], words: str) -> None:
    办案()
    上架()
    change(Item.objects.get())
    assert 问题() == [words]


def test_凭空多出一件公示_被发现() -> None:
    办案()
    上架()
    item = Item.objects.get()
    item.id, item.place = "f" * 20, item.place + 7
    item.save(force_insert=True)
    assert 问题() == ["日志中的这条记录不是这件公示"]


def test_撤回后留有内容_被发现() -> None:
    result = 办案()
    上架()
    撤回(result)
    上架("2026-04-15 09:00:30")
    Item.objects.update(party=名称)
    assert 问题() == ["已撤回，但公示库中还留有内容"]


def test_撤回后换回原内容_被发现() -> None:
    result = 办案()
    上架()
    before = Item.objects.get()
    撤回(result)
    上架("2026-04-15 09:00:30")
    Item.objects.all().delete()
    before.save(force_insert=True)
    assert "已撤回，仍在公示" in 问题()
