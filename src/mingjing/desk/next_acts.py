"""现在可以办 and 还不能办 as the case page prints them: who may, what is lacking, where to mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from mingjing.casework.pages import CasePage
from mingjing.casework.prospects import OTHER, Prospect, resolved
from mingjing.law.clause import Clause
from mingjing.law.lack import Lack
from mingjing.registry.roles import named
from mingjing.registry.scope import people

_NAMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LackLine:
    """One lack; `url` leads to what mends it if the reader can do that now, else `action` names who will."""

    text: str
    clause: Clause | None
    url: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAct:
    """An act ready to print. `url` empty: the reader has none of its roles. `main`: the next thing to do."""

    name: str
    who: str
    clause: Clause
    url: str
    answers: tuple[str, ...]
    done: int
    lacks: tuple[LackLine, ...]
    main: bool = False


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
    first = next((each for each in page.prospects if each.mine and each.near and not each.lacks), None)
    for each in page.prospects:
        main = each is first and each.rank < OTHER
        groups.setdefault((not each.lacks, each.near), []).append(_act(page, each, possible, who, main))
    return NextActs(
        now=tuple(groups.get((True, True), ())),
        also=tuple(groups.get((True, False), ())),
        blocked=tuple(groups.get((False, True), ())),
        rest=tuple(groups.get((False, False), ())),
    )


def _act(
    page: CasePage, each: Prospect, possible: dict[str, Prospect], who: Callable[[str], str], main: bool
) -> NextAct:
    holders = "、".join(each.roles) if each.mine else "；".join(who(role) for role in each.roles)
    rule = page.book.procedures[page.procedure].acts[each.act]
    if rule.channel:
        holders = rule.channel.said  # nobody fills in a form for it
    lines: list[LackLine] = []
    for lack in each.lacks:
        line = lack_line(lack, page.id, possible if page.private else {})
        told = line.action and line.action in {before.action for before in lines}
        lines.append(LackLine(text=line.text, clause=line.clause, url="", action="") if told else line)
    return NextAct(
        name=each.act,
        who=f"{holders}，须 {each.number} 人" if each.number > 1 else holders,
        clause=each.clause,
        url=_form(page, each) if each.mine and not rule.channel else "",
        answers=each.answers,
        done=each.done,
        lacks=tuple(lines),
        main=main,
    )


def _form(page: CasePage, each: Prospect) -> str:
    """Where the act is done; reviews are done on their own sheet."""
    act = page.book.procedures[page.procedure].acts[each.act]
    if any(field.points for field in act.fields.values()):
        return reverse("desk_review_sheet", args=(page.id,))
    return reverse("desk_act", args=(page.id, each.id))


def lack_line(lack: Lack, case: str, possible: dict[str, Prospect]) -> LackLine:
    """The lack with the way to mend it: the reader's own act as a link, another's as whom one waits for."""
    step = possible.get(resolved(lack.mend, {name: each.lacks for name, each in possible.items()}))
    url, action = "", ""
    if step and step.mine:
        url = reverse("desk_act", args=(case, step.id))
        action = f"去{step.act}" if len(step.act) <= 6 else "去办"
    elif step:
        action = f"等{step.roles[0]}办" if step.act in lack.said else f"等{step.roles[0]}{step.act}"
    return LackLine(text=lack.said, clause=lack.clause, url=url, action=action)


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
