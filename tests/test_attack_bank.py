"""银行流水照送来的人会怎样走样：同一个号另写一种、号成了数字、金额和日期不像样、一栏有两列。"""

import io
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook

from mingjing.casework import bank_check
from mingjing.casework.bank import DONE, KNOWN, WRONG
from mingjing.casework.bank_sheet import COLUMNS
from mingjing.casework.models import BankSlip
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import Run
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry.sheet import Unreadable
from tests.casework.test_bank import _cashier, _csv, _import, _row, 案  # noqa: F401

pytestmark = pytest.mark.django_db


def 表(ran: Run, *rows: tuple[Any, Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["银行流水号", "缴款日期", "金额", "决定书文号"])
    for slip, amount in rows:
        sheet.append([slip, "2026-04-08", amount, _row(ran).decision_number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def 文(*lines: str) -> bytes:
    return "\n".join((",".join(COLUMNS), *lines)).encode()


def 已缴(ran: Run) -> str:
    row = _row(ran)
    return str(load(row.agency, row.id).record.facts["缴款金额"])


def test_同一流水号的字符另有写法_入账时是同一个号_不再登记(案: Run) -> None:  # noqa: F811
    """K（U+212A，开尔文）存下来就是 K：查的是原文，存的是规范以后的。"""
    号 = _row(案).decision_number
    _import(案, _csv(("LSK1", "2026-04-08", "1000", 号, "")))
    [again] = _import(案, 文(f"LS\u212a1,2026-04-08,1000,{号},,"))
    assert again.state == KNOWN and 已缴(案) == "1000.00"
    assert list(bank_check.check(connection)) == []


@pytest.mark.parametrize("写法", ["ＬＳＫ１", "lsk1", "LS K1", "LS\u3000K1"])
def test_全角_小写_夹空格的同一流水号_不再登记(案: Run, 写法: str) -> None:  # noqa: F811
    号 = _row(案).decision_number
    _import(案, _csv(("LSK1", "2026-04-08", "1000", 号, "")))
    [again] = _import(案, 文(f"{写法},2026-04-08,1000,{号},,"))
    assert again.state == KNOWN and 已缴(案) == "1000.00"


@pytest.mark.parametrize("写法", ["00123456", "'00123456", '="00123456"', "123456"])
def test_导出时加的引号_表格软件丢掉的前导零_还是同一笔(案: Run, 写法: str) -> None:  # noqa: F811
    号 = _row(案).decision_number
    _import(案, _csv(("00123456", "2026-04-08", "1000", 号, "")))
    格 = 写法.replace('"', '""')
    [again] = _import(案, 文(f'"{格}",2026-04-08,1000,{号},,'))
    assert again.state == KNOWN and 已缴(案) == "1000.00"
    [number] = _import(案, 表(案, (123456, 1000)))
    assert number.state == KNOWN and 已缴(案) == "1000.00"
    assert list(bank_check.check(connection)) == []


def test_流水号只有引号的_等于没有填(案: Run) -> None:  # noqa: F811
    [result] = _import(案, 文(f"'',2026-04-08,10,{_row(案).decision_number},,"))
    assert (result.state, result.column, result.said) == (WRONG, "银行流水号", "没有填银行流水号")


def test_事实照银行写的留着_查重按一种写法_核验和重建都认得(案: Run) -> None:  # noqa: F811
    row = _row(案)
    [result] = _import(案, 文(f"ｌｓ k-1,2026-04-08,1000,{row.decision_number},,"))
    done = load(row.agency, row.id).record.last("登记缴款")
    assert result.state == DONE and done and done.facts["银行回单号"] == "ｌｓ k-1"
    slips = BankSlip.objects.unscoped("测试")
    assert list(slips.values_list("slip", flat=True)) == ["LSK-1"]
    assert list(bank_check.check(connection)) == []
    assert bank_check.rebuild(row.agency) == 1 and slips.get().slip == "LSK-1"
    assert list(bank_check.check(connection)) == []


def test_同一个流水号_金额_日期或者文号不同_不当作登记过_请核对(案: Run) -> None:  # noqa: F811
    号 = _row(案).decision_number
    results = _import(
        案,
        _csv(
            ("LS1", "2026-04-08", "1000", 号, ""),
            ("ls1", "2026-04-08", "900", 号, ""),
            ("LS1", "2026-04-09", "1000", 号, ""),
            ("LS1", "2026-04-08", "1000", "别的文号", ""),
            ("LS1", "2026-04-08", "1000.00", 号, ""),
        ),
    )
    assert [each.state for each in results] == [DONE, WRONG, WRONG, WRONG, KNOWN]
    assert "以前登记的是另一笔：金额 1000.00" in results[1].said
    assert "缴款日期 2026-04-08" in results[2].said and f"决定书文号 {号}" in results[3].said
    assert {each.column for each in results[1:4]} == {"银行流水号"} and 已缴(案) == "1000.00"


def test_同一个流水号的第二笔_不经导入也登记不进(案: Run) -> None:  # noqa: F811
    row = _row(案)
    _import(案, _csv(("LS1", "2026-04-08", "1000", row.decision_number, "")))
    act = Act(
        agency=row.agency,
        kind="登记缴款",
        facts={"银行回单号": "ls 1", "缴款金额": "1000", "缴款日期": "2026-04-08"},
        by=(_cashier(案).pk,),
        at=clock.now(),
        case=row.id,
        entrance="bank",
    )
    with pytest.raises(Refused, match="银行回单号 LS1 以前登记过"):
        perform(act)
    assert 已缴(案) == "1000.00" and list(bank_check.check(connection)) == []


def test_核验指出日志里同一个号登记了两次(案: Run) -> None:  # noqa: F811
    row = _row(案)
    _import(案, _csv(("LS1", "2026-04-08", "1000", row.decision_number, "")))
    BankSlip.objects.unscoped("测试").all().delete()
    _import(案, _csv(("LS1", "2026-04-09", "1000", row.decision_number, "")))
    assert f"{row.agency} 回单 LS1：日志中登记了不止一次" in [
        str(each) for each in bank_check.check(connection)
    ]


def test_流水号被表格软件改成了数字_说明要改成文本_不能把两笔当一笔(案: Run) -> None:  # noqa: F811
    results = _import(案, 表(案, (20260408123456789012, 10), (20260408123456789013, 20)))
    assert [(each.row, each.state, each.column) for each in results] == [
        (2, WRONG, "银行流水号"),
        (3, WRONG, "银行流水号"),
    ]
    assert all("格式设为“文本”后重新导出" in each.said for each in results)


def test_流水号另存成了科学记数法_成了日期_成了小数的_也不收(案: Run) -> None:  # noqa: F811
    """csv 里的 2.02604E+19 已经看不出是哪一笔；十五位以内的整数没有丢什么，照收。"""
    号 = _row(案).decision_number
    [result] = _import(案, 文(f"2.02604E+19,2026-04-08,10,{号},,"))
    assert (result.state, result.column) == (WRONG, "银行流水号")
    各行 = [
        (date(2026, 4, 8), 10),
        (time(9, 30), 10),
        (1.5, 10),
        (True, 10),
        (123456789012345, 10),
        (20260408.0, 10),
    ]
    results = _import(案, 表(案, *各行))
    assert [each.state for each in results] == [WRONG] * 4 + [DONE] * 2
    assert [each.slip for each in results[4:]] == ["123456789012345", "20260408"]
    assert list(bank_check.check(connection)) == []


def test_流水号太长_或者展开以后太长_说明最多几个字(案: Run) -> None:  # noqa: F811
    号 = _row(案).decision_number
    for 写法 in ("1" * 61, "\ufdfa" * 5):
        [result] = _import(案, 文(f"{写法},2026-04-08,10,{号},,"))
        assert (result.state, result.column) == (WRONG, "银行流水号") and "最多 60 个" in result.said


@pytest.mark.parametrize(
    "金额", ["12,50", "1_0", "1e2", "١٠", "10²", "+10", "1,23", "1.234", "10元", "¥10", "1 0"]
)
def test_不是金额写法的金额_不猜(案: Run, 金额: str) -> None:  # noqa: F811
    [result] = _import(案, 文(f'Q1,2026-04-08,"{金额}",{_row(案).decision_number},,'))
    assert (result.state, result.column) == (WRONG, "金额")


@pytest.mark.parametrize("金额", ["1,234.50", "1234.5", "１，２３４．５０"])
def test_千分位_全角数字照收(案: Run, 金额: str) -> None:  # noqa: F811
    [result] = _import(案, 文(f'Q1,2026-04-08,"{金额}",{_row(案).decision_number},,'))
    assert result.state == DONE and 已缴(案) == "1234.50"


@pytest.mark.parametrize("另一列", ["金额", "金 额*"])
def test_表头有两列金额的流水_不猜用哪一列(案: Run, 另一列: str) -> None:  # noqa: F811
    data = (
        f"银行流水号,缴款日期,金额,{另一列},决定书文号\nQ1,2026-04-08,1,2,{_row(案).decision_number}".encode()
    )
    with pytest.raises(Unreadable, match="“金额”这一栏有两列"):
        _import(案, data)


def test_xlsx_表头有两列金额_同样不登记(案: Run) -> None:  # noqa: F811
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["银行流水号", "缴款日期", "金额", "金额", "决定书文号"])
    sheet.append(["Q1", "2026-04-08", 1, 2, _row(案).decision_number])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(Unreadable, match="“金额”这一栏有两列"):
        _import(案, out.getvalue())
    assert "缴款金额" not in load(_row(案).agency, _row(案).id).record.facts


@pytest.mark.parametrize("日", ["2020-01-01", "2026-03-31"])
def test_决定以前的缴款日期_不能登记(案: Run, 日: str) -> None:  # noqa: F811
    """决定是 2026-04-01 作出的：以前到账的不是这笔罚款。"""
    [result] = _import(案, _csv(("Q1", 日, "10", _row(案).decision_number, "")))
    assert (result.state, result.column, result.clause) == (WRONG, "缴款日期", "")
    assert "在作出决定（2026-04-01）以前" in result.said


def test_作出决定当日到账的_照旧登记(案: Run) -> None:  # noqa: F811
    [result] = _import(案, _csv(("Q1", "2026-04-01", "10", _row(案).decision_number, "")))
    assert result.state == DONE
