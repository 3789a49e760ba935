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
    """An act ready to print. `url` empty: the reader cannot do it. `main`: the next thing to do."""

    name: str
    who: str
    clause: Clause
    url: str
    answers: tuple[str, ...]
    done: int
    lacks: tuple[LackLine, ...]
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Acts that can be done now but by others alone: 等机关负责人：批准检查. `who`: the holders by name."""

    role: str
    who: str
    acts: tuple[NextAct, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(dict.fromkeys(act.clause for act in self.acts))


@dataclass(frozen=True, slots=True, kw_only=True)
class NextActs:
    """What is near, and the rest behind a fold; in `waits` and `others` what only others can do now."""

    now: tuple[NextAct, ...]
    also: tuple[NextAct, ...]
    waits: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    blocked: tuple[NextAct, ...]
    rest: tuple[NextAct, ...]


def next_acts(page: CasePage) -> NextActs:
    """The prospects of the page with names, links and lacks in words."""
    who = _who(page.agency)
    possible = {each.act: each for each in page.prospects}
    groups: dict[tuple[bool, bool], list[NextAct]] = {}
    waiting: dict[bool, dict[tuple[str, str], list[NextAct]]] = {True: {}, False: {}}
    first = next((each for each in page.prospects if each.mine and each.near and not each.lacks), None)
    for each in page.prospects:
        main = each is first and each.rank < OTHER
        act = _act(page, each, possible, who, main)
        if each.lacks or act.url:
            groups.setdefault((not each.lacks, each.near), []).append(act)
        else:
            waiting[each.near].setdefault(("、".join(each.roles), act.who), []).append(act)
    return NextActs(
        now=tuple(groups.get((True, True), ())),
        also=tuple(groups.get((True, False), ())),
        waits=_waits(waiting[True]),
        others=_waits(waiting[False]),
        blocked=tuple(groups.get((False, True), ())),
        rest=tuple(groups.get((False, False), ())),
    )


def _waits(waiting: dict[tuple[str, str], list[NextAct]]) -> tuple[Waiting, ...]:
    return tuple(Waiting(role=role, who=who, acts=tuple(acts)) for (role, who), acts in waiting.items())


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
    """The lack with the way to mend it: the reader's own act as a link, another's as whom one waits for.

    Where the missing act itself cannot be done yet, it names the one with which one begins.
    """
    step = possible.get(resolved(lack.mend, {name: each.lacks for name, each in possible.items()}))
    url, action = "", ""
    then = f"，再办{lack.mend}" if step and step.act != lack.mend else ""
    if step and step.mine:
        url = reverse("desk_act", args=(case, step.id))
        action = f"先办{step.act}{then}" if then else f"去办{step.act}"
    elif step:
        said = step.act in lack.said and not then
        action = f"等{step.roles[0]}办" if said else f"等{step.roles[0]}{step.act}{then}"
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
