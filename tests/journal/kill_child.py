"""A process of its own for test_kill: `append` until killed, `race` others, or `check` what is there.

Run as `python -m tests.journal.kill_child MODE FOLDER [DATABASE_URL]`, in a database of its own.
"""

import sys
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings


def prepare(folder: Path, url: str) -> None:
    from mingjing.platform.database import databases

    settings.configure(
        DATABASES={"default": databases(folder, url, "")["default"]},
        INSTALLED_APPS=["mingjing.journal"],
        MINGJING_DATA=folder,
        USE_TZ=True,
    )
    django.setup()


def append_for_ever() -> None:
    """Print each position once it is acknowledged, that is after COMMIT has returned."""
    from django.db import connection, transaction

    from mingjing.journal.seal import seal
    from mingjing.journal.store import append
    from tests.journal.samples import AGENCY, draft

    now = datetime.fromisoformat("2026-03-02T18:00:00+08:00")
    while True:
        with transaction.atomic():
            [stored] = append(connection, [draft(0, content=b"sealed")])
        print(stored.entry.position, flush=True)
        if stored.entry.position % 5 == 0:
            seal(AGENCY, now)
            print("sealed", stored.entry.position, flush=True)


def race() -> None:
    """Add 40 entries to one case that others add to as well, each time naming the version just seen."""
    from django.db import connection, transaction

    from mingjing.journal.store import StaleCase, append, entries
    from tests.journal.samples import AGENCY, case_id, draft

    done = stale = 0
    while done < 40:
        seen = len(entries(connection, AGENCY, case_id(0)))
        try:
            with transaction.atomic():
                append(connection, [draft(0, expected=seen)])
            done += 1
        except StaleCase:
            stale += 1
    print(done, stale)


def check() -> None:
    """Start as after a crash: seal, then verify; print the number of entries, the sealed size, the faults."""
    from django.db import connection

    from mingjing.journal.seal import seal
    from mingjing.journal.verify import verify
    from tests.journal.samples import AGENCY

    seal(AGENCY, datetime.fromisoformat("2026-03-02T18:00:00+08:00"))
    report = verify(connection)
    log = report.logs[AGENCY]
    print(log.entries, log.sealed, [str(fault) for fault in report.faults])


def main(mode: str, folder: str, url: str = "") -> None:
    prepare(Path(folder), url)
    if mode == "migrate":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    elif mode == "append":
        append_for_ever()
    elif mode == "race":
        race()
    else:
        check()


if __name__ == "__main__":
    main(*sys.argv[1:])
