"""A case as the law sees it: the acts done, in order. Everything else about a case is derived from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One act that was performed. `facts` by Chinese name, in stored form; `draft` the digest it binds."""

    act: str
    version: int
    at: datetime
    recorded: datetime
    by: tuple[str, ...]
    capacity: str
    facts: Values
    draft: str = ""
    hash: str = ""
    documents: tuple[tuple[str, str], ...] = ()  # (kind, number)
    number: str = ""
    stands_in_for: str = ""  # id of the absent person in whose place it was done

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(frozen=True)
class Record:
    """All acts of one case. `status` and `draft` follow from the procedure and are given by whoever folds."""

    case: str
    agency: str
    procedure: str
    acts: tuple[Done, ...] = ()
    status: str = ""
    draft: str = ""
    facts: Values = field(default_factory=dict)  # current value of each fact, merged as the fact says

    @property
    def version(self) -> int:
        return self.acts[-1].version if self.acts else 0

    @cached_property
    def _by_act(self) -> dict[str, list[Done]]:
        index: dict[str, list[Done]] = {}
        for done in self.acts:
            index.setdefault(done.act, []).append(done)
        return index

    def all(self, act: str) -> list[Done]:
        return self._by_act.get(act, [])

    def count(self, act: str) -> int:
        return len(self._by_act.get(act, ()))

    def last(self, act: str) -> Done | None:
        found = self._by_act.get(act)
        return found[-1] if found else None

    def first(self, act: str) -> Done | None:
        found = self._by_act.get(act)
        return found[0] if found else None

    @cached_property
    def capacities(self) -> dict[str, set[str]]:
        """Person id -> the capacities in which they acted in this case."""
        found: dict[str, set[str]] = {}
        for done in self.acts:
            for person in done.by:
                found.setdefault(person, set()).add(done.capacity)
        return found
