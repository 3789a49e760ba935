"""Catalogues in the browser: from an empty desk to the public page, and what each person is told."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from mingjing.casework import outbox
from mingjing.registry import catalogue_change as change
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_models import CatalogueItem, CatalogueVersion
from mingjing.registry.catalogue_sources import items_from
from mingjing.registry.models import Certificate
from mingjing.registry.register_models import RegisterRow
from tests.platform import people
from tests.registry.catalogue_stand import 书, 人, 分别复核, 办, 发布, 抽查一项, 时, 机关
from tests.registry.test_catalogue_sheet import 真实

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
目录 = "/desk/catalogues/qx-scjg/random_inspection_items/"
指南 = "/desk/catalogues/qx-scjg/service_guides/"


@pytest.fixture(autouse=True)
def _数据目录(tmp_path: Any, settings: Any) -> None:
    settings.MINGJING_DATA = tmp_path


def 填(**values: str) -> dict[str, str]:
    names = list(抽查一项)
    return {f"f{names.index(name)}": value for name, value in {**抽查一项, **values}.items()}


def 说(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def test_在页面上从起草办到公示(client: Client) -> None:
    甲, 乙 = people.client(人("甲", "handler")), people.client(人("乙", "publisher"))
    assert "随机抽查事项清单" in 说(甲.get("/desk/catalogues/"))
    assert 甲.post(目录, {"do": "draft"}).headers["Location"] == f"{目录}1/"
    assert 甲.post(f"{目录}1/item/", {**填(), "revision": "0"}).status_code == 302
    assert 甲.post(f"{目录}1/", {"do": "submit"}).status_code == 302
    assert "复核的人不是起草人" in 说(甲.get(f"{目录}1/"))
    page = 说(乙.get("/desk/catalogues/"))
    assert "等我复核" in page
    assert 乙.post(f"{目录}1/", {"do": "agree", "opinion": "依据内容都核对了"}).status_code == 302
    assert 乙.post(f"{目录}1/", {"do": "publish"}).status_code == 302
    outbox.drain()
    assert "食品经营许可检查" in 说(client.get("/agencies/qx-scjg/catalogues/random_inspection_items/"))


def test_填错的一项_缺什么依据什么写明_填的还在() -> None:
    甲 = people.client(人("甲", "handler"))
    甲.post(目录, {"do": "draft"})
    response = 甲.post(f"{目录}1/item/", {**填(依据="", 抽查事项="网络交易检查"), "revision": "0"})
    page = 说(response)
    assert response.status_code == 422 and "没有填依据" in page and "《指导意见》二（四）" in page
    assert "网络交易检查" in page and not CatalogueItem.objects.unscoped("测试").exists()
    response = 甲.post(f"{目录}1/item/", {**填(依据=""), "revision": "0", "lenient": "1"})
    assert response.status_code == 302
    assert "没有填齐 1" in 说(甲.get(f"{目录}1/"))
    response = 甲.post(f"{目录}1/", {"do": "submit"})
    assert response.status_code == 422 and "依据：1 项没有填，如“食品经营许可检查”" in 说(response)


def test_一千多项的表格从页面导入_先说清缺什么_再收进草稿() -> None:
    甲 = people.client(人("甲", "handler"))
    甲.post(指南, {"do": "draft"})

    def 传(**more: str) -> Any:
        return 甲.post(
            f"{指南}1/import/", {"file": SimpleUploadedFile("items.csv", 真实.read_bytes()), **more}
        )

    response = 传()
    assert response.status_code == 422
    assert "536 项缺必填的栏" in 说(response) and "《行政许可法》第三十条" in 说(response)
    assert not CatalogueItem.objects.unscoped("测试").exists()
    assert 传(lenient="1").status_code == 302
    assert CatalogueVersion.objects.unscoped("测试").get().count == 1135
    page = 说(甲.get(f"{指南}1/?show=lacking"))
    assert "没有填齐 536" in page and "移出这 536 项" in page
    少的 = next(line for line in 甲.get(f"{指南}1/?show=lacking").context["lines"] if line.lacking)
    表单 = 说(甲.get(f"{指南}1/item/", {"key": 少的.key}))
    assert f"<h1>{少的.called}</h1>" in 表单 and "事项类型为行政许可的必填" in 表单
    甲.post(f"{指南}1/", {"do": "trim"})
    assert CatalogueVersion.objects.unscoped("测试").get().count == 599
    assert 甲.post(f"{指南}1/", {"do": "submit"}).status_code == 302


def test_修订第二版_只看改了的_缺什么改了什么照样说全() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙, "随机抽查事项清单", "", *({**抽查一项, "抽查事项": f"抽查{n:02d}"} for n in range(12)))
    客 = people.client(甲)
    客.post(目录, {"do": "draft"})
    看 = f"{目录}2/?show="
    assert "没有" in 说(客.get(f"{看}lacking")) and "抽查03" not in 说(客.get(f"{看}lacking"))
    清单 = "随机抽查事项清单"
    缺依据 = [{**抽查一项, "抽查事项": 名, "依据": ""} for 名 in ("抽查03", "新抽查")]
    service.edit(办(甲), 清单, 2, puts=缺依据, lenient=True)
    service.edit(办(甲), 清单, 2, drops=["抽查05"])
    缺 = 说(客.get(f"{看}lacking"))
    assert "抽查03" in 缺 and "新抽查" in 缺 and "抽查04" not in 缺 and "抽查05" not in 缺
    改 = 说(客.get(f"{看}changes"))
    assert "抽查03" in 改 and "新抽查" in 改 and "抽查05" in 改 and "抽查04" not in 改
    service.edit(办(甲), 清单, 2, puts=[{**抽查一项, "抽查事项": "抽查03"}])
    assert "抽查03" not in 说(客.get(f"{看}lacking")) and "新抽查" in 说(客.get(f"{看}lacking"))
    assert "抽查03" not in 说(客.get(f"{看}changes"))


def test_按字查_分大小写_引号和反斜线也查得到() -> None:
    甲 = 人("甲", "handler")
    service.draft(办(甲), "随机抽查事项清单")
    名称 = ("含“引号”的", '含"直引号的', "含\\斜线的", "含ABC的", "含百分%的")
    service.edit(
        办(甲), "随机抽查事项清单", 1, puts=[{**抽查一项, "抽查事项": 名} for 名 in 名称], lenient=True
    )
    客 = people.client(甲)
    for 字, 中 in (("“引", 0), ('"直', 1), ("\\斜", 2), ("ABC", 3), ("分%的", 4), ("abc", None)):
        页 = 说(客.get(f"{目录}1/", {"q": 字}))
        找到 = [n for n in range(5) if 名称[n][1:].replace('"', "&quot;") in 页]
        assert 找到 == ([] if 中 is None else [中]), 字


def test_坏的行列出行号栏名依据_一项也不收() -> None:
    甲 = people.client(人("甲", "handler"))
    甲.post(目录, {"do": "draft"})
    book = Workbook()
    for row in (["抽查事项", "依据"], ["甲检查", "法一"], ["", "法二"], ["丙检查", "=1+1"]):
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    response = 甲.post(f"{目录}1/import/", {"file": SimpleUploadedFile("x.xlsx", out.getvalue())})
    page = 说(response)
    assert response.status_code == 422 and "一项也没有导入：2 处不合格" in page
    assert "没有填抽查事项" in page and "是公式" in page
    assert not CatalogueItem.objects.unscoped("测试").exists()


def test_登记变化_平台找出受影响的目录_逾期在首页栏和清单里提示() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    浏览器 = people.client(甲)
    page = 说(浏览器.get("/desk/catalogues/qx-scjg/change/?kind=法律法规规章立改废&name=食品安全法"))
    assert "1 项写到它" in page
    response = 浏览器.post(
        "/desk/catalogues/qx-scjg/change/",
        {"kind": change.LAW, "name": "食品安全法", "day": "2026-03-01"},
    )
    assert response.status_code == 302
    assert "食品安全法" in 说(浏览器.get("/desk/catalogues/"))


def test_方案一个月的_过了末日_清单写明逾期() -> None:
    from tests.registry.catalogue_stand import 一个月

    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    with 时("2026-03-02 09:00"):
        发布(甲, 乙, 乙, "随机抽查事项清单", 一个月)
        change.change(办(甲, 一个月), kind=change.LAW, name="食品安全法", day=date(2026, 3, 1))
    with 时("2026-04-08 09:00"):
        page = 说(people.client(甲).get("/desk/catalogues/"))
        assert "逾期 4 个工作日" in page and "测试ceshi方案 一（一）" in page
        assert '<span class="mj-count">1</span>' in page
    监督 = 人("监督", "supervisor", agency=机关("qx-sfj"))
    with 时("2026-04-08 09:00"):
        assert "已逾期 7 日" in 说(people.client(监督).get("/desk/catalogues/"))


def test_人员清单由人员名册生成_没有有效证件的不在其中() -> None:
    甲, 丙 = 人("甲", "handler"), 人("丙", "handler")
    for person, number, until in ((甲, "沪0001", "2099-01-01"), (丙, "沪0002", "2020-01-01")):
        Certificate.objects.create(
            person=person,
            number=number,
            issuer="司法局",
            category="市场监管",
            area="青溪区",
            valid_from="2019-01-01",
            valid_until=until,
        )
    浏览器, base = people.client(甲), "/desk/catalogues/qx-scjg/enforcement_officers/"
    浏览器.post(base, {"do": "draft"})
    浏览器.post(f"{base}1/", {"do": "fill"})
    [item] = CatalogueItem.objects.unscoped("测试").values_list("data", flat=True)
    assert item["姓名"] == "甲" and item["证件编号"] == "沪0001" and "性别" not in item


def test_性别和职位取自人员登记_委托和主体取自登记册() -> None:
    甲 = 人("甲", "handler")
    Certificate.objects.create(
        person=甲,
        number="沪0001",
        issuer="司法局",
        category="市场监管",
        area="青溪区",
        valid_from="2019-01-01",
        valid_until="2099-01-01",
    )

    def 登记(register: str, key: str, **fields: str) -> None:
        RegisterRow.objects.unscoped("测试").create(
            agency=机关().id,
            register=register,
            key=key,
            version=1,
            since="2020-01-01",
            title=key,
            fields=fields,
            position=0,
        )

    登记("person", 甲.username, 性别="女", 职位="四级主办")
    登记("agency", 机关().id, 性质="行政机关", 设立依据="三定规定")
    起止 = {"委托期限起": "2020-01-01", "委托期限止": "2099-12-31"}
    登记("entrustment", "青委1号", 受委托组织="执法大队", 委托事项="日常检查", 委托权限="检查", **起止)
    登记("entrustment", "青委2号", 受委托组织="旧大队", 委托期限起="2019-01-01", 委托期限止="2020-01-01")
    day = date(2026, 3, 2)
    [officer] = items_from(书(分别复核).catalogues["执法人员清单"], 机关(), 书(), day)
    assert (officer["性别"], officer["职务"]) == ("女", "四级主办")
    [body] = items_from(书().catalogues["行政执法主体"], 机关(), 书(), day)
    assert (body["主体类别"], body["执法依据"]) == ("行政机关", "三定规定")
    [entrusted] = items_from(书().catalogues["委托"], 机关(), 书(), day)
    assert entrusted["受委托组织"] == "执法大队" and entrusted["期限"] == "2020-01-01 至 2099-12-31"


def test_流程图目录由规则文件生成() -> None:
    浏览器, base = people.client(人("甲", "handler")), "/desk/catalogues/qx-scjg/enforcement_flows/"
    浏览器.post(base, {"do": "draft"})
    浏览器.post(f"{base}1/", {"do": "fill"})
    rows = list(CatalogueItem.objects.unscoped("测试").values_list("data", flat=True))
    assert any(row["程序"] == "行政处罚·普通程序" and "→" in row["办理流程"] for row in rows)


def test_别的机关的目录打不开_外区的监督员也打不开() -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    外人 = people.client(人("外", "handler", agency=机关("wq-scjg", "990201")))
    外区 = people.client(人("外监", "supervisor", agency=机关("wq-sfj", "990201")))
    for browser in (外人, 外区):
        for url in (目录, f"{目录}1/", f"{目录}1/item/", f"{目录}1/items.xlsx", f"{目录}1/import/"):
            assert browser.get(url).status_code == 404, url
        assert browser.get("/desk/catalogues/?agency=qx-scjg").status_code == 404
        assert browser.post(f"{目录}1/", {"do": "drop"}).status_code == 404


def test_导出和模板是表格_json不泄露草稿(client: Client) -> None:
    甲, 乙 = 人("甲", "handler"), 人("乙", "publisher")
    发布(甲, 乙, 乙)
    浏览器 = people.client(甲)
    assert 浏览器.get(f"{目录}1/items.xlsx").content[:2] == b"PK"
    assert 浏览器.get(f"{目录}template.xlsx").content[:2] == b"PK"
    浏览器.post(目录, {"do": "draft"})
    浏览器.post(f"{目录}2/item/", {**填(抽查事项="草稿里的检查"), "revision": "0"})
    outbox.drain()
    data = client.get("/agencies/qx-scjg/catalogues/random_inspection_items/1/items.json").content
    assert "草稿里的检查" not in json.dumps(json.loads(data), ensure_ascii=False)
    assert client.get("/agencies/qx-scjg/catalogues/random_inspection_items/2/items.json").status_code == 404
