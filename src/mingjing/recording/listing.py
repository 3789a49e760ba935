"""The ruled lists of documents: points of review, lines of goods, documents of the case."""

from mingjing.recording.content import Grid
from mingjing.recording.occasion import Occasion
from mingjing.recording.template import Listing
from mingjing.recording.wording import day


def listing(of: Listing, occasion: Occasion) -> Grid | None:
    """The list that a template asks for; None when the fact it lists is absent."""
    match of.of:
        case "要点表":
            return _points(of.fact, occasion)
        case "清单":
            return _lines(of.fact, occasion)
        case _:
            return _documents(occasion)


def _points(fact: str, occasion: Occasion) -> Grid | None:
    """Every point with its question, the result and the reviewer's note, in the order of the rules."""
    answers = occasion.facts.get(fact)
    if not answers:
        return None
    points = occasion.book.procedures[occasion.record.procedure].points
    questions = {point.name: point.question for point in points}
    order = [name for name in questions if name in answers]
    order += [name for name in answers if name not in questions]
    rows = tuple(
        (
            str(index),
            questions.get(name, name),
            str(answers[name].get("结论", "")),
            str(answers[name].get("说明", "")) or "——",
        )
        for index, name in enumerate(order, 1)
    )
    return Grid(("序号", "审核要点", "结论", "说明"), (3, 11, 4, 11), rows)


def _lines(fact: str, occasion: Occasion) -> Grid | None:
    text = str(occasion.facts.get(fact) or "")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return None
    rows = tuple((str(index), line) for index, line in enumerate(lines, 1))
    return Grid(("序号", "名称、规格、数量和状况"), (3, 25), rows)


def _documents(occasion: Occasion) -> Grid | None:
    """The documents of the case before this act, in order of time."""
    rows: list[tuple[str, ...]] = []
    for done in sorted(occasion.acts, key=lambda each: (each.at, each.version)):
        if done.version == occasion.done.version:
            continue
        for kind, number in done.documents:
            rows.append((str(len(rows) + 1), kind, number or "——", day(done.day)))
    return Grid(("序号", "文书名称", "文号", "日期"), (3, 10, 10, 6), tuple(rows)) if rows else None
