"""The filter form of the case list: long lists in groups, and what is chosen as links that undo it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mingjing.desk.listing import Filters, procedures, stages, statuses
from mingjing.law.plan import CATEGORIES

SHARED = "几种程序都有"


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that stand together; `name` is "" for those that stand alone."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A condition in force, and the list without it."""

    said: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterForm:
    """What the form offers, and which conditions are in force."""

    procedures: tuple[Group, ...]
    statuses: tuple[Group, ...]
    stages: tuple[Group, ...]
    chosen: tuple[Chosen, ...]


def filter_form(filters: Filters) -> FilterForm:
    """The form for the list as it is narrowed now."""
    chosen = [
        Chosen(f"{label}：{word}", filters.query(**{name: ""}).removesuffix("?"))
        for name, label, word in (
            ("procedure", "程序", filters.procedure),
            ("status", "状态", filters.status),
            ("stage", "阶段", filters.stage),
        )
        if word
    ]
    if filters.mine:
        chosen.append(Chosen("我办的", filters.query(of="").removesuffix("?")))
    return FilterForm(
        procedures=_by_category(),
        statuses=_by_procedure(statuses, filters.procedure),
        stages=_by_procedure(stages, filters.procedure),
        chosen=tuple(chosen),
    )


def _by_category() -> tuple[Group, ...]:
    """The procedures of one category together, in the order in which the law lists the categories."""
    found: dict[str, list[str]] = {each: [] for each in CATEGORIES}
    for each in procedures().values():
        found.setdefault(each.category, []).append(each.name)
    alone = tuple(names[0] for names in found.values() if len(names) == 1)
    groups = [Group(name, tuple(names)) for name, names in found.items() if len(names) > 1]
    return (*groups, Group("其他", alone)) if groups else (Group("", alone),)


def _by_procedure(words: Callable[[str], Iterable[str]], procedure: str) -> tuple[Group, ...]:
    """The words of one procedure; of all of them, those that several share first, then each one's own."""
    if procedure:
        return (Group("", tuple(words(procedure))),)
    having: dict[str, list[str]] = {}
    for name in procedures():
        for word in words(name):
            having.setdefault(word, []).append(name)
    found: dict[str, list[str]] = {SHARED: []}
    for word, names in having.items():
        found.setdefault(SHARED if len(names) > 1 else names[0], []).append(word)
    return tuple(Group(name, tuple(each)) for name, each in found.items() if each)
