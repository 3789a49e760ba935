"""Items on the shelf for tests of the pages alone: no case, no journal, only what the portal has."""

from datetime import date, datetime, timedelta

from mingjing.platform import clock
from mingjing.publicity.content import Decision
from mingjing.publicity.released import Office
from mingjing.publicity.shelf import Evidence, put_decision

开始 = datetime(2026, 3, 2, 9, tzinfo=clock.SHANGHAI)
_证据 = Evidence(salt=bytes(16), entry=b"{}", position=0, proof=(), note=b"", sealed=开始)


def 机关(id: str, name: str = "青溪区市场监督管理局") -> None:
    Office.objects.create(
        id=id,
        name=name,
        short_name=name.removeprefix("青溪区"),
        region="青溪区",
        sector="",
        profile="qingpu",
        address="",
        phone="",
        key="",
    )


def 上架(
    number: int,
    *,
    agency: str = "qx-scjg",
    party: str = "上海鑫源食品有限公司",
    matter: str = "经营未标明生产日期的食品",
    category: str = "行政处罚",
    procedure: str = "行政处罚·普通程序",
    further: tuple[tuple[str, str], ...] = (),
    until: date | None = None,
    at: datetime | None = None,
) -> str:
    """Put one decision on the shelf, by default an hour after the one before; its public id."""
    published = at or 开始 + timedelta(hours=number)
    id = f"{number:020x}"
    content = Decision(
        id=id,
        category=category,
        procedure=procedure,
        agency="青溪区市场监督管理局",
        number=f"青市监罚〔2026〕{number}号",
        decided=published.date().isoformat(),
        party=party,
        conclusion="处罚决定",
        matter=matter,
        basis="第一百二十五条",
        outcome="警告",
        further=further,
        until=until.isoformat() if until else "",
        published=published.isoformat(),
        limit=None,
        ground="《行政处罚法》第四十八条",
        ground_checked=True,
        wording="",
        collected=(),
        reviewed=(),
    )
    put_decision(agency, content, _证据, published)
    return id
