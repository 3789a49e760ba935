"""Drafts for the journal's tests. Agencies, cases and people are invented."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from mingjing.journal.store import Draft, Stored, append

AGENCY = "qx-scjg"
OTHER = "qx-cgzf"
MORNING = "2026-03-02T09:30:00+08:00"


def case_id(number: int) -> str:
    return f"01HX{number:022d}"


def draft(case: int | None = 0, **changes: Any) -> Draft:
    given: dict[str, Any] = {
        "agency": AGENCY,
        "case": "" if case is None else case_id(case),
        "kind": "现场检查",
        "occurred": MORNING,
        "recorded": MORNING,
        "by": ("01HX000000000000000000000A", "01HX000000000000000000000B"),
        "capacity": "handler",
        "entrance": "page",
        "pack": "a" * 64,
        "body": {"地点": "青溪区某处", "份数": 2},
    }
    return Draft(**{**given, **changes})


def record(*drafts: Draft) -> list[Stored]:
    with transaction.atomic():
        return append(connection, drafts)


def fill(count: int, agency: str = AGENCY, cases: int = 7, sealed_every: int = 0) -> list[Stored]:
    """`count` entries spread over some cases; each `sealed_every`-th carries sealed content."""
    made: Sequence[Draft] = [
        draft(
            i % cases,
            agency=agency,
            content=f"当事人陈述 {i}".encode() if sealed_every and i % sealed_every == 0 else None,
        )
        for i in range(count)
    ]
    return record(*made)
