"""The list of cases: whose, which, in which order, and what odd addresses do."""

import pytest

from mingjing.casework.models import Case
from mingjing.desk.listing import PAGE, Filters, listing
from tests.desk.stand import PROPOSED, Stand, stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _copies(of: Stand, number: int) -> None:
    """More rows like the case's own; the list reads rows alone."""
    row = Case.objects.unscoped("测试").get(id=of.case)
    rows = []
    for index in range(number):
        fields = {each.name: getattr(row, each.name) for each in Case._meta.fields if each.name != "pk"}
        rows.append(
            Case(
                **fields
                | {"id": f"{index:026d}", "number": f"场案〔2026〕{index + 100}号", "party": f"第{index}家"}
            )
        )
    Case.objects.unscoped("测试").bulk_create(rows)


def test_只列本机关的案件_别的机关一件也不漏出来():
    ours, theirs = stand(), stand(PROPOSED)
    rows = listing(ours.people["甲"], Filters()).rows
    assert [row.id for row in rows] == [ours.case]
    assert theirs.case not in text(ours.client("甲").get("/desk/cases/"))


@pytest.mark.parametrize(
    "query, found",
    [
        ({"q": "清禾"}, 1),
        ({"q": "场案〔2026〕1号"}, 1),
        ({"q": "生产日期 清禾"}, 1),
        ({"q": "别家"}, 0),
        ({"q": "100%"}, 0),
        ({"status": "办理中"}, 1),
        ({"status": "已结案"}, 0),
        ({"stage": "立案"}, 1),
        ({"of": "mine"}, 1),
        ({"by": "due"}, 1),
        ({"status": "没有这种状态"}, 1),
        ({"after": "不是一个位置"}, 1),
        ({"q": "\x00清禾"}, 1),
    ],
)
def test_按条件找(query, found):
    case = stand()
    response = case.client("甲").get("/desk/cases/", query)
    assert response.status_code == 200
    assert text(response).count(case.url()) == found


def test_我办的_没有参与的人看不到():
    case = stand()
    assert listing(case.people["甲"], Filters(mine=True)).rows
    assert listing(case.people["丁"], Filters(mine=True)).rows == ()


@pytest.mark.parametrize(("by_due", "text"), [(False, ""), (True, ""), (False, "家"), (True, "家")])
def test_一页一页翻_不重不漏(by_due, text):
    case = stand()
    _copies(case, PAGE * 2)
    seen, filters = [], Filters(by_due=by_due, text=text)
    while True:
        page = listing(case.people["甲"], filters)
        seen += [row.id for row in page.rows]
        if not page.following:
            break
        from django.http import QueryDict

        filters = Filters.read(QueryDict(page.following.removeprefix("?")))
    assert len(seen) == len(set(seen)) == PAGE * 2 + (not text)  # the case itself is of another name


def test_没有案件时_说从哪里开始():
    case = stand()
    Case.objects.unscoped("测试").all().delete()
    page = text(case.client("甲").get("/desk/cases/"))
    assert "还没有案件" in page and "开第一件案件" in page


def test_没有符合条件的_请换一个条件():
    case = stand()
    assert "没有符合条件的案件" in text(case.client("甲").get("/desk/cases/", {"q": "别家"}))


def test_一页的查询次数不随行数增加(django_assert_max_num_queries):
    case = stand()
    _copies(case, PAGE)
    with django_assert_max_num_queries(8):
        listing(case.people["甲"], Filters())
