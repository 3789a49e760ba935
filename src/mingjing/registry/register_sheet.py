"""A filled-in spreadsheet as changes of a register, and the report of what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.law.register import Register
from mingjing.registry.keeping import BadRows, Change, Kept, check_all
from mingjing.registry.models import Person
from mingjing.registry.sheet import Unreadable, read_table


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell, and the clause that asks for it otherwise. `row` 0: the whole file."""

    row: int
    column: str
    said: str
    clause: str = ""


class BadSheet(Exception):
    """A spreadsheet that cannot be taken as it is: everything wrong with it, of `rows` rows."""

    def __init__(self, faults: list[RowFault], rows: int = 0) -> None:
        self.faults, self.rows = faults, rows
        super().__init__(f"{len(faults)} 处要改，一行也没有导入")


def checked(agency: str, spec: Register, data: bytes, by: Person) -> tuple[list[Change], list[Kept]]:
    """The rows as changes and what would become of them. Raises `BadSheet` with the faults of all rows."""
    try:
        table = read_table(data, list(spec.columns), keys=spec.keys, name=spec.name)
    except Unreadable as error:
        raise BadSheet([RowFault(0, "", str(error))]) from error
    faults = [RowFault(each.row, each.column, each.said) for each in table.faults]
    changes = [
        Change(cells={name: cell for name, cell in cells.items() if name in spec.columns}, number=number)
        for number, cells in table.rows
    ]
    kept: list[Kept] = []
    try:
        kept = check_all(agency, spec.name, changes, by=by)
    except BadRows as bad:
        # What the sheet itself already named, a formula say, is not said again as lacking.
        named = {(each.row, each.column) for each in faults}
        faults += [each for each in faults_of(bad) if (each.row, each.column) not in named]
    if not changes and not faults:
        faults.append(RowFault(0, "", "表里一行也没有填；从第 3 行起填写"))
    if faults:
        raise BadSheet(in_order(faults, table.absent), len(changes))
    return changes, kept


def in_order(faults: Iterable[RowFault], absent: Iterable[str]) -> list[RowFault]:
    """The faults as the sheet shows them; what a column not in it makes rows lack is said once, for the file.

    absent: the columns that the heading does not name.
    """
    missing = set(absent)
    found = [each for each in faults if each.column not in missing]
    rows: dict[tuple[str, str, str], list[int]] = {}
    for each in faults:
        if each.column in missing:
            rows.setdefault((each.column, each.said, each.clause), []).append(each.row)
    for (column, said, clause), numbers in rows.items():
        of = f"（{len(numbers)} 行）" if len(numbers) > 1 else f"（第 {numbers[0]} 行）"
        found.append(
            RowFault(0, column, f"表头里没有“{column}”这一栏：{said}{of if numbers[0] else ''}", clause)
        )
    return sorted(found, key=lambda each: each.row)


def faults_of(bad: BadRows) -> list[RowFault]:
    """Each lack with its row, column, sentence and clause, in the order of the sheet."""
    return [
        RowFault(number, lack.column, lack.said, str(lack.clause or ""))
        for number, lacks in sorted(bad.rows, key=lambda each: each[0])
        for lack in lacks
    ]
