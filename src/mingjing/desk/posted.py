"""Reading a posted act form: raw values by fact, exactly as typed, for the law to accept or to explain."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from mingjing.law import rule as r
from mingjing.law.party import KEYS

PARTY_KEYS = tuple(key for key in KEYS if key != "校验")
_KEY = re.compile(r"[A-Za-z0-9]{8,64}")
_MOST_PEOPLE = 30


def control(fact: r.Fact) -> str:
    """The name of the form control of a fact."""
    return f"f-{fact.id}"


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
            chosen = [each for each in post.getlist(name)[:_MOST_PEOPLE] if each]
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
    value = post.get(name, "")
    return value if value.strip() else ""


def expected_version(post: Mapping[str, str]) -> int:
    """The version that the form was made from; -1 (never the current one) where there is none."""
    text = post.get("expected", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def request_key(post: Mapping[str, str]) -> str:
    """The key that makes a repeated request one act, "" where the form carries none."""
    text = post.get("key", "")
    return text if _KEY.fullmatch(text) else ""


def companions(post: QueryDict) -> tuple[str, ...]:
    """Ids of those who act together with the person signed in."""
    return tuple(dict.fromkeys(each for each in post.getlist("with")[:_MOST_PEOPLE] if each))
