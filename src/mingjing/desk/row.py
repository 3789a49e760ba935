"""One thing to do as a line of a list: words and addresses ready to print."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from mingjing.supervision.step import button
from mingjing.supervision.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """期限行. `action_url` leads to the act's form, or to the case where no single act answers the duty."""

    due: date | None
    left: str
    state: str
    provisional: bool
    weekday: bool
    what: str
    holder: str
    number: str
    party: str
    case_url: str
    clause: dict[str, Any]
    action: str
    action_url: str
    filled: bool


def row(work: Work, today: date) -> Row:
    case_url = reverse("desk_case", args=(work.case,))
    return Row(
        due=work.due,
        left=work.left.words,
        state=work.left.state,
        provisional=work.provisional,
        weekday=bool(work.due and work.due.year == today.year),
        what=work.what,
        holder=work.holder,
        number=work.number,
        party=work.party,
        case_url=case_url,
        clause=clause(work.clause, work.case, work.checked),
        action=button(work.act.name) if work.act else "看案件",
        action_url=act_url(work) if work.act else case_url,
        filled=work.left.state == "over" or work.due == today,
    )


def clause(text: str, case: str, checked: bool) -> dict[str, Any]:
    """条款 that opens the rule as it applies to the case."""
    query = urlencode({"c": text, "case": case})
    return {"text": text, "url": f"{reverse('desk_clause')}?{query}", "checked": checked}


def act_url(work: Work) -> str:
    """The form of the work's act; reviews are done on their own sheet."""
    if work.act is None:
        return reverse("desk_case", args=(work.case,))
    if any(field.points for field in work.act.fields.values()):
        return reverse("desk_review_sheet", args=(work.case,))
    return reverse("desk_act", args=(work.case, work.act.id))
