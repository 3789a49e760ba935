"""Posts (任职) from a spreadsheet, and the standing posts as one.

Each row is an appointment like any other: `appointing.grant` judges it and writes its entry; one that it
refuses, and none of the file is made.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connections, transaction
from django.db.models import Q

from mingjing.journal import store
from mingjing.law.register import Column, read_cell
from mingjing.platform import clock
from mingjing.platform.names import username_key
from mingjing.registry.appointing import APPOINTED, INSTALLATION, grant
from mingjing.registry.models import Appointment, Person, Unit
from mingjing.registry.post_wish import Fault, NotPossible, Wish, log_refusal
from mingjing.registry.register_sheet import BadSheet, RowFault, in_order
from mingjing.registry.roles import ROLES
from mingjing.registry.sheet import Unreadable, read_table

NAME = "任职"
SAID = "一行一项任职。单位随用户名，不用写；已经在任的职务不能再任，不要写进来。"
ENTRANCE = "import"
MOST_POSTS = 2000  # all are made in one transaction, which nobody else should wait for long
WHO, CALLED, POST, UNIT, SINCE, UNTIL, ABSENT = "用户名", "姓名", "职务", "内设机构", "起", "止", "代理"
_TYPES = {POST: "选择", SINCE: "日期", UNTIL: "日期"}
_REQUIRED = (WHO, POST, SINCE)
_HINTS = {
    WHO: "账号页上的用户名",
    CALLED: "填了就与用户名核对",
    UNIT: "本人单位的内设机构名称；不填的，是本人所在的机构",
    SINCE: "今天或者以后",
    UNTIL: "不填的，一直任到免职",
    ABSENT: "代理别人的，写被代理人的用户名，并写明止日",
}
COLUMNS = tuple(
    Column(
        name=name,
        id=f"post-{number}",
        type=_TYPES.get(name, "文本"),
        options=tuple(role.name for role in ROLES.values()) if name == POST else (),
        required=name in _REQUIRED,
        limit=60,
        hint=_HINTS.get(name, ""),
    )
    for number, name in enumerate((WHO, CALLED, POST, UNIT, SINCE, UNTIL, ABSENT))
)
GIVEN = (WHO, CALLED, "单位", POST, UNIT, SINCE, UNTIL, ABSENT)
# Which column mends a fault of an appointment, by the field of its form; the agency goes with the person.
_COLUMN = {
    "person": WHO,
    "role": POST,
    "agency": WHO,
    "unit": UNIT,
    "since": SINCE,
    "until": UNTIL,
    "stands_in_for": ABSENT,
}


Numbered = tuple[int, Wish]  # a wish after its row in the spreadsheet


def appoint_all(data: bytes, *, by: Person) -> list[Appointment]:
    """All rows of the sheet as appointments, in one transaction. Raises `BadSheet`: then none was made."""
    refused: list[tuple[Wish, int, Fault]] = []
    try:
        with transaction.atomic():
            return _appointed(data, by, refused)
    except BadSheet:
        for log in sorted({_log(wish) for wish, _, _ in refused}):
            told = [(number, fault) for wish, number, fault in refused if _log(wish) == log]
            log_refusal(by, APPOINTED, log, told, ENTRANCE)
        raise


def check_all(data: bytes, *, by: Person) -> list[Appointment]:
    """The appointments that would be made, in the order of the sheet; none is. Raises `BadSheet` likewise."""
    with transaction.atomic():
        made = _appointed(data, by, [])
        transaction.set_rollback(True)
    return made


def given() -> Iterator[list[str]]:
    """The posts that are held or will be, as rows of `GIVEN`, by agency and user name."""
    today = clock.now().date()
    rows = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    related = rows.select_related("person", "agency", "unit", "stands_in_for")
    for row in related.order_by("agency__short_name", "person__username", "id").iterator(500):
        yield [
            row.person.username,
            row.person.name,
            row.agency.short_name if row.agency else "",
            ROLES[row.role].name,
            row.unit.name if row.unit else "",
            row.since.isoformat(),
            row.until.isoformat() if row.until else "",
            row.stands_in_for.username if row.stands_in_for else "",
        ]


def _appointed(data: bytes, by: Person, refused: list[tuple[Wish, int, Fault]]) -> list[Appointment]:
    """Row by row, so that each is judged with those before it: two rows may forbid each other.

    What an appointment refuses comes into `refused`, with its row.
    """
    wishes, faults, absent, rows = _read(data)
    made: list[Appointment] = []
    # All turns are taken and all people held at once, in one order: two files never wait for each other.
    for log in sorted({_log(wish) for _, wish in wishes}):
        store.take_turn(connections["default"], log)
    people = sorted({wish.person.pk for _, wish in wishes})
    held = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(held.order_by("pk").values_list("pk"))
    for number, wish in wishes:
        try:
            # Its own part: what one row wrote before it was refused must not count for the next.
            with transaction.atomic():
                made.append(grant(by, wish, ENTRANCE))
        except NotPossible as error:
            refused += [(wish, number, fault) for fault in error.faults]
            faults += [_fault(number, wish, fault) for fault in error.faults]
    if faults:
        raise BadSheet(in_order(faults, absent), rows)
    return made


def _log(wish: Wish) -> str:
    return wish.agency.id if wish.agency else INSTALLATION


def _fault(number: int, wish: Wish, fault: Fault) -> RowFault:
    """The fault as the sheet says it, which has no column for the agency: that comes with the account."""
    said = fault.said
    if fault.field == "agency" and wish.agency is None:
        said = f"账号 {wish.person.username} 没有单位，不能任{ROLES[wish.role].name}"
    return RowFault(number, _COLUMN.get(fault.field, ""), said)


def _read(data: bytes) -> tuple[list[Numbered], list[RowFault], tuple[str, ...], int]:
    """The rows as wishes, what is wrong with others, the columns not in the heading, how many rows."""
    try:
        table = read_table(data, [column.name for column in COLUMNS], keys=(WHO, POST), name=NAME)
    except Unreadable as error:
        raise BadSheet([RowFault(0, "", str(error))]) from error
    if len(table.rows) > MOST_POSTS:
        said = f"表里有 {len(table.rows)} 行，一次最多 {MOST_POSTS} 行，分成几个文件再传"
        raise BadSheet([RowFault(0, "", said)], len(table.rows))
    faults = [RowFault(each.row, each.column, each.said) for each in table.faults]
    named = {(each.row, each.column) for each in faults}
    spoilt = {number for number, _ in named}
    wishes = []
    for number, raw in table.rows:
        cells, wrong = _cells(number, raw)
        wish, more = _wish(number, cells, {each.column for each in wrong})
        # What the sheet itself already named, a formula say, is not said again as lacking.
        faults += [*(each for each in wrong if (number, each.column) not in named), *more]
        if wish and not wrong and not more and number not in spoilt:
            wishes.append((number, wish))
    if not table.rows and not faults:
        faults.append(RowFault(0, "", "表里一行也没有填；从第 3 行起填写"))
    return wishes, faults, table.absent, len(table.rows)


def _cells(number: int, raw: Mapping[str, Any]) -> tuple[dict[str, str], list[RowFault]]:
    """The cells of a row as texts, and what is wrong with each by itself."""
    cells: dict[str, str] = {}
    faults = []
    for column in COLUMNS:
        try:
            value = read_cell(column, raw.get(column.name), {})
        except ValueError as error:
            faults.append(RowFault(number, column.name, str(error)))
            continue
        if value is None and column.required:
            faults.append(RowFault(number, column.name, f"缺{column.name}"))
        cells[column.name] = "" if value is None else str(value)
    return cells, faults


def _wish(number: int, cells: Mapping[str, str], bad: set[str]) -> tuple[Wish | None, list[RowFault]]:
    """What the row asks for, with the people and units that it names; None where one of them is not there."""
    faults: list[RowFault] = []
    person = _person(cells.get(WHO, ""))
    if cells.get(WHO) and person is None:
        faults.append(RowFault(number, WHO, f"没有用户名“{cells[WHO]}”的人"))
    if person and cells.get(CALLED) and person.name != cells[CALLED]:
        faults.append(RowFault(number, CALLED, f"用户名 {person.username} 的姓名不是“{cells[CALLED]}”"))
    absent = _person(cells.get(ABSENT, ""))
    if cells.get(ABSENT) and absent is None:
        faults.append(RowFault(number, ABSENT, f"没有用户名“{cells[ABSENT]}”的人"))
    unit = None
    if person and cells.get(UNIT):
        unit = Unit.objects.filter(agency=person.agency_id, name=cells[UNIT]).first()
        if unit is None:
            place = person.agency.short_name if person.agency else "全平台"
            faults.append(RowFault(number, UNIT, f"{place}没有内设机构“{cells[UNIT]}”"))
    if person is None or bad & {*_REQUIRED, UNTIL}:
        return None, faults
    role = next(role.id for role in ROLES.values() if role.name == cells[POST])
    until = cells.get(UNTIL, "")
    return Wish(
        person=person,
        role=role,
        # Administrators serve the installation; every other post is one of the person's agency.
        agency=None if ROLES[role].administers else person.agency,
        unit=unit,
        since=date.fromisoformat(cells[SINCE]),
        until=date.fromisoformat(until) if until else None,
        stands_in_for=absent,
    ), faults


def _person(username: str) -> Person | None:
    if not username:
        return None
    return Person.objects.select_related("agency").filter(username=username_key(username)).first()
