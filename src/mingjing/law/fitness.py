"""Whether a certificate carries an act: in force that day, and what the locality's plan asks besides."""

from collections.abc import Iterator
from datetime import date

from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.person import Person

FILING, EXAMINATION = "证件备案", "资格考试"  # subjects of a plan


def certificate_lacks(
    book: RuleBook, person: Person, day: date, category: str, region: str, clause: Clause
) -> Iterator[tuple[str, Clause]]:
    """What is wrong with the person's certificate, each with the clause that asks for it."""
    paper = person.certificate
    if paper is None:
        yield f"{person.name}没有执法证件", clause
        return
    if fault := paper.fault(day, category, region):
        yield f"{person.name}的{fault}", clause
    for layer in book.layers:
        for asked in layer.plan.provided(FILING):
            if wrong := paper.unfiled(day):
                yield f"{person.name}的{wrong}", asked.clause
        for asked in layer.plan.provided(EXAMINATION):
            if wrong := paper.unexamined(day):
                yield f"{person.name}的{wrong}", asked.clause
