"""The server: one process, several threads, plain HTTP on loopback or TLS."""

import ipaddress
import os
import socket
from pathlib import Path

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mingjing.platform.command import Unusable


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_address(host: str, port: int) -> None:
    """Raises Unusable when plain HTTP would leave this machine, or when the port is taken."""
    if not _is_loopback(host) and not settings.MINGJING_TLS:
        raise Unusable(f"不在 {host} 上提供明文访问：设 MINGJING_TLS=1 并由 HTTPS 代理转来，或只用 127.0.0.1")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unusable(f"端口 {port} 用不了（{error.strerror}），换一个：PORT=8001") from error


def run(host: str, port: int, threads: int, background: bool = True) -> None:
    """Serves until it is told to stop."""
    check_address(host, port)
    os.environ["MINGJING_BACKGROUND"] = "1" if background else "0"
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    print(f"已启动。公示平台 {base}/　工作台 {base}{settings.LOGIN_REDIRECT_URL}　按 Ctrl+C 停止", flush=True)
    Granian(
        "mingjing.platform.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        backpressure=max(64, threads * 8),
        log_access=False,
        log_level=LogLevels.error,
        working_dir=Path.cwd(),
        respawn_failed_workers=True,
    ).serve()
