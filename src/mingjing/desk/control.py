"""The controls of a form as templates print them: fields with their options and parts, in sections."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.desk.roster import Candidate
from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a field; `aside` and `state` say how a person's certificate stands."""

    value: str
    label: str
    chosen: bool
    aside: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One control of a group: a key of the party, or a point of the review sheet."""

    name: str
    label: str
    value: str = ""
    note: str = ""
    question: str = ""
    clause: Clause | None = None
    options: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    kind: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One fact of the form. `widget` names its template; `values` is what a known fact sends along.

    `leads`: who of the people can be named first (主办). `ways`: (url, words), where what it asks for begins.
    """

    name: str
    control: str
    label: str
    widget: str
    hint: str
    required: bool
    wide: bool
    value: str = ""
    text: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    leads: tuple[Option, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    errors: tuple[str, ...] = ()
    clause: Clause | None = None

    @property
    def listed(self) -> bool:
        """Whether one of the options is the value."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Field, ...]


def people_options(candidates: Iterable[Candidate], chosen: Iterable[str]) -> tuple[Option, ...]:
    """Candidates as options, with the state of their certificate."""
    picked = set(chosen)
    return tuple(
        Option(
            value=each.id,
            label=each.name,
            chosen=each.id in picked,
            aside=each.papers,
            state=each.fault or ("证件有效" if each.papers else ""),
        )
        for each in candidates
    )
