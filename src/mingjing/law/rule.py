"""What the rule files say, as values: facts, situations, acts, duties, procedures. No behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mingjing.law.clause import Clause
from mingjing.law.condition import Parameter as Parameter
from mingjing.law.condition import Situation as Situation
from mingjing.law.fact_rule import Fact as Fact
from mingjing.law.fact_rule import FactType as FactType
from mingjing.law.guard import Guard
from mingjing.law.plan import Plan, PlanClause, Task
from mingjing.law.publication import PublicationRule as PublicationRule
from mingjing.law.term import Term


@dataclass(frozen=True, slots=True)
class Default:
    """Where an omitted field takes its value: 前值, 决定稿, 办理日, 办理人 [of an act], 值, 算, 字面."""

    how: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """What one act asks of one fact."""

    fact: Fact
    required: bool = False
    must_be: bool = False  # a yes/no that has to be yes
    when: str = ""  # a situation: required or must_be only then
    minimum: int = 0  # persons
    role: str = ""  # persons must hold it
    certified: bool = False  # persons must hold a certificate in force
    default: Default | None = None
    includes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()  # narrower than the fact's own
    min_chars: int = 0
    not_only: tuple[str, ...] = ()
    points: str = ""
    impersonal: bool = False
    same_party: bool = False  # the case that it names has the party of this one
    done_there: tuple[str, ...] = ()  # acts that were done in the case that it names
    clause: Clause | None = None
    file: str = ""
    line: int = 0
    replaced: "FieldRule | None" = None  # what a layer laid this over


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRule:
    """What an act opens: a duty (义务) that somebody must do, or a period (期间) in which a party may act."""

    name: str
    period: bool
    holder: str
    clause: Clause
    term: Term | None = None
    start: str = ""  # name of a date fact, of the opening act or recorded before; "" = the day of the act
    until: str = ""  # instead of a term: name of the date fact that is itself the last day
    when: str = ""
    file: str = ""
    line: int = 0
    replaced: "DutyRule | None" = None


@dataclass(frozen=True, slots=True)
class Closing:
    duty: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """From this act until `until` the limit of `duty` does not run."""

    duty: str
    until: str


@dataclass(frozen=True, slots=True)
class Extending:
    """This act lengthens `duty` by a term fact (`by`) or to a date fact (`to`)."""

    duty: str
    by: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked of persons, with its clause: a number, a role, a qualification."""

    what: str
    number: int
    clause: Clause
    first: date | None = None  # of a qualification: who began before that day is not asked for it


@dataclass(frozen=True, slots=True)
class Predecessor:
    act: str
    clause: Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """One act (环节) of a procedure."""

    name: str
    id: str
    stage: str
    roles: tuple[str, ...]
    clause: Clause
    statuses: tuple[str, ...]
    opens_case: bool = False
    once: bool = False
    backdated: bool = False  # may be recorded after later acts (可补记)
    special: bool = False  # off the ordinary course (特殊): never offered first
    people: Asked | None = None
    qualification: Asked | None = None
    other_unit: Asked | None = None
    after: tuple[Predecessor, ...] = ()
    guards: tuple[Guard, ...] = ()
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    opens: tuple[DutyRule, ...] = ()
    closes: tuple[Closing, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extends: Extending | None = None
    status: str = ""
    series: tuple[str, str] | None = None  # (series name, word of the number)
    binds_draft: bool = False
    channel: "Channel | None" = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """The only entrance by which the act comes about (途径), and what is said to whoever tries another."""

    name: str
    entrance: str
    said: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Separation:
    """One person acts in at most one of these capacities in a case."""

    roles: tuple[str, ...]
    clause: Clause


@dataclass(frozen=True, slots=True)
class Recusal:
    """Who `act` names in `person` with `result` = `outcome` takes no further part in the case."""

    act: str
    person: str
    result: str
    outcome: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class DraftRule:
    """The draft decision: the acts that set it, its facts, the acts whose record it rests on."""

    acts: tuple[str, ...]
    facts: tuple[str, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the reviewer's sheet (法制审核要点)."""

    name: str
    question: str
    clause: Clause
    when: str = ""  # a situation: answered only then


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Who compared a rule file with which text, and when; `full` only against the complete official text."""

    against: str = "未校核"
    day: str = ""

    @property
    def full(self) -> bool:
        return self.against == "全文"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """例: after these acts on these days, this duty ends on this day."""

    acts: tuple[tuple[str, str], ...]
    duty: str
    due: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    name: str
    id: str
    category: str
    law: str
    in_force: str
    clause: Clause
    checked: Checked
    stages: tuple[str, ...]
    statuses: Mapping[str, tuple[str, ...]]  # stage -> statuses in which its acts may be done
    acts: Mapping[str, ActRule]
    separations: tuple[Separation, ...]
    certificate: Separation | None  # the roles that need a certificate in force
    recusal: Recusal | None
    record: Clause | None  # the clause of the record in order of time
    draft: DraftRule | None
    publications: tuple[PublicationRule, ...]
    points: tuple[Point, ...]
    examples: tuple[Example, ...]
    file: str = ""
    said: str = ""  # in one sentence what is done under it, for whoever chooses

    def act_by_id(self, identifier: str) -> ActRule | None:
        return next((act for act in self.acts.values() if act.id == identifier), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One file of rules laid over the national ones: a sector (领域) or a locality's plan (方案)."""

    id: str
    name: str
    label: str  # what "方案" means in its clauses, e.g. 青浦方案
    kind: str  # 方案 or 领域
    source: str
    dated: str
    checked: Checked
    file: str
    text: Mapping[str, object]  # the file as written, for pages that show the plan itself
    inherits: tuple[str, ...] = ()  # the sectors that a plan stands on
    plan: Plan = field(default_factory=Plan)  # what it says beyond single procedures

    @property
    def clauses(self) -> tuple[PlanClause, ...]:
        """What the platform does about each clause of the plan (条款)."""
        return self.plan.clauses

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The rollout tasks of the plan (任务)."""
        return self.plan.tasks
