"""Opening a case of any kind, and one that goes on from another."""

import pytest

from mingjing.casework.packs import book_for
from mingjing.casework.scenario import read
from mingjing.casework.service import load
from mingjing.casework.stage import run
from mingjing.desk.opening import carried, choices, openings
from mingjing.registry.models import Person
from tests.desk.stand import Stand, stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])

检查 = """
场景: 检查
方案: qingpu
程序: 行政检查
参与:
  甲: {职务: 执法人员}
  乙: {职务: 执法人员}
  丙: {职务: 承办机构负责人}
  戊: {职务: 机关负责人}
当事人: {名称: 上海清禾食品有限公司, 类别: 法人, 统一社会信用代码: 91310118MA1J00000X, 校验: 否, 住所: 榆林路}
经过:
  - 时: 2026-03-02 09:00
    谁: 甲
    办: 提出检查
    填: {事项: 食品经营监督检查, 检查方式: 随机抽查, 检查事由: 年度抽查抽中,
      检查依据: 食品安全法第一百一十条, 检查内容: 许可和标签, 检查地点: 青溪路 1 号, 检查人员: [甲, 乙]}
"""


def 在检查() -> Stand:
    result = run(read(检查, "检查.yaml"))
    assert result.failures == [] and result.final is not None
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


def test_每个程序一行_有一句话和开案的环节_按执法类别的次序():
    case = stand()
    page = text(case.client("甲").get("/desk/cases/new/"))
    book = book_for("qingpu", "")
    places = []
    for procedure, act in openings(book):
        assert procedure.said and procedure.said in page, procedure.name
        assert f"/desk/cases/new/{procedure.id}/{act.id}/" in page
        places.append(page.index(f">{procedure.name}<"))
    order = [each.procedure for each in choices(book)]
    assert order[0].startswith("行政处罚") and order.index("行政许可") < order.index("行政强制措施")


def test_由检查另开处罚_写明来源案件_当事人带过来():
    case = 在检查()
    client = case.client("甲")
    assert f"/desk/cases/new/?from={case.case}" in text(client.get(case.url()))
    listed = text(client.get(f"/desk/cases/new/?from={case.case}"))
    url = f"/desk/cases/new/penalty_ordinary/clue_registration/?from={case.case}"
    assert url in listed and case.record.acts[0].number in listed
    form = text(client.get(url))
    assert f'value="{case.record.acts[0].number}"' in form and 'value="上海清禾食品有限公司"' in form
    # What the form holds is what it takes: the case is opened and bound to the inspection by hash.
    opened = load(case.agency, case.case)
    procedure = opened.book.procedures["行政处罚·普通程序"]
    act = procedure.acts["线索登记"]
    assert set(carried(opened, act)) == {"来源案件", "当事人"}


def test_提交以后_新案记下来源案件各环节的哈希_案件页可以回到来源():
    case = 在检查()
    client = case.client("甲")
    url = f"/desk/cases/new/penalty_ordinary/clue_registration/?from={case.case}"
    form = text(client.get(url))
    fields = dict(_hidden(form)) | {
        "f-clue_source": "随机抽查",
        "f-source_case": case.record.acts[0].number,
        "f-party-0": "上海清禾食品有限公司",
        "f-party-1": "法人",
    }
    answer = client.post(url, fields)
    assert answer.status_code == 302, text(answer)
    new = load(case.agency, answer.headers["Location"].split("/")[3])
    named = new.record.facts["来源案件"]
    assert named["案件"] == case.case and named["记录"] == [[1, "提出检查", case.record.acts[0].hash]]
    assert f'href="{case.url()}"' in text(client.get(answer.headers["Location"]))


@pytest.mark.parametrize("case_id", ["0" * 26, "没有", "\x00"])
def test_来源不是本机关的案件_没有这一页(case_id):
    case, others = stand(), stand()
    client = case.client("甲")
    for other in (case_id, others.case):
        for page in ("", "penalty_ordinary/clue_registration/"):
            answer = client.get(f"/desk/cases/new/{page}", {"from": other})
            assert answer.status_code == (200 if other == "\x00" else 404)


def test_案件清单按程序找():
    case = 在检查()
    client = case.client("甲")
    found = text(client.get("/desk/cases/", {"procedure": "行政检查"}))
    assert case.url() in found and "待批准" in found
    assert case.url() not in text(client.get("/desk/cases/", {"procedure": "行政许可"}))
    assert case.url() in text(client.get("/desk/cases/", {"procedure": "没有这个程序"}))


def _hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the form that posts an act."""
    found = []
    for name in ("key", "expected", "pack"):
        start = page.index(f'name="{name}" value="') + len(f'name="{name}" value="')
        found.append((name, page[start : page.index('"', start)]))
    return found
