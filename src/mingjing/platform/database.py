"""Both databases from one setting, and the wall between the desk and the portal."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PORTAL = "portal"

# recursive_triggers: without it INSERT OR REPLACE walks past UPDATE and DELETE triggers.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-16000;"
)
BUSY_SECONDS = 20


class BadDatabaseURL(ValueError):
    """The address of the database cannot be used; the message names the setting."""


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of one SQLite file: durable at commit, writers take the lock at BEGIN."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgresql(url: str, setting: str = "MINGJING_DATABASE_URL") -> dict[str, Any]:
    """Settings of one PostgreSQL database from `postgresql://user:password@host:port/name?option=…`.

    An empty host means the local socket. Raises BadDatabaseURL without repeating the password.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadDatabaseURL(f"{setting} 应以 postgresql:// 开头，或不设（用 SQLite）")
    if not name or "/" in name:
        raise BadDatabaseURL(f"{setting} 缺少数据库名：postgresql://用户:密码@主机/数据库名")
    try:
        port = parts.port
    except ValueError as error:
        raise BadDatabaseURL(f"{setting} 的端口不是数字") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # prepare_threshold None: stays right behind a transaction pooler.
        "OPTIONS": {"connect_timeout": 5, "prepare_threshold": None, **dict(parse_qsl(parts.query))},
    }


def databases(data: Path, url: str, portal_url: str) -> dict[str, dict[str, Any]]:
    """The two aliases: `default`, and `portal`, which holds released copies only."""
    if not url:
        return {"default": sqlite(data / "mingjing.sqlite3"), PORTAL: sqlite(data / "portal.sqlite3")}
    default = postgresql(url)
    portal = postgresql(portal_url, "MINGJING_PORTAL_DATABASE_URL") if portal_url else postgresql(url)
    if not portal_url:
        portal["NAME"] += "_portal"
    return {"default": default, PORTAL: portal}


class PortalRouter:
    """Models of the app `portal` live in the portal's database, all others never do."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return PORTAL if model._meta.app_label == PORTAL else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return (one._meta.app_label == PORTAL) == (other._meta.app_label == PORTAL)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == PORTAL) == (db == PORTAL)


def adapted(connection: Any, values: Iterable[Any]) -> tuple[Any, ...]:
    """Parameters of a plain query in the form in which the ORM stores and compares them.

    SQLite keeps moments as text in UTC; a moment written in another form would sort and compare wrongly.
    """
    moment = connection.ops.adapt_datetimefield_value
    return tuple(moment(value) if isinstance(value, datetime) else value for value in values)
