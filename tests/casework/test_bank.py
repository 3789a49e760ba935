"""Fines are paid at the bank: a payment is recorded by matching the bank's statement, and in no other way."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook

from mingjing.casework import bank_check
from mingjing.casework.bank import DONE, KNOWN, WRONG, import_statement
from mingjing.casework.bank_sheet import COLUMNS
from mingjing.casework.models import BankFile, BankSlip, Case
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import Run, run
from mingjing.journal.store import ENTRANCES
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry.models import Agency, Appointment, Person
from mingjing.registry.roles import conflicts
from mingjing.registry.sheet import Unreadable

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[2] / "scenarios" / "checks" / "small-fine.yaml"  # a fine of 3000 yuan, served


@pytest.fixture
def 案() -> Run:
    scenario = read(FILE.read_text(encoding="utf-8"), FILE.name, FILE.parent)
    done = run(replace(scenario, claims=()))
    assert done.passed
    return done


def _row(ran: Run) -> Case:
    assert ran.final
    return Case.objects.unscoped("测试").get(id=ran.final.record.case)


def _cashier(ran: Run) -> Person:
    return Person.objects.get(
        pk=Appointment.objects.get(agency_id=_row(ran).agency, role="cashier").person_id
    )


def _csv(*rows: tuple[Any, ...]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(map(str, row)) for row in rows)]
    return "\n".join(lines).encode("gb18030")


def _import(ran: Run, data: bytes, on: str = "2026-04-10 10:00") -> list[Any]:
    from datetime import datetime

    from mingjing.law.fact import SHANGHAI

    with clock.at(datetime.fromisoformat(on).replace(tzinfo=SHANGHAI)):
        return import_statement(_cashier(ran), data, "流水.csv")[1]


def test_按决定书文号登记到案件_一次缴清(案: Run) -> None:
    row = _row(案)
    [result] = _import(案, _csv(("LS1", "2026-04-08", "3000", row.decision_number, "某公司")))
    assert result.state == DONE and result.case == row.id
    record = load(row.agency, row.id).record
    done = record.last("登记缴款")
    assert done and done.by == (_cashier(案).pk,) and done.capacity == "收缴对账员"
    assert done.facts["银行回单号"] == "LS1" and done.facts["缴款金额"] == "3000.00"
    assert f"{done.at:%Y-%m-%d}" == "2026-04-08" and f"{done.recorded:%Y-%m-%d}" == "2026-04-10"


def test_从别的入口来的一律拒绝_说明缴款怎样登记(案: Run) -> None:
    row = _row(案)
    act = Act(
        agency=row.agency,
        kind="登记缴款",
        facts={"银行回单号": "X", "缴款金额": "3000", "缴款日期": "2026-04-08"},
        by=(_cashier(案).pk,),
        at=clock.now(),
        case=row.id,
    )
    for entrance in sorted(ENTRANCES - {"bank"}):
        with pytest.raises(Refused) as refused:
            perform(replace(act, entrance=entrance))
        [lack] = [each for each in refused.value.lacks if each.code == "途径"]
        assert lack.said == "缴款由银行流水登记，不能手工登记（罚缴分离办法）"
        assert str(lack.clause) == "《行政处罚法》第六十七条第二款"
    with pytest.raises(Refused) as refused:
        perform(replace(act, by=(案.ids["甲"],), entrance="bank"))
    assert "职务" in {lack.code for lack in refused.value.lacks}


def test_同一文件_同一笔_再来一次什么都不变(案: Run) -> None:
    row = _row(案)
    data = _csv(("LS1", "2026-04-08", "1000", row.decision_number, "某公司"))
    _import(案, data)
    before = load(row.agency, row.id).record.version
    with pytest.raises(Unreadable, match="已经导入过"):
        _import(案, data)
    again = _csv(
        ("LS1", "2026-04-08", "1000", row.decision_number, "某公司"),
        ("LS2", "2026-04-09", "2000", row.decision_number, "某公司"),
        ("LS2", "2026-04-09", "2000", row.decision_number, "某公司"),
    )
    assert [each.state for each in _import(案, again)] == [KNOWN, DONE, KNOWN]
    assert load(row.agency, row.id).record.version == before + 1
    assert load(row.agency, row.id).record.facts["缴款金额"] == "3000.00"
    assert BankSlip.objects.unscoped("测试").count() == 2 and BankFile.objects.unscoped("测试").count() == 2


def test_登记不了的逐行说明行_栏_原因和依据(案: Run) -> None:
    row = _row(案)
    number = row.decision_number
    results = _import(
        案,
        _csv(
            ("A1", "2026-04-08", "3000.01", number, ""),
            ("A2", "2026-04-08", "100", "没有这个文号", ""),
            ("A3", "2026-13-08", "100", number, ""),
            ("", "2026-04-08", "100", number, ""),
            ("A5", "2026-04-11", "100", number, ""),
            ("A6", "2026-04-08", "一百元整", number, ""),
            ("A7", "2026-04-08", "0", number, ""),
            ("A8", "2026-04-08", "3000", number, ""),
            ("A9", "2026-04-09", "1", number, ""),
        ),
    )
    assert [(each.row, each.column, each.state) for each in results] == [
        (2, "金额", WRONG),
        (3, "决定书文号", WRONG),
        (4, "缴款日期", WRONG),
        (5, "银行流水号", WRONG),
        (6, "缴款日期", WRONG),
        (7, "金额", WRONG),
        (8, "金额", WRONG),
        (9, "", DONE),
        (10, "决定书文号", WRONG),
    ]
    assert "多于尚未缴清的 3000.00 元" in results[0].said and "第六十七条" in results[0].clause
    assert "没有这个文号" in results[1].said
    assert "尚未缴清的罚款" in results[8].said and "第六十七条" in results[8].clause


def test_送达以前到账的登记不了_说明缺什么(案: Run) -> None:
    scenario = read(FILE.read_text(encoding="utf-8"), FILE.name, FILE.parent)
    before = run(replace(scenario, claims=(), steps=scenario.steps[:-1]))
    row = _row(before)
    [result] = _import(before, _csv(("B1", "2026-04-01", "3000", row.decision_number, "")))
    assert result.state == WRONG and "还没有送达处罚决定" in result.said


def test_别的机关的文号对不上(案: Run) -> None:
    row = _row(案)
    scenario = read(FILE.read_text(encoding="utf-8"), FILE.name, FILE.parent)
    other = run(replace(scenario, claims=()))
    Agency.objects.filter(pk=_row(other).agency).update(word="别")
    data = _csv(("C1", "2026-04-08", "3000", row.decision_number, ""))
    Case.objects.unscoped("测试").filter(id=_row(other).id).update(decision_number="另一文号")
    assert [each.state for each in _import(other, data)] == [WRONG]
    assert load(row.agency, row.id).record.last("登记缴款") is None


def test_表格也可以_不是流水的说清楚(案: Run) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["银行流水号", "缴款日期", "金额", "决定书文号"])
    sheet.append(["X1", "2026-04-08", 3000, _row(案).decision_number])
    file = io.BytesIO()
    book.save(file)
    assert [each.state for each in _import(案, file.getvalue())] == [DONE]
    for wrong, said in ((b"", "空的"), (b"a,b\n1,2", "表头"), (b"\x00\x01", "csv")):
        with pytest.raises(Unreadable, match=said):
            _import(案, wrong)


def test_办案的人不能导入(案: Run) -> None:
    handler = Person.objects.get(pk=案.ids["甲"])
    with pytest.raises(Refused, match="不是"):
        import_statement(handler, _csv(("D1", "2026-04-08", "3000", _row(案).decision_number, "")), "a.csv")
    assert conflicts(["handler"], "cashier") and conflicts(["cashier"], "agency_head")
    assert conflicts(["registrar"], "cashier") == []


def _不符() -> list[str]:
    return [str(each) for each in bank_check.check(connection)]


def test_核验_流水和每一笔都照日志_多一笔少一笔改一行都指出来(案: Run) -> None:
    row = _row(案)
    _import(案, _csv(("LS1", "2026-04-08", "1000", row.decision_number, "某公司")))
    assert _不符() == []
    slips, files = BankSlip.objects.unscoped("测试"), BankFile.objects.unscoped("测试")
    slips.create(agency=row.agency, slip="LS9", case_id=row.id, version=1)
    slips.filter(slip="LS1").delete()
    assert _不符() == [
        f"{row.agency} 回单 LS1：表中没有这一笔",
        f"{row.agency} 回单 LS9：日志中没有这一笔",
    ]
    assert bank_check.rebuild(row.agency) == 1 and _不符() == []
    slips.filter(slip="LS1").update(version=1)
    assert _不符() == [f"{row.agency} 回单 LS1：与日志不符"]
    bank_check.rebuild()
    file = files.get()
    files.update(results=[{**file.results[0], "case": "别的案件"}])
    assert _不符() == [f"{row.agency} 流水文件 {file.digest[:12]}：各行与日志不符"]
    files.update(results=file.results, by="别人")
    assert _不符() == [f"{row.agency} 流水文件 {file.digest[:12]}：与日志不符"]
    files.all().delete()
    assert _不符() == [f"{row.agency} 流水文件 {file.digest[:12]}：表中没有这一文件"]
    files.create(
        agency=row.agency,
        digest="0" * 64,
        name="x",
        recorded=file.recorded,
        by=file.by,
        position=0,
        results=[],
    )
    assert _不符()[0] == f"{row.agency} 流水文件 000000000000：日志中没有导入过它"
