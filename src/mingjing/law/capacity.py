"""In which capacity each person took part in a case: by acting, or by being named for it in a fact."""

from mingjing.law import rule as r
from mingjing.law.record import Record


def capacities(procedure: r.Procedure, record: Record) -> dict[str, set[str]]:
    """Person id -> capacities.

    Whoever is named where a certificate is asked for counts as 执法人员, whoever is named where a role is
    asked for counts as that, even if they never performed an act themselves.
    """
    found = {person: set(roles) for person, roles in record.capacities.items()}
    for done in record.acts:
        act = procedure.acts.get(done.act)
        for name, field in act.fields.items() if act else ():
            role = field.role or (_certified(procedure) if field.certified else "")
            if field.fact.type is not r.FactType.PERSON or not role or not done.facts.get(name):
                continue
            named = done.facts[name]
            for person in named if isinstance(named, list) else [named]:
                found.setdefault(str(person), set()).add(role)
    return found


def _certified(procedure: r.Procedure) -> str:
    return next(iter(procedure.certificate.roles), "") if procedure.certificate else ""
