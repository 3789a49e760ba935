"""The right edge of a growing tree: leaf hashes in, full tiles and the root at any moment out.

Holds at most 255 hashes a level, so a log of any length is checked in flat memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from mingjing.journal.merkle import EMPTY_ROOT, complete_root, node_hash
from mingjing.journal.tiles import WIDTH, Tile


@dataclass(slots=True)
class _Level:
    hashes: list[bytes] = field(default_factory=list)
    peaks: list[bytes] = field(default_factory=list)
    tiles: int = 0


@dataclass(frozen=True, slots=True)
class FullTile:
    """A tile that has just become full: its name, its bytes, and the root over them."""

    tile: Tile
    data: bytes
    root: bytes


class Edge:
    """A tree of `size` leaves, of which only the edge is kept."""

    __slots__ = ("_levels", "size")

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[_Level] = [_Level()]

    def push(self, leaf: bytes) -> Sequence[FullTile]:
        """Add the leaf hash; the tiles that it fills, lowest level first."""
        self.size += 1
        level = self._levels[0]
        count = len(level.hashes)
        level.hashes.append(leaf)
        peaks = level.peaks
        while count & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            count >>= 1
        peaks.append(leaf)
        return self._filled() if len(level.hashes) == WIDTH else ()

    def extend(self, leaves: Sequence[bytes]) -> Sequence[FullTile]:
        """Add many leaf hashes; the tiles that they fill."""
        level = self._levels[0]
        if len(leaves) == WIDTH and not level.hashes:  # a whole tile at once, at half the cost
            self.size += WIDTH
            level.hashes, level.peaks = list(leaves), [complete_root(leaves)]
            return self._filled()
        return [full for leaf in leaves for full in self.push(leaf)]

    def _filled(self) -> list[FullTile]:
        filled = []
        number = 0
        while len(self._levels[number].hashes) == WIDTH:
            level = self._levels[number]
            root = level.peaks[0]
            filled.append(FullTile(Tile(number, level.tiles), b"".join(level.hashes), root))
            level.tiles += 1
            level.hashes, level.peaks = [], []
            number += 1
            if number == len(self._levels):
                self._levels.append(_Level())
            above = self._levels[number]
            count = len(above.hashes)
            above.hashes.append(root)
            while count & 1:
                root = node_hash(above.peaks.pop(), root)
                count >>= 1
            above.peaks.append(root)
        return filled

    def root(self) -> bytes:
        """Root over all leaves so far."""
        result: bytes | None = None
        for level in self._levels:
            for peak in reversed(level.peaks):
                result = peak if result is None else node_hash(peak, result)
        return EMPTY_ROOT if result is None else result
