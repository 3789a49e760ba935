"""The officers in charge of a case (承办): one answer for lists, boards and the case's own page.

They are those whom the case names as its handlers (承办人). Some procedures name none, as inspections and
summary penalties, others only once the case is filed or the application accepted: while a case names nobody,
they are those who acted in it as 执法人员, for the duties of that role are theirs.

This says whose work a case is, never what somebody may do in it: separation, recusal and access are judged
where an act is done.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connections

from mingjing.casework.models import Case, DutyRow
from mingjing.registry.scope import agencies_seen

HANDLER = "执法人员"
IN_CHARGE = "承办人"  # the capacity of those whom the case names
_WHY = "按人员所在机关的范围筛过"
# From the person's part in cases to the cases, in this order whatever is known of the tables: an officer has
# many closed cases, an agency very many open ones. CROSS JOIN is what keeps SQLite to it; the last condition
# speaks of `t`, so that it is asked only of what is left by then.
_ROWS = (
    "SELECT {columns} FROM casework_participant p CROSS JOIN {table} t "
    "WHERE p.agency IN ({agencies}) AND p.person = %s AND p.capacity IN (%s, %s) "
    "AND t.agency = p.agency AND t.{case} = p.case_id AND {condition} "
    "AND (p.capacity = %s OR NOT EXISTS (SELECT 1 FROM casework_participant n "
    "WHERE n.agency = t.agency AND n.case_id = t.{case} AND n.capacity = %s)) {order}"
)


def officers(parts: Iterable[tuple[str, str]]) -> list[str]:
    """Those in charge of one case, of its (person, capacity) as they took part, in the same order."""
    taken = list(parts)
    named = any(capacity == IN_CHARGE for _, capacity in taken)
    return [who for who, capacity in taken if capacity == (IN_CHARGE if named else HANDLER)]


def open_in_charge(person: Any, today: date) -> list[DutyRow]:
    """The open duties, and the periods still running, of the cases that the person is in charge of.

    The soonest first, those without date last.
    """
    condition = "t.closed IS NULL AND (NOT t.period OR t.due >= %s)"
    found = _found(DutyRow, person, "case_id", condition, (today,))
    return sorted(found, key=lambda row: (row.due is None, row.due or row.start, row.case_id))


def in_charge(person: Any, without: Collection[str], most: int) -> list[Case]:
    """The cases that the person is in charge of, but those in the statuses `without`; at most `most` of them,
    those with the nearest limit first, then that done last."""
    marks = ", ".join(["%s"] * len(without)) or "''"
    order = f"ORDER BY t.next_due IS NULL, t.next_due, t.changed DESC LIMIT {int(most)}"
    return _found(Case, person, "id", f"t.status NOT IN ({marks})", sorted(without), order)


def _found(
    model: Any, person: Any, case: str, condition: str, values: Collection[Any], order: str = ""
) -> list[Any]:
    seen = sorted(agencies_seen(person))
    if not seen:
        return []
    fields = model._meta.concrete_fields
    statement = _ROWS.format(
        columns=", ".join(f"t.{field.column}" for field in fields),
        table=model._meta.db_table,
        case=case,
        agencies=", ".join(["%s"] * len(seen)),
        condition=condition,
        order=order,
    )
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*seen, person.pk, IN_CHARGE, HANDLER, *values, IN_CHARGE, IN_CHARGE])
        rows = cursor.fetchall()
    # Django's own raw queries do not know tables whose key is of several columns.
    compiler = model.objects.unscoped(_WHY).query.get_compiler(connection=connection)
    converters = compiler.get_converters([field.get_col("t") for field in fields])
    names = [field.attname for field in fields]
    return [model.from_db("default", names, each) for each in compiler.apply_converters(rows, converters)]
