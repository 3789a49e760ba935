"""Doing acts on pages: forms from rules, refusals that keep what was typed, doubles, stale forms."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse

from mingjing.platform import clock
from tests.desk.stand import FILED, PROPOSED, TOLD, Stand, stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
NOW = datetime(2026, 3, 4, 12, tzinfo=clock.SHANGHAI)
CHECK = {
    "at": "2026-03-04T09:00",
    "f-inspection_place": "青溪路 1 号",
    "f-inspection_findings": "货架上有 20 包糕点没有标明生产日期",
    "f-certificate_shown": "是",
    "f-reason_told": "是",
    "f-rights_told": "是",
    "f-recording_statement": "已作音像记录",
}


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the form."""
    return dict(re.findall(r'type="hidden" name="(key|expected|pack)" value="([^"]*)"', text(page)))


def submit(case: Stand, who: str, act: str, facts: dict[str, Any], at: datetime = NOW, **options: Any) -> Any:
    """Open the form and submit it with these values."""
    client, url = case.client(who), case.url(f"acts/{act}/")
    with clock.at(at):
        return client.post(url, hidden(client.get(url)) | facts, **options)


@pytest.fixture
def 立案后() -> Stand:
    return stand(FILED)


def test_表单由规则生成_每个事实都有控件(立案后):
    with clock.at(NOW):
        page = text(立案后.client("甲").get(立案后.url("acts/on_site_inspection/")))
    for name in (
        "inspection_place",
        "inspection_findings",
        "certificate_shown",
        "rights_told",
        "recording_statement",
    ):
        assert f'name="f-{name}"' in page
    assert "至少 2 人" in page and "青浦方案 二（一）3" in page and "现场笔录，由本页生成" in page
    assert "证件有效" in page and "已于2026-01-31到期" in page


def test_填齐提交_办成_回到案件页并说生成了什么(立案后):
    facts = CHECK | {"with": 立案后.people["乙"].id}
    response = submit(立案后, "甲", "on_site_inspection", facts)
    assert response.status_code == 302 and response["Location"] == 立案后.url()
    done = 立案后.record.acts[-1]
    assert done.act == "现场检查" and done.by == (立案后.people["甲"].id, 立案后.people["乙"].id)
    assert done.facts["检查地点"] == "青溪路 1 号"


def test_缺项一次说全_填的都在_每个字段都标出来(立案后):
    facts = {key: value for key, value in CHECK.items() if key != "f-rights_told"} | {
        "f-inspection_findings": ""
    }
    response = submit(立案后, "甲", "on_site_inspection", facts)
    page = text(response)
    assert response.status_code == 422 and 立案后.record.version == 2
    assert "还不能办现场检查，缺 3 项" in page
    assert "执法人员只有 1 人，至少 2 人" in page and "没有填检查情况" in page
    assert 'value="青溪路 1 号"' in page
    assert 'href="#f-inspection_findings"' in page
    assert re.search(r'id="f-inspection_findings"[^>]*aria-invalid="true"', page)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_refusal WHERE agency = %s", [立案后.agency])
        assert cursor.fetchone() == (1,)


@pytest.mark.parametrize(
    "facts, said, kept",
    [
        ({"at": "2026-02-30T09:00"}, "办理时间应当写成 2026-03-02 09:30 的形式", "2026-02-30T09:00"),
        ({"at": "明天"}, "办理时间应当写成", "明天"),
        ({"at": "2026-03-05T09:00"}, "在现在之后", "2026-03-05T09:00"),
        ({"f-inspection_place": "长" * 400}, "检查地点有 400 字，最多 300 字", "长" * 400),
        ({"f-inspection_place": "一\x07二"}, "看不见的控制字符", "一\x07二"),
        ({"f-recording_statement": "随便写的"}, "没有“随便写的”这一项", "青溪路 1 号"),
        ({"with": "查无此人"}, "“查无此人”不在本机关的人员名册", "青溪路 1 号"),
    ],
)
def test_写错的每一种_都有一句话_什么都不丢(立案后, facts, said, kept):
    facts = CHECK | {"with": 立案后.people["乙"].id} | facts
    response = submit(立案后, "甲", "on_site_inspection", facts)
    assert response.status_code == 422 and 立案后.record.version == 2
    assert said in text(response) and kept in text(response)


def test_早于上一环节的时间_写明是哪一环节(立案后):
    response = submit(
        立案后, "甲", "correction_order", {"f-correction_order": "改正", "at": "2026-03-01T09:00"}
    )
    assert response.status_code == 422 and "早于“立案”（2026-03-03 10:00）" in text(response)


def test_证件到期的人_被拒绝并写明条款(立案后):
    response = submit(立案后, "甲", "on_site_inspection", CHECK | {"with": 立案后.people["壬"].id})
    assert response.status_code == 422
    assert "已于2026-01-31到期" in text(response) and "《行政处罚法》第四十二条" in text(response)


def test_双击_只办一次(立案后):
    client, url = 立案后.client("甲"), 立案后.url("acts/on_site_inspection/")
    with clock.at(NOW):
        facts = hidden(client.get(url)) | CHECK | {"with": 立案后.people["乙"].id}
        first, second = client.post(url, facts), client.post(url, facts)
        page = text(client.get(second["Location"]))
    assert first.status_code == second.status_code == 302
    assert 立案后.record.count("现场检查") == 1 and "没有重复登记" in page


def test_有人先办了_说谁办了什么_填的都在_再交就办成(立案后):
    client, url = 立案后.client("甲"), 立案后.url("acts/on_site_inspection/")
    facts = CHECK | {"with": 立案后.people["乙"].id, "at": "2026-03-04T11:00"}
    with clock.at(NOW):
        old = hidden(client.get(url))
        assert (
            submit(立案后, "甲", "correction_order", {"f-correction_order": "补标生产日期"}).status_code
            == 302
        )
        stale = client.post(url, old | facts)
        again = client.post(url, hidden(stale) | facts)
    assert stale.status_code == 409 and 立案后.record.count("责令改正") == 1
    assert "有人先办了" in text(stale) and "甲 办了责令改正" in text(stale) and "青溪路 1 号" in text(stale)
    assert again.status_code == 302 and 立案后.record.count("现场检查") == 1


def test_脚本提交时_拒绝仍用能显示的状态_办成则换页(立案后):
    facts = CHECK | {"with": 立案后.people["乙"].id}
    refused = submit(立案后, "甲", "on_site_inspection", CHECK, headers={"HX-Request": "true"})
    done = submit(立案后, "甲", "on_site_inspection", facts, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert done.status_code == 204 and done.headers["HX-Redirect"] == 立案后.url()


@pytest.mark.parametrize("expected", ["", "-1", "1e3", "٢", "9" * 30])
def test_改坏的版本号_当作过时_什么都不办(立案后, expected):
    facts = CHECK | {"with": 立案后.people["乙"].id, "expected": expected}
    response = submit(立案后, "甲", "on_site_inspection", facts)
    assert response.status_code == 409 and 立案后.record.version == 2


def test_不是这个职务_由法律拒绝(立案后):
    response = submit(立案后, "丁", "on_site_inspection", CHECK)
    assert response.status_code == 422 and "丁不是执法人员，不能办现场检查" in text(response)


def test_决定稿的内容只显示不再问_并随表单交回():
    case = stand(PROPOSED)
    at = datetime(2026, 3, 24, 12, tzinfo=clock.SHANGHAI)
    with clock.at(at):
        page = text(case.client("甲").get(case.url("acts/prior_notice/")))
    assert '<input type="hidden" name="f-fine" value="50000.00">' in page and 'id="f-fine"' in page
    assert not re.search(r'<(input|textarea)[^>]*class="form-control[^>]*name="f-fine"', page)
    facts = {"f-fine": "40000", "f-defence_right_told": "是", "f-hearing_right_told": "是"}
    refused = submit(case, "甲", "prior_notice", facts, at)
    assert refused.status_code == 422 and "与拟决定稿不一致" in text(refused)
    told = {"f-defence_right_told": "是", "f-hearing_right_told": "是", "f-fine": "50000.00"}
    assert submit(case, "甲", "prior_notice", told, at).status_code == 302
    assert case.record.acts[-1].facts["违法事实"] == "经营 20 包没有标明生产日期的糕点"


def test_审核要点逐项填写_没填的逐项说():
    case = stand(TOLD)
    at = datetime(2026, 3, 25, 12, tzinfo=clock.SHANGHAI)
    sent = {"f-review_materials": ["调查终结报告", "拟处理意见", "证据材料"]}
    assert submit(case, "甲", "review_submission", sent, at).status_code == 302
    facts = {
        "f-review_points-0-r": "符合",
        "f-review_points-0-n": "两名执法人员证件有效",
        "f-review_result": "同意",
    }
    response = submit(case, "丁", "legal_review_opinion", facts, at)
    page = text(response)
    assert response.status_code == 422
    assert "审核要点“执法程序”没有回答" in page and "“执法主体与人员资格”没有回答" not in page
    assert "两名执法人员证件有效" in page


def test_登记线索开新案_当事人的错逐项说():
    case = stand()
    client, url = case.client("甲"), "/desk/cases/new/penalty_ordinary/clue_registration/"
    with clock.at(NOW):
        start = hidden(client.get(url))
        facts = start | {"f-clue_source": "日常检查", "f-party-0": "上海谷雨里农产品商行"}
        refused = client.post(url, facts)
        done = client.post(url, facts | {"f-party-1": "个体工商户"})
        changed = client.post(url, facts | {"f-party-1": "法人", "pack": "0" * 64, "key": ""})
    assert refused.status_code == 422 and "当事人的类别只能是" in text(refused)
    assert "上海谷雨里农产品商行" in text(refused)
    assert done.status_code == 302 and done["Location"] != case.url()
    assert changed.status_code == 409 and "规则更新了" in text(changed)


@pytest.mark.parametrize("act", ["clue_registration", "no_such_act", "penalty_Decision"])
def test_没有的环节_没有这一页(立案后, act):
    assert 立案后.client("甲").get(立案后.url(f"acts/{act}/")).status_code == 404


def test_标签和引号原样显示_不成为页面的一部分(立案后):
    nasty = '"><script>alert(1)</script>{{ page }}'
    response = submit(立案后, "甲", "on_site_inspection", CHECK | {"f-inspection_place": nasty})
    assert "<script>alert(1)" not in text(response)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ page }}" in text(response)


def test_答复别的环节时_那一环节的内容在旁边():
    case = stand(
        TOLD
        + """
  - {时: 2026-03-25 10:00, 谁: 甲, 办: 陈述申辩, 填: {陈述申辩内容: 已经全部召回，请求从轻}}
"""
    )
    page = text(case.client("甲").get(case.url("acts/defence_review/")))
    assert "已经全部召回，请求从轻" in page


def test_办理日的默认值不预填_按所填的办理时间():
    case = stand(PROPOSED)
    at = datetime(2026, 3, 30, 12, tzinfo=clock.SHANGHAI)
    told = {"f-defence_right_told": "是", "f-hearing_right_told": "是", "at": "2026-03-24T10:00"}
    assert submit(case, "甲", "prior_notice", told, at).status_code == 302
    assert case.record.facts["告知送达日期"] == "2026-03-24"
