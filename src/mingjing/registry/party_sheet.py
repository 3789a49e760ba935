"""Parties as a spreadsheet: columns to fill in, rows read with all their faults, and what is given out."""

from collections.abc import Iterator

from mingjing.law.party import IDENTITY_CARD, KEYS, KINDS, PAPERS, masked
from mingjing.law.register import Column, read_cell
from mingjing.registry.models import Person
from mingjing.registry.party_fold import NATURAL
from mingjing.registry.party_models import Party
from mingjing.registry.party_service import check_all
from mingjing.registry.party_statement import FOUND_OUT, BadParties, Statement
from mingjing.registry.party_tables import WHY, known
from mingjing.registry.register_sheet import BadSheet, RowFault, in_order
from mingjing.registry.sheet import Unreadable, read_table

NAME = "当事人"
SAID = "每个当事人一行；证件号码只登记，不导出。已经登记的代码不能再登记，打开那个当事人变更。"
_KINDS = {"类别": ("选择", KINDS), "证件种类": ("选择", PAPERS), "出生日期": ("日期", ())}
_HINTS = {
    "统一社会信用代码": "法人和个体工商户必填",
    "证件种类": f"不填即{IDENTITY_CARD}",
    "证件号码": "自然人必填",
    "出生日期": "居民身份证的不用填",
}
_ORDER = (
    "名称",
    "类别",
    "统一社会信用代码",
    "证件种类",
    "证件号码",
    "出生日期",
    "住所",
    "法定代表人",
    "联系电话",
)
COLUMNS = tuple(
    Column(
        name=name,
        id=f"party-{KEYS.index(name)}",
        type=_KINDS.get(name, ("文本", ()))[0],
        options=_KINDS.get(name, ("文本", ()))[1],
        required=name in ("名称", "类别"),
        limit=200,
        clause=FOUND_OUT,
        hint=_HINTS.get(name, ""),
    )
    for name in _ORDER
)
GIVEN = (
    "名称",
    "类别",
    "统一社会信用代码",
    "证件种类",
    "证件号码",
    "法定代表人",
    "住所",
    "联系电话",
    "未核对",
)


def checked(agency: str, data: bytes, by: Person) -> list[Statement]:
    """The rows of a filled-in sheet. Raises `BadSheet` with all its faults, `Refused`."""
    try:
        table = read_table(data, _ORDER, keys=("名称", "类别"), name=NAME)
    except Unreadable as error:
        raise BadSheet([RowFault(0, "", str(error))]) from error
    faults = [RowFault(each.row, each.column, each.said) for each in table.faults]
    rows = []
    for number, raw in table.rows:
        cells: dict[str, object] = {}
        for column in COLUMNS:
            try:
                cells[column.name] = read_cell(column, raw.get(column.name), {})
            except ValueError as error:
                faults.append(RowFault(number, column.name, str(error), str(FOUND_OUT)))
        rows.append(Statement(cells=cells, number=number))
    named = {(each.row, each.column) for each in faults}
    try:
        check_all(agency, rows, by=by)
    except BadParties as bad:
        faults += [
            RowFault(number, lack.field, lack.said, str(lack.clause or ""))
            for number, lacks in bad.rows
            for lack in lacks
            if (number, lack.field) not in named
        ]
    if not rows and not faults:
        faults.append(RowFault(0, "", "表里一行也没有填；从第 3 行起填写"))
    if faults:
        raise BadSheet(in_order(faults, table.absent), len(rows))
    return rows


def given(agency: str) -> Iterator[list[str]]:
    """The standing parties as rows of `GIVEN`: numbers starred out, no address of a person."""
    rows = Party.objects.unscoped(WHY).filter(agency=agency, merged_into="").order_by("name", "id")
    for row in rows.iterator(500):
        number = masked(known(row).number) if row.digest else ""
        person = row.kind == NATURAL
        yield [
            row.name,
            row.kind,
            row.uscc,
            row.paper,
            number,
            row.representative,
            "" if person else row.address,
            "" if person else row.phone,
            "是" if row.unchecked else "",
        ]
