import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.journal.entry import leaf_hash
from mingjing.journal.merkle import nodes_of
from mingjing.journal.tiles import Tile, full_tiles, in_tree, nodes_from, parse_path, partial_width, tiles_of


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234), "tile/0/x001/234"),
        (Tile(2, 1234067), "tile/2/x001/x234/067"),
        (Tile(1, 1, 17), "tile/1/001.p/17"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
    ],
)
def test_片与名称_一一对应(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@settings(max_examples=60)
@given(st.integers(0, 63), st.integers(0, 2**60), st.integers(1, 256))
def test_任何片的名称_读回原片(level: int, place: int, width: int) -> None:
    tile = Tile(level, place, width)
    assert parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/entries/000", "tile/64/000", "tile/00/000", "tile/0/0", "tile/0/1000", "tile/0/x000/001",
        "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000/", "/tile/0/000", "tile/0/000\n",
        "tile/0/../000", "tile/-1/000", "tile/0/０００", "tile/0/" + "x001/" * 9 + "000", "",
    ],
)  # fmt: skip
def test_不是规范名称的_一律不认(path: str) -> None:
    with pytest.raises(ValueError, match="哈希片"):
        parse_path(path)


def test_七万条的树_由哪些片组成() -> None:
    tiles = list(tiles_of(70_000))
    partial = [(t.level, t.place, t.width) for t in tiles if t.width < 256]
    assert partial == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert sum(t.level == 0 and t.width == 256 for t in tiles) == 273
    assert sum(t.level == 1 and t.width == 256 for t in tiles) == 1
    assert [t.path for t in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]


@settings(max_examples=60)
@given(st.integers(0, 3000), st.integers(0, 3), st.integers(0, 12), st.integers(1, 256))
def test_片是否属于某大小的树_与逐一列出的一致(size: int, level: int, place: int, width: int) -> None:
    tiles = set(tiles_of(size))
    assert (Tile(level, place, width) in tiles) == in_tree(Tile(level, place, width), size)
    assert partial_width(level, size) + 256 * full_tiles(level, size) == size >> 8 * level


def test_从片读出的节点_与从叶算出的相同() -> None:
    leaves = [leaf_hash(b"%d" % i) for i in range(1024)]
    nodes = nodes_of(leaves)

    def read(level: int, place: int, start: int, count: int) -> list[bytes]:
        first = place * 256 + start
        return [nodes(8 * level, first + i) for i in range(count)]

    tiled = nodes_from(read)
    for height in range(11):
        for index in (0, (1024 >> height) - 1):
            assert tiled(height, index) == nodes(height, index)
