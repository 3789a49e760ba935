from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from mingjing.journal import merkle
from mingjing.journal.checkpoint import open_checkpoint
from mingjing.journal.keys import KeyTrouble
from mingjing.journal.note import parse
from mingjing.journal.publish import public_checkpoint, public_key, public_tile, release_head
from mingjing.journal.seal import (
    SealRefused,
    consistency,
    inclusion,
    key_folder,
    last_sealed,
    seal,
    seal_all,
)
from mingjing.journal.store import head
from mingjing.journal.tiles import tiles_of
from tests.journal.samples import AGENCY, OTHER, draft, fill, record

pytestmark = pytest.mark.django_db


def 库里(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def 去触发器(table: str) -> None:
    if connection.vendor == "sqlite":
        库里(f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete")
    else:
        库里(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_没有记录的日志_不封存() -> None:
    now = datetime.fromisoformat("2026-03-02T18:00:00+08:00")
    assert seal(AGENCY, now) is None
    assert inclusion(AGENCY, 0) is None


def test_封存所签_是全部记录的根_没有新记录则不再签(now: datetime) -> None:
    leaves = [s.hash for s in fill(5)]
    sealed = seal(AGENCY, now)
    assert sealed is not None
    assert (sealed.number, sealed.size, sealed.made) == (0, 5, "2026-03-02T18:00:00+08:00")
    assert sealed.root == merkle.root(5, merkle.nodes_of(leaves))
    found = open_checkpoint(sealed.note, f"mingjing.local/log/{AGENCY}", key_folder(AGENCY).verifiers())
    assert (found.size, found.root) == (5, sealed.root)
    assert seal(AGENCY, now + timedelta(hours=1)) == sealed


def test_历次封存_各片齐全_每条可证_前后一致(now: datetime) -> None:
    sizes, leaves = (1, 2, 255, 256, 257, 600), []
    for size in sizes:
        leaves += [s.hash for s in fill(size - len(leaves))]
        sealed = seal(AGENCY, now)
        assert sealed is not None and sealed.size == size
    nodes = merkle.nodes_of(leaves)
    for size in sizes:
        sealed = last_sealed(connection, AGENCY, size=size)
        assert sealed is not None and sealed.root == merkle.root(size, nodes)
        for position in {0, size // 2, size - 1}:
            proof = inclusion(AGENCY, position, size=size)
            assert proof is not None and proof.note == sealed.note
            assert merkle.verify_inclusion(leaves[position], position, size, proof.proof, sealed.root)
    for old, new in pairwise(sizes):
        path = consistency(AGENCY, old, new)
        assert merkle.verify_consistency(old, new, merkle.root(old, nodes), merkle.root(new, nodes), path)
    assert inclusion(AGENCY, 600) is None
    assert inclusion(AGENCY, -1) is None


def test_积压很多时_分批入片_结果相同(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjing.journal.seal._TILES_A_TURN", 2)
    leaves = [s.hash for s in fill(256 * 5 + 3)]
    sealed = seal(AGENCY, now)
    assert sealed is not None and sealed.root == merkle.root(len(leaves), merkle.nodes_of(leaves))


def test_时钟倒退_不封存(now: datetime) -> None:
    record(draft(recorded="2026-03-02T17:00:00+08:00"))
    with pytest.raises(SealRefused, match="检查服务器时间"):
        seal(AGENCY, datetime.fromisoformat("2026-03-02T16:59:59+08:00"))
    seal(AGENCY, now)
    record(draft(recorded="2026-03-02T17:30:00+08:00"))
    with pytest.raises(SealRefused, match="检查服务器时间"):
        seal(AGENCY, now - timedelta(minutes=1))


def test_新记录的字节已被改_不封存(now: datetime) -> None:
    fill(3)
    去触发器("journal_entry")
    cut = "substr(bytes, 2)" if connection.vendor == "sqlite" else "substring(bytes from 2)"
    库里(f"UPDATE journal_entry SET bytes = {cut} WHERE position = 1")
    with pytest.raises(SealRefused, match="第 2 条（位置 1）字节与哈希不符"):
        seal(AGENCY, now)
    assert last_sealed(connection, AGENCY) is None


def test_已封存的部分被换过_不封存(now: datetime) -> None:
    fill(3)
    seal(AGENCY, now)
    去触发器("journal_entry")
    库里("DELETE FROM journal_entry")
    fill(4)
    with pytest.raises(SealRefused, match="前 3 条与已签出的检查点不一致"):
        seal(AGENCY, now)


@pytest.mark.parametrize("later", [0, 1, 5])
def test_恢复旧备份后_不在分叉上封存_说出缺哪些(now: datetime, later: int) -> None:
    """The database goes back to an older copy; what the signer remembers does not."""
    fill(3)
    seal(AGENCY, now)
    mark = transaction.savepoint()
    fill(2)
    seal(AGENCY, now)
    transaction.savepoint_rollback(mark)
    assert head(connection, AGENCY).size == 3
    fill(later)
    told = {0: "缺第 4 至 5 条", 1: "缺第 5 至 5 条", 5: "前 5 条与已签出的检查点不一致"}[later]
    with pytest.raises(SealRefused, match=told):
        seal(AGENCY, now)


def test_签出后未及入库_再封存即补上(now: datetime) -> None:
    """As when the machine stops between remembering and committing."""
    fill(3)
    mark = transaction.savepoint()
    first = seal(AGENCY, now)
    transaction.savepoint_rollback(mark)
    assert last_sealed(connection, AGENCY) is None
    again = seal(AGENCY, now)
    assert again == first
    assert last_sealed(connection, AGENCY) == first


def test_一个机关封存不成_不妨碍别的机关(now: datetime, 数据目录: Path) -> None:
    fill(3)
    fill(3, agency=OTHER)
    seal(OTHER, now)
    (数据目录 / "keys" / f"log-{OTHER}.pem").chmod(0o644)
    fill(1, agency=OTHER)
    done = seal_all(now)
    assert isinstance(done[OTHER], KeyTrouble)
    assert getattr(done[AGENCY], "size", None) == 3


def test_密钥文件只有本人可读_签过之后丢失不另造(now: datetime, 数据目录: Path) -> None:
    fill(1)
    seal(AGENCY, now)
    folder = 数据目录 / "keys"
    assert oct((folder / f"log-{AGENCY}.pem").stat().st_mode & 0o777) == "0o600"
    assert sorted(p.suffix for p in folder.iterdir()) == [".pem", ".signed", ".vkey"]
    (folder / f"log-{AGENCY}.pem").unlink()
    fill(1)
    with pytest.raises(KeyTrouble, match="缺失"):
        seal(AGENCY, now)


def test_密钥文件损坏或换了种类_说明缘由(now: datetime, 数据目录: Path) -> None:
    fill(1)
    folder = 数据目录 / "keys"
    folder.mkdir()
    path = folder / f"log-{AGENCY}.pem"
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(KeyTrouble, match="读不出"):
        seal(AGENCY, now)
    (folder / f"log-{AGENCY}.signed").write_text("{}")
    with pytest.raises(KeyTrouble, match="封存状态"):
        seal(AGENCY, now)


def test_封存状态文件丢失_不封存(now: datetime, 数据目录: Path) -> None:
    fill(1)
    seal(AGENCY, now)
    (数据目录 / "keys" / f"log-{AGENCY}.signed").unlink()
    fill(1)
    with pytest.raises(SealRefused, match="缺少封存状态文件"):
        seal(AGENCY, now)


def test_公众只见已公布的检查点与其各片(now: datetime) -> None:
    fill(300)
    assert release_head(AGENCY, now) is None
    seal(AGENCY, now)
    assert public_checkpoint(AGENCY) is None
    assert public_tile(AGENCY, "tile/0/000") is None
    released = release_head(AGENCY, now)
    assert released is not None and public_checkpoint(AGENCY) == released.note
    fill(300)
    seal(AGENCY, now)
    assert public_checkpoint(AGENCY) == released.note
    shown = {tile.path for tile in tiles_of(300)}
    for tile in [*tiles_of(300), *tiles_of(600), *tiles_of(599)]:
        found = public_tile(AGENCY, tile.path)
        assert (found is not None) == (tile.path in shown), tile.path
        assert found is None or len(found) == 32 * tile.width
    newer = release_head(AGENCY, now)
    assert newer is not None and public_checkpoint(AGENCY) == newer.note
    assert public_tile(AGENCY, "tile/0/001.p/44") is not None, "旧检查点的片仍在"
    assert public_tile(AGENCY, "tile/0/001") is not None


def test_凭公开的片与公钥_外人自己算得出同一个根(now: datetime) -> None:
    fill(700)
    seal(AGENCY, now)
    release_head(AGENCY, now)
    note = public_checkpoint(AGENCY)
    assert note is not None
    from mingjing.journal.note import parse_verifier

    keys = [parse_verifier(line) for line in public_key(AGENCY).splitlines()]
    head_ = open_checkpoint(note, f"mingjing.local/log/{AGENCY}", keys)
    leaves: list[bytes] = []
    for tile in tiles_of(head_.size):
        data: Any = public_tile(AGENCY, tile.path)
        if tile.level == 0:
            leaves += [data[i : i + 32] for i in range(0, len(data), 32)]
    assert merkle.root(head_.size, merkle.nodes_of(leaves)) == head_.root
    assert len(parse(note).signatures) == 1


@pytest.mark.parametrize(
    "path",
    ["tile/entries/000", "tile/entries/000.p/5", "tile/0/000.p/5", "checkpoint", "../keys", "tile/63/999"],
)
def test_记录本身与别的名称_公众取不到(path: str, now: datetime) -> None:
    fill(6)
    seal(AGENCY, now)
    release_head(AGENCY, now)
    assert public_tile(AGENCY, path) is None
    assert public_tile(OTHER, "tile/0/000.p/6") is None
    assert public_tile(AGENCY, "tile/0/000.p/6") is not None
