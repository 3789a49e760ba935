"""检查和由它立的案互相找得到：哪一件写明了另一件，两边的案件页都有链接。"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import run
from mingjing.platform import clock
from mingjing.registry.models import Person
from tests.desk.stand import stand, text
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
FILE = Path(__file__).parents[2] / "scenarios" / "checks" / "penalty_ordinary" / "from-inspection.yaml"


def _时(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=clock.SHANGHAI)


@pytest.fixture
def 两案():
    """(处罚, 检查, 姓名 → 人员)：线索登记写明来源案件是这次检查。"""
    scenario = read(FILE.read_text(encoding="utf-8"), str(FILE))
    result = run(replace(scenario, steps=scenario.steps[:4], claims=()), "qingpu")
    assert result.final is not None
    penalty = result.final.record
    inspection = load(penalty.agency, penalty.facts["来源案件"]["案件"]).record
    return penalty, inspection, {each.name: each for each in Person.objects.filter(agency_id=penalty.agency)}


def _相关(record, person, query="") -> str:
    with clock.at(_时("2026-10-12 09:00")):
        page = text(people.client(person).get(f"/desk/cases/{record.case}/{query}"))
    return page.partition("<dt>相关案件</dt>")[2].partition("</dl>")[0]


def test_检查的页面连到由它立的案_写明哪一天哪个环节(两案):
    处罚, 检查, 人 = 两案
    found = _相关(检查, 人["甲"])
    assert f'href="/desk/cases/{处罚.case}/"' in found and 处罚.acts[0].number in found
    assert "行政处罚·普通程序" in found and "9月29日" in found and "线索登记写明本案" in found


def test_处罚的页面本来就连到来源案件_不再列一遍(两案):
    处罚, 检查, 人 = 两案
    assert _相关(处罚, 人["甲"]) == ""
    page = text(people.client(人["甲"]).get(f"/desk/cases/{处罚.case}/"))
    assert page.count(f'href="/desk/cases/{检查.case}/"') == 1


def test_检查写明转入案件以后_没有写来源的处罚也连得回来(两案):
    _, 检查, 人 = 两案
    at = _时("2026-09-29 15:00")
    with clock.at(at):
        by = (人["甲"].pk, 人["乙"].pk)
        facts = {"来源": "随机抽查", "当事人": 检查.facts["当事人"]}
        另案 = perform(
            Act(agency=检查.agency, kind="线索登记", facts=facts, by=by, at=at, procedure="行政处罚·普通程序")
        )
        facts = {"案由": "经营未标明生产日期的食品"}
        perform(Act(agency=检查.agency, kind="立案", facts=facts, by=(人["丙"].pk,), at=at, case=另案.case))
        number = load(检查.agency, 另案.case).record.acts[0].number
        facts = {"转入案件": number}
        perform(Act(agency=检查.agency, kind="登记立案", facts=facts, by=by[:1], at=at, case=检查.case))
    found = _相关(load(检查.agency, 另案.case).record, 人["甲"])
    assert f'href="/desk/cases/{检查.case}/"' in found and "登记立案写明本案" in found


def test_回看过去的页面不列后来的案件_别的机关看不到(两案):
    _, 检查, 人 = 两案
    assert _相关(检查, 人["甲"], "?on=2026-09-28") == ""
    assert people.client(stand().people["甲"]).get(f"/desk/cases/{检查.case}/").status_code == 404


def test_没有别的案件写明它_没有这一行():
    case = stand()
    assert _相关(case.record, case.people["甲"]) == ""
