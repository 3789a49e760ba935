"""A clause as a page prints it. Where it stands is found in the effective rules, each place with its file."""

from dataclasses import dataclass

from mingjing.casework.clause_places import Place, places
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausePage:
    """`wording`: paragraphs of the article, empty where the text is not held. `checked`: in full."""

    text: str
    law: str
    facts: tuple[tuple[str, str], ...]
    wording: tuple[str, ...]
    checked: bool
    places: tuple[Place, ...]


def clause_page(book: RuleBook, clause: Clause) -> ClausePage | None:
    """The page of the clause, None for an instrument that the rules do not know."""
    layer = next((each for each in book.layers if each.label == clause.law), None)
    law = book.laws.get(clause.law)
    if layer is None and law is None:
        return None
    rows: tuple[tuple[str, str], ...]
    if layer:
        rows = (
            ("文件", layer.source),
            ("日期", layer.dated),
            ("校核", f"对照{layer.checked.against}，{layer.checked.day}" if layer.checked.day else "未校核"),
        )
        name = layer.source
    else:
        assert law is not None
        rows = (
            ("文号", str(law.get("文号", ""))),
            ("版本", str(law.get("版本", ""))),
            ("施行", str(law.get("施行", ""))),
            ("来源", str(law.get("来源", ""))),
            ("校核", str(law.get("校核", "")) or "未校核"),
            ("说明", str(law.get("说明", ""))),
        )
        name = str(law.get("全称", "")) or clause.law
    return ClausePage(
        text=str(clause),
        law=name,
        facts=tuple(row for row in rows if row[1]),
        wording=tuple(book.wording(clause).splitlines()),
        checked=book.checked(clause),
        places=tuple(dict.fromkeys(places(book, clause))),
    )
