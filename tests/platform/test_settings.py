"""C1: safe when nothing is set; each opening is refused or named."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.platform.database import BadDatabaseURL, databases, postgresql

SOURCE = str(Path(__file__).parents[2] / "src")

_PRINT = """
import json
from mingjing.platform import settings as s
print(json.dumps({name: getattr(s, name) for name in dir(s) if name.isupper()}, default=str))
"""


def _settings(folder: Path, **environment: str) -> dict[str, object]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_"))}
    run = subprocess.run(
        [sys.executable, "-c", _PRINT],
        env=clean | {"MINGJING_DATA": str(folder), "PYTHONPATH": SOURCE} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


def _run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *words],
        env=clean | {"MINGJING_DATA": str(folder), "PYTHONPATH": SOURCE} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_什么都不设_也是安全的(tmp_path):
    found = _settings(tmp_path)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["MINGJING_DEMO"] is False and found["MINGJING_SECOND_FACTOR"] is True
    assert found["MINGJING_IDLE_MINUTES"] == 15 and found["MINGJING_SESSION_HOURS"] == 10
    assert found["SESSION_COOKIE_HTTPONLY"] is True and found["SECURE_PROXY_SSL_HEADER"] is None
    assert not any("admin" in app for app in found["INSTALLED_APPS"])
    secret = tmp_path / "keys" / "django-secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600 and len(secret.read_text()) == 64
    assert stat.S_IMODE(secret.parent.stat().st_mode) == 0o700
    assert _settings(tmp_path)["SECRET_KEY"] == secret.read_text()


def test_有HTTPS时_Cookie名带Host前缀(tmp_path):
    found = _settings(tmp_path, MINGJING_TLS="1", MINGJING_HOSTS="zf.example.cn", MINGJING_PROXIES="10.0.0.5")
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-") and found["CSRF_COOKIE_NAME"].startswith(
        "__Host-"
    )
    assert (
        found["SESSION_COOKIE_SECURE"]
        and found["CSRF_COOKIE_SECURE"]
        and found["SECURE_HSTS_SECONDS"] >= 31536000
    )
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://zf.example.cn"]


def test_Django的部署检查没有意见(tmp_path):
    run = _run(
        tmp_path,
        "-m",
        "django",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        MINGJING_TLS="1",
        MINGJING_HOSTS="zf.example.cn",
        DJANGO_SETTINGS_MODULE="mingjing.platform.settings",
    )
    assert run.returncode == 0, run.stderr


def test_密钥文件可被他人读取_不启动(tmp_path):
    _settings(tmp_path)
    (tmp_path / "keys" / "django-secret").chmod(0o644)
    run = _run(tmp_path, "-m", "mingjing.platform.cli", "doctor")
    assert run.returncode == 2 and "可被他人读取" in run.stderr and "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "url, said",
    [
        ("mysql://a", "应以 postgresql:// 开头"),
        ("postgresql://host", "缺少数据库名"),
        ("postgresql://u:secret@host/a/b", "缺少数据库名"),
        ("postgresql://u:secret@host:x/a", "端口不是数字"),
    ],
)
def test_数据库地址写错_说清楚_不带出密码(url, said):
    with pytest.raises(BadDatabaseURL, match=said) as refusal:
        postgresql(url)
    assert "secret" not in str(refusal.value)


def test_数据库地址里的各部分():
    both = databases(Path("d"), "postgresql://u%40x:p%2Fw@db.example:6432/zf?sslmode=verify-full", "")
    assert {key: both["default"][key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "u@x",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "NAME": "zf",
    }
    assert both["default"]["OPTIONS"]["sslmode"] == "verify-full"
    assert both["portal"]["NAME"] == "zf_portal"
    own = databases(Path("d"), "postgresql:///zf", "postgresql://reader@other/gs")
    assert (own["portal"]["NAME"], own["portal"]["HOST"], own["default"]["HOST"]) == ("gs", "other", "")
