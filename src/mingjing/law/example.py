"""Running the examples (例) of rule files: after these acts on these days, this duty ends on that day."""

from datetime import date, datetime, time

from mingjing.law import rule as r
from mingjing.law.book import Pack, RuleBook
from mingjing.law.duties import duties
from mingjing.law.fact import SHANGHAI
from mingjing.law.record import Done, Record
from mingjing.law.source import Fault


def wrong(book: RuleBook, procedure: r.Procedure, example: r.Example) -> Fault | None:
    """What the example says and the rules do not, or None."""
    acts = tuple(
        Done(act=act, version=number, at=at, recorded=at, by=(), capacity="", facts={})
        for number, (act, day) in enumerate(example.acts, 1)
        if (at := datetime.combine(date.fromisoformat(day), time(9), SHANGHAI))
    )
    found = [
        d for d in duties(book, procedure, Record("", "", procedure.name, acts)) if d.name == example.duty
    ]
    if not found:
        return Fault(example.file, example.line, f"例：没有起“{example.duty}”这一义务")
    due = found[-1].due
    if due is not None and due.isoformat() == example.due:
        return None
    said = f"例：“{example.duty}”写作{example.due}届满，推算为{due or '没有期限'}（{found[-1].basis}）"
    return Fault(example.file, example.line, said)


def failing(pack: Pack) -> list[Fault]:
    """The examples of the national rules that do not hold."""
    book = pack.book()
    found = (wrong(book, p, example) for p in book.procedures.values() for example in p.examples)
    return [fault for fault in found if fault]
