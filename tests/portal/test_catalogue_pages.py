"""What the public reads of catalogues: newest version first, every earlier one, what changed, no draft."""

import csv
import io
import json
import time
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from openpyxl import load_workbook

from mingjing.casework import outbox
from mingjing.portal import proof
from mingjing.publicity import catalogue_check, catalogue_release
from mingjing.publicity.catalogue_models import CatalogueRelease
from mingjing.publicity.catalogue_released import Catalogue, CatalogueEntry
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_sheet import read_file
from tests.registry.catalogue_stand import 书, 人, 办, 发布, 抽查一项, 时, 机关
from tests.registry.test_catalogue_sheet import 真实

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
清单 = "随机抽查事项清单"
地址 = "/agencies/qx-scjg/catalogues/"
本目录 = f"{地址}random_inspection_items/"


def 看(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def 两版() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-03-02 09:00"):
        发布(甲, 乙, 乙)
        outbox.drain()
    with 时("2026-04-02 09:00"):
        发布(甲, 乙, 乙, 清单, "", {**抽查一项, "频次": "每年2次"}, {**抽查一项, "抽查事项": "价格检查"})
        outbox.drain()


def test_发布后公众看到_草稿和待复核的看不到(client: Client) -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    number = service.draft(办(甲), 清单)
    service.edit(办(甲), 清单, number, puts=[抽查一项])
    service.submit(办(甲), 清单, number)
    outbox.drain()
    assert not Catalogue.objects.exists() and client.get(本目录).status_code == 404
    service.review(办(乙), 清单, number, agreed=True, opinion="依据内容都核对了")
    service.publish(办(乙), 清单, number)
    outbox.drain()
    page = 看(client, 本目录)
    assert "食品经营许可检查" in page and "第 1 版" in page and "核验通过" in page
    assert 清单 in 看(client, "/catalogues/") and "青溪区市场监督管理局" in 看(client, "/catalogues/")
    assert 清单 in 看(client, 地址) and "事前公开" in 看(client, "/agencies/qx-scjg/")
    assert "甲" not in page and "乙" not in page


def test_每一版都在_改了什么逐栏看得出(client: Client) -> None:
    两版()
    page = 看(client, f"{本目录}versions/")
    assert "新增 1 项，修改 1 项" in page and "<del>每年1次</del> <ins>每年2次</ins>" in page
    旧 = 看(client, f"{本目录}?v=1")
    assert "这一版已被替代" in 旧 and "价格检查" not in 旧
    assert "每年1次" in 看(client, f"{本目录}1/1/") and "每年2次" in 看(client, f"{本目录}2/1/")
    assert 看(client, f"{本目录}?v=9", 404)


def test_一项的页面列出全部栏_没有填的写没有填(client: Client) -> None:
    两版()
    page = 看(client, f"{本目录}2/1/")
    for name, text in 抽查一项.items():
        assert name in page
        assert text in page or name == "频次"
    assert 看(client, f"{本目录}2/99999999999999999999/", 404)


def test_按字查得到_查不到的说没有(client: Client) -> None:
    两版()
    assert "价格检查" in 看(client, f"{本目录}?q=价格")
    assert "没有符合条件的事项" in 看(client, f"{本目录}?q=烟草")


def test_证明文件离线核对成立_改一个字不成立(client: Client) -> None:
    两版()
    data = client.get(f"{本目录}2/proof.json").content
    assert proof.check(proof.read(data)).content["版本"] == 2
    with pytest.raises(proof.Wrong):
        proof.check(proof.read(data.replace("每年2次".encode(), "每年3次".encode())))


def test_下载的表格和数据里没有公式(client: Client) -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙, "监督方式和救济渠道", "", {"种类": "举报", "途径": "=1+1"})
    outbox.drain()
    base = f"{地址}supervision_and_remedies/1/items."
    rows = csv.DictReader(io.StringIO(client.get(f"{base}csv").content.decode("utf-8-sig")))
    assert next(rows)["途径"] == "'=1+1"
    sheet = load_workbook(io.BytesIO(client.get(f"{base}xlsx").content)).active
    assert sheet is not None and sheet["B2"].value == "=1+1" and sheet["B2"].data_type == "s"
    assert json.loads(client.get(f"{base}json").content)["事项"][0]["途径"] == "=1+1"
    assert client.get(f"{base}exe").status_code == 404


def test_一千多项的目录_翻页和查询都快(client: Client) -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    items: list[dict[str, Any]] = read_file(书().catalogues["服务指南"], 真实.read_bytes()).items
    许可 = ("依据", "许可条件", "数量", "办理流程", "办理时限", "申请材料", "示范文本")
    rows = [{**dict.fromkeys(许可, "测试内容"), **each} for each in items]
    发布(甲, 乙, 乙, "服务指南", "", *rows)
    outbox.drain()
    url = f"{地址}service_guides/"
    assert "1135" in 看(client, url)
    for query in ("?page=23", "?q=食品", "?page=2&q=许可"):
        begun = time.process_time()
        看(client, url + query)
        assert time.process_time() - begun < 0.2
    assert "第 23 页，共 23 页" in 看(client, f"{url}?page=23")


def test_做两遍日志只记一次_公示库丢了照日志上架(client: Client) -> None:
    两版()
    before = list(Catalogue.objects.order_by("version").values_list("id", "content"))
    catalogue_release.publish(机关().id, "random_inspection_items", 2)
    assert CatalogueRelease.objects.unscoped("测试").count() == 2
    Catalogue.objects.all().delete()
    CatalogueEntry.objects.all().delete()
    assert catalogue_release.refill() == 2
    assert list(Catalogue.objects.order_by("version").values_list("id", "content")) == before


def test_公示库中改一个字_少一版_核验都发现() -> None:
    两版()
    assert list(catalogue_check.check(connections["default"])) == []
    CatalogueEntry.objects.filter(version=1).update(data={**抽查一项, "频次": "从不"})
    [fault] = catalogue_check.check(connections["default"])
    assert "事项与内容不一致" in str(fault)
    Catalogue.objects.filter(version=2).delete()
    assert any("公示库中没有这一版" in str(each) for each in catalogue_check.check(connections["default"]))


def test_核验通过以后_公示库中改一个字_再打开就不通过_改回来又通过(client: Client) -> None:
    两版()
    assert "核验通过" in 看(client, 本目录)
    第二版 = Catalogue.objects.filter(version=2)
    原有 = bytes(第二版.get().content)
    for 改 in ({"content": 原有.replace("每年2次".encode(), "每年3次".encode())}, {"salt": b"0" * 32}):
        本来 = {名: getattr(第二版.get(), 名) for 名 in 改}
        第二版.update(**改)
        assert "核验没有通过" in 看(client, 本目录)
        第二版.update(**本来)
        assert "核验通过" in 看(client, 本目录)
    assert bytes(第二版.get().content) == 原有
