from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.entry import (
    VERSION,
    Entry,
    UnreadableEntry,
    commitment,
    decode,
    encode,
    instant,
    leaf_hash,
    upcast,
)

平常值 = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3),
    max_leaves=8,
)


def 一条(**changes: Any) -> Entry:
    fields: dict[str, Any] = {
        "agency": "qx-scjg",
        "position": 41,
        "case": "01HX0000000000000000000001",
        "version": 3,
        "kind": "作出处罚决定",
        "occurred": "2026-03-02T09:30:00+08:00",
        "recorded": "2026-03-02T09:31:00+08:00",
        "by": ("甲", "乙"),
        "capacity": "agency_head",
        "entrance": "page",
        "pack": "a" * 64,
        "body": {"罚款": 50000, "依据": ["行政处罚法第五十八条"]},
        "sealed": "",
        "previous": "b" * 64,
        "salt": "c" * 32,
    }
    return Entry(**{**fields, **changes})


@settings(max_examples=60)
@given(body=st.dictionaries(st.text(st.characters(codec="utf-8")), 平常值, max_size=4))
def test_写出再读回_内容不变_字节也不变(body: dict[str, Any]) -> None:
    entry = 一条(body=body)
    data = encode(entry)
    assert decode(data) == entry
    assert encode(decode(data)) == data


def test_键的先后不同_字节相同() -> None:
    assert encode(一条(body={"甲": 1, "乙": 2})) == encode(一条(body={"乙": 2, "甲": 1}))


def test_叶哈希_是零字节加原字节的摘要() -> None:
    data = encode(一条())
    assert leaf_hash(data) == sha256(b"\x00" + data).digest()


def test_任一字段变动_哈希即变() -> None:
    plain = leaf_hash(encode(一条()))
    changed = {
        name: value + 1 if isinstance(value, int) else (*value, "丙") if isinstance(value, tuple) else
        {**value, "另": 1} if isinstance(value, dict) else value + "0"
        for name, value in msgspec.structs.asdict(一条()).items()
    }  # fmt: skip
    for name, value in changed.items():
        assert leaf_hash(encode(一条(**{name: value}))) != plain, name


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), {1: 2}, {"甲", "乙"}, datetime(2026, 3, 2, tzinfo=UTC), b"bytes", "\ud800"],
    ids=repr,
)
def test_不是平常值的内容_不能写成记录(value: object) -> None:
    with pytest.raises(ValueError, match="记录内容"):
        encode(一条(body={"深": {"处": [value]}}))


def test_未知字段_缺字段_坏字节_都读不出() -> None:
    fields = msgspec.json.decode(encode(一条()))
    for broken in (
        {**fields, "多": 1},
        {k: v for k, v in fields.items() if k != "salt"},
        {**fields, "position": "41"},
    ):
        with pytest.raises(UnreadableEntry):
            decode(msgspec.json.encode(broken))
    for data in (b"", b"{", b"\xff", encode(一条())[:-1]):
        with pytest.raises(UnreadableEntry):
            decode(data)


def test_没有升级办法的格式版本_读不出() -> None:
    fields = msgspec.json.decode(encode(一条()))
    for version in (0, VERSION + 1):
        with pytest.raises(UnreadableEntry, match=f"格式版本 {version}"):
            decode(msgspec.json.encode({**fields, "v": version}))


def test_旧格式_逐级升到今天的格式() -> None:
    steps = {
        VERSION - 2: lambda fields: {**fields, "v": VERSION - 1, "甲": 1},
        VERSION - 1: lambda fields: {**fields, "v": VERSION, "乙": fields["甲"] + 1},
    }
    assert upcast({"v": VERSION - 2}, steps) == {"v": VERSION, "甲": 1, "乙": 2}


def test_承诺随盐与内容而变_与叶哈希不相混() -> None:
    salt = bytes(range(16))
    bond = commitment(salt, b"content")
    assert bond == commitment(salt, b"content")
    assert bond not in (
        commitment(bytes(16), b"content"),
        commitment(salt, b"contents"),
        leaf_hash(salt + b"content"),
        sha256(salt + b"content").digest(),
    )
    with pytest.raises(ValueError, match="16 字节"):
        commitment(salt + b"c", b"ontent")


def test_时刻写成东八区_没有时区的不收() -> None:
    assert instant(datetime(2026, 3, 2, 1, 30, tzinfo=UTC)) == "2026-03-02T09:30:00+08:00"
    with pytest.raises(ValueError, match="时区"):
        instant(datetime(2026, 3, 2, 1, 30))
