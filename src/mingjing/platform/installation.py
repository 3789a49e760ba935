"""Making an installation: its two databases, brought to the newest structure."""

import logging

from django.core.management import call_command
from django.db import OperationalError, connections

from mingjing.platform.database import PORTAL

log = logging.getLogger("mingjing.installation")


def make_missing(alias: str) -> None:
    """Creates the PostgreSQL database of `alias` when the server is there and it is not."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return
    try:
        connection.ensure_connection()
    except OperationalError as error:
        if "does not exist" not in str(error):
            raise
        name = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                f"CREATE DATABASE {connection.ops.quote_name(name)} ENCODING 'UTF8' TEMPLATE template0"
            )
        log.warning("database %s created", name)


def migrate() -> None:
    """Brings both databases to the newest structure, making the PostgreSQL ones when they are missing."""
    for alias in ("default", PORTAL):
        make_missing(alias)
        call_command("migrate", database=alias, interactive=False, verbosity=0)
