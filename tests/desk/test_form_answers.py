"""Forms on which every answer can be given: no as well as yes, and people who need not be chosen twice."""

import re

import pytest

from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.platform import clock
from mingjing.registry.models import Person
from tests.casework.ran import FOLDER
from tests.desk.stand import Stand, stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
HIDDEN = re.compile(r'type="hidden" name="(key|expected|pack)" value="([^"]*)"')


@pytest.fixture
def 征收项目() -> Stand:
    """An expropriation whose decision is about to be drafted."""
    head = "场景: 拟订以前\n前情: full.yaml\n到: 登记补偿费用\n经过: []\n"
    result = run(read(head, "拟订以前.yaml", FOLDER / "checks" / "expropriation"), "qingpu")
    assert result.final is not None and result.failures == []
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


@pytest.mark.parametrize(("answer", "stored"), [("是", True), ("否", False)])
def test_必须回答的是否_两种回答都能填(征收项目, answer, stored):
    client, url = 征收项目.client("甲"), 征收项目.url("acts/expropriation_proposal/")
    with clock.at(征收项目.record.acts[-1].recorded):
        page = text(client.get(url))
        assert page.count('type="radio" name="f-many_affected"') == 2
        facts = {
            "f-signing_until": "2026-06-30",
            "f-decision_basis": "国有土地上房屋征收与补偿条例第八条",
            "f-many_affected": answer,
        }
        refused = client.post(url, dict(HIDDEN.findall(page)) | facts | {"f-signing_until": ""})
        assert f'name="f-many_affected" value="{answer}" checked' in text(refused)
        client.post(url, dict(HIDDEN.findall(page)) | facts)
    done = 征收项目.record.acts[-1]
    assert done.act == "拟订征收决定" and done.facts["被征收人数量较多"] is stored


def test_没有另选承办人的_一起办的人都是承办人():
    case = stand()
    client, url = case.client("甲"), "/desk/cases/new/coercive_measure/measure_registration/"
    page = text(client.get(url))
    assert "不选即办理人员" in page and not re.search(r'name="f-handlers"[^>]*checked', page)
    answer = client.post(
        url,
        dict(HIDDEN.findall(page))
        | {
            "with": case.people["乙"].id,
            "f-cause": "销售不符合安全标准的电热水器",
            "f-party-0": "青溪某某商贸有限公司",
            "f-party-1": "法人",
            "f-measure_kinds": "扣押财物",
            "f-measure_reason": "有证据证明不符合安全标准，防止继续销售",
            "f-measure_basis": "产品质量法第十八条第一款第四项",
        },
    )
    assert answer.status_code == 302, text(answer)
    handlers = Stand(case.agency, answer.headers["Location"].strip("/").split("/")[-1], case.people)
    assert set(handlers.record.facts["承办人"]) == {case.people["甲"].id, case.people["乙"].id}


def test_记录已经排除的情形_那一项不问_还没定的照问():
    head = "场景: 实施以前\n前情: seizure.yaml\n到: 批准强制措施\n经过: []\n"
    result = run(read(head, "实施以前.yaml", FOLDER / "checks" / "coercive_measure"), "qingpu")
    assert result.final is not None and result.failures == []
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    case = Stand(record.agency, record.case, found)
    with clock.at(record.acts[-1].recorded):
        page = text(case.client("甲").get(case.url("acts/measure_imposition/")))
    assert "冻结账号" not in page and "冻结数额" not in page  # a seizure freezes no account
    assert 'id="f-seized_items"' in page and "查封或者扣押的，必填" not in page
    assert "当事人不到场的，必填" in page  # the form itself says who was there
