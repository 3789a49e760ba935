"""What a document is made from: the act as done, the record up to it, who did it and for which agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingjing.law.book import RuleBook
from mingjing.law.fact import gather
from mingjing.law.person import Person
from mingjing.law.record import Done, Record
from mingjing.law.rule import ActRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The agency as its documents name it. `payee` is the bank that takes fines, with its address."""

    name: str
    short_name: str = ""
    word: str = ""
    region: str = ""
    address: str = ""
    phone: str = ""
    reconsideration: str = ""
    court: str = ""
    payee: str = ""

    def part(self, name: str) -> str:
        """A part by its name in templates."""
        return {
            "名称": self.name,
            "简称": self.short_name,
            "代字": self.word,
            "行政区域": self.region,
            "地址": self.address,
            "电话": self.phone,
            "复议机关": self.reconsideration,
            "法院": self.court,
            "代收机构": self.payee,
        }[name]


@dataclass(frozen=True)
class Occasion:
    """One act and everything that its documents may name.

    Later acts of the record are left out, so that a document is the same whenever it is set.
    """

    book: RuleBook
    record: Record
    done: Done
    agency: Issuer
    people: Mapping[str, Person]

    @cached_property
    def acts(self) -> tuple[Done, ...]:
        return tuple(done for done in self.record.acts if done.version <= self.done.version)

    @cached_property
    def rule(self) -> ActRule:
        return self.book.procedures[self.record.procedure].acts[self.done.act]

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """Every fact as it stood after the act; what the act itself asks for, only as the act said it.

        A second inspection without a person in charge must not show the one of the first.
        """
        values = gather(self.book.facts, (done.facts for done in self.acts))
        for name in self.rule.fields:
            if name in self.done.facts:
                values[name] = self.done.facts[name]
            else:
                values.pop(name, None)
        return values

    def last(self, act: str) -> Done | None:
        """The last performance of an act up to this one."""
        return next((done for done in reversed(self.acts) if done.act == act), None)

    def number(self, kind: str) -> str:
        """The number of the last document of that kind up to this act, "" where it has none."""
        for done in reversed(self.acts):
            for each, number in done.documents:
                if each == kind:
                    return number
        return ""

    @property
    def case_number(self) -> str:
        """The number of the case, given by the act that opened it."""
        return self.acts[0].number if self.acts else ""
