"""The list of decisions: what the reader asks in the address, and the rows as the page prints them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from mingjing.portal.models import Item, Office, PublicRule
from mingjing.portal.search import COUNTED, Asked, Found

_LONGEST_QUERY = 100
_DAY = timedelta(days=1)
# What the page of rules shows of a rule: where all of it is equal, the rules are printed once.
_SHOWN = ("part", "subject", "term", "since", "clause", "source", "checked", "wording")
_NAMES = {
    "q": "query",
    "agency": "agency",
    "category": "category",
    "procedure": "procedure",
    "from": "since",
    "to": "until",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One decision in a list. `outcome` is cut short."""

    url: str
    title: str
    published: datetime
    number: str
    agency: str
    category: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; `older` and `newer` are addresses or ""."""

    rows: tuple[Row, ...]
    count: str
    older: str
    newer: str


def read(parameters: QueryDict) -> tuple[Asked, list[str]]:
    """What is asked for, and what of it could not be understood (and was left out)."""
    faults: list[str] = []

    def day(name: str, label: str) -> date | None:
        text = parameters.get(name, "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            faults.append(f"{label}写成 2026-11-19 的形式")
            return None

    def place(name: str) -> int | None:
        text = parameters.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    since, until = day("from", "开始日期"), day("to", "结束日期")
    if since and until and since > until:
        faults.append("开始日期晚于结束日期")
    query = parameters.get("q", "").replace("\x00", " ").strip()
    if len(query) > _LONGEST_QUERY:
        faults.append(f"只按前 {_LONGEST_QUERY} 个字查询")
    asked = Asked(
        query=query[:_LONGEST_QUERY],
        agency=parameters.get("agency", "").replace("\x00", "")[:40],
        category=parameters.get("category", "").replace("\x00", "")[:20],
        procedure=parameters.get("procedure", "").replace("\x00", "")[:60],
        since=since,
        until=until,
        before=place("before"),
        after=place("after"),
    )
    return asked, faults


def address(asked: Asked) -> str:
    """The address of the list that shows this."""
    found = {name: str(getattr(asked, part)) for name, part in _NAMES.items() if getattr(asked, part)}
    found |= {
        name: str(getattr(asked, name)) for name in ("before", "after") if getattr(asked, name) is not None
    }
    return reverse("portal:decisions") + (f"?{urlencode(found)}" if found else "")


def page(asked: Asked, found: Found, offices: dict[str, Office]) -> Page:
    """The page as it is printed."""
    items = found.items
    older = address(replace(asked, before=items[-1].place, after=None)) if items and found.older else ""
    newer = address(replace(asked, after=items[0].place, before=None)) if items and found.newer else ""
    return Page(tuple(row(item, offices) for item in items), count_text(found.count), older, newer)


def row(item: Item, offices: dict[str, Office]) -> Row:
    office = offices.get(item.agency)
    return Row(
        url=reverse("portal:decision", args=[item.id]),
        title=title(item.party, item.matter),
        published=item.published,
        number=item.number,
        agency=office.short_name if office else "",
        category=item.category,
        outcome=cut(item.outcome.rstrip("。"), 24),
    )


def said(asked: Asked, offices: dict[str, str]) -> str:
    """What is asked for as a heading; "" for everything."""
    since, until = asked.since, asked.until
    days = ""
    if since and until and since.day == 1 and until == (since + timedelta(days=31)).replace(day=1) - _DAY:
        days = f"{since.year}年{since.month}月"
    elif since or until:
        days = f"{since or ''} 至 {until or '今天'}" if since else f"到 {until} 为止"
    query = f"“{asked.query}”" if asked.query else ""
    kind = asked.procedure.rpartition("·")[2] if asked.category else asked.procedure
    return "，".join(
        filter(None, (query, offices.get(asked.agency, asked.agency), asked.category, kind, days))
    )


@dataclass(slots=True)
class RuleGroup:
    """Rules of publication that are the same for some agencies."""

    id: str
    title: str
    offices: list[Office]
    rules: list[PublicRule]


def rule_groups() -> list[RuleGroup]:
    """The rules in force, once for all the agencies to which the same ones apply."""
    by_plan: dict[tuple[str, str], list[PublicRule]] = {}
    for rule in PublicRule.objects.order_by("profile", "sector", "number"):
        by_plan.setdefault((rule.profile, rule.sector), []).append(rule)
    offices = list(Office.objects.order_by("id"))
    groups: dict[tuple[object, ...], RuleGroup] = {}
    for key, rules in by_plan.items():
        used = [office for office in offices if (office.profile, office.sector) == key]
        if not used:
            continue
        same = (key[0], *(tuple(getattr(rule, name) for name in _SHOWN) for rule in rules))
        group = groups.setdefault(same, RuleGroup(f"p-{len(groups)}", rules[0].title, [], rules))
        group.offices += used
        group.title = min(group.title, rules[0].title, key=len)
    return list(groups.values())


def title(party: str, matter: str) -> str:
    """What a decision is called: the party and what it is about."""
    return f"{party} {cut(matter.rstrip('。'), 40)}".strip()


def cut(text: str, signs: int) -> str:
    text = text.split("\n")[0]
    return text if len(text) <= signs else text[: signs - 1] + "…"


def count_text(count: int) -> str:
    return f"{count:,}"


def capped(count: int) -> str:
    """The number of hits of a search, which is not counted to the end."""
    return f"{COUNTED:,} 条以上" if count > COUNTED else f"{count:,} 条"


def choices(values: dict[str, str], chosen: str, counts: dict[str, int]) -> list[Choice]:
    """Values with their labels, most frequent first."""
    order = sorted(values, key=lambda value: (-counts.get(value, 0), values[value]))
    return [
        Choice(value, values[value], value == chosen, count_text(counts.get(value, 0))) for value in order
    ]


def by(tally: dict[tuple[str, str, str], int], part: int) -> dict[str, int]:
    """The tally summed by agency (0), category (1) or procedure (2)."""
    found: dict[str, int] = {}
    for key, number in tally.items():
        found[key[part]] = found.get(key[part], 0) + number
    return found
