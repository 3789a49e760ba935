"""办事规则：各方案的条款、各程序的流程图，随适用的规则抄到公示库。"""

from datetime import timedelta

import pytest
from django.test import Client

from mingjing.casework.packs import current
from mingjing.platform import clock
from mingjing.publicity.explain import copy_rules
from mingjing.publicity.sheet_released import CHART, CLAUSES, PublicSheet
from tests.portal.shelf import 开始

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 抄好() -> None:
    with clock.at(开始):
        copy_rules("qingpu", "", 开始)


def test_抄的是适用的规则_每个程序一张图_有条款表的方案一张表(抄好: None) -> None:
    书 = current().book("qingpu")
    图 = set(PublicSheet.objects.filter(kind=CHART).values_list("key", flat=True))
    assert 图 == {程序.id for 程序 in 书.procedures.values()}
    表 = PublicSheet.objects.get(kind=CLAUSES)
    assert 书.profile is not None and 表.key == "qingpu"
    assert [条["label"] for 条 in 表.content["clauses"]] == [
        条.clause.label for 条 in 书.profile.plan.clauses
    ]
    copy_rules("qingpu", "", 开始 + timedelta(days=1))  # the same rules: nothing is copied again
    assert PublicSheet.objects.filter(kind=CLAUSES).count() == 1


def test_页面不登录可看_条款如实写_流程图有图有清单(抄好: None, client: Client) -> None:
    目录 = client.get("/rules/").content.decode()
    assert "/rules/plans/qingpu/" in 目录 and "/rules/procedures/qingpu/penalty_ordinary/" in 目录
    页 = client.get("/rules/plans/qingpu/").content.decode()
    assert "无软件事项" in 页 and "尚未" in 页 and "二（三）5" in 页
    页 = client.get("/rules/procedures/qingpu/penalty_ordinary/").content.decode()
    assert "<svg" in 页 and "<b>作出处罚决定</b>" in 页 and "写成清单" in 页


def test_没有抄过的找不到_空着也说明白(client: Client) -> None:
    assert "还没有办事规则" in client.get("/rules/").content.decode()
    assert client.get("/rules/plans/qingpu/").status_code == 404
    assert client.get("/rules/procedures/national/penalty_ordinary/").status_code == 404
