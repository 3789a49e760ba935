"""Tiles: the tree cut into pieces of 256 hashes, named as files. Source: C2SP tlog-tiles."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from mingjing.journal.merkle import Nodes, complete_root

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
HASH_BYTES: Final = 32
_PATH: Final = re.compile(r"tile/(0|[1-9]\d?)/((?:x\d{3}/){0,6})(\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """The `place`-th tile of a level, counted from 0. `width` is 256 for a full tile."""

    level: int
    place: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The resource name, such as tile/0/x001/234 or tile/1/000.p/17."""
        digits = f"{self.place:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        return f"tile/{self.level}/{name}" + ("" if self.width == WIDTH else f".p/{self.width}")


def parse_path(path: str) -> Tile:
    """The tile of a resource name. Raises ValueError when it is not the one proper name of a tile."""
    match = _PATH.fullmatch(path)
    if match:
        level, upper, lower, width = match.groups()
        tile = Tile(int(level), int(upper.replace("x", "").replace("/", "") + lower), int(width or WIDTH))
        if tile.level <= 63 and (width is None or tile.width < WIDTH) and tile.path == path:
            return tile
    raise ValueError(f"不是哈希片的名称：{path!r}")


def partial_width(level: int, size: int) -> int:
    """Hashes in the level's last, partial tile of a tree of `size`; 0 = there is none."""
    return (size >> HEIGHT * level) % WIDTH


def full_tiles(level: int, size: int) -> int:
    """Number of full tiles at the level in a tree of `size`."""
    return size >> HEIGHT * (level + 1)


def in_tree(tile: Tile, size: int) -> bool:
    """Whether a tree of exactly this size consists of the tile, among others."""
    full = full_tiles(tile.level, size)
    if tile.width == WIDTH:
        return tile.place < full
    return tile.place == full and tile.width == partial_width(tile.level, size)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of this size, lowest level first."""
    level = 0
    while size >> HEIGHT * level:
        for place in range(full_tiles(level, size)):
            yield Tile(level, place)
        width = partial_width(level, size)
        if width:
            yield Tile(level, full_tiles(level, size), width)
        level += 1


def hashes(data: bytes) -> list[bytes]:
    """The hashes in a tile's bytes."""
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]


def nodes_from(read: Callable[[int, int, int, int], list[bytes]]) -> Nodes:
    """Nodes over tiles. `read(level, place, start, count)` gives that many hashes of one tile."""

    def node(height: int, index: int) -> bytes:
        level, inner = divmod(height, HEIGHT)
        first = index << inner
        return complete_root(read(level, first >> HEIGHT, first % WIDTH, 1 << inner))

    return node
