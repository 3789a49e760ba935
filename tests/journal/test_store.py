from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from mingjing.journal.chain import first_break
from mingjing.journal.entry import commitment, decode, leaf_hash
from mingjing.journal.store import ClockBehind, StaleCase, append, contents, entries, entry_at, head
from tests.journal.samples import AGENCY, OTHER, case_id, draft, fill, record

pytestmark = pytest.mark.django_db


def test_逐条追加_位置连续_本案序号连续_前后相接() -> None:
    first, second, other, third = (record(draft(case))[0] for case in (0, 0, 1, 0))
    assert [s.entry.position for s in (first, second, other, third)] == [0, 1, 2, 3]
    assert [s.entry.version for s in (first, second, other, third)] == [1, 2, 1, 3]
    assert (first.entry.previous, other.entry.previous) == ("", "")
    assert (second.entry.previous, third.entry.previous) == (first.hash.hex(), second.hash.hex())
    assert entries(connection, AGENCY, case_id(0)) == [first, second, third]
    assert first_break(AGENCY, case_id(0), [(s.data, s.hash) for s in (first, second, third)]) is None


def test_一次多条_与逐条追加_位置与链相同() -> None:
    stored = fill(20, cases=3)
    assert [s.entry.position for s in stored] == list(range(20))
    for case in range(3):
        chain = entries(connection, AGENCY, case_id(case))
        assert chain == [s for s in stored if s.entry.case == case_id(case)]
        assert first_break(AGENCY, case_id(case), [(s.data, s.hash) for s in chain]) is None


def test_存的字节就是散列的字节_盐各不相同() -> None:
    one, two = fill(2, cases=1)
    for stored in (one, two):
        assert leaf_hash(stored.data) == stored.hash
        assert decode(stored.data) == stored.entry
        assert len(bytes.fromhex(stored.entry.salt)) == 16
    assert one.entry.salt != two.entry.salt
    assert entry_at(connection, AGENCY, 1) == two
    assert entry_at(connection, AGENCY, 2) is None


def test_各机关各有一本日志_同一案号互不相干() -> None:
    record(draft(0), draft(0, agency=OTHER), draft(0))
    assert head(connection, AGENCY).size == 2
    assert head(connection, OTHER).size == 1
    assert [s.entry.version for s in entries(connection, OTHER, case_id(0))] == [1]
    assert entries(connection, "qx-none", case_id(0)) == []


def test_不属于案件的记录_也成一链() -> None:
    one, two = record(draft(None), draft(None))
    assert (one.entry.version, two.entry.version, two.entry.previous) == (1, 2, one.hash.hex())


def test_期望的序号不符_后来者被告知前一步_什么也没写() -> None:
    record(draft(0, kind="立案", expected=0))
    with pytest.raises(StaleCase) as caught:
        record(draft(1), draft(0, expected=0))
    assert (caught.value.expected, caught.value.actual, caught.value.last_kind) == (0, 1, "立案")
    assert caught.value.last_recorded == draft().recorded
    assert "立案" in str(caught.value)
    assert head(connection, AGENCY).size == 1
    record(draft(0, expected=1))
    with pytest.raises(StaleCase):
        record(draft(5, expected=1))


def test_同一批里_期望的序号按先后计() -> None:
    record(draft(0, expected=0), draft(0, expected=1))
    with pytest.raises(StaleCase) as caught:
        record(draft(0, expected=2), draft(0, expected=2))
    assert caught.value.actual == 3


def test_库中的唯一键拦下的_也报为已有新记录(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that did not see the newest entry, as when a lock was not taken."""
    record(draft(0))
    from mingjing.journal import store

    blind = {v: (s[0].replace("agency =", "agency <>"), *s[1:]) for v, s in store._SQL.items()}
    monkeypatch.setattr(store, "_SQL", blind)
    with pytest.raises(StaleCase) as caught:
        record(draft(0, expected=1))
    assert caught.value.actual is None
    assert head(connection, AGENCY).size == 1


def test_记录时间倒退_不记() -> None:
    record(draft(0, recorded="2026-03-02T10:00:00+08:00"))
    with pytest.raises(ClockBehind, match="检查服务器时间"):
        record(draft(1, recorded="2026-03-02T09:59:59.999999+08:00"))
    with pytest.raises(ClockBehind):
        record(draft(1, recorded="2026-03-02T11:00:00+08:00"), draft(1, recorded="2026-03-02T10:30:00+08:00"))
    record(draft(1, recorded="2026-03-02T10:00:00+08:00"))
    record(draft(1, recorded="2026-03-02T10:00:00.000001+08:00"))
    record(draft(1, agency=OTHER, recorded="2026-03-01T10:00:00+08:00"))
    assert head(connection, AGENCY).recorded == "2026-03-02T10:00:00.000001+08:00"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"recorded": "2026-03-02 09:30"}, "记录时间"),
        ({"recorded": "2026-03-02T09:30:00Z"}, "记录时间"),
        ({"occurred": "2026-02-30T09:30:00+08:00"}, "发生时间不存在"),
        ({"occurred": "2026-03-02T09:30:00+08:00\n"}, "发生时间"),
        ({"entrance": "door"}, "入口"),
        ({"agency": "../x"}, "机关编号"),
        ({"agency": ""}, "机关编号"),
        ({"agency": "QX"}, "机关编号"),
        ({"kind": ""}, "环节名称"),
        ({"kind": "甲\x00"}, "环节名称"),
        ({"pack": "abc"}, "规则包"),
        ({"body": {"数": float("nan")}}, "记录内容"),
    ],
)
def test_不能记录的草稿_说明缘由_什么也没写(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        record(draft(0), draft(1, **changes))
    assert head(connection, AGENCY).size == 0


def test_事务回滚_记录与密封内容都不在() -> None:
    with pytest.raises(RuntimeError, match="反悔"), transaction.atomic():
        stored = append(connection, [draft(0, content=b"secret")])
        raise RuntimeError("反悔")
    assert head(connection, AGENCY).size == 0
    assert contents(connection, AGENCY, [stored[0].entry.sealed]) == {}


def test_不在事务之中_不追加() -> None:
    with ThreadPoolExecutor(1) as other_thread:  # there the connection is outside this test's transaction
        outcome = other_thread.submit(append, connection, [draft()])
        with pytest.raises(RuntimeError, match="事务"):
            outcome.result()
    assert head(connection, AGENCY).size == 0


def test_密封内容另存_记录中只有加盐的承诺() -> None:
    plain, sealed, empty = record(draft(0), draft(0, content="姓名 某某".encode()), draft(0, content=b""))
    assert plain.entry.sealed == ""
    assert "某某".encode() not in sealed.data
    found = contents(connection, AGENCY, [s.entry.sealed for s in (plain, sealed, empty)])
    assert {bond: c.data for bond, c in found.items()} == {
        sealed.entry.sealed: "姓名 某某".encode(),
        empty.entry.sealed: b"",
    }
    for bond, content in found.items():
        assert commitment(content.salt, content.data).hex() == bond
        assert content.salt.hex() not in (sealed.entry.salt, empty.entry.salt)
    assert contents(connection, OTHER, found) == {}


def test_数据库自身的错误_照实报出() -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE journal_entry RENAME TO journal_gone")
        append(connection, [draft()])
    assert not isinstance(caught.value, IntegrityError)
