"""The bytes of a public copy: what was published in the first shape is read, checked and shown as ever."""

import msgspec
import pytest
from django.db import connections
from django.test import Client

from mingjing.casework.service import load
from mingjing.publicity.check import check
from mingjing.publicity.content import (
    Decision,
    PenaltyDecision,
    Personal,
    decode,
    encode,
    require_impersonal,
)
from mingjing.publicity.release import _append, publish
from mingjing.publicity.released import Item
from mingjing.publicity.step import decision_of, steps
from mingjing.registry.models import Agency
from tests.portal.shelf import 上架 as 单件上架
from tests.portal.shelf import 机关
from tests.publicity.cases import 上架, 办案, 名称, 时刻, 案由

旧 = (
    '{"种类":"执法决定","公示编号":"00112233445566778899","执法类别":"行政处罚","程序":"行政处罚·普通程序",'
    '"执法机关":"示例区市场监督管理局","文号":"示市监罚〔2026〕1号","决定日期":"2026-04-21",'
    '"当事人":"某食品有限公司","违法行为":"经营未标明生产日期的食品","处罚依据":"食品安全法第一百二十五条",'
    '"处罚内容":"警告。","公示期满日期":"","公示时间":"2026-04-22T09:00:00+08:00","公示期限":null,'
    '"公示依据":"《行政处罚法》第四十八条第一款","公示依据已校核":true,"依据原文":"应当依法公开。",'
    '"采集单位":["稽查科"],"复核单位":["办公室"]}'
).encode()
两个库 = pytest.mark.django_db(databases=["default", "portal"])


def test_旧式样的字节读得出_再写一字不差() -> None:
    content = decode(旧)
    assert isinstance(content, PenaltyDecision) and encode(content) == 旧
    assert (content.party, content.matter, content.outcome) == (
        "某食品有限公司",
        "经营未标明生产日期的食品",
        "警告。",
    )
    assert (content.conclusion, content.further, content.channels) == ("处罚决定", (), ())


@pytest.mark.parametrize(
    "bad",
    [
        旧.replace(b'"\xe5\xbd\x93\xe4\xba\x8b\xe4\xba\xba"', '"执法对象"'.encode()),
        旧.replace(b'"\xe7\xa7', b'"x'),
        b"{}",
    ],
    ids=["式样混用", "没有种类", "空"],
)
def test_不成式样的字节_不读(bad: bytes) -> None:
    with pytest.raises((ValueError, msgspec.MsgspecError)):
        decode(bad)


@两个库
def test_旧式样入册的公示_照样上架_核对得上_页面照样显示(client: Client) -> None:
    run = 办案()
    assert run.final is not None
    agency, case = run.final.record.agency, run.final.record.case
    [step] = steps(load(agency, case))
    with 时刻("2026-04-14 09:00:30"):
        now = decision_of(step, Agency.objects.get(pk=agency), "00112233445566778899")
        old = PenaltyDecision(
            **{name: getattr(now, name) for name in PenaltyDecision.__struct_fields__ if name != "kind"}
        )
        _append(agency, step, old.id, old)
        publish(agency, case, step.done.version)
    item = Item.objects.get()
    assert b"\xe8\xbf\x9d\xe6\xb3\x95" in bytes(item.content) and "式样" not in bytes(item.content).decode()
    assert list(check(connections["default"])) == []
    page = client.get(f"/decisions/{item.id}/").content.decode()
    assert all(words in page for words in (名称, 案由, "违法行为", "处罚内容", "核验通过", "罚款3,000.00元"))


@两个库
def test_现在的式样写明四项要素() -> None:
    办案()
    上架()
    content = decode(bytes(Item.objects.get().content))
    assert isinstance(content, Decision)
    written = msgspec.to_builtins(content)
    assert [written[key] for key in ("执法对象", "执法类别", "执法结论", "事由")] == [
        名称,
        "行政处罚",
        "处罚决定",
        案由,
    ]


@两个库
def test_各类决定用各类的称呼_另列的事项也显示也查得到(client: Client) -> None:
    机关("qx-scjg")
    单件上架(
        1,
        category="行政许可",
        procedure="行政许可",
        matter="食品经营许可",
        further=(("许可有效期至", "2031年3月1日"), ("经营场所", "青溪路一号")),
    )
    page = client.get(f"/decisions/{1:020x}/").content.decode()
    for words in ("申请人", "许可事项", "许可内容", "许可有效期至", "2031年3月1日"):
        assert f"{words}</d" in page
    assert "违法行为" not in page and "处罚" not in page.split("<aside")[0].replace("处罚决定", "")
    assert "食品经营许可" in client.get("/decisions/?q=青溪路").content.decode()


@两个库
def test_按程序筛选(client: Client) -> None:
    机关("qx-scjg")
    单件上架(1, matter="占道经营", procedure="行政处罚·简易程序")
    单件上架(2, matter="无照经营")
    page = client.get("/decisions/?procedure=行政处罚·简易程序").content.decode()
    assert "占道经营" in page and "无照经营" not in page and "行政处罚·普通程序（1）" in page
    both = client.get("/decisions/?q=经营&procedure=行政处罚·普通程序").content.decode()
    assert "无照经营" in both and "占道经营" not in both


def test_另列的事项含有自然人全名或者号码的_不发布() -> None:
    now = msgspec.json.decode(旧, type=PenaltyDecision)
    fields = {name: getattr(now, name) for name in PenaltyDecision.__struct_fields__}
    for text in ("周砚舟的房屋", "电话 13800000000"):
        content = Decision(**fields, conclusion="征收决定", further=(("征收范围", text),))
        with pytest.raises(Personal):
            require_impersonal(content, {"名称": "周砚舟", "类别": "自然人"})
