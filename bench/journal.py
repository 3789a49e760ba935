"""Appending entries, one durable transaction each, beside a bare sqlite3 loop and eventsourcing."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connections, transaction

from bench.pace import in_turn, row
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.law.fact import SHANGHAI

NUMBER = 400
BODY = {
    "事实": {"案由": "经营未标明生产日期的食品", "罚款": "50000.00", "处罚种类": ["罚款"]},
    "文书": [["立案审批表", ""]],
}


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    state = {"n": 0}
    base = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)

    def ours() -> int:
        connection = connections["default"]
        for _ in range(NUMBER):
            state["n"] += 1
            at = instant(base + timedelta(microseconds=state["n"]) if state["n"] else base)
            draft = store.Draft(
                agency="bench",
                kind="备注",
                occurred=instant(base),
                recorded=_six(at),
                by=("01ARZ3NDEKTSV4RRFFQ69G5FAV",),
                capacity="承办机构负责人",
                entrance="page",
                body=BODY,
                case="",
                pack="ab" * 32,
            )
            with transaction.atomic():
                store.append(connection, [draft])
        return NUMBER

    bare = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    bare.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE entry (agency TEXT, position INT, bytes BLOB, hash BLOB, "
        "PRIMARY KEY (agency, position)) WITHOUT ROWID;"
    )

    def loop() -> int:
        for _ in range(NUMBER):
            state["n"] += 1
            data = json.dumps(BODY, ensure_ascii=False).encode()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?)",
                ("bench", state["n"], data, hashlib.sha256(data).digest()),
            )
            bare.execute("COMMIT")
        return NUMBER

    ours_rate, bare_rate, peer_rate = in_turn(ours, loop, _eventsourcing(folder))
    yield row("日志追加（每条一个事务，链接、散列、落盘）", ours_rate, "sqlite3 空循环", bare_rate)
    yield row("日志追加", ours_rate, "eventsourcing 9.5", peer_rate)


def _six(text: str) -> str:
    return text if "." in text else text.replace("+08:00", ".000000+08:00")


def _eventsourcing(folder: Path):  # type: ignore[no-untyped-def]
    os.environ.update(PERSISTENCE_MODULE="eventsourcing.sqlite", SQLITE_DBNAME=str(folder / "peer.sqlite3"))
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class File(Aggregate):
        @event("Filed")
        def file(self, body: dict) -> None:  # type: ignore[type-arg]
            self.body = body

    application = Application()  # SQLite's default is synchronous=FULL, so it is as durable as ours

    def peer() -> int:
        done = 0
        while done < NUMBER:
            file = File()
            for _ in range(9):
                file.file(BODY)
                application.save(file)
                done += 1
        return done

    return peer
