"""Checking what rules cite: the instrument is registered, paragraph and item exist where its text is held."""

from collections.abc import Collection, Iterator, Mapping

from mingjing.law import rule as r
from mingjing.law.clause import Clause, numeral
from mingjing.law.reader import suggestion
from mingjing.law.source import Fault

Place = tuple[Clause | None, str, int]


def check_clauses(
    procedures: Mapping[str, r.Procedure],
    situations: Mapping[str, r.Situation],
    laws: Collection[str],
    articles: Mapping[str, Mapping[str, str]],
    faults: list[Fault],
) -> None:
    """A fault for every clause that cites what is not there."""
    for clause, file, line in (*_situations(situations), *_acts(procedures), *_others(procedures)):
        if clause is None:
            continue
        if clause.law not in laws:
            words = f"依据“{clause.law}”没有在 national/laws.yaml 登记{suggestion(clause.law, laws)}"
            faults.append(Fault(file, line, words))
        elif wrong := unfounded(clause, articles.get(clause.law, {}).get(str(clause.article), "")):
            faults.append(Fault(file, line, f"依据写错了：《{clause.law}》{wrong}"))


def unfounded(clause: Clause, wording: str) -> str:
    """What the clause cites and the wording of its article lacks, "" where it is there or not held.

    `wording`: one line for each paragraph (款) and each item (项), items begin with （一）.
    """
    if not wording or clause.article is None:
        return ""
    paragraphs: list[int] = []  # the number of items in each
    for line in wording.splitlines():
        if line.startswith("（") and paragraphs:
            paragraphs[-1] += 1
        else:
            paragraphs.append(0)
    article = f"第{numeral(clause.article)}条"
    if clause.paragraph and clause.paragraph > len(paragraphs):
        return f"{article}没有第{numeral(clause.paragraph)}款"
    if clause.item is None:
        return ""
    items = paragraphs[clause.paragraph - 1] if clause.paragraph else max(paragraphs)
    return f"{article}没有第{numeral(clause.item)}项" if clause.item > items else ""


def _situations(situations: Mapping[str, r.Situation]) -> Iterator[Place]:
    return ((each.clause, each.file, each.line) for each in situations.values())


def _acts(procedures: Mapping[str, r.Procedure]) -> Iterator[Place]:
    for procedure in procedures.values():
        for act in procedure.acts.values():
            asked = [each.clause for each in (act.people, act.qualification, act.other_unit) if each]
            for clause in (act.clause, *asked, *(each.clause for each in act.after)):
                yield clause, act.file, act.line
            for guard in act.guards:
                yield guard.clause, guard.file, guard.line
            for duty in act.opens:
                yield duty.clause, duty.file, duty.line
            for field in act.fields.values():
                yield field.clause, field.file or act.file, field.line or act.line


def _others(procedures: Mapping[str, r.Procedure]) -> Iterator[Place]:
    for procedure in procedures.values():
        people = (*procedure.separations, procedure.certificate, procedure.recusal, *procedure.points)
        for each in people:
            if each is not None:
                yield each.clause, procedure.file, 1
        yield procedure.record, procedure.file, 1
