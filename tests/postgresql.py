"""Prints the address of a PostgreSQL on which this user may make databases; exit code 3 without one."""

import getpass
import os
import sys

import psycopg

TRIED = (
    os.environ.get("MINGJING_TEST_DATABASE_URL"),
    os.environ.get("MINGJING_DATABASE_URL"),
    "postgresql:///postgres",
    f"postgresql://{getpass.getuser()}@127.0.0.1/postgres",
)


def usable(url: str) -> bool:
    """True when a connection succeeds and databases may be made."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            may = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
            return bool((connection.execute(may).fetchone() or [False])[0])
    except psycopg.Error:
        return False


if __name__ == "__main__":
    for url in TRIED:
        if url and url.startswith("postgres") and usable(url):
            print(url.removesuffix("/postgres") + "/mingjing" if url.endswith("/postgres") else url)
            sys.exit(0)
    sys.exit(3)
