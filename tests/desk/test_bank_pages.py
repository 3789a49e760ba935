"""The pages of the cashier: a statement goes in, its rows come out recorded or with what is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingjing.casework.models import Case
from mingjing.platform import clock
from mingjing.registry.models import Appointment
from tests.desk.stand import TOLD, Stand, stand, text
from tests.platform import people

pytestmark = pytest.mark.django_db

SERVED = (
    TOLD
    + """
  - {时: 2026-04-01 09:00, 谁: 甲, 办: 送法制审核, 填: {送审材料: [调查终结报告, 拟处理意见, 证据材料]}}
  - 时: 2026-04-03 14:00
    谁: 丁
    办: 出具法制审核意见
    填: {审核要点: 已逐项看过案卷材料, 审核意见: 事实清楚、证据确凿、裁量适当, 审核结论: 同意}
  - {时: 2026-04-08 10:00, 谁: 戊, 办: 作出处罚决定}
  - {时: 2026-04-09 15:00, 谁: [甲, 乙], 办: 送达处罚决定, 填: {送达方式: 直接送达, 出示执法证件: 是}}
"""
)


def _cashier(here: Stand) -> Client:
    post = Appointment.objects.get(agency_id=here.agency, role="cashier")
    return people.client(post.person)


def _upload(browser: Client, *rows: str, name: str = "四月流水.csv"):  # type: ignore[no-untyped-def]
    data = "\n".join(["银行流水号,缴款日期,金额,决定书文号,缴款人", *rows]).encode("utf-8-sig")
    return browser.post("/desk/bank/", {"file": SimpleUploadedFile(name, data)})


def test_导入以后看到登记了哪些_没有登记的为什么() -> None:
    here = stand(SERVED)
    number = Case.objects.unscoped("测试").get(id=here.case).decision_number
    with clock.at(here.record.acts[-1].recorded.replace(day=15)):
        browser = _cashier(here)
        assert browser.get("/desk/").headers["Location"] == "/desk/bank/"
        answer = _upload(browser, f"L1,2026-04-14,50000,{number},某公司", "L2,2026-04-14,1,乱写的,某人")
        assert answer.status_code == 302
        page = text(browser.get(answer.headers["Location"]))
        assert "已登记 1 笔" in page and "没有登记 1 笔" in page
        assert "本机关没有这个文号的决定" in page and "L2" in page and "第六十七条" in page
        again = _upload(browser, f"L1,2026-04-14,50000,{number},某公司", "L2,2026-04-14,1,乱写的,某人")
        assert again.status_code == 422 and "已经导入过" in text(again)
        assert "四月流水.csv" in text(browser.get("/desk/bank/"))
    assert here.record.count("登记缴款") == 1


def test_案件页不给登记缴款的表单_说明由银行流水登记() -> None:
    here = stand(SERVED)
    with clock.at(here.record.acts[-1].recorded):
        page = text(here.client("甲").get(here.url()))
    assert "缴款由银行流水登记，不能手工登记" in page and "acts/payment/" not in page


def test_办案的人打不开银行对账() -> None:
    here = stand()
    with clock.at(here.record.acts[-1].recorded):
        assert here.client("甲").get("/desk/bank/").status_code == 403
        assert _cashier(here).get(here.url()).status_code == 403
        assert _cashier(here).post("/desk/bank/", {}).status_code == 422
