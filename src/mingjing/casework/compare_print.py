"""A comparison of plans as text for the terminal, as a page that stands alone, or as a table file (CSV)."""

import csv
import io
import re
from collections.abc import Iterable
from html import escape
from unicodedata import east_asian_width

from mingjing.casework.compare import Comparison, Row

_GAP = 2
_UNIT = re.compile(r"[!-~]+|.[，。；：、）》”]*", re.DOTALL)  # a closing sign stays with what it closes
_LEAST = 14  # columns of the narrowest cell that can still be read
_STYLE = (
    "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC',sans-serif;margin:2rem;color:#1d2129}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9cdd4;padding:.4rem .6rem;"
    "text-align:left;vertical-align:top}thead th{background:#f2f3f5}th[scope=rowgroup]{background:#e8f0fb}"
    "small{color:#4e5969;display:block}@media print{body{margin:0;font-size:11px}}"
)


def width(text: str) -> int:
    """Columns of the terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns. Chinese breaks anywhere, numbers and words do not."""
    lines, line = [], ""
    for each in _UNIT.findall(text):
        if line and width(line + each) > columns:
            lines.append(line)
            line = each.lstrip()
        else:
            line += each
        while width(line) > columns:
            lines.append(line[:columns])
            line = line[columns:]
    return [*lines, line]


def head(found: Comparison, *, everything: bool, case: str = "") -> str:
    """What is compared and how much of it differs."""
    names = "、".join(side.name for side in found.sides)
    number = f"共 {len(found.rows)} 项，{len(found.differing)} 项不同"
    shown = "" if everything else "，只列不同的"
    return f"{found.procedure}：{names}\n{f'场景：{case}；' if case else ''}{number}{shown}"


def text(found: Comparison, rows: Iterable[Row], title: str, columns: int) -> str:
    """The table in so many columns of a terminal, one heading for each part."""
    number = len(found.sides)
    first = max(_LEAST, min(30, columns // 4))
    each = max(_LEAST, (columns - first - _GAP * number) // number)
    widths = [first, *([each] * number)]
    lines = [*title.splitlines(), "", *_line(["", *(side.name for side in found.sides)], widths)]
    lines.append("─" * (sum(widths) + _GAP * number))
    part = ""
    for row in rows:
        if row.part != part:
            part = row.part
            lines += ["", f"【{part}】"]
        cells = [f"{cell.text}\n{cell.clause}" if cell.clause else cell.text for cell in row.cells]
        lines += _line(["\n".join(filter(None, (row.subject, row.item))), *cells], widths)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _line(cells: list[str], widths: list[int]) -> list[str]:
    """One row of the table: as many lines as its longest cell needs."""
    columns = [
        [line for part in cell.split("\n") for line in wrapped(part, width_)]
        for cell, width_ in zip(cells, widths, strict=True)
    ]
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    return [
        (" " * _GAP).join(
            cell + " " * (width_ - width(cell)) for cell, width_ in zip(line, widths, strict=True)
        )
        for line in zip(*padded, strict=True)
    ]


def html(found: Comparison, rows: Iterable[Row], title: str) -> str:
    """A page by itself: no script, no other file."""
    heads = "".join(f'<th scope="col">{escape(side.name)}</th>' for side in found.sides)
    body, part = [], ""
    for row in rows:
        if row.part != part:
            part = row.part
            span = len(found.sides) + 1
            body.append(f'<tr><th scope="rowgroup" colspan="{span}">{escape(part)}</th></tr>')
        cells = "".join(
            f"<td>{escape(cell.text)}{f'<small>{escape(cell.clause)}</small>' if cell.clause else ''}</td>"
            for cell in row.cells
        )
        item = f"<small>{escape(row.item)}</small>" if row.item else ""
        body.append(f'<tr><th scope="row">{escape(row.subject)}{item}</th>{cells}</tr>')
    lines = title.splitlines()
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(lines[0])}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(lines[0])}</h1><p>{escape('；'.join(lines[1:]))}</p>"
        f'<table><thead><tr><th scope="col">事项</th>{heads}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
        "</body></html>\n"
    )


def csv_text(found: Comparison, rows: Iterable[Row]) -> str:
    """One line a row; each plan has a column of what it says, of the clause and of the place in the rules.

    Begins with a byte order mark, without which table programs take the Chinese for another encoding.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [f"{side.name}{part}" for side in found.sides for part in ("", "·依据", "·出处")]
    writer.writerow(["类", "事项", "要求", *columns])
    for row in rows:
        cells = [each for cell in row.cells for each in (cell.text, cell.clause, cell.place)]
        writer.writerow([row.part, row.subject, row.item, *map(_harmless, cells)])
    return "\ufeff" + out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a table program would run as a formula is led by an apostrophe."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
