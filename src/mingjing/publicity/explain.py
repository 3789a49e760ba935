"""Under which rules things are published, copied to the public side as text ready to print."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from mingjing.casework.packs import book_for, current
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.duties import resolved
from mingjing.law.plan import CATEGORIES
from mingjing.platform.database import PORTAL
from mingjing.publicity.content import spelled
from mingjing.publicity.released import PublicRule
from mingjing.publicity.sheets import replace_sheets
from mingjing.publicity.shelf import changed

_SAME: Final = ("part", "subject", "term", "clause", "holder")
_LONGEST: Final = 80


def copy_rules(profile: str, sector: str, now: datetime) -> None:
    """Show the rules of publication in force under the profile and sector, unless they are shown already."""
    pack = current().hash
    if PublicRule.objects.filter(profile=profile, sector=sector, pack=pack).exists():
        return
    book = book_for(profile, sector)
    plan = "、".join(layer.name for layer in book.layers if layer.kind == "方案") or "国家规则"
    fields = "、".join(layer.name for layer in book.layers if layer.kind == "领域")
    title = f"{plan}（{fields}）" if fields else plan
    rows = _merged(_rows(book))
    with transaction.atomic(using=PORTAL):
        PublicRule.objects.filter(profile=profile, sector=sector).delete()
        PublicRule.objects.bulk_create(
            PublicRule(profile=profile, sector=sector, number=number, pack=pack, title=title, **row)
            for number, row in enumerate(rows)
        )
        replace_sheets(profile, sector, pack)
        changed(now)


def _merged(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, once where several procedures of a category share one; a limit names all it runs from."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        here = found.setdefault(tuple(str(row[name]) for name in _SAME), row)
        if row["since"] and row["since"] not in here["since"].split("、"):
            here["since"] = _short(f"{here['since']}、{row['since']}")
    return list(found.values())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rpartition('、')[0]}等"


def _rows(book: RuleBook) -> Iterator[dict[str, Any]]:
    for procedure in sorted(book.procedures.values(), key=lambda each: _place(each.category)):
        for publication in procedure.publications:
            yield _ground(book, procedure, publication.released)
            answered = {
                closing.duty
                for act in (publication.released, publication.withdrawn, publication.withheld)
                for closing in procedure.acts[act].closes
            }
            for act in procedure.acts.values():
                for duty in act.opens:
                    if duty.name in answered and duty.term:
                        yield _limit(book, procedure, act, duty)
            yield _ground(book, procedure, publication.withheld)
    for layer in book.layers:
        if layer.kind == "方案":
            yield from _plan(book, layer)


def _place(category: str) -> int:
    return CATEGORIES.index(category) if category in CATEGORIES else len(CATEGORIES)


def _ground(book: RuleBook, procedure: r.Procedure, act: str) -> dict[str, Any]:
    return _row(book, "根据", f"{procedure.category}：{act}", procedure.acts[act].clause)


def _limit(book: RuleBook, procedure: r.Procedure, act: r.ActRule, duty: r.DutyRule) -> dict[str, Any]:
    term = resolved(book, duty.term, duty.clause) if duty.term else ""
    row = _row(book, "期限", f"{procedure.category}：{duty.name}", duty.clause)
    return row | {"term": spelled(str(term)), "since": act.name, "holder": duty.holder}


def _plan(book: RuleBook, layer: r.Layer) -> Iterator[dict[str, Any]]:
    written = layer.text.get("公示")
    if not isinstance(written, Mapping):
        return
    shown = {procedure.category for procedure in book.procedures.values()}
    for each in written.get("事后") or ():
        if _text(each.get("类")) in shown:
            continue  # laid over the procedure's own limit, which is shown
        subject = _text(each.get("类") or each.get("事项") or each.get("程序"))
        row = _row(book, "方案", subject, Clause.parse(str(each["依据"]), layer.label))
        yield row | {"term": spelled(str(each.get("期限") or "")), "since": _text(each.get("自"))}
    for each in written.get("内容") or ():
        yield _row(book, "内容", _text(each.get("项")), Clause.parse(str(each["依据"]), layer.label))


def _text(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _row(book: RuleBook, part: str, subject: str, clause: Clause) -> dict[str, Any]:
    layer = next((each for each in book.layers if each.label == clause.law), None)
    law = book.laws.get(clause.law, {})
    source = (
        layer.source if layer else "，".join(filter(None, (law.get("全称", clause.law), law.get("文号", ""))))
    )
    return {
        "part": part,
        "subject": subject[:200],
        "term": "",
        "since": "",
        "holder": "",
        "clause": str(clause),
        "checked": book.checked(clause),
        "wording": book.wording(clause),
        "source": str(source)[:300],
    }
