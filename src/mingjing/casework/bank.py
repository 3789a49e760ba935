"""Payments by the bank's statement: the file is one entry, each of its rows the act of a case, or a reason.

The only way to record a payment whose act names this entrance (途径: 银行对账). Who imports handles no cases.
The same file or the same slip a second time changes nothing: slips are known by `slip_key`, while the fact
keeps what the bank wrote.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connections, transaction

from mingjing.casework.bank_sheet import (
    AMOUNT,
    DECISION,
    PAID_ON,
    SLIP,
    BankRow,
    read_amount,
    read_slip,
    read_statement,
    slip_key,
)
from mingjing.casework.following import Acted
from mingjing.casework.models import BankFile, BankSlip, Case
from mingjing.casework.opened import Opened, load
from mingjing.casework.project import decision
from mingjing.casework.service import Act, perform
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.fact import SHANGHAI, FactError, accept
from mingjing.law.formula import owed
from mingjing.law.lack import Lack, Refused
from mingjing.platform import clock
from mingjing.registry.as_of import people_as_of
from mingjing.registry.models import Person
from mingjing.registry.sheet import SheetFault, Unreadable

__all__ = ["DONE", "KNOWN", "WRONG", "Result", "Unreadable", "import_statement"]

ENTRANCE, IMPORTED, CASHIER = "bank", "导入银行流水", "收缴对账员"
DONE, KNOWN, WRONG = "已登记", "以前登记过", "没有登记"
# Payment is at the bank, against the decision: 行政处罚法 67.
CLAUSE = Clause.parse("行政处罚法 67.3")
SLIP_FACT = "银行回单号"
_FACTS = {SLIP: SLIP_FACT, AMOUNT: "缴款金额", PAID_ON: "缴款日期"}
WHY = "按银行流水找本机关的案件"
_CLOSE = time(17)  # a statement tells the day of a payment, not the hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one row. `column`, `said`, `clause`: why it was not recorded."""

    row: int
    slip: str
    amount: str
    decision: str
    state: str
    case: str = ""
    column: str = ""
    said: str = ""
    clause: str = ""


def import_statement(by: Person, data: bytes, name: str) -> tuple[str, list[Result]]:
    """Record the payments of the file for the person's agency; its digest, and each row's result.

    Raises `Unreadable` (nothing is changed) for what is no statement or was imported before; `Refused` for
    who may not.
    """
    agency = by.agency_id or ""
    today = clock.now().date()
    person = people_as_of(agency, (by.pk,), today).get(by.pk)
    if person is None or CASHIER not in person.roles:
        said = f"银行流水由{CASHIER}导入，{by.name}不是"
        raise Refused(IMPORTED, [Lack(said=said, code="职务", clause=Clause.parse("行政处罚法 67.1"))])
    statement = read_statement(data)
    digest = hashlib.sha256(data).hexdigest()
    connection = connections["default"]
    with transaction.atomic():
        store.take_turn(connection, agency)
        before = BankFile.objects.unscoped(WHY).filter(agency=agency, digest=digest).first()
        if before:
            raise Unreadable(f"这个文件已经导入过（{before.recorded:%Y-%m-%d}，{before.name}），没有再导入")
        if not statement.rows:
            raise Unreadable("文件里没有缴款的行")
        now = clock.now()
        rows = [{name: str(value) for name, value in each.cells.items()} for each in statement.rows]
        draft = store.Draft(
            agency=agency,
            kind=IMPORTED,
            occurred=instant(now),
            recorded=instant(now),
            by=(by.pk,),
            capacity=CASHIER,
            entrance=ENTRANCE,
            body={"文件": digest, "行数": len(rows)},
            content=msgspec.json.encode({"名称": name, "各行": rows}, order="deterministic"),
        )
        [stored] = store.append(connection, [draft])
        results = [_fault(each) for each in statement.faults]
        results += [_row(agency, by, each) for each in statement.rows]
        BankFile.objects.unscoped(WHY).create(
            agency=agency,
            digest=digest,
            name=name[:200],
            recorded=now,
            by=by.pk,
            position=stored.entry.position,
            results=[_stored(each) for each in results],
        )
    return digest, results


def follow(acted: Acted) -> None:
    """Keep the slip of a payment that came in by the bank, in the transaction of its act.

    Raises `Refused` where the slip was recorded before: one payment is never two acts.
    """
    if by_bank(acted.act):
        key = slip_key(acted.record.acts[-1].facts[SLIP_FACT])
        slips = BankSlip.objects.unscoped(WHY)
        if slips.filter(agency=acted.agency.id, slip=key).exists():
            said = f"{SLIP_FACT} {key} 以前登记过"
            raise Refused(acted.act.name, [Lack(said=said, code="回单:重复", clause=CLAUSE)])
        slips.create(agency=acted.agency.id, slip=key, case_id=acted.record.case, version=acted.version)


def results_of(file: BankFile) -> list[Result]:
    return [Result(**each) for each in file.results]


def _stored(result: Result) -> dict[str, Any]:
    return {name: getattr(result, name) for name in Result.__slots__}


def _fault(fault: SheetFault) -> Result:
    return Result(
        row=fault.row, slip="", amount="", decision="", state=WRONG, column=fault.column, said=fault.said
    )


def _row(agency: str, by: Person, row: BankRow) -> Result:
    number = str(row.cells.get(DECISION, "")).strip()
    found = Result(
        row=row.number,
        slip=str(row.cells.get(SLIP, "")).strip()[:60],
        amount=str(row.cells.get(AMOUNT, ""))[:30],
        decision=number[:80],
        state=DONE,
    )

    def wrong(column: str, said: str, clause: object = CLAUSE) -> Result:
        return replace(found, state=WRONG, column=column, said=said, clause=str(clause or ""))

    for column in (SLIP, PAID_ON, AMOUNT, DECISION):
        if not str(row.cells.get(column, "")).strip():
            return wrong(column, f"没有填{column}")
    cells = dict(row.cells)
    for column, read in ((SLIP, read_slip), (AMOUNT, read_amount)):
        try:
            cells[column] = read(cells[column])
        except ValueError as error:
            return wrong(column, str(error), "")
    found = replace(found, slip=cells[SLIP])
    key = slip_key(cells[SLIP])
    known = BankSlip.objects.unscoped(WHY).filter(agency=agency, slip=key).first()
    sought = {"id": known.case_id} if known else {"decision_number": number}
    cases = list(Case.objects.unscoped(WHY).filter(agency=agency, **sought)[:2])
    if len(cases) != 1:
        return wrong(DECISION, "不止一件案件用这个文号" if cases else "本机关没有这个文号的决定")
    opened = load(agency, cases[0].id)
    rule = next((each for each in opened.procedure.acts.values() if by_bank(each)), None)
    if rule is None:
        return wrong(DECISION, f"{cases[0].number}的缴款不由银行流水登记")
    facts: dict[str, Any] = {}
    for column, fact in _FACTS.items():
        try:
            facts[fact] = accept(opened.book.facts[fact], cells[column])
        except FactError as error:
            return wrong(column, str(error))
    if known:
        return _again(found, known, opened, facts)
    left = owed(opened.record)
    if not Decimal(facts[_FACTS[AMOUNT]]):
        return wrong(AMOUNT, "金额是零")
    paid_on = date.fromisoformat(facts[_FACTS[PAID_ON]])
    if paid_on > clock.now().date():
        return wrong(PAID_ON, f"缴款日期 {paid_on} 在今天以后")
    decided, _ = decision(opened.procedure, opened.record)
    if decided and paid_on < decided:
        said = f"缴款日期 {paid_on} 在作出决定（{decided}）以前，到账的不是这一决定的罚款；查明后重新对账"
        return wrong(PAID_ON, said, "")
    if left > 0 and Decimal(facts[_FACTS[AMOUNT]]) > left:
        return wrong(AMOUNT, f"金额多于尚未缴清的 {left:.2f} 元，多出的由代收机构退还后重新对账")
    act = Act(
        agency=agency,
        kind=rule.name,
        facts=facts,
        by=(by.pk,),
        at=_moment(opened, by, paid_on),
        case=cases[0].id,
        entrance=ENTRANCE,
    )
    try:
        perform(act)
    except Refused as refused:
        lacks = refused.lacks
        clauses = "、".join(dict.fromkeys(str(lack.clause) for lack in lacks if lack.clause))
        return wrong(DECISION, "；".join(lack.said for lack in lacks), clauses)
    return replace(found, case=cases[0].id)


def _again(found: Result, known: BankSlip, opened: Opened, facts: dict[str, Any]) -> Result:
    """A slip that was recorded before: the same payment, or another one under its number."""
    [done] = [each for each in opened.record.acts if each.version == known.version]
    case, differ = replace(found, case=known.case_id, column=SLIP), list[str]()
    for column in (AMOUNT, PAID_ON):
        if facts[_FACTS[column]] != done.facts[_FACTS[column]]:
            differ.append(f"{column} {done.facts[_FACTS[column]]}")
    if found.decision not in (each.number for each in opened.record.acts):
        differ.append(f"{DECISION} {decision(opened.procedure, opened.record)[1]}")
    if differ:
        said = f"这个{SLIP}以前登记的是另一笔：{'，'.join(differ)}；向代收机构核对后重新对账"
        return replace(case, state=WRONG, said=said)
    return replace(case, state=KNOWN, said="这一笔以前登记过，没有再登记")


def by_bank(rule: r.ActRule) -> bool:
    """Whether the act comes in by the bank's statement only."""
    return rule.channel is not None and rule.channel.entrance == ENTRANCE


def _moment(opened: Opened, by: Person, paid_on: date) -> datetime:
    """The day of the payment, which decides whether it was in time; now where acts or post forbid."""
    now = clock.now()
    at = datetime.combine(paid_on, _CLOSE, SHANGHAI)
    last = max(done.at for done in opened.record.acts)
    if not last <= at <= now:
        return now
    then = people_as_of(by.agency_id or "", (by.pk,), paid_on).get(by.pk)
    return at if then and CASHIER in then.roles else now
