"""One case in the browser, from clue to archive, by everyone who has a part in it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from mingjing.casework.bank_sheet import NEEDED
from mingjing.casework.models import Case
from mingjing.casework.packs import book_for
from mingjing.casework.scenario import read
from mingjing.casework.scenario_people import make_agency, make_person
from mingjing.casework.service import load
from mingjing.platform import clock
from mingjing.registry.models import Appointment, Person
from tests.desk.stand import HEAD
from tests.platform import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "portal"])]

CASHIER = "对账员"
CHECKED = {"出示执法证件": True, "告知事由和依据": True, "告知权利": True, "音像记录": "已作音像记录"}
# who, with whom, on which day, which act, what is filled in; the day counts from 60 days ago.
COURSE: list[tuple[str, str, int, str, dict[str, Any]]] = [
    ("丙", "", 1, "立案", {"案由": "经营未标明生产日期的食品", "承办人": ["乙"]}),
    ("甲", "乙", 2, "现场检查",
     {"检查地点": "青溪路 1 号", "检查情况": "货架上有 20 包糕点没有标明生产日期", **CHECKED}),
    ("甲", "乙", 10, "调查终结",
     {"违法事实": "经营 20 包没有标明生产日期的糕点", "证据目录": "现场笔录一份、照片六张"}),
    ("甲", "", 11, "提出处理建议",
     {"违反条款": "食品安全法第六十七条", "处罚依据": "食品安全法第一百二十五条", "处罚种类": ["罚款"],
      "罚款": "50,000", "裁量理由": "货值较小但系再次违法"}),
    ("甲", "", 12, "事先告知", {"告知陈述申辩权": True, "告知听证权": True}),
    ("甲", "", 13, "陈述申辩", {"陈述申辩内容": "已经全部召回，请求从轻"}),
    ("甲", "", 14, "复核陈述申辩", {"复核情况": "召回属实，原裁量已经考虑", "采纳情况": "不采纳"}),
    ("甲", "", 15, "放弃陈述申辩和听证", {"放弃方式": "当事人书面声明不再陈述申辩、不要求听证"}),
    ("甲", "", 16, "送法制审核", {"送审材料": ["调查终结报告", "拟处理意见", "证据材料"]}),
    ("丁", "", 18, "出具法制审核意见",
     {"审核要点": "对照案卷逐项核对，没有发现问题", "审核意见": "事实清楚，证据充分，程序合法，裁量适当",
      "审核结论": "同意"}),
    ("戊", "", 20, "作出处罚决定", {}),
    ("甲", "", 21, "送达处罚决定", {"出示执法证件": True, "送达方式": "直接送达"}),
    ("甲", "", 22, "采集公示信息", {}),
    ("己", "", 23, "复核公示信息", {"公示复核意见": "与决定书核对一致", "公示复核结论": "同意发布"}),
    ("己", "", 23, "发布公示", {}),
    (CASHIER, "", 25, "登记缴款", {"银行回单号": "YH-2026-0001", "缴款金额": "50000"}),
    ("丙", "", 30, "结案", {"结案情形": "处罚执行完毕"}),
    ("庚", "", 31, "归档", {"保管期限": "30年"}),
]  # fmt: skip


@pytest.fixture
def 机关() -> tuple[str, dict[str, Person]]:
    """An agency with one person per role who can sign in."""
    scenario = read(HEAD.replace("经过:\n", "经过: []\n"), "办案台.yaml")
    agency = make_agency(scenario, scenario.profile)
    found = {}
    for name, actor in scenario.actors.items():
        person = Person.objects.get(id=make_person(agency, actor))
        person.set_password(people.PASSWORD)
        person.save()
        found[name] = person
    cashier = Appointment.objects.get(agency=agency, role="cashier").person
    cashier.set_password(people.PASSWORD)
    cashier.save()
    return agency.id, {**found, CASHIER: cashier}


def answer(page: Any, control: str, value: Any) -> None:
    """Fill in one fact as a person would, by the kind of its control."""
    field = page.locator(f"#{control}")
    kind = field.evaluate("e => e.tagName")
    if kind == "FIELDSET" and field.locator(".mj-point").count():
        for index in range(field.locator(".mj-point").count()):
            point = field.locator(".mj-point").nth(index)
            point.locator("label", has_text=re.compile(r"^\s*符合\s*$")).click()
            point.locator("textarea").fill(str(value))
    elif kind == "FIELDSET" and field.locator(".mj-person").count():
        for name in value:
            field.locator("label", has=page.locator("b", has_text=re.compile(rf"^\s*{name}\s*$"))).click()
    elif kind == "FIELDSET":
        for option in value if isinstance(value, list) else [value]:
            field.locator("label", has_text=re.compile(rf"^\s*{re.escape(option)}\s*$")).click()
    elif kind == "SELECT":
        field.select_option(label=value)
    elif value is True:
        field.check()
    else:
        field.fill(value)


def open_act(page: Any, case_url: str, act_id: str) -> None:
    """From the case to the form of the act, by the link that the case page offers."""
    if act_id == "legal_review_opinion":  # the case page leads to the review sheet
        page.goto(f"{case_url}acts/{act_id}/")
        return
    page.goto(case_url)
    link = page.locator(f'.mj-next__top a[href$="/acts/{act_id}/"]')
    if not link.is_visible():
        page.locator("details.mj-more", has=link).locator("> summary").click()
    link.click()
    page.wait_for_selector("form input[name=key]", state="attached")


def paid(page: Any, case: Case, on: datetime, facts: dict[str, str]) -> None:
    """The cashier imports the bank's statement with this payment."""
    row = (facts["银行回单号"], f"{on:%Y-%m-%d}", facts["缴款金额"], case.decision_number)
    data = f"{','.join(NEEDED)}\n{','.join(row)}".encode()
    page.goto("/desk/bank/")
    page.set_input_files("#file", {"name": "流水.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="导入").click()
    page.wait_for_selector("[aria-label=已登记的]")


def submit(page: Any) -> None:
    page.locator(".mj-sticky button[type=submit]").click()


def test_一件案件_从线索到归档_各人在浏览器里办完(enter, 机关):
    agency, persons = 机关
    book = book_for("qingpu", "市场监管")
    [procedure] = [each for each in book.procedures.values() if each.id == "penalty_ordinary"]
    start = clock.now().replace(hour=9, minute=0) - timedelta(days=60)
    pages = {name: enter(person) for name, person in persons.items()}

    page = pages["甲"]
    page.goto(f"/desk/cases/new/{procedure.id}/{procedure.acts['线索登记'].id}/")
    page.fill("#at", f"{start:%Y-%m-%dT%H:%M}")
    answer(page, "f-clue_source", "日常检查")
    page.get_by_label("名称", exact=True).fill("上海清禾食品有限公司")
    page.locator("label", has_text=re.compile("^法人$")).click()
    submit(page)
    page.wait_for_selector(".mj-ok")
    case_url = page.url.split("?")[0]
    assert "已办线索登记" in page.inner_text(".mj-ok")

    for minute, (who, companion, day, name, facts) in enumerate(COURSE):
        page, act = pages[who], procedure.acts[name]
        if act.channel:
            paid(page, Case.objects.unscoped("测试").get(agency=agency), start + timedelta(days=day), facts)
            continue
        open_act(page, case_url, act.id)
        page.fill("#at", f"{start + timedelta(days=day, minutes=minute):%Y-%m-%dT%H:%M}")
        if companion:
            page.locator(f'input[name=with][value="{persons[companion].id}"]').check()
        for fact, value in facts.items():
            answer(page, f"f-{book.facts[fact].id}", value)
        submit(page)
        page.wait_for_selector(".mj-ok, #refused")
        assert page.locator("#refused").count() == 0, page.locator("#refused").inner_text()
        assert f"已办{name}" in page.inner_text(".mj-ok")

    page = pages["庚"]
    assert page.inner_text(".mj-head .mj-tag") == "已归档"
    record = load(agency, case_url.rstrip("/").rsplit("/", 1)[-1]).record
    assert [done.act for done in record.acts] == ["线索登记", *(step[3] for step in COURSE)]
    assert record.facts["罚款"] == "50000.00" and record.status == "已归档"
