"""The form of an act, made from its rule: fields ready to print, with what was typed and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.casework.words import spoken
from mingjing.desk.case_choice import CaseChoice
from mingjing.desk.control import Field, Option, Part, Section, people_options
from mingjing.desk.posted import PARTY_KEYS, control, lead_control, of_team
from mingjing.desk.roster import Candidate
from mingjing.law import rule as r
from mingjing.law.approval import askable
from mingjing.law.book import RuleBook
from mingjing.law.fact import RESULTS, FactError, accept
from mingjing.law.party import KINDS, PAPERS
from mingjing.law.record import Record

KNOWN, TOLD, CONTENT, RECORDED = "决定稿的内容", "告知与确认", "填写内容", "音像与签名"
# Where a fact stands is a matter of reading, not of law: what is recorded on site stands together.
_RECORDED = ("recording_statement", "recording_note", "party_signature")
_SAID = ("告知", "出示", "说明", "宣读")
_DAY_OF_ACT = "办理日"
# What the time of the act decides: it is written on the form too.
_OF_THE_HOUR = ("at_night", "on_holiday", "party_age")
_PARTY_CONTROLS = {"类别": "radio", "出生日期": "date", "证件种类": "select"}
_PARTY_CHOICES = {"类别": KINDS, "证件种类": PAPERS}
# The kind of the paper stands before its number, wherever the key is in the stored form.
_PARTY_ORDER = sorted(
    enumerate(PARTY_KEYS),
    key=lambda each: PARTY_KEYS.index("证件号码") - 0.5 if each[1] == "证件种类" else each[0],
)
_FEW = 4
_SHORT_OPTION = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What the fields are made from: stored defaults or typed text, errors by fact, people to choose from."""

    book: RuleBook
    procedure: r.Procedure
    act: r.ActRule
    record: Record
    values: Mapping[str, Any]
    drafted: Mapping[str, Any]
    errors: Mapping[str, Sequence[str]]
    roster: Mapping[str, Sequence[Candidate]]
    cases: Sequence[tuple[str, str]]
    choice: CaseChoice
    person: str
    lead: str | None
    names: Mapping[str, str]
    today: date


def sections(act: r.ActRule, filling: Filling) -> tuple[Section, ...]:
    """The fields of the act in the order in which one fills them in."""
    placed: dict[str, list[Field]] = {title: [] for title in (KNOWN, TOLD, CONTENT, RECORDED)}
    for field in act.fields.values():
        if _silent(field, filling) or _needless(field, filling):
            continue
        made = _field(field, filling)
        title = (
            KNOWN
            if made.widget == "known"
            else TOLD
            if made.widget == "check" and _said(field)
            else RECORDED
            if field.fact.id in _RECORDED
            else CONTENT
        )
        placed[title].append(made)
    return tuple(Section(title, tuple(fields)) for title, fields in placed.items() if fields)


def _silent(field: r.FieldRule, f: Filling) -> bool:
    """Whether the draft says nothing of the fact, so that there is nothing to tell or to decide about it."""
    drafted = field.default is not None and field.default.how == "决定稿" and bool(f.drafted)
    return drafted and field.fact.name not in f.drafted and not field.required


def _needless(field: r.FieldRule, f: Filling) -> bool:
    """Whether it is asked for in a situation that the record rules out, and nothing was typed or is wrong."""
    name = field.fact.name
    return settled(field, f) is False and not f.values.get(name) and not f.errors.get(name)


def settled(field: r.FieldRule, f: Filling) -> bool | None:
    """Whether the situation in which it is required holds; None while the form itself may still decide it."""
    if not field.when:
        return None
    own = {each.fact.id for each in f.act.fields.values()}
    for name in f.book.conditions.asks(field.when):
        if name in _OF_THE_HOUR or name in own or (name.startswith("party_") and "当事人" in f.act.fields):
            return None
    return f.book.conditions.holds(field.when, f.record, None, f.today)


def _said(field: r.FieldRule) -> bool:
    """Whether it confirms what was said or shown to the party; other yes or no stands among the content."""
    return field.must_be or field.fact.name.startswith(_SAID)


def _field(field: r.FieldRule, f: Filling) -> Field:
    fact = field.fact
    value = f.values.get(fact.name)
    if field.default and field.default.how == "决定稿" and fact.name in f.drafted:
        return _known(field, f)
    widget = _widget(field, f)
    return Field(
        name=fact.name,
        control=control(fact),
        label=_label(fact, widget),
        widget=_readable(fact, widget, value),
        hint=_hint(field, f, widget),
        required=field.required or field.must_be,
        wide=widget not in ("text", "money", "date", "moment", "term", "select", "person"),
        value=_typed(value),
        options=_options(field, value, f),
        leads=_leads(field, value, f),
        ways=f.choice.ways if widget == "case" else (),
        parts=_parts(field, value, f),
        errors=tuple(f.errors.get(fact.name, ())),
        clause=field.clause,
    )


def _known(field: r.FieldRule, f: Filling) -> Field:
    """A fact of the draft: shown, not asked, sent along so that what is decided is what was seen."""
    fact = field.fact
    stored = f.drafted[fact.name]
    return Field(
        name=fact.name,
        control=control(fact),
        label=fact.name,
        widget="known",
        hint="",
        required=field.required,
        wide=True,
        text=spoken(fact, stored, f.names, f.today),
        values=tuple(map(str, stored)) if isinstance(stored, list) else (str(stored),),
        errors=tuple(f.errors.get(fact.name, ())),
        clause=field.clause,
    )


def _widget(field: r.FieldRule, f: Filling) -> str:
    fact = field.fact
    match fact.type:
        case r.FactType.TEXT:
            return "long" if fact.limit > 200 else "text"
        case r.FactType.LONG:
            return "long"
        case r.FactType.MONEY:
            return "money"
        case r.FactType.DATE:
            return "date"
        case r.FactType.MOMENT:
            return "moment"
        case r.FactType.YESNO:
            # An empty box says nothing; where "no" is an answer too, it must be possible to give it.
            return "radio" if field.required and not field.must_be else "check"
        case r.FactType.MULTI:
            return "checks"
        case r.FactType.PERSON:
            return "people" if fact.many else "person"
        case r.FactType.TERM:
            return "term"
        case r.FactType.PARTY:
            return "party"
        case r.FactType.POINTS:
            return "points"
        case r.FactType.CASE:
            return "cases" if f.choice.cases else "case"
    if fact.type is r.FactType.ACT:
        return "select"
    options = field.options or fact.options
    few = len(options) <= _FEW and all(len(option) <= _SHORT_OPTION for option in options)
    return "radio" if few else "select"


def _readable(fact: r.Fact, widget: str, value: Any) -> str:
    """A date that is none would vanish in a date control: it is shown as text, so that it can be mended."""
    if widget not in ("date", "moment") or value in (None, ""):
        return widget
    try:
        accept(fact, value)
    except FactError:
        return "text"
    return widget


def _label(fact: r.Fact, widget: str) -> str:
    return fact.hint if widget == "check" and fact.hint else fact.name


def _hint(field: r.FieldRule, f: Filling, widget: str) -> str:
    parts = [] if widget == "check" else [field.fact.hint]
    if field.when and settled(field, f) is None:
        parts.append(f"{f.book.conditions.situation(field.when).said or field.when}的，必填")
    if field.min_chars:
        parts.append(f"至少 {field.min_chars} 字")
    if field.not_only:
        parts.append(f"不得只写“{field.not_only[0]}”")
    if field.impersonal:
        parts.append("不写证件号、电话等个人信息")
    if field.default and field.default.how == _DAY_OF_ACT:
        parts.append("不填即办理日")
    if of_team(field):
        parts.append("不选即办理人员")
    if widget == "term":
        parts.append("写作 15日、7工作日、3个月")
    return "；".join(part for part in parts if part)


def _leads(field: r.FieldRule, value: Any, f: Filling) -> tuple[Option, ...]:
    """Who of the handlers can be 主办; chosen: as typed, else whoever stands first, else who fills it in."""
    if not lead_control(field.fact):
        return ()
    candidates = f.roster.get(field.fact.name, ())
    first = str(value[0]) if isinstance(value, list) and value else f.person
    return people_options(candidates, (first if f.lead is None else f.lead,))


def _typed(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("编号", ""))  # another case, by its number
    if value is None or isinstance(value, list):
        return ""
    text = str(value)
    # The control for a moment takes no zone: 2026-03-02T09:30.
    return text[:16] if len(text) == 25 and text.endswith("+08:00") else text


def _options(field: r.FieldRule, value: Any, f: Filling) -> tuple[Option, ...]:
    fact = field.fact
    chosen = {str(each) for each in value} if isinstance(value, list) else {str(value)}
    if fact.type is r.FactType.YESNO and field.required and not field.must_be:
        said = {True: "是", False: "否"}.get(value, value)  # stored, or as it was typed
        return tuple(Option(value=each, label=each, chosen=said == each) for each in ("是", "否"))
    if fact.type is r.FactType.YESNO:
        return (Option(value="是", label=fact.hint or fact.name, chosen=value is True or value == "是"),)
    if fact.type is r.FactType.PERSON:
        return people_options(f.roster.get(fact.name, ()), chosen)
    if fact.type is r.FactType.CASE:
        given = f.choice.cases or f.cases
        typed = _typed(value)
        return tuple(Option(value=number, label=said, chosen=number == typed) for number, said in given)
    options = askable(f.procedure) if fact.type is r.FactType.ACT else field.options or fact.options
    return tuple(Option(value=option, label=option, chosen=option in chosen) for option in options)


def _parts(field: r.FieldRule, value: Any, f: Filling) -> tuple[Part, ...]:
    given = value if isinstance(value, Mapping) else {}
    name, errors = control(field.fact), f.errors.get(field.fact.name, ())
    if field.fact.type is r.FactType.PARTY:
        return tuple(
            Part(
                name=f"{name}-{index}",
                label=key,
                value=str(given.get(key, "")),
                kind=_PARTY_CONTROLS.get(key, "text"),
                options=tuple(
                    Option(value=k, label=k, chosen=given.get(key) == k) for k in _PARTY_CHOICES.get(key, ())
                ),
                errors=tuple(each for each in errors if f"的{key}" in each),
            )
            for index, key in _PARTY_ORDER
        )
    if field.fact.type is r.FactType.POINTS:
        return tuple(
            Part(
                name=f"{name}-{index}",
                label=point.name,
                question=point.question,
                clause=point.clause,
                note=str((given.get(point.name) or {}).get("说明", "")),
                options=tuple(
                    Option(value=k, label=k, chosen=(given.get(point.name) or {}).get("结论") == k)
                    for k in RESULTS
                ),
                errors=tuple(each for each in errors if f"“{point.name}”" in each),
            )
            for index, point in enumerate(f.procedure.points)
        )
    return ()


def at_text(at: datetime | str) -> str:
    """The time of the act as its control takes it."""
    return at if isinstance(at, str) else f"{at:%Y-%m-%dT%H:%M}"
