"""检查和处罚之间不用猜编号；谁主办在表单上选；等谁办、先办什么，案件页说清楚。"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from mingjing.casework.pages import case_page
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import run
from mingjing.desk.next_acts import next_acts
from mingjing.platform import clock
from mingjing.registry.models import Person
from tests.casework.ran import FOLDER
from tests.desk.stand import Stand, stand, text
from tests.desk.test_acts import hidden

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
线索 = "\n  - {时: 2026-03-02 09:30, 谁: [甲, 乙], 办: 线索登记, 填: {来源: 日常检查}}\n"
三月 = datetime(2026, 3, 3, 10, tzinfo=clock.SHANGHAI)
登记 = datetime(2026, 9, 30, 9, tzinfo=clock.SHANGHAI)


def 检查(到: int | None = None) -> Stand:
    """一次检查，结论为立案调查；或者只办到第几步。"""
    文件 = FOLDER / "checks" / "inspection" / "opens-case.yaml"
    场景 = read(文件.read_text(encoding="utf-8"), str(文件), 文件.parent)
    结果 = run(replace(场景, steps=场景.steps[:到], claims=()), "qingpu")
    assert 结果.final is not None and not 结果.failures
    人 = {每人.name: 每人 for 每人 in Person.objects.filter(agency_id=结果.final.record.agency)}
    return Stand(结果.final.record.agency, 结果.final.record.case, 人)


def 开处罚(案: Stand, 立案: bool, 几点: int = 9) -> str:
    """由检查开一件处罚，写明来源案件；返回编号。"""
    时 = datetime(2026, 9, 29, 几点, tzinfo=clock.SHANGHAI)
    源 = 案.record
    with clock.at(时):
        事 = {"来源": "随机抽查", "当事人": 源.facts["当事人"], "来源案件": 源.acts[0].number}
        办 = Act(agency=案.agency, kind="线索登记", facts=事, by=(案.people["甲"].pk,), at=时, procedure="行政处罚·普通程序")  # noqa: E501  # fmt: skip
        号 = perform(办).case
        if 立案:
            人 = [案.people["甲"].pk, 案.people["乙"].pk]
            事 = {"案由": "经营未标明生产日期的食品", "承办人": 人}
            perform(Act(agency=案.agency, kind="立案", facts=事, by=(案.people["丙"].pk,), at=时, case=号))
    return load(案.agency, 号).record.acts[0].number


def 表单(案: Stand, 谁: str, 环节: str, 时: datetime) -> Any:
    with clock.at(时):
        return 案.client(谁).get(案.url(f"acts/{环节}/"))


def 提交(案: Stand, 谁: str, 环节: str, 时: datetime, **填: Any) -> Any:
    with clock.at(时):
        面 = 案.client(谁).get(案.url(f"acts/{环节}/"))
        return 案.client(谁).post(
            案.url(f"acts/{环节}/"), hidden(面) | {名.replace("_", "-", 1): 值 for 名, 值 in 填.items()}
        )


def test_还没有由检查开的案件_登记立案的表单给出去开的地方() -> None:
    案 = 检查()
    面 = text(表单(案, "甲", "case_registration", 登记))
    址 = f"/desk/cases/new/penalty_ordinary/clue_registration/?from={案.case}"
    assert f'href="{址}">由本案开处罚案件</a>' in 面
    assert "与本案同一当事人，已经办了立案" in 面
    assert "/new/penalty_summary/" not in 面  # 简易程序没有立案


def test_由检查开了案件_登记立案的表单列出并选好最近的一件_提交就登记() -> None:
    案 = 检查()
    先, 后 = 开处罚(案, True), 开处罚(案, True, 10)
    面 = text(表单(案, "甲", "case_registration", 登记))
    assert [后, 先] == re.findall(r'name="f-target_case" value="([^"]+)"', 面)
    assert f'value="{后}" checked' in 面 and "由本案开处罚案件" not in 面 and "办理中" in 面
    答 = 提交(案, "甲", "case_registration", 登记, f_target_case=后)
    assert 答.status_code == 302 and 案.record.facts["转入案件"]["编号"] == 后


def test_列出的以外可以写编号_写了的算数_没有立案的说先立案() -> None:
    案 = 检查()
    立, 线 = 开处罚(案, True), 开处罚(案, False)
    答 = 提交(案, "甲", "case_registration", 登记, f_target_case=立, **{"f_target_case-other": 线})
    assert 答.status_code == 422 and f"{线}（行政处罚·普通程序）还没有立案，先在那一案办立案" in text(答)
    assert ">补转入案件</a>" in text(答)
    答 = 提交(案, "甲", "case_registration", 登记, f_target_case="", **{"f_target_case-other": 立})
    assert 答.status_code == 302 and 案.record.facts["转入案件"]["编号"] == 立


def test_立案的表单问谁主办_预选登记线索的人() -> None:
    案 = stand(线索)
    面 = text(表单(案, "丙", "filing", 三月))
    选 = 面.partition('id="f-handlers-lead"')[2].partition("</select>")[0]
    assert f'<option value="{案.people["甲"].pk}" selected>甲</option>' in 选
    assert 选.count(" selected") == 1 and "主办，其余为协办" in 面


def _立案(案: Stand, 主办: str, *勾: str) -> Any:
    人 = [案.people[每人].pk for 每人 in 勾]
    填 = {"f_cause": "经营未标明生产日期的食品", "f_handlers": 人}
    主 = 案.people[主办].pk if 主办 else ""
    return 提交(案, "丙", "filing", 三月, **填, **{"f_handlers-lead": 主})


def test_选的主办排在前面_不看勾的次序() -> None:
    案 = stand(线索)
    assert _立案(案, "乙", "甲", "乙").status_code == 302
    assert 案.record.facts["承办人"] == [案.people["乙"].pk, 案.people["甲"].pk]
    with clock.at(三月):
        人 = case_page(案.people["甲"], 案.case).people
    assert [(每行.name, 每行.text) for 每行 in 人] == [("主办", "乙"), ("协办", "甲")]


@pytest.mark.parametrize(
    ("主办", "说"),
    [("壬", "选的主办没有勾在承办人里"), ("", "没有选承办人中谁是主办")],
)
def test_主办没有选或者没有勾_不替人决定_选的还在(主办: str, 说: str) -> None:
    案 = stand(线索)
    答 = _立案(案, 主办, "甲", "乙")
    assert 答.status_code == 422 and 说 in text(答) and 案.record.count("立案") == 0
    选 = text(答).partition('id="f-handlers-lead"')[2].partition("</select>")[0]
    assert re.findall(r'value="([^"]*)" selected', 选) == ([案.people[主办].pk] if 主办 else [])


def test_只有别人能办的_写明等谁办_不在现在可以办里() -> None:
    案 = 检查(1)
    with clock.at(datetime(2026, 9, 21, 10, tzinfo=clock.SHANGHAI)):
        有 = next_acts(case_page(案.people["甲"], 案.case))
        面 = text(案.client("甲").get(案.url()))
        长 = next_acts(case_page(案.people["戊"], 案.case))
    assert all(每个.url for 每个 in (*有.now, *有.also))
    等 = next(每个 for 每个 in 有.waits if 每个.role == "机关负责人")
    assert "批准检查" in [每个.name for 每个 in 等.acts] and "机关负责人（戊）" in 等.who
    assert "等机关负责人：批准检查" in 面.partition("<h2>等别人办</h2>")[2]
    assert "批准检查" in [每个.name for 每个 in 长.now] and not 长.waits


def test_缺的环节还不能办的_说先办哪一个再办它() -> None:
    案 = 检查(2)
    with clock.at(datetime(2026, 9, 21, 15, tzinfo=clock.SHANGHAI)):
        面 = text(案.client("甲").get(案.url()))
        别 = text(案.client("丙").get(案.url()))
    assert ">先办通知检查，再办现场检查</a>" in 面 and "去补" not in 面
    assert "等执法人员通知检查，再办现场检查" in 别
