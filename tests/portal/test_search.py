"""Search and lists over the shelf, the same on both databases."""

from datetime import date, datetime

import pytest

from mingjing.platform import clock
from mingjing.portal.search import Asked, Found, find, months, tally
from tests.portal.shelf import 上架, 机关

pytestmark = pytest.mark.django_db(databases=["portal"])
今天 = date(2026, 3, 20)


def 编号(found: Found) -> list[int]:
    return [int(item.id, 16) for item in found.items]


@pytest.fixture
def 三件() -> None:
    上架(1, party="上海鑫源食品有限公司", matter="经营未标明生产日期的食品")
    上架(2, party="上海苇杭化工仓储有限公司", matter="未按规定设专人管理", agency="qx-yjj")
    上架(3, party="周某某", matter="在食品中添加药品", category="行政许可")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("鑫源", [1]),
        ("苇杭", [2]),
        ("食品", [3, 1]),
        ("某某", [3]),
        ("周", [3]),
        ("生产日期", [1]),
        ("食品 药品", [3]),
        ("青市监罚〔2026〕2号", [2]),
        ("青市监罚(2026)2号", [2]),
        ("上海", [2, 1]),
        ("没有这家", []),
        ("》《", []),
        ("'; DROP TABLE portal_item; --", []),
        ('"', []),
        ("\\", []),
        ("a'b\\ :* & | ! <->", []),
    ],
)
@pytest.mark.usefixtures("三件")
def test_查得到_新的在前(query: str, expected: list[int]) -> None:
    found = find(Asked(query=query), 今天)
    assert 编号(found) == expected and found.count == len(expected)


@pytest.mark.usefixtures("三件")
@pytest.mark.parametrize("query", ["", "食品"])
def test_按机关种类和日期收窄(query: str) -> None:
    assert 编号(find(Asked(query=query, agency="qx-yjj"), 今天)) == ([] if query else [2])
    assert 编号(find(Asked(query=query, category="行政许可"), 今天)) == [3]
    assert 编号(find(Asked(query=query, since=date(2026, 3, 3)), 今天)) == []
    assert 编号(find(Asked(query=query, until=date(2026, 3, 1)), 今天)) == []
    day = date(2026, 3, 2)
    assert 编号(find(Asked(query=query, since=day, until=day), 今天)) == ([3, 1] if query else [3, 2, 1])


@pytest.mark.parametrize("query", ["", "鑫源"])
def test_翻页不重不漏_可以翻回来(query: str) -> None:
    for number in range(1, 8):
        上架(number)
    seen, asked = [], Asked(query=query)
    while True:
        found = find(asked, 今天, 3)
        assert found.count == 7
        seen.append(编号(found))
        assert found.newer is (asked.before is not None)
        if not found.older:
            break
        asked = Asked(query=query, before=found.items[-1].place)
    assert seen == [[7, 6, 5], [4, 3, 2], [1]]
    back = find(Asked(query=query, after=found.items[0].place), 今天, 3)
    assert 编号(back) == [4, 3, 2] and back.older and back.newer
    first = find(Asked(query=query, after=back.items[0].place), 今天, 3)
    assert 编号(first) == [7, 6, 5] and not first.newer


@pytest.mark.parametrize("query", ["", "鑫源"])
def test_期满的不列出_也不计数(query: str) -> None:
    上架(1, until=date(2026, 3, 20))
    上架(2, until=date(2026, 3, 19))
    assert 编号(find(Asked(query=query), 今天)) == [1]
    assert sum(tally(今天).values()) == 1
    assert 编号(find(Asked(query=query), date(2026, 3, 21))) == []
    assert tally(date(2026, 3, 21)) == {}


def test_同一时刻发布的都列出() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=clock.SHANGHAI)
    for number in (1, 2, 3):
        上架(number, at=at)
    assert sorted(编号(find(Asked(), 今天))) == [1, 2, 3]
    assert sorted(编号(find(Asked(query="鑫源"), 今天))) == [1, 2, 3]


def test_先发布的后上架_仍按发布日期排() -> None:
    上架(9)
    上架(1)
    assert 编号(find(Asked(), 今天)) == 编号(find(Asked(query="鑫源"), 今天)) == [9, 1]


def test_计数随上架变化() -> None:
    机关("qx-scjg")
    上架(1)
    assert tally(今天) == {("qx-scjg", "行政处罚", "行政处罚·普通程序"): 1}
    上架(2)
    assert tally(今天) == {("qx-scjg", "行政处罚", "行政处罚·普通程序"): 2}
    assert months(今天, 2) == [
        (date(2026, 3, 1), date(2026, 3, 31), 2),
        (date(2026, 2, 1), date(2026, 2, 28), 0),
    ]
