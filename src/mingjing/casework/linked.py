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
from mingjing.law.lack import Lack
from mingjing.law.record import Record
from mingjing.registry.party_models import Party, PartyCase

PARTY = "当事人"
_WHY = "两件案件的当事人是不是同一个；案件已经按机关核对"


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


def unlike(rule: r.ActRule, values: Mapping[str, Any], record: Record) -> list[Lack]:
    """The lack of every case that the values name though its party is not the one of this case."""
    lacks = []
    for name, field in rule.fields.items():
        value = values.get(name)
        if not field.same_party or not value or same_party(record.agency, record.case, str(value["案件"])):
            continue
        # The party itself is not named: refusals are kept in a log that others read.
        said = (
            f"{value['编号']}的当事人不是本案的当事人；改填对本案当事人立的案件，"
            "同一当事人登记了两次的，先在“当事人”中合并"
        )
        lacks.append(Lack(said=said, code=f"另案:{name}", clause=field.clause or rule.clause, field=name))
    return lacks


def same_party(agency: str, case: str, other: str) -> bool:
    """Whether two cases of the agency have one party: one in the register, merged ones counting as one.

    A party of whom no code and no number is recorded is known by name and kind alone.
    """
    one, two = _party(agency, case), _party(agency, other)
    if one is None or two is None:
        return False
    if one.id == two.id:
        return True
    coded = all(each.uscc or each.digest for each in (one, two))
    return not coded and (one.name, one.kind) == (two.name, two.kind)


def _party(agency: str, case: str) -> Party | None:
    """The party of the case as the register has it after all merges."""
    tie = PartyCase.objects.unscoped(_WHY).filter(agency=agency, case_id=case, role=PARTY).first()
    parties = Party.objects.unscoped(_WHY).filter(agency=agency)
    row: Party | None = parties.filter(id=tie.party).first() if tie else None
    while row is not None and row.merged_into:
        row = parties.filter(id=row.merged_into).first()
    return row
