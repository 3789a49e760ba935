"""A change of law or of an agency's function, and the duty to revise the catalogues that it affects.

The rules propose what is affected: catalogues whose published or drafted items name the law or function.
Whoever records the change may add catalogues, never take a proposed one away; that one needs no revision is
said afterwards, with the reason, by whoever reviews it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.law.book import RuleBook
from mingjing.law.calendar import WorkCalendar
from mingjing.law.catalogue import Catalogue, cited
from mingjing.law.lack import Lack, Refused
from mingjing.law.limit import Due, last_day
from mingjing.law.term import Term
from mingjing.platform import clock
from mingjing.platform.ulid import new_ulid
from mingjing.registry import catalogue_fold as fold
from mingjing.registry.catalogue_act import Acting, able, act, record
from mingjing.registry.catalogue_models import CatalogueChange, CatalogueDuty, CatalogueItem, CatalogueVersion

LAW, FUNCTION = "法律法规规章立改废", "机构职能调整"
KINDS = (LAW, FUNCTION)
SHORTEST_REASON = 6
_LIVE = ("草稿", "待复核", "复核同意", "已发布")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revising:
    """An open duty to revise: what changed, when it is due (None: no rule says) and how late it is."""

    agency: str
    change: CatalogueChange
    catalogue: str
    name: str
    due: Due | None
    term: str
    clause: str
    late: int  # calendar days after the last day, 0 while in time

    @property
    def over(self) -> bool:
        return self.late > 0


def names_of(book: RuleBook, kind: str, name: str) -> tuple[str, ...]:
    """What items may call it: the short and the full name of a law of the register, or what was written."""
    if kind == LAW and name in book.laws:
        return tuple(dict.fromkeys(each for each in (str(book.laws[name].get("全称") or ""), name) if each))
    return (name.strip("《》"),)


def affected(book: RuleBook, agency: str, kind: str, name: str) -> dict[str, int]:
    """标识 of each catalogue of the agency with items that name the law or function, and how many do."""
    names, found = names_of(book, kind, name), dict[str, int]()
    by_id = {each.id: each for each in book.catalogues.values()}
    live = CatalogueVersion.objects.unscoped("受影响的目录").filter(agency=agency, status__in=_LIVE)
    for catalogue, number in live.values_list("catalogue", "number"):
        rules = by_id.get(catalogue)
        if rules is None:
            continue
        items = CatalogueItem.objects.unscoped("受影响的目录").filter(
            agency=agency, catalogue=catalogue, number=number
        )
        hits = sum(
            cited(rules, values, names) for values in items.values_list("data", flat=True).iterator(500)
        )
        if hits:
            found[catalogue] = max(hits, found.get(catalogue, 0))
    return found


def change(
    acting: Acting, *, kind: str, name: str, day: date | None, said: str = "", also: Sequence[str] = ()
) -> str:
    """Record the change; the duty to revise opens for every affected catalogue. Its id. Raises `Refused`."""
    with act(acting, fold.CHANGED, name) as at:
        lacks = list[Lack]()
        revision = next(iter(acting.book.catalogues.values())).revision.clause
        who = sorted({role for each in acting.book.catalogues.values() for role in each.drafters})
        capacity = able(acting, (*who, "机关负责人"), revision, "登记变化", lacks)
        name = name.strip()[:200]
        if kind not in KINDS:
            lacks.append(Lack(said=f"种类写明是{'还是'.join(KINDS)}", code="变化:种类", field="kind"))
        if not name:
            lacks.append(Lack(said="没有写是哪部法律或者哪项职能", code="变化:名称", field="name"))
        if day is None:
            lacks.append(
                Lack(said="没有填施行或者调整的日期", code="变化:日期", field="day", clause=revision)
            )
        by_id = {each.id: each for each in acting.book.catalogues.values()}
        if strange := [each for each in also if each not in by_id]:
            lacks.append(Lack(said=f"没有“{strange[0][:30]}”这一目录", code="目录:无"))
        hits = affected(acting.book, acting.agency.id, kind, name) if name and kind in KINDS else {}
        touched = [each for each in by_id if each in hits or each in also]
        if name and not touched:
            said_ = "没有受影响的目录：没有一项写到它，也没有另选"
            lacks.append(Lack(said=said_, code="变化:无目录", clause=revision, field="also"))
        if lacks or day is None:
            raise Refused(fold.CHANGED, lacks)
        id_ = new_ulid(at)
        body = {
            "变化": id_,
            "种类": kind,
            "名称": name,
            "日期": day.isoformat(),
            "说明": said.strip()[:2000],
            "修订": [_duty(by_id[each], hits.get(each, 0)) for each in touched],
        }
        record(acting, fold.CHANGED, capacity, at, body)
    return id_


def waive(acting: Acting, *, change: str, name: str, reason: str) -> None:
    """Record that the catalogue needs no revision, with the reason; the one who reviews it says so."""
    with act(acting, fold.WAIVED, name) as at:
        catalogue, lacks = acting.catalogue(fold.WAIVED, name), list[Lack]()
        clause = catalogue.review.clause
        capacity = able(acting, (catalogue.review.by,), clause, fold.WAIVED, lacks)
        duties = CatalogueDuty.objects.unscoped("认定无须修订").filter(
            agency=acting.agency.id, change=change, catalogue=catalogue.id, closed__isnull=True
        )
        if not duties.exists():
            lacks.append(Lack(said="没有这一件待修订，或者已经了结", code="变化:无此义务"))
        if len(reason.strip()) < SHORTEST_REASON:
            words = "没有写无须修订的理由"
            lacks.append(Lack(said=words, code="变化:理由", clause=catalogue.revision.clause, field="reason"))
        if lacks:
            raise Refused(fold.WAIVED, lacks)
        body = {"变化": change, "目录": catalogue.id, "理由": reason.strip()[:2000]}
        record(acting, fold.WAIVED, capacity, at, body)


def open_duties(
    rows: Any, names: dict[str, str], calendar: WorkCalendar, today: date | None = None
) -> list[Revising]:
    """The open duties among `rows` (a query of `CatalogueDuty`), the most pressing first."""
    today = today or clock.now().astimezone(clock.SHANGHAI).date()
    duties = list(rows.filter(closed__isnull=True))
    changes = {
        (each.agency, each.id): each
        for each in CatalogueChange.objects.unscoped("待修订").filter(id__in={duty.change for duty in duties})
    }
    found = []
    for duty in duties:
        due = due_of(duty, calendar)
        found.append(
            Revising(
                agency=duty.agency,
                change=changes[duty.agency, duty.change],
                catalogue=duty.catalogue,
                name=names.get(duty.catalogue, duty.catalogue),
                due=due,
                term=duty.term,
                clause=duty.clause,
                late=max(0, (today - due.date).days) if due else 0,
            )
        )
    return sorted(found, key=lambda each: (each.due is None, each.due.date if each.due else each.change.day))


def due_of(duty: CatalogueDuty, calendar: WorkCalendar) -> Due | None:
    """The last day of the duty, None where no rule sets a term."""
    return last_day(duty.start, Term.parse(duty.term), calendar) if duty.term else None


def _duty(catalogue: Catalogue, hits: int) -> dict[str, Any]:
    revision = catalogue.revision
    term = str(revision.term) if revision.term else ""
    return {"目录": catalogue.id, "期限": term, "依据": str(revision.clause), "涉及": hits}
