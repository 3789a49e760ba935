"""The public's pages: no session, the same for everyone, from the portal's database alone."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mingjing.journal import merkle
from mingjing.journal.checkpoint import peek
from mingjing.journal.entry import leaf_hash
from mingjing.journal.tiles import hashes, nodes_from, tiles_of
from mingjing.portal.search import again
from mingjing.portal.urls import urlpatterns
from mingjing.publicity.released import Item, Office, PublicRule
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
    id = 上架(1, party="<script>alert(1)</script>", matter='"><img src=x>')
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


@只有公示库
def test_按条件看的标题写明条件_筛选不靠脚本(client: Client) -> None:
    机关("qx-scjg")
    上架(1)
    page = client.get("/decisions/?agency=qx-scjg&from=2026-03-01&to=2026-03-31").content.decode()
    assert ">青溪区市场监督管理局，2026年3月</h2>" in page and page.count('type="submit"') == 2
    assert "到 2026-03-05 为止" in client.get("/decisions/?to=2026-03-05").content.decode()
    assert "2026-03-02 至 今天" in client.get("/decisions/?from=2026-03-02").content.decode()


@只有公示库
@pytest.mark.parametrize("query", ["市场监管局", "市场监督管理局", "青溪区市场监督管理局", "市场"])
def test_查机关名称_指到这个机关的决定(client: Client, query: str) -> None:
    机关("qx-scjg", "青溪区市场监督管理局")
    Office.objects.update(short_name="区市场监管局")
    assert "/decisions/?agency=qx-scjg" in client.get("/decisions/", {"q": query}).content.decode()
    assert "按执法机关查" not in client.get("/decisions/", {"q": "局"}).content.decode()


@只有公示库
def test_没有更早的一页_指回第一页(client: Client) -> None:
    上架(1)
    page = client.get("/decisions/?before=1").content.decode()
    assert "这一页没有决定" in page and "回到第一页" in page


@只有公示库
def test_规则相同的机关只列一次(client: Client) -> None:
    for number, (id, sector) in enumerate((("a", "甲"), ("b", "乙"), ("c", "丙"))):
        机关(id, f"青溪区{sector}局")
        Office.objects.filter(id=id).update(sector=sector)
        PublicRule.objects.create(
            profile="qingpu",
            sector=sector,
            number=1,
            pack="",
            title="某方案",
            part="期限",
            subject="公示",
            term="20 个工作日" if number == 2 else "7 个工作日",
            since="决定",
            holder="",
            clause="某条",
            checked=True,
            wording="",
            source="",
        )
    page = client.get("/rules/explain/").content.decode()
    assert page.count("<table") == 2 and page.count("7 个工作日") == 1


@两个库
def test_查撤回的文号_指到公告_公告指到重新公示的(client: Client) -> None:
    result = cases.办案()
    cases.上架()
    item = Item.objects.get()
    number = item.number
    cases.撤回(result)
    cases.上架("2026-04-15 09:01:00")
    page = client.get("/decisions/", {"q": number.replace("〔", "(").replace("〕", ")")}).content.decode()
    assert "有一条公示已撤回" in page and f"/decisions/{item.id}/" in page
    assert "有一条公示已撤回" not in client.get("/decisions/", {"q": number[:-1]}).content.decode()
    assert "重新公示" not in client.get(f"/decisions/{item.id}/").content.decode()


@只有公示库
def test_重新公示的_按同一机关同一文号找到() -> None:
    上架(5)
    gone = Item(agency="qx-scjg", number="青市监罚〔2026〕5号")
    found = again(gone, date(2026, 12, 1))
    assert found and found.number == gone.number
    assert again(Item(agency="qx-yjgl", number=gone.number), date(2026, 12, 1)) is None
    assert again(Item(agency="qx-scjg", number="青市监罚〔2026〕6号"), date(2026, 12, 1)) is None
