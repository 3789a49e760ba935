"""Both databases copied at one moment while the server works, and put back into empty ones.

SQLite: the online backup of a read snapshot. PostgreSQL: pg_dump and pg_restore, which have to be installed.
The snapshots are opened while no log is being sealed, so they agree with what the signer remembers then.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connections, transaction

from mingjing.journal.seal import lock_seal
from mingjing.journal.tree import agencies
from mingjing.platform.command import Unusable
from mingjing.platform.database import PORTAL
from mingjing.platform.log import without_secrets
from mingjing.platform.manifest import LogHead

ALIASES: Final = ("default", PORTAL)
_ENDING: Final = {"sqlite": "sqlite3", "postgresql": "pgdump"}
_HEADS: Final = (
    "SELECT e.agency, e.position + 1, e.hash, coalesce(c.size, 0) FROM journal_entry e "
    "JOIN (SELECT agency, max(position) AS position FROM journal_entry GROUP BY agency) l "
    "ON l.agency = e.agency AND l.position = e.position "
    "LEFT JOIN (SELECT agency, max(size) AS size FROM journal_checkpoint GROUP BY agency) c "
    "ON c.agency = e.agency ORDER BY e.agency"
)


def file_name(alias: str, vendor: str) -> str:
    """Name of the copy of one database."""
    return f"{alias}.{_ENDING[vendor]}"


def require_tools() -> None:
    """Return when this kind of database can be copied here. Raises `Unusable`."""
    if connections["default"].vendor == "postgresql":
        for tool in ("pg_dump", "pg_restore"):
            if shutil.which(tool) is None:
                raise Unusable(f"没有 {tool}，不能备份和恢复 PostgreSQL：安装 postgresql-client 后再做")


def copy_databases(folder: Path, at_the_moment: Callable[[], None]) -> dict[str, LogHead]:
    """Copies of both as of one moment, in the folder; how far each log reaches in them.

    `at_the_moment` is called at that very moment and must be short: on SQLite nobody can write meanwhile.
    """
    require_tools()
    sqlite = connections["default"].vendor == "sqlite"
    return (_copy_sqlite if sqlite else _copy_postgresql)(folder, at_the_moment)


def _copy_sqlite(folder: Path, at_the_moment: Callable[[], None]) -> dict[str, LogHead]:
    with ExitStack() as stack:
        sources = {}
        with transaction.atomic():  # IMMEDIATE: nobody writes, so nobody seals
            for alias in ALIASES:
                path = Path(connections[alias].settings_dict["NAME"])
                if not path.is_file():
                    raise Unusable(f"没有数据库 {path}，没有可备份的")
                source = stack.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the snapshot begins here
                sources[alias] = source
            at_the_moment()
        heads = _heads(sources["default"].execute(_HEADS))
        for alias, source in sources.items():
            target = folder / file_name(alias, "sqlite")
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with closing(sqlite3.connect(target)) as copy:
                source.backup(copy)
            with target.open("rb") as stream:
                os.fsync(stream.fileno())
    return heads


def _copy_postgresql(folder: Path, at_the_moment: Callable[[], None]) -> dict[str, LogHead]:
    with ExitStack() as stack:
        held, names = {}, {}
        with transaction.atomic():
            for agency in agencies(connections["default"]):
                lock_seal(connections["default"], agency)
            for alias in ALIASES:
                held[alias] = stack.enter_context(_snapshot(alias))
                names[alias] = held[alias].execute("SELECT pg_export_snapshot()").fetchone()[0]
            at_the_moment()
        heads = _heads(held["default"].execute(_HEADS))
        for alias, name in names.items():
            target = folder / file_name(alias, "postgresql")
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            words = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
            _run([*words, f"--snapshot={name}", f"--file={target}"], alias)
            with target.open("rb") as stream:
                os.fsync(stream.fileno())
    return heads


@contextmanager
def _snapshot(alias: str) -> Iterator[Any]:
    """A connection of its own in a transaction whose view of the database stays as it is."""
    fresh = connections[alias].copy()
    try:
        fresh.connect()
        with closing(fresh.connection.cursor()) as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor
            cursor.execute("ROLLBACK")
    finally:
        fresh.close()


def require_empty() -> None:
    """Return when both databases hold nothing, making the missing ones. Raises `Unusable`."""
    from mingjing.platform.installation import make_missing

    require_tools()
    for alias in ALIASES:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            if Path(connection.settings_dict["NAME"]).exists():
                raise Unusable(f"数据库 {connection.settings_dict['NAME']} 已经存在，只恢复到空的地方")
            continue
        make_missing(alias)
        if tables := connection.introspection.table_names():
            name = connection.settings_dict["NAME"]
            raise Unusable(f"数据库 {name} 里已有 {len(tables)} 张表，只恢复到空的数据库")
        connection.close()


def put_back(folder: Path) -> None:
    """Fill the empty databases from the copies in the folder; the cases' own last."""
    for alias in reversed(ALIASES):
        connection = connections[alias]
        source = folder / file_name(alias, connection.vendor)
        if connection.vendor == "sqlite":
            os.replace(source, connection.settings_dict["NAME"])
            continue
        words = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        _run([*words, f"--dbname={connection.settings_dict['NAME']}", str(source)], alias)


def heads_now() -> dict[str, LogHead]:
    """How far each log reaches in the database in use."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_HEADS)
        return _heads(cursor.fetchall())


def _heads(rows: Any) -> dict[str, LogHead]:
    return {agency: LogHead(size, last.hex(), sealed) for agency, size, last, sealed in rows}


def _run(words: list[str], alias: str) -> None:
    """One of PostgreSQL's own tools on the database of `alias`; the password goes by the environment."""
    settings = connections[alias].settings_dict
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    known = {name: str(settings[key]) for name, key in places.items() if settings[key]}
    environment = {**os.environ, **known, "PGDATABASE": settings["NAME"]}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        line = without_secrets(" ".join(done.stderr.split()))[:400]
        raise Unusable(f"{words[0]} 没有做成：{line}")
