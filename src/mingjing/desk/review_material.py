"""The left side of the review sheet: the draft decision with its changes, and the record it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from mingjing.casework.service import Opened
from mingjing.casework.timeline import Paper
from mingjing.casework.words import spoken
from mingjing.supervision.reviewing import Round


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: kept (""), added (ins) or taken out (del) since the round before."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One fact of the draft decision, with its changes."""

    name: str
    pieces: tuple[Piece, ...]
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One act that the draft rests on: what it recorded and the documents it left."""

    act: str
    at: datetime
    who: str
    facts: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
    new: bool


def draft(
    opened: Opened, here: Round | None, before: Round | None, names: Any, today: date
) -> tuple[Stated, ...]:
    """The facts of the draft as submitted; with a round before it, character by character what changed."""
    rule, facts = opened.procedure.draft, opened.book.facts
    if rule is None or here is None:
        return ()
    found = []
    for name in rule.facts:
        now = spoken(facts[name], here.stated.get(name), names, today)
        then = spoken(facts[name], before.stated.get(name), names, today) if before else now
        both = (here.stated.get(name), before.stated.get(name) if before else None)
        if any(value not in (None, "", "0.00") for value in both):
            found.append(Stated(name=name, pieces=compared(then, now), changed=now != then))
    return tuple(found)


def compared(then: str, now: str) -> tuple[Piece, ...]:
    """`now` in pieces, with what was taken out of `then` and what was added."""
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(now[c:d]))
            continue
        if a < b:
            pieces.append(Piece(then[a:b], "del"))
        if c < d:
            pieces.append(Piece(now[c:d], "ins"))
    return tuple(pieces)


def materials(
    opened: Opened, names: Any, today: date, before: Round | None, found_at: Mapping[tuple[int, str], str]
) -> tuple[Material, ...]:
    """What was recorded up to now, the review itself left out; `new` since the round before.

    `found_at`: (version, kind) -> address of a document.
    """
    known = opened.book.facts
    found = []
    for done in opened.record.acts:
        act = opened.procedure.acts.get(done.act)
        if act is None or done.act in (opened.procedure.draft.acts if opened.procedure.draft else ()):
            continue
        facts = tuple(
            (name, text)
            for name in act.fields
            if (value := done.facts.get(name)) not in (None, "0.00")
            and (text := spoken(known[name], value, names, today))
        )
        found.append(
            Material(
                act=done.act,
                at=done.at,
                who="、".join(names.get(each, "") for each in done.by),
                facts=facts,
                papers=tuple(
                    Paper(kind, number, found_at.get((done.version, kind), ""))
                    for kind, number in done.documents
                ),
                new=bool(before and done.version > before.submitted.version),
            )
        )
    return tuple(found)
