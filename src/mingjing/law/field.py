"""Filling and checking the fields of an act: defaults first, then what each field asks."""

import re
from collections.abc import Mapping
from typing import Any

from mingjing.law import rule as r
from mingjing.law.clause import Clause
from mingjing.law.fact import FactError, accept
from mingjing.law.fitness import certificate_lacks
from mingjing.law.lack import Lack
from mingjing.law.person import Person
from mingjing.law.privacy import personal
from mingjing.law.weigh import Matter, compute, draft_facts

_SIGNS = re.compile(r"[\s\W_]+")


def fill(
    act: r.ActRule, procedure: r.Procedure, raw: Mapping[str, Any], by: tuple[str, ...], matter: Matter
) -> tuple[dict[str, Any], list[Lack]]:
    """The stored values of the act's facts, given or by default, and what could not be read.

    Puts the values into `matter` step by step, so that a default may rest on the values before it.
    """
    values: dict[str, Any] = {}
    lacks: list[Lack] = []
    for name in sorted(raw):
        if name not in act.fields and raw[name] not in (None, ""):
            lacks.append(Lack(said=f"“{name}”不是{act.name}要填的内容", code=f"多填:{name}", field=name))
    for name, field in act.fields.items():
        try:
            values[name] = accept(field.fact, raw.get(name))
        except FactError as error:
            lacks.append(Lack(said=str(error), code=f"填错:{name}", clause=field.clause, field=name))
            continue
        if field.options and isinstance(values[name], str) and values[name] not in field.options:
            said = f"{name}在这里只能选：{'、'.join(field.options)}"
            lacks.append(Lack(said=said, code=f"填错:{name}", clause=field.clause, field=name))
    matter.values = values
    for name, field in act.fields.items():
        if values.get(name) is None and field.default is not None and name in values:
            found = _default(field, procedure, matter, by)
            values[name] = accept(field.fact, found)
    return {name: value for name, value in values.items() if value is not None}, lacks


def _default(field: r.FieldRule, procedure: r.Procedure, m: Matter, by: tuple[str, ...]) -> Any:
    default = field.default
    assert default is not None
    match default.how:
        case "前值":
            return m.record.facts.get(field.fact.name)
        case "决定稿":
            return draft_facts(procedure, m.record).get(field.fact.name)
        case "办理日":
            return m.day.isoformat()
        case "办理人":
            done = m.record.first(default.of) if default.of else None
            people = done.by if done else (by if not default.of else ())
            return list(people) if field.fact.many else (people[0] if people else None)
        case "值":
            return m.values.get(default.of) or m.record.facts.get(default.of)
        case "算":
            return compute(default.of, m)
    return default.of


def check(
    act: r.ActRule, procedure: r.Procedure, matter: Matter, people: Mapping[str, Person], region: str
) -> list[Lack]:
    """What the fields lack, in the order in which the form shows them."""
    return [
        lack
        for field in act.fields.values()
        for lack in _check(field, act, procedure, matter, people, region)
    ]


def _check(
    field: r.FieldRule,
    act: r.ActRule,
    procedure: r.Procedure,
    m: Matter,
    people: Mapping[str, Person],
    region: str,
) -> list[Lack]:
    name, value = field.fact.name, m.values.get(field.fact.name)
    clause = field.clause or act.clause
    if field.when and not m.holds(field.when):
        return _impersonal(field, value, clause)
    if value is None or value is False:
        if field.must_be:
            return [
                _lack(
                    f"没有{field.fact.hint.removeprefix('已') if field.fact.hint else name}的记录",
                    field,
                    clause,
                )
            ]
        return [_lack(f"没有填{name}", field, clause)] if field.required and value is None else []
    lacks = _impersonal(field, value, clause)
    # What is asked for as it stands on the day of the act cannot come after it: guards count terms by it.
    if field.default and field.default.how == "办理日" and str(value) > m.day.isoformat():
        lacks.append(_lack(f"{name} {value} 在办理日（{m.day}）以后", field, clause))
    if isinstance(value, str):
        if field.min_chars and len(_SIGNS.sub("", value)) < field.min_chars:
            lacks.append(_lack(f"{name}太短，写清楚情况（至少 {field.min_chars} 字）", field, clause))
        if field.not_only and not _rest(value, field.not_only):
            lacks.append(_lack(f"{name}不得仅写“{value[:20]}”，写明看了什么、为什么", field, clause))
    if missing := [option for option in field.includes if option not in value]:
        lacks.append(_lack(f"{name}缺少{'、'.join(missing)}", field, clause))
    if field.fact.type is r.FactType.PERSON:
        lacks += _persons(field, value, procedure, m, people, region, clause)
    if field.points:
        lacks += _points(field, value, procedure, m)
    if field.done_there:
        lacks += _done_there(field, value, clause)
    return lacks


def _lack(said: str, field: r.FieldRule, clause: Clause) -> Lack:
    return Lack(said=said, code=f"填:{field.fact.name}", clause=clause, field=field.fact.name)


def _done_there(field: r.FieldRule, value: Mapping[str, Any], clause: Clause) -> list[Lack]:
    """What the case that the fact names has not had done, as its entries stood when it was named."""
    done = {str(act) for _, act, _ in value["记录"]}
    return [
        _lack(f"{value['编号']}（{value['程序']}）还没有{act}，先在那一案办{act}", field, clause)
        for act in field.done_there
        if act not in done
    ]


def _impersonal(field: r.FieldRule, value: Any, clause: Clause) -> list[Lack]:
    if not field.impersonal or not isinstance(value, str) or not (found := personal(value)):
        return []
    return [_lack(f"{field.fact.name}中有疑似{'、'.join(found)}，删去后再办", field, clause)]


def _rest(text: str, words: tuple[str, ...]) -> str:
    """What remains of the text without the words that only agree, and without signs."""
    rest = _SIGNS.sub("", text)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest


def _persons(
    field: r.FieldRule,
    value: Any,
    procedure: r.Procedure,
    m: Matter,
    people: Mapping[str, Person],
    region: str,
    clause: Clause,
) -> list[Lack]:
    chosen = value if isinstance(value, list) else [value]
    name, lacks = field.fact.name, []
    if len(set(chosen)) < field.minimum:
        lacks.append(_lack(f"{name}只有 {len(set(chosen))} 人，至少 {field.minimum} 人", field, clause))
    for each in chosen:
        person = people.get(str(each))
        if person is None:
            lacks.append(_lack(f"{name}中“{each}”不在本机关的人员名册", field, clause))
            continue
        if field.role and field.role not in person.roles:
            lacks.append(_lack(f"{name}中{person.name}不是{field.role}", field, clause))
        if field.certified:
            lacks += [
                _lack(f"{name}中{said}", field, asked)
                for said, asked in certificate_lacks(
                    m.book, person, m.day, procedure.category, region, clause
                )
            ]
    return lacks


def _points(
    field: r.FieldRule, value: Mapping[str, Mapping[str, str]], procedure: r.Procedure, m: Matter
) -> list[Lack]:
    """Every point wants a result and a note of substance; 不涉及 may stand alone.

    A point for some situation only may stay open where that does not hold.
    """
    lacks: list[Lack] = []
    known = {point.name for point in procedure.points}
    for point in procedure.points:
        answer = value.get(point.name)
        if answer is None and point.when and not m.holds(point.when):
            continue
        if answer is None:
            lacks.append(
                Lack(
                    said=f"审核要点“{point.name}”没有回答",
                    code=f"要点:{point.name}",
                    clause=point.clause,
                    field=field.fact.name,
                )
            )
        elif answer["结论"] != "不涉及" and len(_SIGNS.sub("", answer["说明"])) < 2:
            lacks.append(
                Lack(
                    said=f"审核要点“{point.name}”没有说明看了什么",
                    code=f"要点:{point.name}",
                    clause=point.clause,
                    field=field.fact.name,
                )
            )
    lacks += [
        Lack(said=f"没有“{each}”这一审核要点", code="要点:多余", field=field.fact.name)
        for each in value
        if each not in known
    ]
    return lacks
