"""法制审核：待审列表、审核页、退回和出具意见。"""

import pytest

from mingjing.casework.service import load
from mingjing.desk.review_material import compared
from mingjing.platform import clock
from tests.desk.stand import text
from tests.platform import people
from tests.supervision.course import SCENARIO, course, moment

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
意见 = next(step for step in SCENARIO.steps if step.act == "出具法制审核意见").facts


def _get(场, name, url, at="2026-04-02 09:00"):
    with clock.at(moment(at)):
        return people.client(场.person(name)).get(url)


def _post(场, name, case, at="2026-04-02 09:00", **fields):
    with clock.at(moment(at)):
        browser = people.client(场.person(name))
        page = browser.get(f"/desk/review/{case}/").context["page"]
        return browser.post(f"/desk/review/{case}/", {"expected": page.expected, "key": page.key, **fields})


def _answers(opened) -> dict[str, str]:
    """Every point answered, as the form posts it."""
    name = f"f-{opened.book.facts['审核要点'].id}"
    given = {}
    for index, point in enumerate(opened.procedure.points):
        answer = 意见["审核要点"].get(point.name, "材料齐全，核对无误")
        given |= (
            {f"{name}-{index}-r": answer["结论"]}
            if isinstance(answer, dict)
            else {f"{name}-{index}-r": "符合", f"{name}-{index}-n": answer}
        )
    return given | {"f-review_opinion": 意见["审核意见"], "f-review_result": "同意"}


def test_待审列表写明轮次_送审日和期限():
    场 = course(sector="市场监管")
    场.play("送法制审核")
    page = text(_get(场, "丁", "/desk/review/"))
    assert "第 1 轮" in page and "4月1日" in page and "上海某某食品有限公司" in page


def test_不能审的案件列在一边_没有去审核的按钮():
    场 = course()
    case = 场.play("送法制审核")
    丁 = 场.person("丁")
    丁.unit_id = 场.person("甲").unit_id
    丁.save()
    page = text(_get(场, "丁", "/desk/review/"))
    assert "须由他人审核" in page and f"/desk/review/{case}/" not in page


def test_审核页左边是决定稿和记录_右边是要点和平台核对():
    场 = course()
    case = 场.play("送法制审核")
    page = text(_get(场, "丁", f"/desk/review/{case}/"))
    assert "50,000.00 元" in page and "货架上有 20 包糕点没有标明生产日期" in page
    assert page.count('class="mj-point"') >= 10
    assert "办理当日证件都有效" in page
    assert "作出处罚决定：立案 3月3日 起 90日，6月1日 届满，还在期限内" in page
    assert "陈述申辩期：3月24日 起 5个工作日，3月31日 届满，已届满" in page
    assert "现场检查 1 次" in page


def test_办理当日证件过期_平台核对写不符和日期():
    from mingjing.registry.models import Certificate

    场 = course()
    case = 场.play("送法制审核")
    Certificate.objects.filter(person=场.ids["乙"]).update(valid_until="2026-03-10")
    page = text(_get(场, "丁", f"/desk/review/{case}/"))
    assert "3月20日 调查终结，乙" in page and "已于2026-03-10到期" in page


def test_没有答完要点_不能出具意见_填的都在_缺项全部列出():
    场 = course()
    case = 场.play("送法制审核")
    typed = {"f-review_points-0-r": "符合", "f-review_points-0-n": "证件都看过"}
    response = _post(场, "丁", case, **typed, **{"f-review_opinion": "同意", "f-review_result": "同意"})
    page = text(response)
    assert response.status_code == 422
    assert "还不能出具法制审核意见，缺 " in page and "审核要点“执法程序”没有回答" in page
    assert "审核意见不得仅写“同意”" in page
    assert ">同意</textarea>" in page and 'value="证件都看过"' in page
    assert load(场.agency.pk, case).record.count("出具法制审核意见") == 0


def test_每点都有结论和说明_出具意见并回到列表():
    场 = course()
    case = 场.play("送法制审核")
    opened = load(场.agency.pk, case)
    response = _post(场, "丁", case, **_answers(opened))
    assert (response.status_code, response.headers.get("Location")) == (302, "/desk/review/")
    done = load(场.agency.pk, case).record.last("出具法制审核意见")
    assert done is not None and done.by == (场.ids["丁"],) and done.facts["审核结论"] == "同意"
    assert "最近审结" in text(_get(场, "丁", "/desk/review/"))
    assert "这一轮已经出具意见" in text(_get(场, "丁", f"/desk/review/{case}/"))


def test_退回补充要写原因_退回以后期限停算():
    场 = course(sector="市场监管")
    case = 场.play("送法制审核")
    refused = _post(场, "丁", case, do="back", **{"f-return_reason": "缺"})
    assert refused.status_code == 422 and ">缺</textarea>" in text(refused)
    done = _post(场, "丁", case, do="back", **{"f-return_reason": "缺少现场照片的原始载体说明"})
    assert done.status_code == 302
    assert "退回待补充" in text(_get(场, "丁", "/desk/review/"))


def test_有人先办了_填的还在_没有重复登记():
    场 = course()
    case = 场.play("送法制审核")
    with clock.at(moment("2026-04-02 09:00")):
        browser = people.client(场.person("丁"))
        response = browser.post(
            f"/desk/review/{case}/", {"expected": "1", "f-review_opinion": "已核对全部证据材料"}
        )
    page = text(response)
    assert response.status_code == 409 and "有人先办了" in page and "已核对全部证据材料" in page


def test_同一请求提交两次_只登记一次():
    场 = course()
    case = 场.play("送法制审核")
    fields = _answers(load(场.agency.pk, case))
    with clock.at(moment("2026-04-02 09:00")):
        browser = people.client(场.person("丁"))
        page = browser.get(f"/desk/review/{case}/").context["page"]
        twice = [
            browser.post(
                f"/desk/review/{case}/", {"expected": page.expected, "key": page.key, **fields}
            ).status_code
            for _ in range(2)
        ]
    assert twice == [302, 302] and load(场.agency.pk, case).record.count("出具法制审核意见") == 1


def test_承办人员打不开审核页_外机关的审核人员找不到():
    场, 外 = course(), course()
    case = 场.play("送法制审核")
    assert _get(场, "甲", f"/desk/review/{case}/").status_code == 403
    assert _get(外, "丁", f"/desk/review/{case}/").status_code == 404
    assert text(_get(外, "丁", "/desk/review/")).count("上海某某食品有限公司") == 0


def test_没有送审的案件没有审核页():
    场 = course()
    case = 场.play("提出处理建议")
    assert _get(场, "丁", f"/desk/review/{case}/").status_code == 404


def test_改动逐字标出():
    assert [(p.text, p.change) for p in compared("罚款 5 万元", "罚款 6 万元")] == [
        ("罚款 ", ""), ("5", "del"), ("6", "ins"), (" 万元", ""),
    ]  # fmt: skip
    assert [(p.text, p.change) for p in compared("一样", "一样")] == [("一样", "")]
