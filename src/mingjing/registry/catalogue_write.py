"""Items of a catalogue as files to take away: xlsx, csv. Nothing in them is a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mingjing.law.catalogue_diff import said
from mingjing.registry.sheet_write import write


def xlsx(catalogue_name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The items as a sheet."""
    return write(catalogue_name, columns, ([said(row.get(name)) for name in columns] for row in rows))


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The items as CSV with a mark of its encoding; what a spreadsheet would compute is written as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([defused(said(row.get(name))) for name in columns])
    return out.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula. Source: OWASP, CSV injection."""
    return (
        f"'{text}"
        if text.startswith(("\t", "\r")) or text.lstrip().startswith(("=", "+", "-", "@"))
        else text
    )
