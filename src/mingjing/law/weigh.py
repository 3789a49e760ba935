"""Answering guards: for one precondition and one proposed act, the lack or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from mingjing.law import guard as g
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.capacity import capacities
from mingjing.law.duties import Duty, duties, resolved
from mingjing.law.fact import moment
from mingjing.law.formula import FORMULAS, LISTS
from mingjing.law.items import beyond, items, left
from mingjing.law.lack import Lack
from mingjing.law.limit import last_day, last_day_before
from mingjing.law.record import Done, Record
from mingjing.law.term import Term


@dataclass
class Matter:
    """What guards may ask: the rules, the case so far, the act at hand with its facts and time."""

    book: RuleBook
    procedure: r.Procedure
    record: Record
    act: r.ActRule
    values: Mapping[str, Any]
    at: datetime

    @property
    def day(self) -> date:
        return self.at.date()

    @cached_property
    def duties(self) -> list[Duty]:
        return duties(self.book, self.procedure, self.record)

    def holds(self, situation: str) -> bool:
        return self.book.conditions.holds(situation, self.record, self.values, self.at)

    def opened(self, name: str) -> list[Duty]:
        return [duty for duty in self.duties if duty.name == name]

    def date_of(self, fact: str) -> date | None:
        value = self.values.get(fact) or self.record.facts.get(fact)
        return date.fromisoformat(str(value)[:10]) if value else None


def weigh(guard: g.Guard, matter: Matter) -> Lack | None:
    """The lack that keeps the act from being done, or None where the guard is satisfied or does not apply."""
    if guard.when and not matter.holds(guard.when):
        return None
    if guard.unless and matter.holds(guard.unless):
        return None
    found = _unmet(guard, matter)
    if found is None:
        return None
    said, code = found
    return Lack(said=said, code=code, clause=guard.clause, mend=guard.mend, field=_field(guard))


_ON_FIELD = g.Ahead | g.Dated | g.OtherPerson | g.Computed | g.AtMost | g.Among


def _field(guard: g.Guard) -> str:
    return guard.fact if isinstance(guard, _ON_FIELD) else ""


def _unmet(guard: g.Guard, m: Matter) -> tuple[str, str] | None:
    match guard:
        case g.Holds(situation=name):
            return (
                None
                if m.holds(name)
                else (f"缺少{guard.said or m.book.conditions.situation(name).said}", f"有:{name}")
            )
        case g.Fails(situation=name):
            return (
                (guard.said or m.book.conditions.situation(name).said, f"不:{name}")
                if m.holds(name)
                else None
            )
        case g.Has():
            return _has(guard, m)
        case g.HasAny(acts=acts):
            if any(m.record.count(act) for act in acts):
                return None
            return f"缺少{guard.said or '、'.join(acts)}", f"有任一:{acts[0]}"
        case g.Answered():
            if not _unanswered(m.record, guard):
                return None
            words = guard.said or f"对{guard.act}的{guard.by[0]}"
            return (
                words if guard.act == m.act.name or "还没有" in words else f"缺少{words}"
            ), f"每个:{guard.act}"
        case g.Elapsed():
            return _elapsed(guard, m)
        case g.Within(period=name):
            return _within(guard, m)
        case g.Over(duty=name):
            past = [duty for duty in m.opened(name) if duty.over(m.day) and (duty.open or duty.late)]
            return None if past else (f"还没有{guard.said or name + '期限届满'}", f"过:{name}")
        case g.NotOver(duty=name):
            past = [duty for duty in m.opened(name) if duty.open and duty.over(m.day)]
            return (guard.said or f"{name}的期限已经届满", f"未过:{name}") if past else None
        case g.Limited():
            return _limited(guard, m)
        case g.Ahead():
            return _ahead(guard, m)
        case g.NotBefore(fact=fact):
            fixed = m.record.facts.get(fact)
            if not fixed or m.at >= moment(fixed):
                return None
            return guard.said or f"没有到{fact}（{_spoken(moment(fixed))}）", f"不早于:{fact}"
        case g.Dated(fact=fact, since=act):
            day, done = m.date_of(fact), m.record.last(act)
            if not m.values.get(fact) or day is None or done is None or day >= done.day:
                return None
            return f"{fact}（{_date(day)}）早于{act}（{_date(done.day)}）", f"日期:{fact}"
        case g.OtherPerson(fact=fact, role=role):
            chosen = m.values.get(fact)
            people = chosen if isinstance(chosen, list) else [chosen]
            parts = capacities(m.procedure, m.record)
            if not any(role in parts.get(str(each), ()) for each in people):
                return None
            return guard.said or f"{fact}不能是本案的{role}", f"人员:{fact}"
        case g.LikeDraft():
            return _like_draft(m)
        case g.Computed(fact=fact, formula=name):
            right, given = compute(name, m), m.values.get(fact)
            if right is None or given is None or given == right:
                return None
            if name not in LISTS:
                return f"{fact}应为 {right} 元，填的是 {given} 元：{guard.said}", f"等于:{fact}"
            same = not beyond(right, given) and not beyond(given, right)
            return None if same else (f"{fact}应为“{'、'.join(items(right))}”：{guard.said}", f"等于:{fact}")
        case g.AtMost(fact=fact, term=most):
            value = m.values.get(fact)
            if not value or Term.parse(str(value)).within(most):
                return None
            return (
                f"{fact}{value}超过{most}：{guard.said}" if guard.said else f"{fact}不超过{most}",
                f"不超过:{fact}",
            )
        case g.Among():
            return _among(guard, m)
        case g.NoneLeft(formula=name):
            rest = items(compute(name, m) or "")
            return (f"{guard.said or name}：{'、'.join(rest)}", f"无余:{name}") if rest else None
    raise TypeError(f"no answer for {guard!r}")


def _among(guard: g.Among, m: Matter) -> tuple[str, str] | None:
    """Nothing filled in lacks something only where the list has nothing to choose from."""
    known, given = compute(guard.formula, m), str(m.values.get(guard.fact) or "")
    words, code = guard.said or guard.formula, f"逐项:{guard.fact}"
    if known is None:
        return None
    if not known:
        return f"还没有{words}", code
    if more := beyond(given, known):
        return f"{guard.fact}“{'、'.join(more)}”不在{words}之内", code
    whole = guard.partly and given and not left(known, given)
    return (f"{guard.fact}是{words}的全部", code) if whole else None


def _unanswered(record: Record, guard: g.Answered) -> int:
    """How many of the acts still wait. An answer counts for an earlier act only, never in advance."""
    waiting = 0
    for done in record.acts:
        if done.act == guard.act:
            waiting += 1
        elif done.act in guard.by:
            waiting = max(waiting - 1, 0)
    return waiting


def compute(name: str, m: Matter) -> str | None:
    """The value of a formula for the matter at hand."""
    payment = next((duty.due for duty in m.opened("缴纳罚款")), None)
    return FORMULAS[name](m.record, m.values, payment)


def _has(guard: g.Has, m: Matter) -> tuple[str, str] | None:
    words, code = f"缺少{guard.said or guard.act}", f"有:{guard.act}"
    done = m.record.last(guard.act)
    if done is None:
        return words, code
    if guard.each and m.record.count(guard.act) <= m.record.count(m.act.name):
        return words, code
    if guard.before and m.record.count(guard.act) <= m.record.count(guard.before):
        return words, code
    if guard.same_draft and done.draft != m.record.draft:
        return f"{words}（送审以后决定稿或者材料改动过）", code
    return None


def _elapsed(guard: g.Elapsed, m: Matter) -> tuple[str, str] | None:
    if guard.term:
        start, at = m.date_of(guard.start), m.date_of(guard.at) if guard.at else m.day
        if start is None or at is None:
            return None
        term = resolved(m.book, guard.term, guard.clause)
        end = last_day(start, term, m.book.calendar, shift=False).date
        return None if at >= end else (guard.said or f"没有满{term}", f"满:{guard.start}")
    running = [d for d in m.opened(guard.period) if d.open and (d.due is None or m.day <= d.due)]
    if not running:
        return None
    latest = max((d.due for d in running if d.due), default=None)
    words = guard.said or f"{guard.period}没有届满"
    return f"{words}（{_date(latest)}届满）" if latest else words, f"满:{guard.period}"


def _within(guard: g.Within, m: Matter) -> tuple[str, str] | None:
    day = (m.date_of(guard.at) if guard.at else None) or m.day
    opened = m.opened(guard.period)
    if not opened or any(d.due is None or day <= d.due for d in opened):
        return None
    latest = max(d.due for d in opened if d.due)
    return f"{guard.said or guard.period}，期限已于{_date(latest)}届满", f"期内:{guard.period}"


def _limited(guard: g.Limited, m: Matter) -> tuple[str, str] | None:
    until: Done | None = m.record.first(guard.until) if guard.until else None
    day = until.day if until else m.day
    if guard.periods:
        ends = [max((d.due for d in m.opened(name) if d.due), default=None) for name in guard.periods]
        known = [end for end in ends if end]
        start = max(known) if known else None
    else:
        start = m.date_of(guard.start)
    if start is None:
        return None
    term = resolved(m.book, guard.term, guard.clause)
    end = last_day(start, term, m.book.calendar, shift=guard.shift).date
    return (
        (f"{guard.said}（已于{_date(end)}届满）", f"限:{guard.start or guard.periods[0]}")
        if day > end
        else None
    )


def _ahead(guard: g.Ahead, m: Matter) -> tuple[str, str] | None:
    event = m.values.get(guard.fact)
    if not event:
        return None
    term = resolved(m.book, guard.term, guard.clause)
    latest = last_day_before(moment(event).date(), term, m.book.calendar).date
    if m.day <= latest:
        return None
    return f"{guard.fact}距今不足{term.spoken()}，最迟应在{_date(latest)}通知", f"提前:{guard.fact}"


def _like_draft(m: Matter) -> tuple[str, str] | None:
    draft = m.procedure.draft
    if draft is None or not m.record.draft:
        return None
    stated = draft_facts(m.procedure, m.record)
    differing = [
        f"{name}（稿中为{_shown(stated.get(name))}，填的是{_shown(m.values[name])}）"
        for name in draft.facts
        if name in m.act.fields
        and m.values.get(name) is not None
        and m.values[name] != stated.get(name)
        and not (_empty(m.values[name]) and _empty(stated.get(name)))
    ]
    return (f"与拟决定稿不一致：{'、'.join(differing)}", "与稿一致") if differing else None


def draft_facts(procedure: r.Procedure, record: Record) -> dict[str, Any]:
    """The facts of the draft decision as last set, {} before there is one."""
    if procedure.draft is None:
        return {}
    last = max(
        (d for act in procedure.draft.acts if (d := record.last(act))), key=lambda d: d.version, default=None
    )
    return {name: last.facts[name] for name in procedure.draft.facts if name in last.facts} if last else {}


def _empty(value: Any) -> bool:
    return value in (None, "", "0.00", [], False)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    text = "无" if value is None else str(value)
    return text if len(text) <= 30 else text[:29] + "…"


def _date(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _spoken(at: datetime) -> str:
    return f"{_date(at.date())} {at:%H:%M}"
