"""The text under a key of a JSON column, written alike in an index and in a query that the index answers."""

import json
from typing import Any

from django.db.models import Func, TextField


class KeyText(Func):
    """`KeyText("fields", name="状态")`; Django's own transform hands its path over apart: no index fits."""

    template = "(%(expressions)s ->> '%(name)s')"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # Stored texts are escaped, and SQLite compares keys as they are written.
        return self.as_sql(compiler, connection, name=f"$.{json.dumps(self.extra['name'])}", **extra)
