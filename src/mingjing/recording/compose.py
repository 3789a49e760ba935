"""Setting the facts of an act into a template. Pure: same template, same occasion, same content."""

from collections.abc import Iterator, Sequence
from typing import Any

from mingjing.law.rule import FactType
from mingjing.recording import content as c
from mingjing.recording import template as t
from mingjing.recording import wording
from mingjing.recording.listing import listing
from mingjing.recording.occasion import Occasion
from mingjing.recording.placeholder import FORMS, PENALTY, Placeholder, Text


class MissingFact(LookupError):
    """Facts that the document cannot do without; prints as ``行政处罚决定书缺少：当事人.住所、处罚依据``."""

    def __init__(self, kind: str, names: Sequence[str]) -> None:
        self.kind, self.names = kind, tuple(dict.fromkeys(names))
        super().__init__(f"{kind}缺少：{'、'.join(self.names)}")


def wanted(template: t.Template, occasion: Occasion) -> bool:
    """Whether the act leaves this document at all (制作)."""
    return _Setting(template, occasion).holds(template.made_when)


def lacking(template: t.Template, occasion: Occasion) -> tuple[str, ...]:
    """The facts that `compose` would miss, to be asked for before the act is done."""
    try:
        compose(template, occasion, made="")
    except MissingFact as missing:
        return missing.names
    return ()


def compose(template: t.Template, occasion: Occasion, *, made: str) -> c.Content:
    """The document. `made`: ISO time with zone. Raises `MissingFact` with all the facts it misses."""
    setting = _Setting(template, occasion)
    blocks = tuple(setting.blocks(template.body))
    if setting.missing:
        raise MissingFact(template.kind, setting.missing)
    return c.Content(
        kind=template.kind,
        paper=template.paper,
        agency=occasion.agency.name,
        number=setting.number,
        made=made,
        blocks=blocks,
    )


class _Setting:
    def __init__(self, template: t.Template, occasion: Occasion) -> None:
        self.template, self.occasion = template, occasion
        self.missing: list[str] = []
        self.number = next((n for kind, n in occasion.done.documents if kind == template.kind), "")
        if template.word and not self.number and template.word == (occasion.rule.series or ("", ""))[1]:
            self.number = occasion.done.number

    # -- conditions -------------------------------------------------------------------------------

    def holds(self, when: t.When) -> bool:
        return (
            all(not wording.nothing(self.value(place)) for place in when.filled)
            and all(wording.nothing(self.value(place)) for place in when.empty)
            and all(self._among(place, words) for place, words in when.equal)
            and not any(self._among(place, words) for place, words in when.other)
            and all(self.occasion.last(act) for act in when.done)
            and not any(self.occasion.last(act) for act in when.undone)
            and (not when.acts or self.occasion.done.act in when.acts)
        )

    def _among(self, place: Placeholder, words: tuple[str, ...]) -> bool:
        value = self.value(place)
        if isinstance(value, list | tuple):
            return any(word in value for word in words)
        return ("是" if value is True else "否" if value is False else value) in words

    # -- values -----------------------------------------------------------------------------------

    def value(self, place: Placeholder) -> Any:
        """The stored value behind a placeholder; None or "" where there is none."""
        on = self.occasion
        act = on.last(place.part) if place.part else on.done
        match place.name:
            case "机关":
                return on.agency.part(place.part)
            case "环节":
                return on.done.act
            case "案号":
                return on.case_number
            case "文号":
                return on.number(place.part) if place.part else self.number
            case "日期":
                return act.day.isoformat() if act else None
            case "时刻":
                return act.at.isoformat() if act else None
            case "办理人":
                return list(act.by) if act else None
            case "处罚内容":
                items = wording.penalty_items(on.facts)
                return "；".join(items) if items else None
        value = on.facts.get(place.name)
        match on.book.facts[place.name].type:
            case FactType.PARTY:
                return (value or {}).get(place.part or "名称")
            case FactType.CASE:
                return (value or {}).get("编号")
        return value

    def said(self, place: Placeholder) -> str:
        value = self.value(place)
        if wording.nothing(value) and not (place.default is None and isinstance(value, str) and value):
            if place.default is None:
                self.missing.append(str(place))
            return place.default or ""
        fact = self.occasion.book.facts.get(place.name)
        form = place.form
        if place.name in ("日期", "时刻"):
            form = form or ("年月日" if place.name == "日期" else "年月日时分")
        elif fact and not form and fact.type is not FactType.PARTY:
            form = next(iter(FORMS.get(fact.type, ())), "")
        if place.name == "办理人" or (fact and fact.type is FactType.PERSON):
            return self._people(value, form) + (self._standing_in(place) if place.name == "办理人" else "")
        if value is True:
            return "是"
        if isinstance(value, list | tuple):
            return "、".join(map(str, value))
        return wording.WRITTEN[form](value) if form in wording.WRITTEN else str(value)

    def _standing_in(self, place: Placeholder) -> str:
        """Who signs in the place of somebody absent says so: （代理顾某）"""
        act = self.occasion.last(place.part) if place.part else self.occasion.done
        return f"（代理{self._people([act.stands_in_for], '')}）" if act and act.stands_in_for else ""

    def _people(self, value: Any, form: str) -> str:
        found = []
        for id_ in value if isinstance(value, list | tuple) else [value]:
            person = self.occasion.people.get(str(id_))
            if person is None:
                self.missing.append(f"人员{id_}的姓名")
                continue
            certificate = person.certificate
            number = f"（执法证号{certificate.number}）" if form == "证件" and certificate else ""
            found.append(f"{person.name}{number}")
        return "、".join(found)

    def text(self, text: Text) -> str:
        return "".join(part if isinstance(part, str) else self.said(part) for part in text)

    def lines(self, text: Text) -> tuple[str, ...]:
        """The text by its paragraphs, blank ones left out."""
        return tuple(line.strip() for line in self.text(text).split("\n") if line.strip())

    # -- blocks -----------------------------------------------------------------------------------

    def blocks(self, pieces: Sequence[t.Piece]) -> Iterator[c.Block]:
        for piece in pieces:
            if self.holds(piece.when):
                yield from self._blocks(piece)

    def _blocks(self, piece: t.Piece) -> Iterator[c.Block]:
        match piece:
            case t.Group():
                yield from self.blocks(piece.blocks)
            case t.Say():
                yield from (c.Paragraph(line, piece.style) for line in self.lines(piece.text))
            case t.Items():
                yield from self._items(piece)
            case t.Rows():
                rows = tuple(self._row(row) for row in piece.rows if self.holds(row.when))
                if rows:
                    yield c.Form(rows)
            case t.Signing():
                lines = (self.text(line.text) for line in piece.lines if self.holds(line.when))
                yield c.Signatures(tuple(lines))
            case t.Issued():
                yield c.Seal(self.occasion.agency.name, self.text(piece.day))
            case t.Listing():
                found = listing(piece, self.occasion)
                if found is None:
                    self.missing.append(piece.fact or piece.of)
                else:
                    yield found

    def _items(self, items: t.Items) -> Iterator[c.Block]:
        if items.penalties:
            said = wording.penalty_items(self.occasion.facts)
            if not said:
                self.missing.append(PENALTY)
        else:
            said = [self.text(line.text).rstrip("；。") for line in items.lines if self.holds(line.when)]
        for index, each in enumerate(said, 1):
            number = f"{index}." if len(said) > 1 else ""
            yield c.Paragraph(f"{number}{each}{'；' if index < len(said) else '。'}")

    def _row(self, row: t.Entries) -> c.Row:
        return c.Row(
            tuple(c.Cell(cell.label, self.lines(cell.text), self.text(cell.signed)) for cell in row.cells)
        )
