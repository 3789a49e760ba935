"""A clause as a page prints it. Where it stands is found in the effective rules, each place with its file."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rule that cites the clause stands: 作出处罚决定 · 须有法制审核通过 · file:line · layer."""

    what: str
    said: str
    file: str
    layer: str


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
        places=tuple(dict.fromkeys(_places(book, clause))),
    )


def _places(book: RuleBook, clause: Clause) -> Iterator[Place]:
    layers = {layer.file: layer.name for layer in book.layers}

    def place(what: str, said: str, file: str, line: int) -> Place:
        return Place(
            what=what, said=said, file=f"{file}:{line}" if line else file, layer=layers.get(file, "国家规则")
        )

    for procedure in book.procedures.values():
        if clause in (procedure.clause, procedure.record):
            yield place(procedure.name, "程序", procedure.file, 0)
        for separation in procedure.separations:
            if separation.clause == clause:
                said = f"{'、'.join(separation.roles)}不能由同一人担任"
                yield place(procedure.name, said, procedure.file, 0)
        if procedure.certificate and procedure.certificate.clause == clause:
            said = f"{'、'.join(procedure.certificate.roles)}持有效执法证件"
            yield place(procedure.name, said, procedure.file, 0)
        if procedure.recusal and procedure.recusal.clause == clause:
            yield place(procedure.name, "回避", procedure.file, 0)
        for point in procedure.points:
            if point.clause == clause:
                yield place("法制审核要点", point.question, procedure.file, 0)
        for act in procedure.acts.values():
            if act.clause == clause:
                yield place(act.name, "环节", act.file, act.line)
            for asked in (act.people, act.qualification, act.other_unit):
                if asked and asked.clause == clause:
                    number = f"至少 {asked.number} 人" if asked is act.people else asked.what
                    yield place(act.name, number, act.file, act.line)
            for before in act.after:
                if before.clause == clause:
                    yield place(act.name, f"先有{before.act}", act.file, act.line)
            for guard in act.guards:
                if guard.clause == clause:
                    yield place(act.name, _said(guard), guard.file or act.file, guard.line or act.line)
            for field in act.fields.values():
                if field.clause == clause:
                    yield place(
                        act.name, f"填{field.fact.name}", field.file or act.file, field.line or act.line
                    )
            for duty in act.opens:
                if duty.clause == clause:
                    term = f" {duty.term.spoken()}" if duty.term else ""
                    yield place(
                        act.name, f"起{duty.name}{term}", duty.file or act.file, duty.line or act.line
                    )
    for parameter in book.parameters.values():
        if parameter.clause == clause:
            yield place("参数", parameter.name, parameter.file, parameter.line)


def _said(guard: object) -> str:
    """What a precondition asks, in its own words or by what it names."""
    for name in ("said", "situation", "act", "period", "duty", "fact"):
        if value := getattr(guard, name, ""):
            return str(value)
    return "与决定稿一致"
