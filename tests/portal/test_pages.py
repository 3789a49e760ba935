"""The public's pages: no session, the same for everyone, from the portal's database alone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mingjing.journal import merkle
from mingjing.journal.checkpoint import peek
from mingjing.journal.entry import leaf_hash
from mingjing.journal.tiles import hashes, nodes_from, tiles_of
from mingjing.portal.urls import urlpatterns
from mingjing.publicity.released import Item
from tests.portal.shelf import 上架, 机关
from tests.publicity import cases

只有公示库 = pytest.mark.django_db(databases=["portal"])
两个库 = pytest.mark.django_db(databases=["default", "portal"])
列表页 = [
    "/",
    "/decisions/",
    "/decisions/?q=食品",
    "/decisions/feed.xml",
    "/decisions/withdrawn/",
    "/rules/explain/",
    "/verify/",
    "/robots.txt",
]


@只有公示库
@pytest.mark.parametrize("page", 列表页)
def test_空库也能打开_不读案件库(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


@只有公示库
@pytest.mark.parametrize("page", [*列表页, "/agencies/qx-scjg/", f"/decisions/{1:020x}/"])
def test_不设会话_人人相同_可以缓存(client: Client, page: str) -> None:
    机关("qx-scjg")
    上架(1)
    one = client.get(page)
    other = client.get(page, headers={"cookie": "mingjing=x; mingjing-form=y", "accept-language": "en"})
    assert one.status_code == 200
    assert not one.cookies and not other.cookies and "Set-Cookie" not in one
    assert one.content == other.content and "Cookie" not in one.get("Vary", "")
    assert one["Cache-Control"].startswith("public, max-age=") and one["ETag"] == other["ETag"]
    again = client.get(page, headers={"if-none-match": one["ETag"]})
    assert again.status_code == 304 and not again.content
    assert client.head(page).status_code == 200


@只有公示库
@pytest.mark.parametrize("page", 列表页)
def test_页面不含脚本_不接受提交(client: Client, page: str) -> None:
    assert b"<script" not in client.get(page).content
    assert client.post(page).status_code == 405


@只有公示库
def test_内容变了_验证码随之变(client: Client) -> None:
    机关("qx-scjg")
    上架(1)
    before = client.get("/decisions/")["ETag"]
    上架(2)
    assert client.get("/decisions/", headers={"if-none-match": before}).status_code == 200


@只有公示库
@pytest.mark.parametrize(
    "page",
    [
        "/decisions/no-such/",
        "/decisions/no-such/proof.json",
        "/agencies/no-such/",
        "/log/no-such/checkpoint",
        "/log/no-such/key",
        "/log/no-such/tile/0/000",
    ],
)
def test_没有的地址_说明没有找到(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 404 and "没有找到" in answer.content.decode()
    assert "public" not in answer["Cache-Control"]


@只有公示库
def test_每个地址都在公众一边() -> None:
    for pattern in urlpatterns:
        assert not str(pattern.pattern).startswith(("desk/", "account/"))


@只有公示库
def test_当事人名称里的标记只作文字(client: Client) -> None:
    机关("qx-scjg")
    id = 上架(1, party="<script>alert(1)</script>", violation='"><img src=x>')
    for page in ("/", "/decisions/", f"/decisions/{id}/", "/decisions/feed.xml", "/decisions/?q=<script>"):
        content = client.get(page).content.decode()
        assert "<script" not in content and "<img" not in content


@只有公示库
def test_条件看不懂_说明怎样写_其余照查(client: Client) -> None:
    机关("qx-scjg")
    上架(1)
    page = client.get("/decisions/?from=2026-13-01&q=鑫源&before=x&after=-1").content.decode()
    assert "开始日期写成 2026-11-19 的形式" in page and "上海鑫源食品有限公司" in page
    page = client.get("/decisions/", {"from": "2026-05-01", "to": "2026-04-01"}).content.decode()
    assert "开始日期晚于结束日期" in page and "没有符合条件的决定" in page
    assert client.get("/decisions/", {"q": "鑫" * 5000}).status_code == 200
    assert client.get("/decisions/?q=%00%ff&agency=%00&before=99999999999999999999").status_code == 200


@只有公示库
def test_没有登记检查点的内容_页面说核验没有通过(client: Client) -> None:
    机关("qx-scjg")
    id = 上架(1)
    page = client.get(f"/decisions/{id}/").content.decode()
    assert "核验没有通过" in page and "核验通过" not in page


@两个库
def test_日志的检查点和哈希片_外人能验一条公示在其中(client: Client) -> None:
    cases.办案()
    cases.上架()
    item = Item.objects.get()
    base = f"/log/{item.agency}"
    answer = client.get(f"{base}/checkpoint")
    assert answer["Cache-Control"] == "public, max-age=0"
    head = peek(answer.content)
    got: dict[tuple[int, int], list[bytes]] = {}
    for tile in tiles_of(head.size):
        answer = client.get(f"{base}/{tile.path}")
        assert answer.status_code == 200 and "immutable" in answer["Cache-Control"]
        got[tile.level, tile.place] = hashes(answer.content)

    def read(level: int, place: int, start: int, count: int) -> list[bytes]:
        return got[level, place][start : start + count]

    assert merkle.root(head.size, nodes_from(read)) == head.root
    assert got[0, 0][item.position] == leaf_hash(bytes(item.entry))
    assert client.get(f"{base}/key").content.decode().count("+") >= 2


@两个库
@pytest.mark.parametrize(
    "name", ["tile/entries/000", "tile/0/000", "tile/0/000.p/200", "tile/0/001", "entries", "../x"]
)
def test_日志的记录和没有公开的哈希片_拿不到(client: Client, name: str) -> None:
    cases.办案()
    cases.上架()
    assert client.get(f"/log/{Item.objects.get().agency}/{name}").status_code == 404


@只有公示库
def test_期满日当天还在_次日下线(client: Client) -> None:
    机关("qx-scjg")
    id = 上架(1, until=date(2026, 3, 20))
    with cases.时刻("2026-03-20 12:00"):
        assert "上海鑫源" in client.get(reverse("portal:decision", args=[id])).content.decode()
    with cases.时刻("2026-03-21 00:00"):
        assert "上海鑫源" not in client.get(reverse("portal:decision", args=[id])).content.decode()
