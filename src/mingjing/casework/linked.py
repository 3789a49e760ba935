"""Cases that an act names (类: 案件): found by number or id, bound by the hashes of their entries.

What was recorded in one case so becomes evidence in another without being copied: whoever checks the second
can see that the first still says what it said.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from mingjing.casework.models import Case
from mingjing.casework.opened import load
from mingjing.law import rule as r


def with_cases(agency: str, rule: r.ActRule, facts: Mapping[str, Any], case: str = "") -> Mapping[str, Any]:
    """The facts with every case that they name as it stands now.

    What is not another case of this agency stays text, which `law.fact.accept` refuses with its reason.
    """
    named = {
        name: str(facts[name]).strip()
        for name, field in rule.fields.items()
        if field.fact.type is r.FactType.CASE and isinstance(facts.get(name), str) and facts[name].strip()
    }
    if not named:
        return facts
    return {**facts, **{name: _found(agency, word, case) or word for name, word in named.items()}}


def _found(agency: str, word: str, case: str) -> dict[str, Any] | None:
    if "\x00" in word:
        return None
    rows = Case.objects.unscoped("按编号找本机关的案件").filter(agency=agency)
    row = rows.filter(Q(number=word) | Q(id=word)).exclude(id=case).values("id", "number").first()
    if row is None:
        return None
    opened = load(agency, row["id"], proved=True)
    acts = [[done.version, done.act, done.hash] for done in opened.record.acts]
    return {"案件": row["id"], "编号": row["number"], "程序": opened.procedure.name, "记录": acts}
