"""现在可以办 and 还不能办 as the case page prints them: who may, what is lacking, where to mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from mingjing.casework.pages import CasePage
from mingjing.casework.prospects import Prospect
from mingjing.law.clause import Clause
from mingjing.law.lack import Lack
from mingjing.registry.roles import named
from mingjing.registry.scope import people

_NAMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LackLine:
    """One lack; `url` leads to the act that mends it, where that act can be done now."""

    text: str
    clause: Clause | None
    url: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """An act ready to print. `url` empty: the reader holds none of its roles."""

    name: str
    who: str
    clause: Clause
    url: str
    answers: tuple[str, ...]
    done: int
    lacks: tuple[LackLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextActs:
    """What is near, and the rest behind a fold."""

    now: tuple[NextAct, ...]
    also: tuple[NextAct, ...]
    blocked: tuple[NextAct, ...]
    rest: tuple[NextAct, ...]


def next_acts(page: CasePage) -> NextActs:
    """The prospects of the page with names, links and lacks in words."""
    who = _who(page.agency)
    possible = {each.act: each for each in page.prospects}
    groups: dict[tuple[bool, bool], list[NextAct]] = {}
    for each in page.prospects:
        groups.setdefault((not each.lacks, each.near), []).append(_act(page, each, possible, who))
    return NextActs(
        now=tuple(groups.get((True, True), ())),
        also=tuple(groups.get((True, False), ())),
        blocked=tuple(groups.get((False, True), ())),
        rest=tuple(groups.get((False, False), ())),
    )


def _act(page: CasePage, each: Prospect, possible: dict[str, Prospect], who: Callable[[str], str]) -> NextAct:
    holders = "；".join(who(role) for role in each.roles)
    return NextAct(
        name=each.act,
        who=f"{holders}，须 {each.number} 人" if each.number > 1 else holders,
        clause=each.clause,
        url=reverse("desk_act", args=(page.id, each.id)) if each.mine else "",
        answers=each.answers,
        done=each.done,
        lacks=tuple(lack_line(lack, page.id, possible if page.private else {}) for lack in each.lacks),
    )


def lack_line(lack: Lack, case: str, possible: dict[str, Prospect]) -> LackLine:
    """The lack with the way to mend it, if there is one now."""
    mend = possible.get(lack.mend)
    return LackLine(
        text=lack.said,
        clause=lack.clause,
        url=reverse("desk_act", args=(case, mend.id)) if mend else "",
        action=f"去{lack.mend}" if len(lack.mend) <= 6 else "去办",
    )


def _who(agency: str) -> Callable[[str], str]:
    """role -> 执法人员（林照、苏砚、唐溪亭等 7 人）; each role is asked for once."""
    found: dict[str, str] = {}

    def words(role: str) -> str:
        if role not in found:
            holders = [person.name for person in people(agency, named(role).id)]
            some = "、".join(holders[:_NAMES]) + (f"等 {len(holders)} 人" if len(holders) > _NAMES else "")
            found[role] = f"{role}（{some or '还没有任命'}）"
        return found[role]

    return words
