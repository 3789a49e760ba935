"""The page of a case: what it says, to whom, and on which day."""

import re
from datetime import datetime

import pytest
from django.http import HttpResponse

from mingjing.casework.pages import OutOfSight, case_page
from mingjing.casework.scenario import read
from mingjing.casework.stage import run
from mingjing.desk.next_acts import next_acts
from mingjing.platform import clock
from mingjing.registry.models import Person
from tests.desk.stand import FILED, HEAD, PROPOSED, TOLD, Stand, stand, text
from tests.platform import people

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MARCH = datetime(2026, 3, 25, 9, tzinfo=clock.SHANGHAI)


def _same(response: HttpResponse) -> str:
    """The page without the number of its request."""
    return text(response).replace(response["X-Request-Id"], "")


def _through(act: str) -> str:
    """The course up to and with this act."""
    lines = TOLD.splitlines(keepends=True)
    last = next(number for number, line in enumerate(lines) if f"办: {act}" in line)
    return "".join(lines[: last + 1])


@pytest.fixture
def 告知后() -> Stand:
    return stand(TOLD)


def test_案件页写明当事人_案号_阶段_程序和承办人(告知后):
    with clock.at(MARCH):
        page = case_page(告知后.people["甲"], 告知后.case)
    assert page.title == "上海清禾食品有限公司 经营未标明生产日期的食品"
    assert page.number == "场案〔2026〕1号" and page.status == "办理中"
    assert [stage.name for stage in page.stages if stage.state == "now"] == ["告知与申辩"]
    assert {stage.name for stage in page.stages if stage.state == "done"} == {"线索", "立案", "调查取证"}
    assert [(line.name, line.text) for line in page.people] == [("主办", "甲"), ("协办", "乙")]
    assert ("拟处理", "罚款 50,000.00 元") in [(line.name, line.text) for line in page.course]


def test_时间线新的在前_每个环节有人_条款_一句话和文书(告知后):
    with clock.at(MARCH):
        events = case_page(告知后.people["甲"], 告知后.case).events
    assert [event.act for event in events][:2] == ["事先告知", "提出处理建议"]
    proposal, check = events[1], events[3]
    assert proposal.by == "甲、乙" and str(proposal.clause).startswith("《行政处罚法》第五十七条")
    assert "罚款 50,000.00 元" in proposal.sentence and "经营 20 包" not in proposal.sentence
    assert check.sentence == "货架上有 20 包糕点没有标明生产日期"
    assert [paper.kind for paper in check.papers] == ["现场笔录"]


def test_时间线一句话里_名称和内容用冒号_数额写在种类旁边(告知后):
    with clock.at(MARCH):
        events = {event.act: event.sentence for event in case_page(告知后.people["甲"], 告知后.case).events}
    assert events["立案"] == "案由：经营未标明生产日期的食品；承办人：甲、乙"
    assert events["提出处理建议"].endswith("处罚种类：罚款 50,000.00 元")


def test_证件号码只露头尾_看全号要写理由():
    person = "{名称: 周砚清, 类别: 自然人, 证件号码: 310199199407160075, 校验: 否}"
    firm = next(line for line in HEAD.splitlines() if "上海清禾" in line).strip()
    result = run(read(HEAD.replace(firm, person) + FILED, "办案台.yaml"))
    record = result.final.record
    handler = Person.objects.get(agency_id=record.agency, name="甲")
    url = f"/desk/cases/{record.case}/"
    with clock.at(MARCH):
        pages = [text(people.client(handler).get(url + query)) for query in ("", "?number=whole")]
    for page in pages:
        assert "3101**********0075" in page and "310199199407160075" not in page
    [asking] = re.findall(r"/desk/parties/[0-9a-f]{26}/number/", pages[0])
    refused = people.client(handler).post(asking, {"reason": ""})
    assert refused.status_code == 422 and "没有写理由" in text(refused)
    shown = people.client(handler).post(asking, {"reason": "填写送达回证"})
    assert "310199199407160075" in text(shown)


def test_还不能决定_一次说全缺什么_并指到补的环节(告知后):
    with clock.at(MARCH):
        page = text(告知后.client("甲").get(告知后.url()))
        head = text(告知后.client("戊").get(告知后.url()))
    assert "还不能办" in page and "缺少法制审核通过" in page
    assert "没有届满" in page and 'href="/desk/cases/' in page
    assert 告知后.url("acts/review_submission/") in page
    assert 告知后.url("acts/review_submission/") not in head and "等执法人员送法制审核" in head


@pytest.mark.parametrize(
    "course, first",
    [
        (FILED, "现场检查"),
        (_through("现场检查"), "询问"),
        (_through("调查终结"), "提出处理建议"),
        (PROPOSED, "事先告知"),
        (TOLD, "送法制审核"),
    ],
)
def test_现在可以办的第一件_是读的人下一步该办的(course, first):
    case = stand(course)
    with clock.at(MARCH):
        acts = next_acts(case_page(case.people["甲"], case.case))
    assert [act.name for act in acts.now if act.main] == [first] == [acts.now[0].name]


def test_撤销案件不当作下一步_不是自己的事没有实心按钮(告知后):
    with clock.at(MARCH):
        acts = next_acts(case_page(告知后.people["戊"], 告知后.case))
    assert "撤销案件" not in {act.name for act in acts.now} and "撤销案件" in {act.name for act in acts.also}
    assert not any(act.main for act in acts.now)


def test_期限条有届满日_暂算和已过的日数():
    case = stand()
    with clock.at(MARCH):
        [clock_line, *_] = case_page(case.people["甲"], case.case).clocks
    assert clock_line.name == "作出处罚决定" and str(clock_line.due) == "2026-06-01"
    assert clock_line.left.words == "剩 68 日" and not clock_line.provisional
    assert clock_line.progress == "第 22 日 / 90 日"
    with clock.at(datetime(2026, 6, 2, 9, tzinfo=clock.SHANGHAI)):
        [late, *_] = case_page(case.people["甲"], case.case).clocks
    assert late.left.state == "over" and late.left.words == "逾期 1 个工作日"


def test_没有办过的阶段_不算办过():
    case = stand(PROPOSED)
    with clock.at(MARCH):
        stages = {stage.name: stage.state for stage in case_page(case.people["甲"], case.case).stages}
    assert stages["立案"] == "done" and stages["告知与申辩"] == "now" and stages["法制审核"] == ""


def test_为什么是重大决定_写出情形和条款(告知后):
    with clock.at(MARCH):
        page = case_page(告知后.people["甲"], 告知后.case)
    assert [reason.said for reason in page.major] == ["符合听证条件的行政处罚决定"]
    assert str(page.major[0].clause) == "青浦方案 二（三）2(1)"


def test_某日状态_只算到那一天已经记录的(告知后):
    with clock.at(MARCH):
        past = case_page(告知后.people["甲"], 告知后.case, MARCH.date().replace(day=3))
        page = text(告知后.client("甲").get(告知后.url("?on=2026-03-03")))
    assert [event.act for event in past.events] == ["立案", "线索登记"] and past.prospects == ()
    assert "3月3日 的状态" in page and "现在可以办" not in page


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "2026-3-5"])
def test_某日写得不对_说明写法_仍显示现在(告知后, day):
    page = text(告知后.client("甲").get(告知后.url(), {"on": day}))
    assert "日期写成 2026-03-05 的形式" in page and "现在可以办" in page


def test_登记以前的日子_说还没有登记(告知后):
    page = text(告知后.client("甲").get(告知后.url("?on=2026-01-01")))
    assert "还没有登记" in page


def test_外机关的案件_与不存在的一样():
    ours, theirs = stand(), stand()
    client = ours.client("甲")
    for address in (theirs.url(), theirs.url("documents/"), theirs.url("acts/on_site_inspection/")):
        other = client.get(address)
        absent = client.get(address.replace(theirs.case, "0" * 26))
        assert other.status_code == absent.status_code == 404
        assert _same(other) == _same(absent)
    with pytest.raises(OutOfSight):
        case_page(ours.people["甲"], theirs.case)


def test_本机关的人看得到个人内容_监督员看到的已遮蔽():
    case = stand(PROPOSED)
    from mingjing.registry.models import Agency, Appointment, Person

    bureau = Agency.objects.create(
        id="sfj", name="司法局", short_name="司法局", word="司", region="青溪区", region_code="310118",
        field="", profile="qingpu",
    )  # fmt: skip
    watcher = Person.objects.create(username="watcher", name="司正", agency=bureau, password="!")
    Appointment.objects.create(person=watcher, role="supervisor", agency=bureau, since="2025-01-01")
    from tests.platform import people

    own = text(case.client("甲").get(case.url()))
    watched = people.client(watcher).get(case.url())
    assert "青溪路 1 号" in own and "榆林路" in own
    assert watched.status_code == 200
    assert "青溪路 1 号" not in text(watched) and "榆林路" not in text(watched)
    assert "已遮蔽：检查地点" in text(watched) and ">去办<" not in text(watched)
    assert people.client(watcher).get(case.url("acts/on_site_inspection/")).status_code == 403


def test_条款页有原文_版本_校核和规则所在处():
    case = stand()
    page = text(case.client("甲").get("/desk/clauses/", {"c": "《行政处罚法》第五十八条", "case": case.case}))
    assert "未经法制审核或者审核未通过的，不得作出决定" in page
    assert "2021-07-15" in page and "已对照全文" in page
    assert "national/penalty-ordinary.yaml" in page
    unseen = text(case.client("甲").get("/desk/clauses/", {"c": "上海听证规定"}))
    assert "未校核" in unseen and "没有保存这一条的原文" in unseen


@pytest.mark.parametrize("clause", ["", "没有这部法 3", "<script>", "行政处罚法 58" * 40])
def test_不认识的条款_没有这一页(clause):
    case = stand()
    assert case.client("甲").get("/desk/clauses/", {"c": clause}).status_code == 404


def test_文书在页面里打开_外机关和没有的都是没有这一页():
    ours, theirs = stand(), stand()
    listed = text(ours.client("甲").get(ours.url("documents/")))
    address = re.search(r"/desk/documents/\w+/", listed)[0]
    response = ours.client("甲").get(address)
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert response["Cache-Control"] == "no-store"
    assert theirs.client("甲").get(address).status_code == 404
    assert ours.client("甲").get("/desk/documents/none/").status_code == 404
