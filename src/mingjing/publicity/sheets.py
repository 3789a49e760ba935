"""Sheets of the rules for the public: each plan's clauses and each procedure's flow chart, ready to print."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from mingjing.casework.chart_svg import svg
from mingjing.casework.chart_words import listed, procedure_chart
from mingjing.casework.clause_table import clause_table
from mingjing.casework.packs import book_for
from mingjing.law.book import RuleBook
from mingjing.publicity.sheet_released import CHART, CLAUSES, PublicSheet


def replace_sheets(profile: str, sector: str, pack: str) -> None:
    """Put the sheets of the rules in force in place of those before; inside the caller's transaction."""
    PublicSheet.objects.filter(profile=profile, sector=sector).delete()
    PublicSheet.objects.bulk_create(
        PublicSheet(profile=profile, sector=sector, pack=pack, number=number, **sheet)
        for number, sheet in enumerate(_sheets(profile, sector, pack))
    )


@lru_cache(maxsize=16)
def _sheets(profile: str, sector: str, pack: str) -> tuple[dict[str, Any], ...]:
    """Made once per process and pack: several agencies share a plan."""
    book = book_for(profile, sector, pack)
    return (*_clauses(book), *_charts(book))


def _clauses(book: RuleBook) -> Iterator[dict[str, Any]]:
    layer = book.profile
    if layer is None or not layer.plan.clauses:
        return
    table = clause_table(book, layer)
    yield {
        "kind": CLAUSES,
        "key": layer.id,
        "title": layer.name,
        "content": {
            "source": layer.source,
            "dated": layer.dated,
            "checked": layer.checked.full,
            "states": [list(each) for each in table.states],
            "clauses": [
                {
                    "label": each.label,
                    "said": each.clause.said,
                    "state": each.clause.state,
                    "note": each.clause.note,
                    "by": [
                        *(f"{place.what}：{place.said}" for place in each.places),
                        *map(str, each.references),
                        *(f"功能“{name}”" for name, _ in each.features),
                    ],
                }
                for each in table.answers
            ],
        },
    }


def _charts(book: RuleBook) -> Iterator[dict[str, Any]]:
    for procedure in book.procedures.values():
        found = procedure_chart(book, procedure)
        yield {
            "kind": CHART,
            "key": procedure.id,
            "title": found.title,
            "content": {
                "note": found.note,
                "svg": svg(found.chart, found.title, found.note),
                "stages": [
                    [stage, [{"act": act.act, "main": act.main, "lines": list(act.lines)} for act in acts]]
                    for stage, acts in listed(found.chart)
                ],
            },
        }
