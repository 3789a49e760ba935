"""Stored objects: once, whole, and found by nobody who lacks the key."""

import os
from pathlib import Path

import pytest

from mingjing.recording.store import Folder, ObjectDamaged, ObjectMissing


@pytest.fixture
def 库(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "objects", tmp_path / "keys")


def test_存入取出不变_再存是同一个(库: Folder):
    address = 库.put("qx-scjg", b"one")
    assert 库.put("qx-scjg", b"one") == address
    assert 库.get("qx-scjg", address) == b"one" and 库.exists("qx-scjg", address)
    assert len([p for p in 库.root.rglob("*") if p.is_file()]) == 1


def test_两机关的同一内容_地址不同(库: Folder):
    assert 库.put("qx-scjg", b"one") != 库.put("qx-sfj", b"one")


def test_改一个字节_取时发现(库: Folder):
    address = 库.put("qx-scjg", b"one")
    path = next(p for p in 库.root.rglob(address))
    os.chmod(path, 0o600)
    path.write_bytes(b"onf")
    with pytest.raises(ObjectDamaged):
        库.get("qx-scjg", address)
    with pytest.raises(ObjectDamaged):
        库.put("qx-scjg", b"one")
    assert path.read_bytes() == b"onf"


def test_不给他机关_不给没有的(库: Folder):
    address = 库.put("qx-scjg", b"one")
    for agency, wanted in (
        ("qx-sfj", address),
        ("qx-scjg", "0" * 64),
        ("qx-scjg", "../../keys/objects-qx-scjg"),
    ):
        with pytest.raises(ObjectMissing):
            库.get(agency, wanted)


@pytest.mark.parametrize("agency", ["", "..", "a/b", "A", "../keys"])
def test_机关编号不能带出文件夹(库: Folder, agency: str):
    with pytest.raises(ValueError):
        库.put(agency, b"one")


def test_对象只读(库: Folder):
    address = 库.put("qx-scjg", b"one")
    assert next(p for p in 库.root.rglob(address)).stat().st_mode & 0o777 == 0o400
