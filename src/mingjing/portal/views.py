"""The public's pages. They read the portal's database alone, set no cookie, and are the same for everyone."""

from dataclasses import replace
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

from mingjing.platform import clock
from mingjing.portal import decision as item_page
from mingjing.portal import listing, proof, search
from mingjing.portal.caching import published
from mingjing.portal.models import Head, Item, Office, PublicRule
from mingjing.portal.search import Asked

_BEST_KNOWN = "行政处罚"  # whose limit the start page tells
_LATEST, _A_PAGE, _MONTHS, _FEED = 8, 50, 6, 50


def _today() -> date:
    return clock.now().astimezone(clock.SHANGHAI).date()


def _offices() -> dict[str, Office]:
    return {office.id: office for office in Office.objects.all()}


def _withdrawals(number: int, agency: str = "") -> list[Item]:
    found = Item.objects.filter(withdrawn__isnull=False).order_by("-withdrawn")
    return list((found.filter(agency=agency) if agency else found)[:number])


@published()
def home(request: HttpRequest) -> HttpResponse:
    """Search, latest decisions, counts by agency, category and month, withdrawals."""
    today, offices = _today(), _offices()
    counts = search.tally(today)
    page = listing.page(Asked(), search.find(Asked(), today, _LATEST), offices)
    agencies = listing.choices(
        {id: office.short_name for id, office in offices.items() if id in listing.by(counts, 0)},
        "",
        listing.by(counts, 0),
    )
    months = [
        {
            "first": first,
            "url": listing.address(Asked(since=first, until=last)),
            "count": listing.count_text(number),
        }
        for first, last, number in search.months(today, _MONTHS)
        if number
    ]
    limits = PublicRule.objects.filter(part="期限", term__endswith="工作日").order_by("profile", "number")
    limit = limits.filter(subject__startswith=f"{_BEST_KNOWN}：").first() or limits.first()
    context = {
        "page": page,
        "example": next(iter(page.rows), None),
        "agencies": [(each, listing.address(Asked(agency=each.value))) for each in agencies],
        "categories": [(name, listing.address(Asked(category=name))) for name in listing.by(counts, 1)],
        "months": months,
        "withdrawals": _withdrawals(5),
        "limit": limit,
        "limit_said": f"{limit.since.split('、')[0]}后 {limit.term}内公示" if limit else "",
        "offices": offices,
    }
    return render(request, "portal/home.html", context)


@published()
def decisions(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by words, agency, category and days."""
    today, offices = _today(), _offices()
    asked, faults = listing.read(request.GET)
    found = search.find(asked, today)
    counts = search.tally(today)
    names = {id: office.name for id, office in offices.items()}
    categories = {name: name for name in listing.by(counts, 1)}
    kinds = {key: number for key, number in counts.items() if asked.category in ("", key[1])}
    procedures = listing.by(kinds, 2)
    context = {
        "asked": asked,
        "faults": faults,
        "page": listing.page(asked, found, offices),
        "count": listing.capped(found.count)
        if asked.query or asked.since or asked.until
        else f"{found.count:,} 条",
        "agencies": listing.choices(names, asked.agency, listing.by(counts, 0)),
        "categories": listing.choices(categories, asked.category, listing.by(counts, 1)),
        "procedures": listing.choices({name: name for name in procedures}, asked.procedure, procedures)
        if asked.procedure or len(procedures) > len(listing.by(kinds, 1))
        else [],
        "said": listing.said(asked, names),
        "start": listing.address(replace(asked, before=None, after=None)),
        "by_name": [
            (names[id], listing.address(replace(asked, query="", agency=id)))
            for id in search.offices_named(asked.query, offices)
        ],
        "gone": search.withdrawn_under(asked.query),
        "narrowed": asked != Asked(before=asked.before, after=asked.after),
        "wider": listing.address(Asked(query=asked.query)) if asked.query and _filtered(asked) else "",
    }
    return render(request, "portal/decisions.html", context)


def _filtered(asked: Asked) -> bool:
    return bool(asked.agency or asked.category or asked.procedure or asked.since or asked.until)


@published()
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What was withdrawn: number, agency, reason and day, nothing else."""
    offices = {id: office.name for id, office in _offices().items()}
    found = Paginator(Item.objects.filter(withdrawn__isnull=False).order_by("-withdrawn", "id"), _A_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {"page": page, "withdrawals": [(item, offices.get(item.agency, "")) for item in page]}
    return render(request, "portal/withdrawn.html", context)


def _item(id: str) -> Item:
    found = Item.objects.filter(id=id).first()
    if found is None:
        raise Http404
    return found


@published()
def decision(request: HttpRequest, id: str) -> HttpResponse:
    """A decision, the notice in its place, or that its time has run out."""
    item = _item(id)
    office = Office.objects.filter(id=item.agency).first()
    if item.withdrawn is None and item_page.expired(item, _today()):
        return render(request, "portal/expired.html", {"item": item, "office": office})
    view = item_page.view(item, office)
    context = {
        "view": view,
        "content": view.content,
        "why": view.content.wording.split("\n")[0],
        "title": "" if view.withdrawn else listing.title(item.party, item.matter),
        "bond": item_page.groups(view.verified.bond),
        "again": search.again(item, _today()) if view.withdrawn else None,
    }
    response = render(request, "portal/notice.html" if view.withdrawn else "portal/decision.html", context)
    response["Last-Modified"] = http_date(view.moment.timestamp())
    return response


@published()
def proof_file(request: HttpRequest, id: str) -> HttpResponse:
    """The item's proof; of a withdrawn item that of its notice, of an expired one none."""
    item = _item(id)
    if item.withdrawn is None and item_page.expired(item, _today()):
        raise Http404
    data = proof.write(item_page.bundle(item, Office.objects.filter(id=item.agency).first()))
    response = HttpResponse(data, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="proof-{item.id}.json"'
    return response


@published()
def agency(request: HttpRequest, agency: str) -> HttpResponse:
    """An agency: what it publishes, under which rules, and its log."""
    office = Office.objects.filter(id=agency).first()
    if office is None:
        raise Http404
    today, asked = _today(), Asked(agency=agency)
    counts = search.tally(today)
    found = search.find(asked, today, _LATEST)
    context = {
        "office": office,
        "page": listing.page(asked, found, {agency: office}),
        "all": listing.address(asked),
        "categories": [
            (category, listing.address(replace(asked, category=category)), listing.count_text(number))
            for category, number in listing.by(
                {key: number for key, number in counts.items() if key[0] == agency}, 1
            ).items()
        ],
        "withdrawals": _withdrawals(5, agency),
        "rules": PublicRule.objects.filter(
            profile=office.profile, sector=office.sector, part="期限"
        ).order_by("number"),
        "head": Head.objects.filter(agency=agency).first(),
    }
    return render(request, "portal/agency.html", context)


@published()
def rules(request: HttpRequest) -> HttpResponse:
    """Under which rules decisions are published, by plan, with clause, wording and how far it was checked."""
    return render(request, "portal/rules.html", {"groups": listing.rule_groups()})


@published()
def how_to_verify(request: HttpRequest) -> HttpResponse:
    """What a proof shows, what it does not, and how to check one oneself."""
    heads = {head.agency: head for head in Head.objects.all()}
    logs = [(office, heads[office.id]) for office in Office.objects.order_by("id") if office.id in heads]
    return render(request, "portal/verify.html", {"logs": logs})


@published()
def feed(request: HttpRequest) -> HttpResponse:
    """The latest decisions as an Atom feed; what is withdrawn or expired is not in it."""
    offices = _offices()
    home_url = request.build_absolute_uri(reverse("portal:home"))
    found = Atom1Feed(
        title="行政执法决定公示",
        link=home_url,
        description="最新公示的执法决定",
        feed_url=request.build_absolute_uri(reverse("portal:feed")),
        language="zh-CN",
    )
    for item in search.find(Asked(), _today(), _FEED).items:
        url = request.build_absolute_uri(reverse("portal:decision", args=[item.id]))
        office = offices.get(item.agency)
        found.add_item(
            title=listing.title(item.party, item.matter),
            link=url,
            unique_id=url,
            description=f"{item.category}，{item.number}，{item.outcome}",
            pubdate=item.published,
            updateddate=item.published,
            author_name=office.name if office else "",
        )
    return HttpResponse(found.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@published(3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Decisions may be indexed; search results and the entrance of the staff need not be."""
    text = "User-agent: *\nDisallow: /desk/\nDisallow: /account/\nDisallow: /decisions/?\nAllow: /\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
