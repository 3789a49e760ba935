"""Acknowledged means there: a writer is killed at any moment, and nothing it acknowledged is lost."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 6


@pytest.fixture
def 库(tmp_path: Path) -> Iterator[str]:
    """Address of a database for this test alone; "" = SQLite in the test's folder."""
    url = os.environ.get("MINGJING_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name, parts = f"test_kill_{os.getpid()}", urlsplit(url)
    place = f"{parts.scheme}://{parts.netloc}"
    url = f"{place}/postgres"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    yield f"{place}/{name}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def 另起进程(mode: str, folder: Path, url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journal.kill_child", mode, str(folder), url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_随时杀死写入进程_凡已回执的都在_查验无误(tmp_path: Path, 库: str) -> None:
    assert 另起进程("migrate", tmp_path, 库).wait(120) == 0
    acknowledged, sealed, rounds = -1, 0, random.Random(20260302)
    for _ in range(ROUNDS):
        writer = 另起进程("append", tmp_path, 库)
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(rounds.randint(1, 40))]
        writer.kill()
        lines += writer.stdout.readlines()
        assert writer.wait(60) == -9
        positions = [int(line) for line in lines if line.strip().isdigit()]
        assert positions and positions[0] > acknowledged
        assert positions == list(range(positions[0], positions[0] + len(positions)))
        acknowledged = positions[-1]
        sealed = max([sealed, *(int(line.split()[1]) + 1 for line in lines if line.startswith("sealed "))])

        checker = 另起进程("check", tmp_path, 库)
        told, _ = checker.communicate(timeout=120)
        entries, size, faults = told.split(" ", 2)
        assert faults.strip() == "[]"
        assert int(entries) in (acknowledged + 1, acknowledged + 2), "至多多出一条未及回执的"
        assert int(size) == int(entries) >= sealed


def test_几个进程抢写同一案件_一个序号只有一个写成_不漏不重(tmp_path: Path, 库: str) -> None:
    assert 另起进程("migrate", tmp_path, 库).wait(120) == 0
    writers = [另起进程("race", tmp_path, 库) for _ in range(3)]
    told = [writer.communicate(timeout=120)[0].split() for writer in writers]
    assert [int(done) for done, _ in told] == [40, 40, 40]
    checked, _ = 另起进程("check", tmp_path, 库).communicate(timeout=120)
    assert checked.split(" ", 2) == ["120", "120", "[]\n"]
