"""Resident memory of the server process after its pages were read, with the demo loaded."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

AIM = 200


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    environment = {
        **os.environ,
        "MINGJING_DATA": str(folder / "demo"),
        "MINGJING_DEMO": "1",
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "mingjing.platform.settings",
    }
    command = [sys.executable, "-m", "mingjing.platform.cli"]
    subprocess.run([*command, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*command, "serve"], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, server)
        for _ in range(40):
            for path in ("/", "/account/login/"):
                urlopen(f"http://127.0.0.1:{port}{path}", timeout=20).read()
        largest = max(_resident(pid) for pid in _family(server.pid))
        yield "一个进程常驻内存（演示数据）", f"{largest:.0f} MB", f"目标 {AIM} MB", f"{largest / AIM:.2f}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=2).read()
            return
        except (URLError, OSError):
            continue
    raise RuntimeError("服务没有起来")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(each) for each in children.read_text().split()] if children.exists() else []
    return [pid, *(each for child in below for each in _family(child))]


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
