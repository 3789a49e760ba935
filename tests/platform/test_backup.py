"""TRU-02: backed up while the server works, restored elsewhere, verified; what is lost is named."""

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from mingjing.platform import manifest

ROOT = Path(__file__).parents[2]
URL = os.environ.get("MINGJING_DATABASE_URL", "")
ADD_ENTRY = (
    "import django; django.setup(); from django.conf import settings; from mingjing.platform import clock; "
    "from mingjing.casework.service import note; from mingjing.journal.seal import seal_all; "
    "note('qx-scjg', '备份之后', {}); assert seal_all(clock.now())"
)


@dataclass(frozen=True)
class 装置:
    """One installation: its data folder and, on PostgreSQL, its databases."""

    data: Path
    url: str = ""

    @property
    def 环境(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_"))}
        made = {"MINGJING_DATA": str(self.data), "MINGJING_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
        return {**kept, **made, "DJANGO_SETTINGS_MODULE": "mingjing.platform.settings"} | (
            {"MINGJING_DATABASE_URL": self.url} if self.url else {}
        )

    def 跑(self, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                *(
                    ["-c", words[0]]
                    if len(words) == 1 and " " in str(words[0])
                    else ["-m", "mingjing.platform.cli", *map(str, words)]
                ),
            ],
            env=self.环境 | environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def 名() -> Iterator[list[str]]:
    """Names of PostgreSQL databases to be dropped at the end."""
    names: list[str] = []
    yield names
    if URL:
        with psycopg.connect(URL.rsplit("/", 1)[0] + "/postgres", autocommit=True) as server:
            for name in names:
                for each in (name, f"{name}_portal"):
                    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} (FORCE)").format(sql.Identifier(each)))


def _新(folder: Path, 名: list[str]) -> 装置:
    if not URL:
        return 装置(folder)
    名.append(f"mjbk_{os.getpid()}_{len(名)}")
    return 装置(folder, f"{URL.rsplit('/', 1)[0]}/{名[-1]}")


@pytest.fixture(scope="module")
def 原装置(tmp_path_factory: pytest.TempPathFactory, 名: list[str]) -> 装置:
    """An installation with cases, documents and sealed logs."""
    made = _新(tmp_path_factory.mktemp("原") / "data", 名)
    run = made.跑("demo", "--cases", 2)
    assert run.returncode == 0, run.stderr
    return made


@pytest.fixture(scope="module")
def 备份(原装置: 装置) -> tuple[Path, Path]:
    """The folder and the key file of one backup."""
    folder, keys = 原装置.data.parent / "备份", 原装置.data.parent / "密钥"
    run = 原装置.跑("backup", folder, "--keys", keys)
    assert run.returncode == 0, run.stderr
    return folder, keys


@pytest.fixture
def 抄本(备份: tuple[Path, Path], tmp_path: Path) -> Path:
    shutil.copytree(备份[0], tmp_path / "抄本")
    return tmp_path / "抄本"


def test_备份_别处恢复_核验_没有不符(备份, tmp_path, 名):
    there = _新(tmp_path / "data", 名)
    run = there.跑("restore", 备份[0], "--keys", 备份[1])
    assert run.returncode == 0, run.stdout + run.stderr
    assert "核验完毕，没有不符" in run.stdout
    assert there.跑(ADD_ENTRY).returncode == 0, "恢复后应能接着记录和封存"
    again = there.跑("restore", 备份[0])
    assert again.returncode == 2 and "只恢复到空的" in again.stderr


def test_备份里没有密钥_密钥文件仅本人可读(备份, 原装置):
    folder, keys = 备份
    secrets = {path.read_bytes() for path in (原装置.data / "keys").iterdir() if path.suffix != ".vkey"}
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 or path.is_dir()
        assert not path.is_file() or not any(secret in path.read_bytes() for secret in secrets)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    in_data = 原装置.跑("backup", "--keys", 原装置.data / "密钥")
    assert in_data.returncode == 2 and "密钥不能和数据放在一处" in in_data.stderr
    inside = 原装置.跑("backup", folder.parent / "另", "--keys", folder.parent / "另" / "密钥")
    assert inside.returncode == 2 and "密钥不能和数据放在一处" in inside.stderr


def test_每个文件改一字节_删一个_添一个_都指出是哪个_什么都不恢复(抄本, tmp_path, 名):
    names = [path.relative_to(抄本).as_posix() for path in 抄本.rglob("*") if path.is_file()]
    there = _新(tmp_path / "data", 名)
    changed = [name for name in names if name != "manifest.json"]
    for name in changed:
        path = 抄本 / name
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data))
    (抄本 / "多出").write_text("x")
    (抄本 / changed[0]).unlink()
    lines = list(manifest.changes(抄本, manifest.read(抄本)))
    assert {line.split("：")[0] for line in lines} == {*changed, "多出"}
    assert any(line.startswith(changed[0]) and "缺失" in line for line in lines)
    run = there.跑("restore", 抄本)
    assert run.returncode == 1 and all(line in run.stderr for line in lines)
    assert not (there.data / "mingjing.sqlite3").exists() and not (there.data / "objects").exists()


def test_清单改一字节_也指出(抄本, tmp_path):
    path = 抄本 / "manifest.json"
    path.write_text(path.read_text().replace('"version": "0', '"version": "9'))
    run = 装置(tmp_path / "data", URL and URL.rsplit("/", 1)[0] + "/postgres").跑("restore", 抄本)
    assert run.returncode == 2 and "与它自己的摘要不符" in run.stderr


def test_没有清单的是中断的备份_不恢复_也不接着写(抄本, 原装置, tmp_path):
    (抄本 / "manifest.json").unlink()
    run = 装置(tmp_path / "data", URL and URL.rsplit("/", 1)[0] + "/postgres").跑("restore", 抄本)
    assert run.returncode == 2 and "没有清单，是中断的备份" in run.stderr
    again = 原装置.跑("backup", 抄本)
    assert again.returncode == 2 and "中断的备份（没有清单）" in again.stderr


def test_备份中途被杀_留下的没有清单(原装置, tmp_path):
    folder = tmp_path / "备份"
    words = [sys.executable, "-m", "mingjing.platform.cli", "backup", str(folder)]
    child = subprocess.Popen(words, env=原装置.环境, cwd=ROOT)
    while child.poll() is None and not folder.exists():
        os.sched_yield()
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert folder.exists() and not (folder / "manifest.json").exists()


def test_恢复的是旧备份_签名者记得_指出缺哪些条_日志不再封存(原装置, 备份, tmp_path, 名):
    before = 原装置.跑("verify").stdout
    assert 原装置.跑(ADD_ENTRY).returncode == 0
    newer = tmp_path / "新密钥"
    assert 原装置.跑("backup", "--keys", newer).returncode == 0
    there = _新(tmp_path / "data", 名)
    run = there.跑("restore", 备份[0], "--keys", newer)
    assert run.returncode == 1
    entries = int(before.split("qx-scjg：")[1].split(" ")[0])
    assert f"恢复后有 {entries} 条，缺第 {entries + 1} 至 {entries + 1} 条" in run.stdout
    sealing = there.跑(
        "import django; django.setup(); from mingjing.journal.seal import seal_all; "
        "from mingjing.platform import clock; print(seal_all(clock.now()))"
    )
    assert "SealRefused" in sealing.stdout and f"缺第 {entries + 1} 至" in sealing.stdout


def test_没有密钥的恢复_说出要先恢复密钥(备份, tmp_path, 名):
    there = _新(tmp_path / "data", 名)
    run = there.跑("restore", 备份[0])
    assert run.returncode == 1 and "先恢复密钥备份" in run.stdout
    assert there.跑("restore", "--keys", 备份[1]).returncode == 0
    assert there.跑("verify").returncode == 0
    again = there.跑("restore", "--keys", 备份[1])
    assert again.returncode == 2 and "不覆盖" in again.stderr


def test_口令加密的密钥文件_口令不对或改一字节打不开(原装置, tmp_path):
    file, right = tmp_path / "密钥", {"MINGJING_KEYS_PASSPHRASE": "qing-xi-2031-mima"}
    assert 原装置.跑("backup", "--keys", file, **right).returncode == 0
    for path in (原装置.data / "keys").iterdir():
        assert path.read_bytes() not in file.read_bytes()
    there = replace(原装置, data=tmp_path / "data")
    wrong = there.跑("restore", "--keys", file, MINGJING_KEYS_PASSPHRASE="bu-dui-de-kouling")
    assert wrong.returncode == 2 and "口令不对" in wrong.stderr
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    (tmp_path / "改过").write_bytes(bytes(data))
    assert there.跑("restore", "--keys", tmp_path / "改过", **right).returncode == 2
    assert there.跑("restore", "--keys", file, **right).returncode == 0
    same = {path.name: path.read_bytes() for path in (原装置.data / "keys").iterdir()}
    assert {path.name: path.read_bytes() for path in (there.data / "keys").iterdir()} == same


def test_写不下_一行说清_没有清单(原装置, tmp_path):
    folder = tmp_path / "备份"
    run = subprocess.run(
        [sys.executable, "-m", "mingjing.platform.cli", "backup", str(folder)],
        env=原装置.环境,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)),
    )
    assert run.returncode == 2 and run.stderr.count("\n") == 1, run.stderr
    assert not (folder / "manifest.json").exists()


@pytest.mark.sqlite
def test_备份时有人不断写入_抄本是一个时刻的全貌(原装置, tmp_path):
    many = (
        "import django; django.setup()\nfrom mingjing.casework.service import note\n"
        "while True: note('qx-scjg', '不断写入', {})"
    )
    writer = subprocess.Popen([sys.executable, "-c", many], env=原装置.环境, cwd=ROOT)
    try:
        path = 原装置.data / "mingjing.sqlite3"
        start = _条数(path)
        while _条数(path) == start:
            assert writer.poll() is None
        assert 原装置.跑("backup", tmp_path / "备份", "--keys", tmp_path / "密钥").returncode == 0
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    run = 装置(tmp_path / "data").跑("restore", tmp_path / "备份", "--keys", tmp_path / "密钥")
    assert run.returncode == 0, run.stdout + run.stderr


def _条数(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM journal_entry").fetchone()[0])
