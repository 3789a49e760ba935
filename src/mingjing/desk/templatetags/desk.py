"""Template tags of the desk: a clause that opens its rule, and a lack list at any heading level."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from mingjing.law.clause import Clause

register = template.Library()


def clause_link(book: Any, case: str, clause: Clause) -> dict[str, Any]:
    """条款 as the component `mj_clause` prints it, opening the rule as it applies to the case."""
    query = {"c": str(clause)} | ({"case": case} if case else {})
    return {
        "text": str(clause),
        "url": f"{reverse('desk_clause')}?{urlencode(query)}",
        "checked": book.checked(clause),
    }


@register.inclusion_tag("mj/clause.html", takes_context=True)
def desk_clause(context: dict[str, Any], clause: Clause) -> dict[str, Any]:
    """The chip of a clause; the page's context gives `book` and perhaps `case_id`."""
    return clause_link(context["book"], context.get("case_id", ""), clause)
