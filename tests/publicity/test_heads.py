"""Public heads go out with publications and at fixed hours, and the tiles under them make the same root."""

import pytest
from django.db import connections

from mingjing.casework.service import note
from mingjing.journal import merkle
from mingjing.journal.checkpoint import peek
from mingjing.journal.seal import seal
from mingjing.journal.tiles import hashes, nodes_from
from mingjing.platform import clock
from mingjing.publicity import heads
from mingjing.publicity.background import seal_and_release
from mingjing.publicity.released import HashTile, Head, PublicRule
from mingjing.registry.models import Agency
from tests.publicity.cases import 时刻

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 机关() -> Agency:
    return Agency.objects.create(
        id="qx-scjg",
        name="青溪区市场监督管理局",
        short_name="区市场监管局",
        word="青市监",
        region="青溪区",
        region_code="310118",
        field="",
        profile="qingpu",
    )


def 记录(agency: Agency, number: int = 1) -> None:
    for _ in range(number):
        note(agency.id, "核对", {})


def test_检点之间办的事_不改变公开的检查点(机关: Agency) -> None:
    with 时刻("2026-03-02 08:00"):
        记录(机关)
        seal_and_release()
    first = Head.objects.get()
    with 时刻("2026-03-02 08:59"):
        记录(机关, 5)
        seal_and_release()
    assert Head.objects.get().size == first.size == 1
    with 时刻("2026-03-02 09:00"):
        seal_and_release()
    assert Head.objects.get().size == 6


@pytest.mark.parametrize(
    ("released", "now", "due"),
    [
        ("2026-03-02 08:59", "2026-03-02 09:00", True),
        ("2026-03-02 09:00", "2026-03-02 12:59", False),
        ("2026-03-02 09:00", "2026-03-02 13:00", True),
        ("2026-03-02 17:00", "2026-03-03 08:59", False),
        ("2026-03-01 16:00", "2026-03-03 08:59", True),
    ],
)
def test_固定时刻公开检查点(机关: Agency, released: str, now: str, due: bool) -> None:
    with 时刻(released) as at:
        记录(机关)
        seal(机关.id, at)
        heads.release(机关, at)
    with 时刻(now) as at:
        assert heads.due(机关.id, at) is due


@pytest.mark.parametrize("sizes", [(1,), (3, 255, 256), (256, 257), (200, 520)])
def test_公开的哈希片算得出检查点的根(机关: Agency, sizes: tuple[int, ...]) -> None:
    size = 0
    with 时刻("2026-03-02 08:00"):
        for wanted in sizes:
            记录(机关, wanted - size)
            size = wanted
            seal(机关.id, clock.now())
            heads.release(机关, clock.now())

    def read(level: int, place: int, start: int, count: int) -> list[bytes]:
        return hashes(bytes(HashTile.objects.get(agency=机关.id, level=level, place=place).hashes))[
            start : start + count
        ]

    head = peek(bytes(Head.objects.get().note))
    assert head.size == size
    assert merkle.root(size, nodes_from(read)) == head.root


def test_公示规则随机关进入公示库(机关: Agency) -> None:
    with 时刻("2026-03-02 08:00"):
        seal_and_release()
        seal_and_release()
    [limit] = PublicRule.objects.filter(subject="行政处罚：公示处罚决定")
    assert (limit.term, limit.since, limit.clause, limit.checked) == (
        "7 个工作日",
        "作出处罚决定、作出当场处罚决定",
        "青浦方案 二（一）4",
        True,
    )
    with connections["portal"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM portal_publicrule WHERE part = '期限' AND subject LIKE '行政处罚%'"
        )
        assert cursor.fetchone()[0] == 2
