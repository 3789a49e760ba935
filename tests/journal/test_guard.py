"""Every statement that could change or remove a row, against every table of the journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mingjing.journal.check_guards import check_guards
from mingjing.journal.grants import grant_statements
from mingjing.journal.publish import release_head
from mingjing.journal.refusal import refuse
from mingjing.journal.seal import seal
from mingjing.journal.tables import KEYS
from tests.journal.samples import AGENCY, MORNING, fill

pytestmark = pytest.mark.django_db
SQLITE = "sqlite"


@pytest.fixture
def 有内容的日志(now: datetime) -> Iterator[None]:
    fill(260, sealed_every=50)
    with transaction.atomic():
        given = {"at": MORNING, "who": ("甲",), "case": "", "act": "立案", "entrance": "page"}
        refuse(connection, agency=AGENCY, lacks=["缺"], **given)
    seal(AGENCY, now)
    release_head(AGENCY, now)
    yield


def 全部行(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
        return [tuple(row) for row in cursor.fetchall()]


def 列名(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def 各种语句(table: str) -> dict[str, tuple[str, list[Any]]]:
    """Name -> statement. Rows put in are made from one that is there, with another last column."""
    columns = 列名(table)
    names = ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    row = list(全部行(table)[0])
    last = columns[-1]
    forged = [*row[:-1], bytes(32) if isinstance(row[-1], bytes) else "9999"]
    insert = f"INTO {table} ({names}) VALUES ({marks})"
    found: dict[str, tuple[str, list[Any]]] = {
        "更新": (f"UPDATE {table} SET {last} = {last}", []),
        "更新一行": (f"UPDATE {table} SET agency = 'x' WHERE agency = %s", [AGENCY]),
        "删除": (f"DELETE FROM {table}", []),
        "再插入": (f"INSERT {insert}", forged),
    }
    for key in KEYS[table]:
        target = f"ON CONFLICT ({', '.join(key)})"
        upsert = f"INSERT {insert} {target} DO UPDATE SET {last} = excluded.{last}"
        found[f"插入或更新 {key}"] = (upsert, forged)
    if connection.vendor == SQLITE:
        for how in ("REPLACE", "IGNORE", "ROLLBACK", "FAIL", "ABORT"):
            if how != "ROLLBACK":  # it ends the test's own transaction too
                found[f"INSERT OR {how}"] = (f"INSERT OR {how} {insert}", forged)
        found["REPLACE"] = (f"REPLACE {insert}", forged)
        found["UPDATE OR REPLACE"] = (f"UPDATE OR REPLACE {table} SET {last} = {last}", [])
        found["UPDATE OR IGNORE"] = (f"UPDATE OR IGNORE {table} SET {last} = {last}", [])
    else:
        found["清空"] = (f"TRUNCATE {table}", [])
        found["连带清空"] = (f"TRUNCATE {table} CASCADE", [])
        found["合并"] = (
            f"MERGE INTO {table} t USING (SELECT 1) s ON true WHEN MATCHED THEN UPDATE SET {last} = t.{last}",
            [],
        )
        found["合并删除"] = (f"MERGE INTO {table} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE", [])
        found["夹在查询中删除"] = (f"WITH gone AS (DELETE FROM {table} RETURNING 1) SELECT 1 FROM gone", [])
    return found


@pytest.mark.parametrize("table", KEYS)
@pytest.mark.parametrize("recursive", [True, False])
def test_任何改写语句_都被拒绝_行不变(table: str, recursive: bool, 有内容的日志: None) -> None:
    before = 全部行(table)
    assert before
    if connection.vendor == SQLITE:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers = {recursive:d}")
    elif not recursive:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    try:
        for name, (sql, parameters) in 各种语句(table).items():
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                pytest.fail(f"{table} 未拒绝：{name}")
        assert 全部行(table) == before
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == SQLITE:
                cursor.execute("PRAGMA recursive_triggers = 1")
            else:
                cursor.execute("SET session_replication_role = origin")


@pytest.mark.sqlite
@pytest.mark.parametrize("table", KEYS)
def test_以行号覆盖_无从下手(table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {table}")


def test_触发器齐全_少一个或改一个都查得出() -> None:
    assert list(check_guards(connection)) == []
    for table in KEYS:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == SQLITE:
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
                told = ["缺少触发器"]
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_change")
                told = ["被改动或停用"]
            assert [f.what[: len(told[0])] for f in check_guards(connection)] != []
            assert all(told[0] in f.what and table in str(f) for f in check_guards(connection))
            transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            cursor.execute("DROP TRIGGER journal_entry_no_update")
            cursor.execute(
                "CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION mingjing_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            )
        assert ["被改动" in f.what for f in check_guards(connection)] == [True]
        transaction.set_rollback(True)


def test_多出的触发器_查得出() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == SQLITE:
            cursor.execute("CREATE TRIGGER sly AFTER INSERT ON journal_entry BEGIN SELECT 1; END")
        else:
            cursor.execute(
                "CREATE TRIGGER sly AFTER UPDATE ON journal_entry FOR EACH ROW "
                "EXECUTE FUNCTION mingjing_append_only()"
            )
    assert [f.what for f in check_guards(connection)] == ["多出触发器 sly"]


@pytest.mark.postgresql
@pytest.mark.parametrize("role", ["web", "sealer"])
def test_各数据库角色_只能追加与读取(role: str, 有内容的日志: None) -> None:
    writable = {
        "web": {"journal_entry", "journal_content", "journal_refusal"},
        "sealer": {"journal_tile", "journal_checkpoint", "journal_release"},
    }[role]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE t_web")
        cursor.execute("CREATE ROLE t_sealer")
        for statement in grant_statements(web="t_web", sealer="t_sealer"):
            cursor.execute(statement)
    rows = {table: 各种语句(table) for table in KEYS}
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE t_{role}")
    for table in KEYS:
        for sql, parameters in rows[table].values():
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, parameters)
        for sql in (f"ALTER TABLE {table} DISABLE TRIGGER ALL", f"DROP TABLE {table}"):
            with pytest.raises(DatabaseError, match="owner"), transaction.atomic():
                connection.cursor().execute(sql)
        renamed = "(jsonb_populate_record(t, '{\"agency\": \"new\"}')).*"
        fresh = f"INSERT INTO {table} SELECT {renamed} FROM {table} t"
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(fresh)
                allowed = True
        except DatabaseError:
            allowed = False
        assert allowed == (table in writable), table
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
