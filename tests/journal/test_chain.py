from typing import Any

import pytest

from mingjing.journal.chain import Broken, first_break
from mingjing.journal.entry import Entry, encode, leaf_hash

案 = "01HX0000000000000000000001"


def 一链(count: int, **changes: dict[int, Any]) -> list[tuple[bytes, bytes]]:
    """`changes`: field -> {version: other value}."""
    chain: list[tuple[bytes, bytes]] = []
    for version in range(1, count + 1):
        fields: dict[str, Any] = {
            "agency": "qx-scjg",
            "position": version * 10,
            "case": 案,
            "version": version,
            "kind": "现场检查",
            "occurred": "2026-03-02T09:30:00+08:00",
            "recorded": f"2026-03-02T09:{30 + version}:00+08:00",
            "by": ("甲",),
            "capacity": "handler",
            "entrance": "page",
            "pack": "",
            "body": {},
            "sealed": "",
            "previous": chain[-1][1].hex() if chain else "",
            "salt": f"{version:032x}",
        }
        fields.update({name: values[version] for name, values in changes.items() if version in values})
        data = encode(Entry(**fields))
        chain.append((data, leaf_hash(data)))
    return chain


def 查(chain: list[tuple[bytes, bytes]]) -> Broken | None:
    return first_break("qx-scjg", 案, chain)


def test_完整的链_没有断处() -> None:
    assert 查([]) is None
    assert 查(一链(5)) is None


def test_抽走_调换_重复一步_都被发现() -> None:
    chain = 一链(5)
    assert 查([*chain[:1], *chain[2:]]) == Broken(2, "序号应为 2，实为 3")
    assert 查(chain[1:]) == Broken(1, "序号应为 1，实为 2")
    assert 查([chain[0], chain[2], chain[1], *chain[3:]]) == Broken(2, "序号应为 2，实为 3")
    assert 查([chain[0], *chain]) == Broken(2, "序号应为 2，实为 1")


def test_字节改一位_或哈希改一位_被发现() -> None:
    for part in (0, 1):
        chain = 一链(3)
        pair = list(chain[1])
        pair[part] = bytes([pair[part][0] ^ 1]) + pair[part][1:]
        chain[1] = (pair[0], pair[1])
        assert 查(chain) == Broken(2, "字节与哈希不符")


def test_换入另一条自洽的记录_后一步接不上() -> None:
    chain = 一链(4)
    chain[1] = 一链(2, kind={2: "立案"})[1]
    assert 查(chain) == Broken(3, "没有接上本案前一条记录")


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"case": {2: "01HX0000000000000000000002"}}, "属于"),
        ({"agency": {2: "qx-cgzf"}}, "属于"),
        ({"version": {2: 5}}, "序号应为 2，实为 5"),
        ({"previous": {2: "0" * 64}}, "没有接上"),
        ({"previous": {1: "0" * 64}}, "没有接上"),
        ({"position": {2: 10}}, "位置"),
        ({"recorded": {2: "2026-03-01T09:30:00+08:00"}}, "记录时间"),
    ],
)
def test_移来或错位的记录_被发现(changes: dict[str, dict[int, Any]], what: str) -> None:
    found = 查(一链(3, **changes))
    assert found is not None and what in found.what


def test_读不出的字节_被发现() -> None:
    found = 查([(b"{}", leaf_hash(b"{}"))])
    assert found is not None and "无法读取" in found.what
