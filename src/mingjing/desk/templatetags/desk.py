"""Template tags of the desk: a clause that opens its rule; what belongs to a row of a register."""

from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from mingjing.desk.register_place import Place
from mingjing.desk.register_related import related
from mingjing.law.clause import Clause
from mingjing.law.register import Register
from mingjing.registry.register_models import RegisterRow

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_clause(context: dict[str, Any], clause: Clause) -> SafeString:
    """条款 as the component `mj_clause` prints it, opening the rule as it applies to the case.

    The page's context gives `book`, perhaps `case_id`, and `apart` where leaving the page would lose what was
    typed: there the rule opens beside it. A case page prints some eighty of them, so this is
    no template of its own.
    """
    checked = context["book"].checked(clause)
    return _chip(str(clause), str(context.get("case_id", "")), checked, bool(context.get("apart")))


@register.inclusion_tag("desk/registers/related.html")
def desk_related(here: Place, spec: Register, row: RegisterRow) -> dict[str, Any]:
    """The rows of other registers that belong to this row."""
    return {"related": related(here, spec, row)}


@lru_cache(maxsize=4096)
def _chip(text: str, case: str, checked: bool, apart: bool) -> SafeString:
    query = {"c": text} | ({"case": case} if case else {})
    return format_html(
        '<a class="mj-clause{}" href="{}?{}"{}>{}</a>',
        "" if checked else " mj-clause--unchecked",
        reverse("desk_clause"),
        urlencode(query),
        mark_safe(' target="_blank" rel="noopener"') if apart else "",
        text,
    )
