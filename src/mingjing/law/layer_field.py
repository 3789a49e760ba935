"""What a layer asks of fields: added to what stands there, never in its place."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from mingjing.law import rule as r
from mingjing.law.plan import Provision
from mingjing.law.read_plan import stated
from mingjing.law.reader import Section, suggestion

RECORDING, NOTE = "音像记录", "音像说明"
FULL = ("已全程录音录像", "高风险场所依法不录")


def stricter(act: r.ActRule, added: Mapping[str, r.FieldRule], s: Section) -> dict[str, r.FieldRule]:
    """The fields of a layer, each joined with what the act asks already; loosening is a fault."""
    return {name: _joined(name, act.fields.get(name), field, s) for name, field in added.items()}


def _joined(name: str, old: r.FieldRule | None, new: r.FieldRule, s: Section) -> r.FieldRule:
    if old is None:
        return new
    place = f"（{old.file}:{old.line}）"
    if (old.required and not new.required) or (old.must_be and not new.must_be):
        s.fault(f"“{name}”在国家规则中是必填，方案不能改为选填{place}", "填")
    if new.when and new.when != old.when and _asks(old):
        s.fault(f"“{name}”已有要求，方案不能改为只在“{new.when}”时才要求{place}", "填")
    if old.role and new.role and old.role != new.role:
        s.fault(f"“{name}”应当是{old.role}，方案不能改为{new.role}{place}", "填")
    if new.default and new.default != old.default and _asks(old):
        s.fault(f"“{name}”是要人填写的，方案不能替人预填{place}", "填")
    options = tuple(each for each in new.options if not old.options or each in old.options)
    if new.options and not options:
        s.fault(f"“{name}”可选的各项都不在已有的范围内{place}", "填")
    return replace(
        new,
        required=old.required or new.required,
        must_be=old.must_be or new.must_be,
        minimum=max(old.minimum, new.minimum),
        role=old.role or new.role,
        certified=old.certified or new.certified,
        default=new.default or old.default,
        includes=tuple(dict.fromkeys((*old.includes, *new.includes))),
        options=options or old.options,
        min_chars=max(old.min_chars, new.min_chars),
        not_only=tuple(dict.fromkeys((*old.not_only, *new.not_only))),
        points=old.points or new.points,
        impersonal=old.impersonal or new.impersonal,
        same_party=old.same_party or new.same_party,
        done_there=tuple(dict.fromkeys((*old.done_there, *new.done_there))),
        clause=new.clause or old.clause,
        replaced=old,
    )


def _asks(field: r.FieldRule) -> bool:
    return bool(
        field.required
        or field.must_be
        or field.minimum
        or field.certified
        or field.includes
        or field.options
        or field.min_chars
        or field.not_only
        or field.points
        or field.same_party
        or field.done_there
    )


def ask_recording(
    procedures: dict[str, r.Procedure],
    facts: Mapping[str, r.Fact],
    situations: Collection[str],
    s: Section,
) -> tuple[Provision, ...]:
    """全程: the act needs its recording or the lawful exemption; 视情: it needs the choice.

    The result is what the layer leaves without recording (可不录) and its rules of recording (要求).
    """
    for key, options in (("全程", FULL), ("视情", ())):
        for row in s.rows(key, f"“{key}”的一行"):
            if (when := row.text("当")) and when not in situations:
                row.fault(f"没有“{when}”这一情形{suggestion(when, situations)}", "当")
                when = ""
            field = r.FieldRule(
                fact=facts[RECORDING],
                required=True,
                options=options,
                clause=row.clause(),
                when=when,
                file=row.node.file,
                line=row.node.line,
            )
            for act in row.names("环节"):
                _ask(procedures, facts, row, act, field)
            row.text("说")
            row.done()
    exempt = tuple(_stated(row, "可不录", "当") for row in s.rows("可不录", "“可不录”的一行"))
    asked = tuple(_stated(row, "音像要求", "事") for row in s.rows("要求", "“要求”的一行"))
    s.done()
    return exempt + asked


def _stated(row: Section, subject: str, key: str) -> Provision:
    found = Provision(subject=subject, what=row.text(key, required=True), **stated(row))
    row.done()
    return found


def _ask(
    procedures: dict[str, r.Procedure],
    facts: Mapping[str, r.Fact],
    row: Section,
    name: str,
    field: r.FieldRule,
) -> None:
    holders = {each: p.acts[name] for each, p in procedures.items() if name in p.acts}
    if not holders:
        known = {act for p in procedures.values() for act in p.acts}
        row.fault(f"环节“{name}”在任何程序中都没有{suggestion(name, known)}", "环节")
    for procedure, act in holders.items():
        old = act.fields.get(RECORDING)
        if old and old.required and old.file == field.file:
            row.fault(f"“{name}”的音像记录在第 {old.line} 行已经定过，两条规则不一致", "环节")
        if old and old.required and (old.options or not field.options) and not old.when:
            continue  # what stands is at least as strict
        note = act.fields.get(NOTE) or r.FieldRule(fact=facts[NOTE])
        joined = _joined(RECORDING, old, field, row)
        fields = {**act.fields, RECORDING: joined, NOTE: note}
        acts = {**procedures[procedure].acts, name: replace(act, fields=fields)}
        procedures[procedure] = replace(procedures[procedure], acts=acts)


def ask_confirmed(
    procedures: dict[str, r.Procedure],
    facts: Mapping[str, r.Fact],
    situations: Collection[str],
    row: Section,
) -> None:
    """What officers confirm at an act (公示.事中): certificate shown, rights told; wherever the act is."""
    when = row.text("当")
    if when and when not in situations:
        row.fault(f"没有“{when}”这一情形{suggestion(when, situations)}", "当")
    clause = row.clause()
    confirmed = []
    for name in row.names("确认"):
        if name not in facts:
            row.fault(f"事实“{name}”没有在 facts.yaml 中定义{suggestion(name, facts)}", "确认")
        elif facts[name].type is not r.FactType.YESNO:
            row.fault(f"“{name}”是{facts[name].type.value}，这里要是否", "确认")
        else:
            confirmed.append(facts[name])
    for act in row.names("环节"):
        holders = [each for each, p in procedures.items() if act in p.acts]
        if not holders:
            known = {name for p in procedures.values() for name in p.acts}
            row.fault(f"环节“{act}”在任何程序中都没有{suggestion(act, known)}", "环节")
        for each in holders:
            acts = dict(procedures[each].acts)
            fields = dict(acts[act].fields)
            for fact in confirmed:
                old = fields.get(fact.name)
                if old and old.must_be and old.when in ("", when):
                    continue  # what stands is at least as strict
                new = r.FieldRule(
                    fact=fact, must_be=True, when=when, clause=clause, file=row.node.file, line=row.node.line
                )
                fields[fact.name] = _joined(fact.name, replace(old, when=""), new, row) if old else new
            acts[act] = replace(acts[act], fields=fields)
            procedures[each] = replace(procedures[each], acts=acts)
    row.text("说")
    row.done()
