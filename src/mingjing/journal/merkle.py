"""The Merkle tree over leaf hashes: root, proofs, and their checks. Source: RFC 9162, 2.1.

A tree is asked through `Nodes`: a function giving the hash of a complete subtree, so that the same code
works over a list in memory and over stored tiles. `height` 0 is the leaves; the subtree (height, index)
covers leaves index * 2**height up to (index + 1) * 2**height.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

Nodes = Callable[[int, int], bytes]

EMPTY_ROOT: Final = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def complete_root(hashes: Sequence[bytes]) -> bytes:
    """Root over a power of two of hashes that stand side by side."""
    level = list(hashes)
    while len(level) > 1:
        pairs = iter(level)
        level = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return level[0]


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Nodes over leaf hashes in memory; each is computed once."""
    known: dict[tuple[int, int], bytes] = {}

    def node(height: int, index: int) -> bytes:
        if height == 0:
            return leaves[index]
        found = known.get((height, index))
        if found is None:
            found = node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))
            known[height, index] = found
        return found

    return node


def root(size: int, nodes: Nodes) -> bytes:
    """Root of the tree over the first `size` leaves."""
    return range_root(0, size, nodes) if size else EMPTY_ROOT


def range_root(start: int, end: int, nodes: Nodes) -> bytes:
    """Root over leaves start..end, where start is a multiple of the largest power of two below the width."""
    width = end - start
    peaks = []
    for height in range(width.bit_length() - 1, -1, -1):
        if width >> height & 1:
            peaks.append(nodes(height, start >> height))
            start += 1 << height
    result = peaks.pop()
    while peaks:
        result = node_hash(peaks.pop(), result)
    return result


def _split(width: int) -> int:
    """The largest power of two smaller than the width (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, nearest the leaf first. Source: 2.1.3.1."""
    if not 0 <= index < size:
        raise ValueError(f"第 {index} 号叶不在大小为 {size} 的树中")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, nodes))
            end = middle
        else:
            path.append(range_root(start, middle, nodes))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `new`. Source: 2.1.4.1."""
    if not 0 < old <= new:
        raise ValueError(f"大小为 {old} 的树不能是大小为 {new} 的树的开头")
    path: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(middle, end, nodes))
            end = middle
        else:
            path.append(range_root(start, middle, nodes))
            start = middle
    if start:  # else the old tree is a complete subtree, whose root the verifier has already
        path.append(range_root(start, end, nodes))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf at `index` to the root of `size` leaves. Source: 2.1.3.2."""
    if not 0 <= index < size:
        return False
    place, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            result = node_hash(step, result)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            result = node_hash(result, step)
        place >>= 1
        last >>= 1
    return last == 0 and result == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows both roots to be of one log. Source: 2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place >>= 1
        last >>= 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            second = node_hash(second, step)
        place >>= 1
        last >>= 1
    return last == 0 and first == old_root and second == new_root
