"""T5: whatever an insider does to a row behind the triggers' back, `verify` names it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction

from mingjing.journal import guard
from mingjing.journal.entry import Entry, encode, leaf_hash
from mingjing.journal.publish import release_head
from mingjing.journal.refusal import refuse
from mingjing.journal.report import Fault, Report
from mingjing.journal.seal import key_folder, seal
from mingjing.journal.store import append
from mingjing.journal.tables import KEYS
from mingjing.journal.verify import register_check, verify
from tests.journal.samples import AGENCY, MORNING, OTHER, case_id, draft, fill, record

pytestmark = pytest.mark.django_db
SQLITE = "sqlite"


def 库里(sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []


@pytest.fixture(autouse=True)
def 只有日志自己的检查(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries here are not those of real cases, so other rooms' checks have nothing to go by."""
    monkeypatch.setattr("mingjing.journal.verify._checks", {})


class 内鬼:
    """Someone who owns the database: takes the triggers and keys off, changes rows, puts all back."""

    def __init__(self, table: str) -> None:
        self.table = table

    def __enter__(self) -> None:
        if connection.vendor == SQLITE:
            for trigger in guard.triggers(SQLITE, self.table, KEYS[self.table]):
                库里(f"DROP TRIGGER {trigger.name}")
        else:
            库里(f"ALTER TABLE {self.table} DISABLE TRIGGER USER")

    def __exit__(self, *_: object) -> None:
        for trigger in guard.triggers(connection.vendor, self.table, KEYS[self.table]):
            if connection.vendor == SQLITE:
                库里(trigger.sql)
            else:
                库里(f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {trigger.name}")


@pytest.fixture
def 满的日志(now: datetime) -> Iterator[None]:
    """Two agencies; every table has at least three rows of the first."""
    for agency, sizes in ((OTHER, (257, 258)), (AGENCY, (200, 201, 202, 203))):
        for i, size in enumerate(sizes):
            fill(size, agency=agency, sealed_every=60)
            with transaction.atomic():
                refuse(
                    connection,
                    agency=agency,
                    at=MORNING,
                    who=("甲",),
                    case=case_id(i),
                    act="立案",
                    entrance="page",
                    lacks=[f"缺 {i}"],
                )
            seal(agency, now + timedelta(minutes=i))
            release_head(agency, now + timedelta(minutes=i))
        fill(3, agency=agency)
        seal(agency, now + timedelta(minutes=10))
    assert verify(connection).faults == []
    yield


def 行的条件(table: str, row: dict[str, Any]) -> tuple[str, list[Any]]:
    key = KEYS[table][0]
    return " AND ".join(f"{c} = %s" for c in key), [row[c] for c in key]


def 各行(table: str, agency: str = AGENCY) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    order = ", ".join(KEYS[table][0][1:]) if table != "journal_content" else "position"
    rows = 库里(f"SELECT {', '.join(columns)} FROM {table} WHERE agency = %s ORDER BY {order}", agency)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def 改(table: str, row: dict[str, Any], **changes: Any) -> None:
    where, parameters = 行的条件(table, row)
    settings = ", ".join(f"{c} = %s" for c in changes)
    库里(f"UPDATE {table} SET {settings} WHERE {where}", *changes.values(), *parameters)


def 删(table: str, row: dict[str, Any]) -> None:
    where, parameters = 行的条件(table, row)
    库里(f"DELETE FROM {table} WHERE {where}", *parameters)


def 加(table: str, row: dict[str, Any]) -> None:
    marks = ", ".join(["%s"] * len(row))
    库里(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


def 变(value: Any) -> Any:
    if isinstance(value, bytes):
        middle = len(value) // 2
        return value[:middle] + bytes([value[middle] ^ 1]) + value[middle + 1 :]
    return value + 100_000 if isinstance(value, int) else f"{value}9"


列 = {
    "journal_entry": [
        "agency", "position", "case_id", "version", "kind", "occurred", "recorded", "bytes", "hash",
    ],
    "journal_content": ["agency", "commitment", "position", "salt", "bytes"],
    "journal_tile": ["agency", "level", "place", "bytes", "root"],
    "journal_checkpoint": ["agency", "number", "size", "root", "note", "made"],
    "journal_release": ["agency", "size", "released"],
    "journal_refusal": ["agency", "position", "at", "who", "case_id", "act", "entrance", "bytes", "hash"],
}  # fmt: skip


def test_每张表的每一列_都在篡改之列(满的日志: None) -> None:
    assert list(列) == list(KEYS)
    for table, columns in 列.items():
        assert list(各行(table)[0]) == columns
        assert len(各行(table)) >= 3


@pytest.mark.parametrize("table", KEYS)
def test_任一列被改_查得出(table: str, 满的日志: None) -> None:
    for column in 列[table]:
        for place in (1, -1):
            row = 各行(table)[place]
            with transaction.atomic():
                with 内鬼(table):
                    改(table, row, **{column: 变(row[column])})
                report = verify(connection)
                assert any(fault.agency == AGENCY for fault in report.faults), (table, column, place)
                transaction.set_rollback(True)
    assert verify(connection).whole


@pytest.mark.parametrize("table", KEYS)
def test_任一行被删_查得出(table: str, 满的日志: None) -> None:
    for place in (0, 1, -1):
        with transaction.atomic():
            with 内鬼(table):
                删(table, 各行(table)[place])
            assert not verify(connection).whole, (table, place)
            transaction.set_rollback(True)


@pytest.mark.parametrize("table", KEYS)
def test_截去末尾几行_或全部_查得出(table: str, 满的日志: None) -> None:
    for keep in (0, 1, -2):
        with transaction.atomic():
            with 内鬼(table):
                for row in 各行(table)[keep:]:
                    删(table, row)
            assert not verify(connection).whole, (table, keep)
            transaction.set_rollback(True)


@pytest.mark.parametrize("table", KEYS)
def test_两行对调_查得出(table: str, 满的日志: None) -> None:
    one, two = 各行(table)[1:3]
    rest = {c: two[c] for c in one if c not in {k for key in KEYS[table] for k in key}}
    back = {c: one[c] for c in rest}
    with 内鬼(table):
        改(table, one, **rest)
        改(table, two, **back)
    assert not verify(connection).whole


@pytest.mark.parametrize("table", KEYS)
def test_把别的机关的一行移来替换_查得出(table: str, 满的日志: None) -> None:
    mine = 各行(table)[1]
    theirs = 各行(table, OTHER)[1]
    with 内鬼(table):
        删(table, mine)
        加(table, {**theirs, "agency": AGENCY})
    report = verify(connection)
    assert {fault.agency for fault in report.faults} == {AGENCY}


@pytest.mark.parametrize("table", KEYS)
def test_添一行_查得出(table: str, 满的日志: None) -> None:
    """A made-up row after the last one, its columns in order but not made by the journal."""
    row = dict(各行(table)[-1])
    for column in ("position", "version", "place", "number", "size"):
        if column in row:
            row[column] += 1
    if "commitment" in row:
        row["commitment"] = bytes(32)
    with 内鬼(table):
        加(table, row)
    assert not verify(connection).whole


def 伪造(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The row with other content and everything about it made to fit again."""
    fields = {**msgspec.json.decode(row["bytes"]), **changes}
    data = encode(Entry(**{**fields, "by": tuple(fields["by"])}))
    return {**row, "bytes": data, "hash": leaf_hash(data)}


def 换上(row: dict[str, Any], forged: dict[str, Any]) -> None:
    改("journal_entry", row, **{name: forged[name] for name in ("recorded", "bytes", "hash")})


def test_改一条并重算其哈希_后一步接不上_根也不符(满的日志: None) -> None:
    row = 各行("journal_entry")[300]
    with 内鬼("journal_entry"):
        换上(row, 伪造(row, body={"罚款": 0}))
    told = [str(fault) for fault in verify(connection).faults]
    assert told[0].startswith(f"{AGENCY} 第 ") and "没有接上本案前一条记录" in told[0]
    assert any("根哈希与前" in text for text in told)
    assert any("tile/0/001：内容与记录不符" in text for text in told)


def test_改末尾一条并重算_只有检查点能发现(满的日志: None) -> None:
    row = 各行("journal_entry")[-1]
    with 内鬼("journal_entry"):
        换上(row, 伪造(row, body={"罚款": 0}))
    [fault] = verify(connection).faults
    assert fault.what.startswith("根哈希与前")


def test_整本重写_连同各片与检查点的列_签名仍揭穿(满的日志: None, now: datetime, 数据目录: Path) -> None:
    """Everything in the database made anew and signed with another key; the old public key does not fit."""
    with 内鬼("journal_entry"), 内鬼("journal_content"), 内鬼("journal_tile"), 内鬼("journal_checkpoint"):
        for table in ("journal_entry", "journal_content", "journal_tile", "journal_checkpoint"):
            库里(f"DELETE FROM {table} WHERE agency = %s", AGENCY)
    keys = key_folder(AGENCY)
    trusted, remembered = keys.public_path.read_bytes(), keys.signed_path.read_bytes()
    for path in (keys.public_path, keys.signed_path, keys.private_path):
        path.unlink()
    fill(809, sealed_every=60)
    seal(AGENCY, now)
    keys.public_path.write_bytes(trusted)
    told = [str(fault) for fault in verify(connection).faults]
    assert any("没有可信密钥的签名" in text for text in told)
    keys.signed_path.write_bytes(remembered)
    assert any("封存状态文件" in str(fault) for fault in verify(connection).faults)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: 改("journal_entry", r, bytes=变(r["bytes"])), "字节与哈希不符"),
        (lambda r: 改("journal_entry", r, hash=bytes(32)), "字节与哈希不符"),
        (lambda r: 改("journal_entry", r, kind="立案"), "列与字节不符（环节）"),
        (
            lambda r: 改("journal_entry", r, occurred=MORNING[:-7] + "1+08:00"),
            "列与字节不符（发生时间）",
        ),
        (lambda r: 删("journal_entry", r), "缺少这一条"),
        (
            lambda r: [删("journal_entry", {**r, "position": place}) for place in range(41, 51)],
            "缺少这一条至第 51 条",
        ),
        (
            lambda r: 换上(r, 伪造(r, salt="")),
            "没有盐",
        ),
        (
            lambda r: 改("journal_entry", r, bytes=b"{}", hash=leaf_hash(b"{}")),
            "字节无法读取",
        ),
    ],
)
def test_第一处问题_说得出是哪一条哪里不符(change: Any, told: str, 满的日志: None) -> None:
    with 内鬼("journal_entry"):
        change(各行("journal_entry")[41])
    report = verify(connection)
    assert str(report.first) == f"qx-scjg 第 42 条（位置 41）：{told}"
    assert report.first is not None and report.first.position == 41


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda r: 改("journal_content", r, bytes=b"x"), "密封内容与承诺不符"),
        (lambda r: 改("journal_content", r, salt=bytes(16)), "密封内容与承诺不符"),
        (lambda r: 删("journal_content", r), "缺少密封内容"),
        (
            lambda r: 加("journal_content", {**r, "position": 7, "commitment": bytes(32)}),
            "多出一份密封内容（位置 7）",
        ),
        (
            lambda r: 加("journal_content", {**r, "position": 10**6, "commitment": bytes(32)}),
            "有密封内容而没有这一条",
        ),
    ],
)
def test_密封内容被动_说得出是哪一条(change: Any, told: str, 满的日志: None) -> None:
    with 内鬼("journal_content"):
        change(各行("journal_content")[1])
    [fault] = verify(connection).faults
    assert fault.what == told


def test_记录时间倒退_查得出() -> None:
    record(draft(0), draft(1))
    with 内鬼("journal_entry"):
        row = 各行("journal_entry")[1]
        earlier = "2026-03-01T09:30:00+08:00"
        换上(row, {**伪造(row, recorded=earlier), "recorded": earlier})
    [fault] = verify(connection).faults
    assert "早于前一条" in fault.what


def test_案件很多_缓存放不下时_照样接得上(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjing.journal.check_entries._CASES_KEPT", 3)
    monkeypatch.setattr("mingjing.journal.rows._BATCH", 10)
    fill(100, cases=9)
    assert verify(connection).whole
    with 内鬼("journal_entry"):
        row = 各行("journal_entry")[50]
        换上(row, 伪造(row, body={}))
    assert str(verify(connection).first) == "qx-scjg 第 60 条（位置 59）：没有接上本案前一条记录"


def test_空的日志_是完整的() -> None:
    report = verify(connection)
    assert report.whole and report.entries == 0 and report.first is None


def test_未封存的记录_也逐条查(now: datetime) -> None:
    fill(5)
    seal(AGENCY, now)
    fill(3)
    report = verify(connection)
    assert report.whole
    assert (report.logs[AGENCY].entries, report.logs[AGENCY].sealed) == (8, 5)


def test_公钥或封存状态缺失_算问题(满的日志: None) -> None:
    keys = key_folder(AGENCY)
    for path in (keys.public_path, keys.signed_path):
        kept = path.read_bytes()
        path.unlink()
        [fault] = verify(connection).faults
        assert fault.agency == AGENCY
        path.write_bytes(b"{")
        assert verify(connection).faults
        path.write_bytes(kept)
    assert verify(connection).whole


def test_触发器被去掉_算问题() -> None:
    record(draft())
    with 内鬼("journal_entry"):
        told = {fault.check for fault in verify(connection).faults}
    assert told == {"防改触发器"}


def test_问题很多时_停在够多之处_仍查别的机关(满的日志: None) -> None:
    with 内鬼("journal_entry"):
        库里("UPDATE journal_entry SET kind = '立案' WHERE agency = %s", OTHER)
        改("journal_entry", 各行("journal_entry")[5], kind="立案")
    report = verify(connection)
    assert sum(fault.agency == OTHER for fault in report.faults) < 30
    assert [str(f) for f in report.faults if f.agency == AGENCY] == [
        "qx-scjg 第 6 条（位置 5）：列与字节不符（环节）"
    ]


def test_别的科室登记的检查_一并跑_名称不得重复() -> None:
    register_check("样例", lambda connection: [Fault("样例", AGENCY, "某表第 3 行", "与日志不符")])
    with pytest.raises(ValueError, match="已登记"):
        register_check("样例", lambda connection: [])
    report = verify(connection)
    assert report.checks["样例"] == 1
    assert str(report.first) == "qx-scjg 某表第 3 行：与日志不符"


def test_结果可写成机器可读() -> None:
    fill(3)
    told = msgspec.json.decode(verify(connection).json())
    assert (told["whole"], told["first"], told["entries"]) == (True, None, 3)
    report = Report(faults=[Fault("记录", AGENCY, "第 1 条（位置 0）", "没有盐", 0)])
    told = msgspec.json.decode(report.json())
    assert (told["whole"], told["first"]) == (False, "qx-scjg 第 1 条（位置 0）：没有盐")
    assert told["faults"][0]["position"] == 0


def test_查验不改任何东西(满的日志: None) -> None:
    before = {table: 各行(table) for table in KEYS}
    verify(connection)
    assert {table: 各行(table) for table in KEYS} == before
    with transaction.atomic():
        append(connection, [draft()])
    assert verify(connection).whole
