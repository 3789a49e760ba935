"""Choosing a known party for a new case: sought for by name or code, its number starred in the form.

The number itself never goes to the page: what comes back starred is replaced by what is registered.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from mingjing.casework.packs import book_for
from mingjing.desk.opening import PARTY, openings
from mingjing.desk.party import by_code, looks_like_number, named, rows
from mingjing.law.party import masked
from mingjing.platform.access import allow
from mingjing.registry.models import Person
from mingjing.registry.party_fold import NUMBER
from mingjing.registry.party_models import Party
from mingjing.registry.party_tables import known

Q, FILL, PICKED = "q", "fill", "party"  # what was sought; that a form is filled in again, and with whom
_SHOWN = 20
_MOST = 100  # values of one control
_FRAME = ("at", "with", "key", "pack", "expected")
_KEYS = {
    "名称": "name",
    "类别": "kind",
    "统一社会信用代码": "uscc",
    "证件种类": "paper",
    NUMBER: "number",
    "出生日期": "born",
    "住所": "address",
    "法定代表人": "representative",
    "联系电话": "phone",
}


@allow("handler")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The parties of the agency that fit what was typed, each a way back to the form with all typed there.

    The address says which form it is: `procedure`, `act`, perhaps the case `from` which it goes on, and the
    `party` chosen before, whose number it has starred.
    """
    person: Any = request.user
    if person.agency is None:
        raise Http404
    book = book_for(person.agency.profile, person.agency.field)
    wanted = (request.GET.get("procedure", ""), request.GET.get("act", ""))
    found = next((each for each in openings(book) if (each[0].id, each[1].id) == wanted), None)
    if found is None:
        raise Http404
    q = " ".join(request.POST.get(Q, "").replace("\x00", "").split())[:60]
    hits: Any = by_code(person, q) if looks_like_number(q) else named(person, q).order_by("name") if q else []
    own = [each for each in hits[:_SHOWN] if each.agency == person.agency_id]
    form = reverse("desk_open", args=wanted)
    before = stands_on(request.GET)
    source = {name: value for name, value in before.items() if name == "from"}
    context = {
        "q": "" if looks_like_number(q) else q,
        "sought": bool(q),
        "rows": [(row, f"{form}?{urlencode({**source, 'party': row.id})}") for row in rows(person, own)],
        "form": f"{form}?{urlencode(before)}" if before else form,
        "choose": choose_url(*wanted, before),
        "typed": list(kept(request.POST)),
        "procedure": found[0],
        "act": found[1],
    }
    return render(request, "desk/party/choose.html", context)


def stands_on(query: QueryDict) -> dict[str, str]:
    """What the address of an opening form says beside the act: the case `from` and the `party`, if any."""
    found = {name: query.get(name, "").replace("\x00", "")[:26] for name in ("from", "party")}
    return {name: value for name, value in found.items() if value}


def choose_url(procedure: str, act: str, before: Mapping[str, str]) -> str:
    """Where the form of this act looks for a party. before: what `stands_on` gave."""
    query = {"procedure": procedure, "act": act, **before}
    return f"{reverse('desk_party_choose')}?{urlencode(query)}"


def kept(post: QueryDict) -> Iterator[tuple[str, str]]:
    """What the form of the act held, by the names of its controls: it goes along and comes back."""
    for name in post:
        if name.startswith("f-") or name in _FRAME:
            yield from ((name, value) for value in post.getlist(name)[:_MOST])


def chosen(person: Person, id_: str) -> dict[str, Any]:
    """The fact that the form is filled with from a party of the person's own agency; empty for any other."""
    row = Party.objects.visible_to(person).filter(agency=person.agency_id, id=id_).first()
    if row is None:
        return {}
    party = known(row)
    values = {key: getattr(party, attribute) for key, attribute in _KEYS.items()}
    values |= {"校验": "否"} if party.unchecked else {}
    return {PARTY: {key: value for key, value in values.items() if value}}


def covered(carried: Mapping[str, Any]) -> dict[str, Any]:
    """What is carried into a form, the number of a paper starred out."""
    found = dict(carried)
    if isinstance(party := found.get(PARTY), Mapping) and party.get(NUMBER):
        found[PARTY] = {**party, NUMBER: masked(str(party[NUMBER]))}
    return found


def uncovered(typed: Mapping[str, Any], carried: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with the carried number in place of its starred form."""
    facts, party, given = dict(typed), carried.get(PARTY), typed.get(PARTY)
    if not isinstance(given, Mapping) or not isinstance(party, Mapping):
        return facts
    back = dict(given)
    if party.get(NUMBER) and given.get(NUMBER) == masked(str(party[NUMBER])):
        back[NUMBER] = party[NUMBER]
    if party.get("校验") and all(back.get(key) == party.get(key) for key in ("统一社会信用代码", NUMBER)):
        back["校验"] = party["校验"]  # recorded before as a code that is not checked
    facts[PARTY] = back
    return facts
