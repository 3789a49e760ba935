"""Reading a posted act form: raw values by fact, exactly as typed, for the law to accept or to explain."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingjing.law import rule as r
from mingjing.law.lack import Lack
from mingjing.law.party import KEYS

PARTY_KEYS = tuple(key for key in KEYS if key != "校验")
_KEY = re.compile(r"[A-Za-z0-9]{8,64}")
_MOST_PEOPLE, _MOST_POINTS, _ID = 30, 100, 40
_MANY = (r.FactType.MULTI, r.FactType.PERSON)
LED = "handlers"  # 承办人: the first one is 主办, the others are 协办
FRAME = ("csrfmiddlewaretoken", "key", "expected", "pack", "at")


def control(fact: r.Fact) -> str:
    """The name of the form control of a fact."""
    return f"f-{fact.id}"


def lead_control(fact: r.Fact) -> str:
    """The name of the control that asks who of the people is 主办, "" where the fact knows no such order."""
    return f"{control(fact)}-lead" if fact.id == LED else ""


def raw_facts(act: r.ActRule, procedure: r.Procedure, post: QueryDict) -> dict[str, Any]:
    """Fact name -> what was typed; what was left empty is left out."""
    found: dict[str, Any] = {}
    for name, field in act.fields.items():
        value = _raw(field.fact, procedure, post)
        if value not in ("", [], {}, None):
            found[name] = value
    return found


def _raw(fact: r.Fact, procedure: r.Procedure, post: QueryDict) -> Any:
    name = control(fact)
    match fact.type:
        case r.FactType.MULTI:
            return post.getlist(name)
        case r.FactType.PERSON:
            chosen = [each[:_ID] for each in post.getlist(name)[:_MOST_PEOPLE] if each]
            return chosen if fact.many else (chosen[0] if chosen else "")
        case r.FactType.PARTY:
            parts = {key: post.get(f"{name}-{index}", "") for index, key in enumerate(PARTY_KEYS)}
            typed = {key: value for key, value in parts.items() if value.strip()}
            return typed if set(typed) - {"类别"} else {}
        case r.FactType.POINTS:
            answers = {}
            for index, point in enumerate(procedure.points):
                result, note = post.get(f"{name}-{index}-r", ""), post.get(f"{name}-{index}-n", "")
                if result or note.strip():
                    answers[point.name] = {"结论": result, "说明": note}
            return answers
        case r.FactType.CASE:
            # A number that was typed is meant, whatever the list was left at.
            name = f"{name}-other" if post.get(f"{name}-other", "").strip() else name
    value = post.get(name, "")
    return value if value.strip() else ""


def led(
    facts: Mapping[str, Any], act: r.ActRule, post: QueryDict, team: tuple[str, ...]
) -> tuple[dict[str, Any], tuple[Lack, ...]]:
    """The facts with 主办 first among the handlers, and what is wrong with the choice.

    `team`: who does the act, the one signed in first; they stand in where nobody was ticked and the rule
    says so.
    """
    found = dict(facts)
    for name, field in act.fields.items():
        asked = lead_control(field.fact)
        if not asked or asked not in post:
            continue
        lead, chosen = post[asked][:_ID], list(found.get(name) or ())
        if not chosen and of_team(field):
            chosen = list(team)
        if lead and lead in chosen:
            found[name] = [lead, *(each for each in chosen if each != lead)]
        elif lead and chosen:
            said = f"选的主办没有勾在{name}里，勾上或者另选主办"
            return found, (Lack(said=said, code=f"填:{name}", clause=field.clause, field=name),)
        elif len(found.get(name) or ()) > 1:
            said = f"没有选{name}中谁是主办"
            return found, (Lack(said=said, code=f"填:{name}", clause=field.clause, field=name),)
    return found, ()


def typed_lead(act: r.ActRule, post: QueryDict) -> str | None:
    """Who was chosen as 主办, "" for nobody; None where the form did not ask."""
    asked = next(filter(None, (lead_control(field.fact) for field in act.fields.values())), "")
    return post.get(asked, "")[:_ID] if asked in post else None


def of_team(field: r.FieldRule) -> bool:
    """Whether the people of the act itself stand in where nobody is chosen."""
    default = field.default
    return default is not None and default.how == "办理人" and not default.of and field.fact.many


def surplus(act: r.ActRule, facts: Mapping[str, r.Fact], post: QueryDict) -> dict[str, str]:
    """Facts posted though the act has no such field: the law refuses them as it does from any entrance."""
    own = set(_controls(act.fields[name].fact for name in act.fields))
    names = {each: name for name, fact in facts.items() for each in _controls((fact,))}
    return {
        names.get(key, key[2:42]): post.get(key, "")
        for key in post
        if key.startswith("f-") and key not in own and post.get(key, "").strip()
    }


def require_closed(post: QueryDict, acts: Iterable[r.ActRule], *more: str) -> None:
    """Raises `BadRequest` for a parameter that no form of ours sends, or for one sent twice.

    `more`: names that the page has beside the fields of the acts. Names of facts are left to the law.
    """
    fields = [field.fact for act in acts for field in act.fields.values()]
    several = {"with", *(control(fact) for fact in fields if fact.type in _MANY)}
    known = {*FRAME, "with", *more}
    for key in post:
        if key not in known and not key.startswith("f-"):
            raise BadRequest(f"unknown parameter {key[:40]!r}")
        if key not in several and len(post.getlist(key)) > 1:
            raise BadRequest(f"repeated parameter {key[:40]!r}")


def _controls(facts: Iterable[r.Fact]) -> Iterator[str]:
    """The names of the controls of facts, as `_raw` reads them."""
    for fact in facts:
        name = control(fact)
        match fact.type:
            case r.FactType.PARTY:
                yield from (f"{name}-{index}" for index in range(len(PARTY_KEYS)))
            case r.FactType.POINTS:
                yield from (f"{name}-{index}-{part}" for index in range(_MOST_POINTS) for part in "rn")
            case r.FactType.CASE:
                yield from (name, f"{name}-other")
            case _:
                yield name
                if asked := lead_control(fact):
                    yield asked


def expected_version(post: Mapping[str, str]) -> int:
    """The version that the form was made from; -1 (never the current one) where there is none."""
    text = post.get("expected", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def request_key(post: Mapping[str, str]) -> str:
    """The key that makes a repeated request one act, "" where the form carries none."""
    text = post.get("key", "")
    return text if _KEY.fullmatch(text) else ""


def companions(post: QueryDict) -> tuple[str, ...]:
    """Ids of those who act together with the person signed in, cut to what an id can be."""
    given = (each.replace("\x00", "")[:_ID] for each in post.getlist("with")[:_MOST_PEOPLE])
    return tuple(dict.fromkeys(each for each in given if each))
