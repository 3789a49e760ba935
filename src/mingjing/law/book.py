"""The rule book: all rules in force for one agency, from the national files, its sector and its plan.

`Pack` holds the files as text with their hash; `Pack.book(profile, field)` gives the effective rules. Pure:
whoever reads the folder hands the texts in.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mingjing.law import rule as r
from mingjing.law.calendar import WorkCalendar
from mingjing.law.catalogue import Catalogue, lay_plan
from mingjing.law.citation import check_clauses
from mingjing.law.clause import Clause
from mingjing.law.days import DayKinds
from mingjing.law.layer import Draft, lay
from mingjing.law.national import National, Unreadable, nodes, read_layers, read_national
from mingjing.law.plan import Plan
from mingjing.law.read_catalogue import PREFIX, check_catalogues, read_catalogues
from mingjing.law.read_register import check_registers
from mingjing.law.reader import suggestion
from mingjing.law.register import Register
from mingjing.law.situation import Conditions
from mingjing.law.source import Fault, Node


class RuleError(Exception):
    """Rule files with faults; prints one per line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class RuleBook:
    """The effective rules. `layers` in the order in which they were laid on."""

    pack: str
    facts: Mapping[str, r.Fact]
    parameters: Mapping[str, r.Parameter]
    procedures: Mapping[str, r.Procedure]
    layers: tuple[r.Layer, ...]
    laws: Mapping[str, Mapping[str, str]]
    conditions: Conditions
    days: DayKinds
    calendar: WorkCalendar
    articles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)  # by name
    catalogues: Mapping[str, Catalogue] = field(default_factory=dict)  # by name
    guidance: Plan = field(default_factory=Plan)  # what the nation sets for every plan

    @property
    def profile(self) -> r.Layer | None:
        return next((layer for layer in reversed(self.layers) if layer.kind == "方案"), None)

    @property
    def plan(self) -> Plan:
        """What holds beyond single procedures: the locality's plan over its sectors over the nation's."""
        plan = self.guidance
        for layer in self.layers:
            plan = layer.plan.over(plan)
        return plan

    def checked(self, clause: Clause) -> bool:
        """Whether the clause's instrument was compared with its full text."""
        for layer in self.layers:
            if clause.law == layer.label:
                return layer.checked.full
        return self.laws.get(clause.law, {}).get("来源") == "全文"

    def wording(self, clause: Clause) -> str:
        """The official wording of the clause's article, "" where the text is not held."""
        return str(self.articles.get(clause.law, {}).get(str(clause.article), "")) if clause.article else ""


@dataclass(frozen=True)
class Pack:
    """Rule files by path relative to the rules folder ("national/facts.yaml") with their text.

    `kept`: an earlier pack under which cases run. It was checked when it came into force; what later versions
    find fault with does not make it void, so its books stand in spite of faults.
    """

    texts: Mapping[str, str]
    calendar: WorkCalendar
    kept: bool = False

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all paths and texts in order. Calendars are not part: they are added each year."""
        digest = hashlib.sha256(b"mingjing rule pack v1\n")
        for path in sorted(self.texts):
            text = self.texts[path].encode()
            digest.update(f"{path}\n{len(text)}\n".encode())
            digest.update(text)
        return digest.hexdigest()

    @cached_property
    def _national(self) -> National:
        return read_national(self.texts)

    @cached_property
    def _books(self) -> dict[tuple[str, str], RuleBook]:
        return {}

    def book(self, profile: str = "", sector: str = "") -> RuleBook:
        """The rules under a profile (方案) for a sector (领域). Raises `RuleError` with all faults."""
        key = (profile, sector)
        if key not in self._books:
            faults: list[Fault] = []
            book = _build(self, profile, sector, faults)
            if book is None or (faults and not self.kept):
                raise RuleError(faults)
            self._books[key] = book
        return self._books[key]

    def layers(self) -> tuple[r.Layer, ...]:
        """All sectors and profiles of the pack."""
        return self._layers

    @cached_property
    def _layers(self) -> tuple[r.Layer, ...]:
        return tuple(layer for _, layer in read_layers(self.texts, []))

    def faults(self) -> list[Fault]:
        """Every fault under every profile and sector, each once, in the order of files and lines."""
        found: set[Fault] = set()
        layers = self.layers()
        profiles = ["", *(layer.id for layer in layers if layer.kind == "方案")]
        sectors = ["", *(layer.id for layer in layers if layer.kind == "领域")]
        for profile in profiles:
            for sector in sectors:
                try:
                    self.book(profile, sector)
                except RuleError as error:
                    found.update(error.faults)
        return sorted(found, key=lambda fault: (fault.file, fault.line, fault.message))


def _build(pack: Pack, profile: str, sector: str, faults: list[Fault]) -> RuleBook | None:
    try:
        national = pack._national
    except Unreadable as error:
        faults += error.faults
        return None
    faults += national.faults
    draft = Draft(
        national.facts,
        dict(national.situations),
        dict(national.parameters),
        dict(national.procedures),
        national.days,
        national.laws,
    )
    for kind, name in _wanted(national.layers, profile, sector):
        if (kind, name) in national.layers:
            lay(draft, *national.layers[kind, name], faults)
            continue
        folder = "profiles" if kind == "方案" else "sectors"
        known = [each for of, each in national.layers if of == kind]
        faults.append(Fault(f"{folder}/", 1, f"没有“{name}”这一{kind}{suggestion(name, known)}"))
    acts = _act_names(draft.procedures, faults)
    book = RuleBook(
        pack=pack.hash,
        facts=national.facts,
        parameters=draft.parameters,
        procedures=draft.procedures,
        layers=tuple(draft.layers),
        laws=national.laws,
        conditions=Conditions(
            draft.situations, national.facts, acts, draft.parameters, faults, pack.calendar
        ),
        days=national.days,
        calendar=pack.calendar,
        articles=national.articles,
        registers=national.registers,
        catalogues=_catalogues(pack, draft.layers, faults),
        guidance=national.guidance,
    )
    check_clauses(book.procedures, draft.situations, known_laws(book), book.articles, faults)
    check_registers(book.registers, known_laws(book), book.articles, faults)
    check_catalogues(book.catalogues, known_laws(book), book.articles, faults)
    return book


def _act_names(procedures: Mapping[str, r.Procedure], faults: list[Fault]) -> dict[str, str]:
    """The name of every act by its 标识. Situations know acts by it, so it means one act everywhere."""
    found: dict[str, str] = {}
    for act in (act for procedure in procedures.values() for act in procedure.acts.values()):
        if found.setdefault(act.id, act.name) != act.name:
            faults.append(Fault(act.file, act.line, f"标识“{act.id}”在别的程序中是“{found[act.id]}”"))
    return found


def _catalogues(pack: Pack, layers: Sequence[r.Layer], faults: list[Fault]) -> dict[str, Catalogue]:
    """The catalogues by name, with what the layers' plans say of them."""
    found: dict[str, Catalogue] = {}
    for node in nodes(pack.texts, (PREFIX,), faults):
        found |= read_catalogues(node, faults)
    for layer in layers:
        found = lay_plan(found, layer.plan.catalogues, faults) if found else found
    return found


def known_laws(book: RuleBook) -> set[str]:
    """Short names that a clause may cite: the register and the plans laid on."""
    return set(book.laws) | {layer.label for layer in book.layers}


def _wanted(
    layers: Mapping[tuple[str, str], tuple[Node, r.Layer]], profile: str, sector: str
) -> list[tuple[str, str]]:
    """The layers to lay on, in order: sectors (those that the plan stands on first), then the plan."""
    own = layers.get(("方案", profile))
    sectors = dict.fromkeys((*(own[1].inherits if own else ()), *((sector,) if sector else ())))
    return [*(("领域", name) for name in sectors), *([("方案", profile)] if profile else [])]
