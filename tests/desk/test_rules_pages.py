"""规则页面：流程图、方案条款、任务、比较方案。"""

import re

import pytest

from mingjing.casework.packs import current
from mingjing.law.chart import ANYTIME
from mingjing.registry.models import Person
from tests.desk.stand import text
from tests.platform import people
from tests.supervision.course import Course, course

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 场() -> Course:
    return course()


def _get(场: Course, 址: str):
    return people.client(Person.objects.get(pk=场.ids["甲"])).get(址)


def test_规则页列出每个程序和每个方案_本机关的注明(场):
    页 = text(_get(场, "/desk/rules/"))
    assert all(程序.name in 页 for 程序 in current().book("qingpu").procedures.values())
    assert all(层.name in 页 for 层 in current().layers() if 层.kind == "方案")
    assert "本机关" in 页


def test_每个程序的流程图_有图有清单_可以下载(场):
    for 程序 in current().book("qingpu").procedures.values():
        页 = text(_get(场, f"/desk/rules/procedures/{程序.id}/"))
        assert "<svg" in 页 and f"{程序.name}流程图" in 页
        # 报批的各环节随时可办，不在图上的哪一处，图和清单都不列
        assert all((f"<b>{环节}</b>" in 页) == (环节 not in ANYTIME) for 环节 in 程序.acts)
        assert "<script>" not in 页.partition("<svg")[2] and 'style="' not in 页.partition("<svg")[2]
    答 = _get(场, "/desk/rules/procedures/penalty_ordinary/?profile=xinglongtai&as=svg")
    assert 答["Content-Type"].startswith("image/svg+xml") and "attachment" in 答["Content-Disposition"]
    assert 答.content.decode().startswith("<svg")


def test_方案条款_按状态看_没有软件事项的也列出(场):
    页 = text(_get(场, "/desk/rules/plans/qingpu/"))
    层 = next(层 for 层 in current().book("qingpu").layers if 层.id == "qingpu")
    assert all(条.clause.label in 页 for 条 in 层.plan.clauses)
    assert "profiles/qingpu.yaml:" in 页 and "无软件事项" in 页
    少 = text(_get(场, "/desk/rules/plans/qingpu/?state=尚未"))
    行数 = len(re.findall(r'<td data-l="条款"', 少))
    assert 行数 == sum(条.state == "尚未" for 条 in 层.plan.clauses)


def test_任务清单_只说日期过没过_不说办没办(场):
    页 = text(_get(场, "/desk/rules/plans/qingpu/tasks/"))
    层 = next(层 for 层 in current().book("qingpu").layers if 层.id == "qingpu")
    assert all(任务.name in 页 for 任务 in 层.plan.tasks)
    assert "还没有记录办理进度" in 页


def test_比较方案_按案件_期限有日子(场):
    案件 = "scenarios/checks/full-course.yaml"
    比 = "/desk/rules/compare/?procedure=penalty_ordinary"
    页 = text(_get(场, f"{比}&case={案件}&plan=qingpu&plan=xinglongtai"))
    assert "15个工作日，至 2026-03-23" in 页 and "市监程序规定" in 页
    页 = text(_get(场, f"{比}&plan=qingpu&plan=national"))
    assert "国家规则" in 页 and "本案" not in 页
    页 = text(_get(场, f"{比}&plan=qingpu"))
    assert "没有不同" in 页


@pytest.mark.parametrize(
    "址",
    [
        "/desk/rules/procedures/nothing/",
        "/desk/rules/procedures/penalty_ordinary/?profile=nowhere",
        "/desk/rules/plans/nowhere/",
        "/desk/rules/plans/nowhere/tasks/",
        "/desk/rules/compare/?procedure=nothing",
    ],
)
def test_没有的程序和方案是找不到(场, 址):
    assert _get(场, 址).status_code == 404


def test_案件只能是列出的文件(场):
    页 = text(_get(场, "/desk/rules/compare/?procedure=penalty_ordinary&case=../../etc/passwd"))
    assert "不用案件" in 页 and "root:" not in 页
