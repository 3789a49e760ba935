"""The timeline of a case: one event per act, newest first, with what it said, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.casework.words import spoken
from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.record import Done, Record

_SENTENCE = 110
_BACK = ("退回", "不同意", "提出", "撤回", "驳回")
MASKED = "已遮蔽"
_HOW_RECORDED = "recording_statement"  # how an act was recorded is no conclusion that it came to
_MUTE = (r.FactType.YESNO, r.FactType.PARTY)
_CONTENT = (r.FactType.MULTI, r.FactType.MONEY)


@dataclass(frozen=True, slots=True)
class Said:
    """One fact that an act recorded; `masked`: it is private and not for this reader."""

    name: str
    text: str
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that an act left, and the number it bears; `url` where the reader may open it."""

    kind: str
    number: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`tag`: what it came to; `back`: something was sent back; `late`: it was recorded on a later day."""

    version: int
    act: str
    stage: str
    at: datetime
    recorded: datetime
    late: bool
    by: str
    capacity: str
    clause: Clause
    sentence: str
    tag: str
    back: bool
    number: str
    said: tuple[Said, ...]
    papers: tuple[Paper, ...]


def timeline(
    procedure: r.Procedure,
    record: Record,
    names: Mapping[str, str],
    today: date,
    *,
    private: bool,
) -> tuple[Event, ...]:
    """All acts, newest first by the time at which they were done. `private`: the reader is of the agency."""
    events: list[Event] = []
    before: dict[str, Any] = {}
    for done in record.acts:
        if done.act in procedure.acts:
            fresh = frozenset(name for name, value in done.facts.items() if before.get(name) != value)
            events.append(_event(procedure, done, fresh, names, today, private))
        before.update(done.facts)
    return tuple(sorted(events, key=lambda event: (event.at, event.version), reverse=True))


def _event(
    procedure: r.Procedure,
    done: Done,
    fresh: frozenset[str],
    names: Mapping[str, str],
    today: date,
    private: bool,
) -> Event:
    """`fresh`: the facts that say something which no act said before."""
    act = procedure.acts[done.act]
    said = tuple(
        Said(name, spoken(field.fact, done.facts[name], names, today))
        if private or not field.fact.private
        else Said(name, f"{MASKED}：{name}", masked=True)
        for name, field in act.fields.items()
        if name in done.facts
    )
    tag = _tag(act, done)
    return Event(
        version=done.version,
        act=done.act,
        stage=act.stage,
        at=done.at,
        recorded=done.recorded,
        late=done.recorded.date() > done.day,
        by="、".join(names.get(person, "不在名册") for person in done.by),
        capacity=_capacity(done, names),
        clause=act.clause,
        sentence=_sentence(act, done, said, fresh, tag),
        tag=tag,
        back=tag.startswith(_BACK) or done.act.startswith(("退回", "撤回")),
        number=done.number,
        said=said,
        papers=tuple(Paper(kind, number) for kind, number in done.documents),
    )


def _capacity(done: Done, names: Mapping[str, str]) -> str:
    if not done.stands_in_for:
        return done.capacity
    return f"{done.capacity}（代理{names.get(done.stands_in_for, '不在名册的人')}）"


def _tag(act: r.ActRule, done: Done) -> str:
    """The conclusion that the act came to: its required choice, where it has exactly one."""
    choices = [
        str(done.facts[name])
        for name, field in act.fields.items()
        if field.fact.type is r.FactType.CHOICE
        and field.required
        and not field.when
        and field.fact.id != _HOW_RECORDED
        and done.facts.get(name)
    ]
    return choices[0] if len(choices) == 1 and len(choices[0]) <= 12 else ""


def _sentence(act: r.ActRule, done: Done, said: tuple[Said, ...], fresh: frozenset[str], tag: str) -> str:
    """One sentence from the facts: a decision's number and content, else its first new text, else what is new
    in a row; where there are new amounts, they count for more than the text."""
    open_said = [
        each
        for each in said
        if not each.masked and each.text and each.text != tag and done.facts[each.name] != "0.00"
    ]
    kinds = {each.name: act.fields[each.name].fact.type for each in open_said}
    if act.series and not act.opens_case:
        content = [each for each in open_said if kinds[each.name] in _CONTENT]
        if content:
            return _shortened("；".join(filter(None, [done.number, *_row(content, kinds)])))
    new = [each for each in open_said if each.name in fresh and kinds[each.name] not in _MUTE]
    long = next((each.text for each in new if kinds[each.name] is r.FactType.LONG), "")
    if long and not any(kinds[each.name] is r.FactType.MONEY for each in new):
        return _shortened(long)
    short = [each for each in new if kinds[each.name] is not r.FactType.LONG]
    return _shortened("；".join(_row(short, kinds)))


def _row(said: list[Said], kinds: Mapping[str, r.FactType]) -> list[str]:
    """案由：…, one by one; an amount stands beside its kind: 处罚种类：警告、罚款 3,000.00 元"""
    amounts = {each.name: each.text for each in said if kinds[each.name] is r.FactType.MONEY}
    found, placed = [], set()
    for each in said:
        if each.name in placed:
            continue
        text = each.text
        if kinds[each.name] is r.FactType.MULTI:
            of = [name for name in text.split("、") if name in amounts]
            placed.update(of)
            text = "、".join(f"{name} {amounts[name]}" if name in of else name for name in text.split("、"))
        found.append(f"{each.name}：{text}")
    return found


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _SENTENCE:
        return text
    cut = max(text.rfind(sign, 40, _SENTENCE) for sign in "。；")
    return text[: cut + 1] if cut > 0 else text[: _SENTENCE - 1] + "…"
