"""Projections follow from the journal: verify names what does not, rebuild mends it."""

from pathlib import Path

import pytest
from django.db import connection

from mingjing.casework.models import Case, DutyRow
from mingjing.casework.rebuild import check, rebuild
from mingjing.casework.scenario import read
from mingjing.casework.stage import Run, do, run
from mingjing.registry.models import Agency

SCENARIO = Path(__file__).parents[2] / "scenarios" / "checks" / "qingpu-no-review.yaml"


@pytest.fixture
def 走过(db: None) -> Run:
    return run(read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name))


def test_没有人动过_投影与日志相符(走过: Run) -> None:
    assert list(check(connection)) == []


def test_改了案件状态_核对指出是哪一列(走过: Run) -> None:
    Case.objects.unscoped("测试").update(status="已决定")
    [fault] = check(connection)
    assert "status" in fault.what and "办理中" in fault.what


def test_改了期限_核对指出义务_重建后恢复(走过: Run) -> None:
    DutyRow.objects.unscoped("测试").filter(name="作出处罚决定").update(due="2027-01-01")
    assert any("作出处罚决定" in fault.what for fault in check(connection))
    assert rebuild() == 1
    assert list(check(connection)) == []


def test_删去或者添上案件行_都被指出(走过: Run) -> None:
    row = Case.objects.unscoped("测试").get()
    Case.objects.unscoped("测试").all().delete()
    assert [fault.what for fault in check(connection)] == ["列表中没有这个案件"]
    rebuild()
    row.id = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    row.save(force_insert=True)
    assert [fault.what for fault in check(connection)] == ["日志中没有这个案件"]


def test_投影被改成不属重大_仍然不得决定(走过: Run) -> None:
    Case.objects.unscoped("测试").update(major=False, publication="已公示")
    DutyRow.objects.unscoped("测试").all().delete()
    assert 走过.final is not None
    record, last = 走过.final.record, 走过.scenario.steps[-1]
    again = do(走过.scenario, last, Agency.objects.get(pk=record.agency), 走过.ids, record.case)
    assert any("法制审核" in lack.said for lack in again.lacks)
