"""Named situations (情形): CEL expressions with static types, checked when the rules are loaded.

Names that an expression may use, all in English as the fact and act files declare them:

- `fine`: the current value of the fact, with what the act at hand says on top
- `prior_notice.fine`, `first.prior_notice.fine`: its value in the last or first such act
- `hearing.done`, `hearing.count`, `x.on_draft` (the last x was about the draft as it stands)
- `publication_review.after.publication_collection`: the last of the one is later than the last of the other
- `param.hearing_fine`: a threshold by kind of party
- `party_kind`, `party_age` (-1 where unknown)
- `at_night` (22 to 6 o'clock), `on_holiday` (a statutory holiday): the moment of the act at hand

What was never recorded has the empty value of its type: 0, "", false, [].
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from mingjing.law.calendar import WorkCalendar
from mingjing.law.fact import merge
from mingjing.law.party import KINDS, age
from mingjing.law.reader import suggestion
from mingjing.law.record import Done, Record
from mingjing.law.rule import Fact, FactType, Parameter, Situation
from mingjing.law.source import Fault

_CEL = {
    "double": cel.Type.DOUBLE,
    "string": cel.Type.STRING,
    "bool": cel.Type.BOOL,
    "int": cel.Type.INT,
    "list": cel.Type.List(cel.Type.STRING),
    "map": cel.Type.Map(cel.Type.STRING, cel.Type.DOUBLE),
}
_TYPES = {FactType.MONEY: "double", FactType.YESNO: "bool", FactType.MULTI: "list"}
_MOMENT = ("at_night", "on_holiday")
# 行政强制法 43 forbids the night without saying when it is; 生态环境法典 572: from 22 to 6 o'clock.
_NIGHT_BEGINS, _NIGHT_ENDS = 22, 6
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_KIND_NAMES = {"double": "金额", "string": "文本", "bool": "是否", "list(string)": "多选", "int": "整数"}


@lru_cache(maxsize=4096)
def _program(expression: str, variables: tuple[tuple[str, str], ...]) -> Any:
    """The expression compiled with variables of these types; the same one for every book that says the same.

    Raises `RuntimeError` with the compiler's message.
    """
    return _environment(variables).compile(expression)


@lru_cache(maxsize=1024)
def _environment(variables: tuple[tuple[str, str], ...]) -> Any:
    return cel.NewEnv(variables={name: _CEL[kind] for name, kind in variables})


@dataclass(frozen=True)
class Compiled:
    """A situation ready to be asked."""

    situation: Situation
    program: Any  # cel.Expression, or None for any/all
    names: tuple[str, ...]


class Conditions:
    """All situations of a rule book, compiled against its facts, acts and parameters."""

    def __init__(
        self,
        situations: Mapping[str, Situation],
        facts: Mapping[str, Fact],
        acts: Mapping[str, str],
        parameters: Mapping[str, Parameter],
        faults: list[Fault],
        calendar: WorkCalendar | None = None,
    ) -> None:
        """`acts`: English id -> Chinese name. Expressions that do not compile become faults."""
        self._calendar = calendar
        self._facts = {fact.id: fact for fact in facts.values()}
        self._acts = dict(acts)
        self._parameters = {each.id: each for each in parameters.values()}
        self._compiled: dict[str, Compiled] = {}
        for situation in situations.values():
            for name in (*situation.any_of, *situation.all_of):
                if name not in situations:
                    faults.append(
                        Fault(
                            situation.file,
                            situation.line,
                            f"没有“{name}”这一情形{suggestion(name, situations)}",
                        )
                    )
            if situation.expression:
                self._compile(situation, faults)
            else:
                self._compiled[situation.name] = Compiled(situation, None, ())
        self._find_circles(situations, faults)

    def _compile(self, situation: Situation, faults: list[Fault]) -> None:
        bare = re.sub(r'"[^"]*"', '""', situation.expression)
        names = tuple(dict.fromkeys(known for n in _NAME.findall(bare) if (known := self._longest(n))))
        try:
            program = _program(situation.expression, tuple((name, self._type(name)) for name in names))
        except RuntimeError as error:
            faults.append(Fault(situation.file, situation.line, _explain(str(error), bare)))
            return
        if program.return_type() != cel.Type.BOOL:
            faults.append(
                Fault(situation.file, situation.line, f"情形“{situation.name}”的表达式应当得出是或否")
            )
            return
        self._compiled[situation.name] = Compiled(situation, program, names)

    def _longest(self, written: str) -> str:
        """The known name that `written` begins with, so that `penalty_kinds.all(…)` finds `penalty_kinds`."""
        parts = written.split(".")
        prefixes = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
        return next((each for each in prefixes if self._type(each)), "")

    def _find_circles(self, situations: Mapping[str, Situation], faults: list[Fault]) -> None:
        def visit(name: str, path: tuple[str, ...]) -> None:
            situation = situations.get(name)
            if situation is None:
                return
            if name in path:
                faults.append(Fault(situation.file, situation.line, f"情形“{name}”绕回了自己"))
                raise RecursionError
            for inner in (*situation.any_of, *situation.all_of):
                visit(inner, (*path, name))

        for name in situations:
            try:
                visit(name, ())
            except RecursionError:
                return

    def _type(self, name: str) -> str:
        """The type of a name, by its word in `_CEL`; "" if there is no such name."""
        parts = name.split(".")
        if len(parts) == 1:
            if name == "party_kind":
                return "string"
            if name == "party_age":
                return "int"
            if name in _MOMENT:
                return "bool"
            return _TYPES.get(self._facts[name].type, "string") if name in self._facts else ""
        if parts[0] == "param" and len(parts) == 2:
            return "map" if parts[1] in self._parameters else ""
        if parts[0] == "first" and len(parts) == 3:
            parts = parts[1:]
        if parts[0] not in self._acts:
            return ""
        if len(parts) == 3 and parts[1] == "after":
            return "bool" if parts[2] in self._acts else ""
        if len(parts) != 2:
            return ""
        special = {"done": "bool", "count": "int", "on_draft": "bool"}
        if parts[1] in special:
            return special[parts[1]]
        return _TYPES.get(self._facts[parts[1]].type, "string") if parts[1] in self._facts else ""

    def holds(
        self, name: str, record: Record, extra: Mapping[str, Any] | None = None, day: date | None = None
    ) -> bool:
        """Whether the situation holds for the case, with the facts `extra` of an act not yet done on top.

        `day`: the day of the act at hand, or its moment where the hour may matter.
        """
        compiled = self._compiled[name]
        situation = compiled.situation
        if compiled.program is None:
            if situation.all_of:
                return all(self.holds(inner, record, extra, day) for inner in situation.all_of)
            return any(self.holds(inner, record, extra, day) for inner in situation.any_of)
        values = {each: self._value(each, record, extra or {}, day) for each in compiled.names}
        return bool(compiled.program.eval(data=values).value())

    def reasons(
        self, name: str, record: Record, extra: Mapping[str, Any] | None = None, day: date | None = None
    ) -> list[Situation]:
        """The named reasons why an any-of situation holds: why a decision is major.

        A situation with one member only stands for itself, so that a plan's row is named with its own clause.
        """
        situation = self._compiled[name].situation
        if not self.holds(name, record, extra, day):
            return []
        if len(situation.any_of) < 2:
            return [situation]
        return [why for inner in situation.any_of for why in self.reasons(inner, record, extra, day)]

    def names(self) -> tuple[str, ...]:
        """All situations, in the order in which they were laid on."""
        return tuple(self._compiled)

    def asks(self, name: str) -> frozenset[str]:
        """Every name whose value the situation asks for, also through the situations it is made of."""
        compiled = self._compiled[name]
        inner = (*compiled.situation.any_of, *compiled.situation.all_of)
        return frozenset(compiled.names).union(*(self.asks(each) for each in inner))

    def situation(self, name: str) -> Situation:
        return self._compiled[name].situation

    def _value(self, name: str, record: Record, extra: Mapping[str, Any], day: date | None) -> Any:
        parts = name.split(".")
        if name == "party_kind":
            return str((record.facts.get("当事人") or extra.get("当事人") or {}).get("类别", ""))
        if name == "party_age":
            party = record.facts.get("当事人") or extra.get("当事人") or {}
            on = _violation_day(record, extra, _day(day))
            return age(party, on) if on else -1
        if name == "at_night":
            return isinstance(day, datetime) and not _NIGHT_ENDS <= day.hour < _NIGHT_BEGINS
        if name == "on_holiday":
            on = _day(day)
            return on is not None and self._calendar is not None and self._calendar.holiday(on)
        if len(parts) == 1:
            fact = self._facts[name]
            before = record.facts.get(fact.name)
            # A sum stands as it was before the act: what is being paid does not make the fine paid already.
            return _plain(fact, before if fact.merge == "合计" else merge(fact, before, extra.get(fact.name)))
        if parts[0] == "param":
            # A party of no kind counts as the strictest: 0.
            values = self._parameters[parts[1]].values
            return dict.fromkeys(("", *KINDS), 0.0) | {kind: value or 0.0 for kind, value in values.items()}
        pick = record.last
        if parts[0] == "first":
            pick, parts = record.first, parts[1:]
        act = self._acts[parts[0]]
        done: Done | None = pick(act)
        if parts[1] == "done":
            return done is not None
        if parts[1] == "count":
            return record.count(act)
        if parts[1] == "on_draft":
            return done is not None and bool(done.draft) and done.draft == record.draft
        if parts[1] == "after":
            other = record.last(self._acts[parts[2]])
            return done is not None and (other is None or done.version > other.version)
        fact = self._facts[parts[1]]
        return _plain(fact, done.facts.get(fact.name) if done else None)


def _day(when: date | None) -> date | None:
    return when.date() if isinstance(when, datetime) else when


def _violation_day(record: Record, extra: Mapping[str, Any], day: date | None) -> date | None:
    """The day by which the age is judged: that of the violation, else the earliest day known of the case."""
    ended = extra.get("违法行为终了日期") or record.facts.get("违法行为终了日期")
    if ended:
        return date.fromisoformat(str(ended))
    return record.acts[0].day if record.acts else day


def _plain(fact: Fact, value: Any) -> Any:
    if fact.type is FactType.MONEY:
        return float(value or 0)
    if fact.type is FactType.YESNO:
        return bool(value)
    if fact.type is FactType.MULTI:
        return list(value or ())
    if fact.type is FactType.CASE:
        return str(value["编号"] or value["案件"]) if value else ""
    return "" if value is None else str(value)


def _explain(error: str, bare: str) -> str:
    """The compiler's message in words for those who write rules."""
    if found := re.search(r"undeclared reference to '([^']+)'", error):
        whole = next((n for n in _NAME.findall(bare) if n.split(".")[0] == found[1]), found[1])
        return f"表达式中的“{whole}”不认识：事实、环节和参数都没有这个名称"
    if found := re.search(
        r"found no matching overload for '([^']+)' applied to '\(([^)]*(?:\([^)]*\))?[^)]*)\)'", error
    ):
        kinds = [_KIND_NAMES.get(each.strip(), each.strip()) for each in found[2].split(",")]
        sign = found[1].strip("_")
        return f"表达式类型不符：{'和'.join(kinds)}不能用“{sign}”比较或者运算（金额写成 50000.0）"
    found = re.search(r"ERROR: [^:]*:\d+:(\d+): (.*)", error)
    return (
        f"表达式第 {found[1]} 个字符处写错了：{found[2].splitlines()[0][:120]}" if found else "表达式写错了"
    )
