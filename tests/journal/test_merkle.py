from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.edge import Edge
from mingjing.journal.entry import leaf_hash
from mingjing.journal.merkle import (
    consistency_proof,
    inclusion_proof,
    node_hash,
    nodes_of,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(b"%d" % i) for i in range(300)]
NODES = nodes_of(LEAVES)
ROOTS = [root(size, NODES) for size in range(301)]


def 照定义算(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word: the slow second opinion."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(照定义算(leaves[:k]), 照定义算(leaves[k:]))


def test_根与定义一致_各种大小() -> None:
    assert [照定义算(LEAVES[:size]) for size in range(301)] == ROOTS


def test_根与证书透明日志的公开数例一致() -> None:
    inputs = " 00 10 2021 3031 40414243 5051525354555657 606162636465666768696a6b6c6d6e6f"
    leaves = [leaf_hash(bytes.fromhex(text)) for text in inputs.split(" ")]
    assert leaves[0].hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    whole = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root(8, nodes_of(leaves)).hex() == whole


@pytest.mark.parametrize("size", [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257, 300])
def test_每一叶的包含证明成立_不能证明别处(size: int) -> None:
    for index in range(size):
        proof = inclusion_proof(index, size, NODES)
        assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
        assert not verify_inclusion(LEAVES[index - 1], index, size, proof, ROOTS[size]) or size == 1
        assert not verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size - 1])
        assert not verify_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]], ROOTS[size])
        assert not proof or not verify_inclusion(LEAVES[index], index, size, proof[:-1], ROOTS[size])


@pytest.mark.parametrize("new", [*range(1, 40), 64, 65, 129, 256, 257, 300])
def test_任何先后两棵树的一致证明成立_不能证明别的树(new: int) -> None:
    for old in range(1, new + 1):
        proof = consistency_proof(old, new, NODES)
        assert verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)
        assert not verify_consistency(old, new, ROOTS[old - 1], ROOTS[new], proof)
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new - 1], proof)
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], [*proof, LEAVES[0]])
        assert not proof or not verify_consistency(old, new, ROOTS[old], ROOTS[new], proof[:-1])


@settings(max_examples=80)
@given(data=st.data(), size=st.integers(2, 300))
def test_证明改动一位_即不成立(data: st.DataObject, size: int) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size - 1))
    for proof, holds in (
        (
            inclusion_proof(index, size, NODES),
            lambda p: verify_inclusion(LEAVES[index], index, size, p, ROOTS[size]),
        ),
        (
            consistency_proof(old, size, NODES),
            lambda p: verify_consistency(old, size, ROOTS[old], ROOTS[size], p),
        ),
    ):
        place = data.draw(st.integers(0, len(proof) - 1))
        bit = data.draw(st.integers(0, 255))
        step = (int.from_bytes(proof[place], "big") ^ 1 << bit).to_bytes(32, "big")
        assert holds(proof)
        assert not holds([*proof[:place], step, *proof[place + 1 :]])


def test_超出范围的证明_不作也不认() -> None:
    for index, size in ((-1, 5), (5, 5), (0, 0)):
        with pytest.raises(ValueError, match="不在"):
            inclusion_proof(index, size, NODES)
        assert not verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])
    for old, new in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="开头"):
            consistency_proof(old, new, NODES)
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], [])
    assert not verify_consistency(3, 3, ROOTS[3], ROOTS[3], [LEAVES[0]])


@settings(max_examples=30)
@given(st.lists(st.integers(1, 300), max_size=8))
def test_边缘_无论怎样分批加入_根都相同(parts: list[int]) -> None:
    edge, taken = Edge(), 0
    for part in parts:
        edge.extend(LEAVES[taken : taken + part])
        taken = min(taken + part, 300)
        assert (edge.size, edge.root()) == (taken, ROOTS[taken])


def test_边缘_过二百五十六的平方_根与片都对() -> None:
    size = 256 * 256 + 300
    leaves = [sha256(b"%d" % i).digest() for i in range(size)]
    edge = Edge()
    filled = list(edge.extend(leaves[:256]))
    for leaf in leaves[256:]:
        filled.extend(edge.push(leaf))
    nodes = nodes_of(leaves)
    assert edge.root() == root(size, nodes)
    assert [full.tile.path for full in filled if full.tile.level] == ["tile/1/000"]
    assert len(filled) == 258
    top = next(full for full in filled if full.tile.level)
    assert top.data == b"".join(nodes(8, i) for i in range(256))
    assert top.root == nodes(16, 0)
