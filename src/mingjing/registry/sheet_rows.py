"""The rows of one sheet as they stand in the file: the cells that are there, and whether they can be seen.

openpyxl's own walk fills every row up to one width and drops what is hidden, further right or out of order;
what somebody wrote must be read or named, so its parser is asked row by row (its version is pinned).
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import WorkSheetParser

LAST_ROW: Final = 1_048_576  # the format's own; a row that says it lies further down is never walked to
# Lower or narrower than this nothing can be read: points, and widths of a digit.
_LOWEST, _NARROWEST = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds. kind: openpyxl's data type, "f" for a formula and "e" for an error."""

    value: Any
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that hold something, by column from 1, leftmost first; its number as shown."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool


class Rows:
    """The rows of a sheet of a workbook that was opened for reading only; to be walked once."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._columns: dict[str, dict[str, str]] = {}

    def __iter__(self) -> Generator[Row, None, None]:
        book = self._sheet.parent
        with self._sheet._get_source() as source:
            parser = WorkSheetParser(
                source,
                self._sheet._shared_strings,
                data_only=False,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            self._columns = parser.column_dimensions  # they stand before the rows
            for number, cells in parser.parse():
                if number > LAST_ROW:
                    return
                told = parser.row_dimensions.pop(str(number), {})
                filled = {
                    each["column"]: Cell(each["value"], each["data_type"])
                    for each in cells
                    if _filled(each["value"])
                }
                hidden = _unseen(told, "ht", _LOWEST)
                yield Row(number, dict(sorted(filled.items())), hidden)

    def hidden_columns(self) -> list[range]:
        """The columns, from 1, that are hidden or too narrow to read; known once the first row was read."""
        return [
            range(column_index_from_string(first), int(told.get("max", told["min"])) + 1)
            for first, told in self._columns.items()
            if _unseen(told, "width", _NARROWEST)
        ]


def _unseen(told: Mapping[str, str], size: str, least: float) -> bool:
    return told.get("hidden", "0") not in ("0", "false") or float(told.get(size, least)) < least


def _filled(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))
