"""The one way in for catalogues: drafting, editing, sending to review, reviewing, publishing, filing.

Each act is an entry of the journal in the same transaction as its rows, or is refused with all that is
lacking. What a published version holds never changes; a new version follows it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mingjing.journal import store
from mingjing.law.catalogue import Catalogue, missing, read_item
from mingjing.law.lack import Lack, Refused
from mingjing.law.register import RowLack
from mingjing.registry import catalogue_fold as fold
from mingjing.registry.catalogue_act import Acting, able, act, held, record, tell
from mingjing.registry.catalogue_checks import CHECKS
from mingjing.registry.catalogue_models import CatalogueDuty, CatalogueVersion
from mingjing.registry.catalogue_tables import Rows

_S = CatalogueVersion.Status
OPEN = (_S.DRAFT, _S.IN_REVIEW, _S.AGREED)
SHORTEST_OPINION = 4


def draft(acting: Acting, name: str) -> int:
    """A new draft of the catalogue with the items of the published version; its number."""
    with act(acting, fold.DRAFTED, name) as at:
        catalogue, lacks = acting.catalogue(fold.DRAFTED, name), list[Lack]()
        said = able(acting, catalogue.drafters, catalogue.register.clause, "起草目录", lacks)
        versions = _versions(acting, catalogue)
        if open_ := [each for each in versions if each.status in OPEN]:
            words = f"第 {open_[0].number} 版还没有发布（{open_[0].status}），先办完它"
            lacks.append(Lack(said=words, code="目录:另有草稿"))
        _settle(fold.DRAFTED, lacks)
        number = max((each.number for each in versions), default=0) + 1
        base = Rows(acting.agency.id).published(catalogue.id)
        record(acting, fold.DRAFTED, said, at, {"目录": catalogue.id, "版本": number, "据": base})
    return number


def draft_of(acting: Acting, name: str) -> int:
    """The number of the draft that is there, or of a new one."""
    catalogue = acting.catalogue(fold.DRAFTED, name)
    there = [each.number for each in _versions(acting, catalogue) if each.status == _S.DRAFT]
    return there[0] if there else draft(acting, name)


def edit(
    acting: Acting,
    name: str,
    number: int,
    *,
    puts: Sequence[Mapping[str, object]] = (),
    drops: Sequence[str] = (),
    replace: bool = False,
    lenient: bool = False,
    expected: int | None = None,
    was: str = "",
    fresh: bool = False,
) -> int:
    """Put and take away items of a draft; how many were put.

    `lenient`: items may still lack what review asks for. `was`: key of the item that the one in `puts` takes
    the place of; `fresh`: it must be a new one; else items of the same key are replaced. `expected`: the
    revision that the form was made from. Raises `Refused`, `store.StaleCase`.
    """
    with act(acting, fold.EDITED, name) as at:
        catalogue, lacks = acting.catalogue(fold.EDITED, name), list[Lack]()
        said = able(acting, catalogue.drafters, catalogue.register.clause, "修改目录", lacks)
        version = held(acting, fold.EDITED, catalogue, number, (_S.DRAFT,), lacks)
        if expected is not None and expected != version.revision:
            raise store.StaleCase(expected=expected, actual=version.revision)
        items: list[fold.Item] = []
        for place, cells in enumerate(puts, 1):
            values, wrong = read_item(catalogue, cells, CHECKS)
            wrong += [] if lenient else missing(catalogue, values)
            where = f"第 {place} 项" if len(puts) > 1 else ""
            lacks += [lack_of(each, where) for each in wrong]
            items.append((catalogue.key(values), values))
        rows = Rows(acting.agency.id)
        there = {key for key, _ in rows.items(catalogue.id, number)}
        gone = {*drops, *((was,) if was else ())}
        lacks += _doubled(items, there - gone if was or fresh else set())
        if unknown := [key for key in gone if key not in there]:
            lacks.append(Lack(said=f"没有“{unknown[0]}”这一项", code="目录:无此项"))
        _settle(fold.EDITED, lacks)
        body: dict[str, Any] = {"目录": catalogue.id, "版本": number, "改": len(items)}
        if removed := sorted(gone - {key for key, _ in items}):
            body["删"] = removed
        if replace:
            body["全部替换"] = True
        content = fold.encode_items(items) if items or replace else None
        record(acting, fold.EDITED, said, at, body, content)
    return len(items)


def drop(acting: Acting, name: str, number: int) -> None:
    """Give up a draft."""
    with act(acting, fold.DROPPED, name) as at:
        catalogue, lacks = acting.catalogue(fold.DROPPED, name), list[Lack]()
        said = able(acting, catalogue.drafters, catalogue.register.clause, "作废草稿", lacks)
        held(acting, fold.DROPPED, catalogue, number, (_S.DRAFT,), lacks)
        _settle(fold.DROPPED, lacks)
        record(acting, fold.DROPPED, said, at, {"目录": catalogue.id, "版本": number})


def submit(acting: Acting, name: str, number: int, *, note: str = "", answers: Sequence[str] = ()) -> None:
    """Send a draft to review. Refused while any item lacks what the rules ask for. `answers`: changes."""
    with act(acting, fold.SUBMITTED, name) as at:
        catalogue, lacks = acting.catalogue(fold.SUBMITTED, name), list[Lack]()
        said = able(acting, catalogue.drafters, catalogue.register.clause, "提交目录复核", lacks)
        version = held(acting, fold.SUBMITTED, catalogue, number, (_S.DRAFT,), lacks)
        rows = Rows(acting.agency.id)
        items = rows.items(catalogue.id, number)
        if not items:
            lacks.append(
                Lack(said="还没有一项内容", code="目录:空", clause=catalogue.register.clause, mend="修改目录")
            )
        lacks += _incomplete(catalogue, items)
        before = rows.items(catalogue.id, version.base) if version.base else None
        if before == items:
            lacks.append(Lack(said=f"与已发布的第 {version.base} 版没有不同", code="目录:无修改"))
        if version.base and not note.strip():
            words = "没有写修订说明：改了什么、为什么"
            lacks.append(
                Lack(said=words, code="目录:修订说明", clause=catalogue.revision.clause, field="note")
            )
        if strange := set(answers) - _open_changes(acting, catalogue):
            lacks.append(
                Lack(said=f"没有待应对的变化 {', '.join(sorted(strange))[:60]}", code="目录:无此变化")
            )
        _settle(fold.SUBMITTED, lacks)
        body = {
            "目录": catalogue.id,
            "版本": number,
            "项数": len(items),
            "摘要": fold.digest(items),
            "修订说明": note.strip()[:2000],
            "应对变化": sorted(set(answers)),
        }
        record(acting, fold.SUBMITTED, said, at, body)


def review(acting: Acting, name: str, number: int, *, agreed: bool, opinion: str) -> None:
    """Agree to a version or send it back. The reviewer is whom the rules name, never an author."""
    with act(acting, fold.REVIEWED, name) as at:
        catalogue, lacks = acting.catalogue(fold.REVIEWED, name), list[Lack]()
        said = able(acting, (catalogue.review.by,), catalogue.review.clause, "复核目录", lacks)
        version = held(acting, fold.REVIEWED, catalogue, number, (_S.IN_REVIEW,), lacks)
        if acting.by.pk in version.authors:
            words = f"{acting.by.name}是起草人，不能复核，换一位复核人"
            lacks.append(Lack(said=words, code="目录:自审", clause=catalogue.review.clause))
        if len(opinion.strip()) < SHORTEST_OPINION:
            words = "没有写复核意见：看了什么、结论是什么"
            lacks.append(Lack(said=words, code="目录:意见", clause=catalogue.review.clause, field="opinion"))
        if version.digest and version.digest != _digest(acting, version):
            lacks.append(Lack(said="事项与送审时不一致，退回重新提交", code="目录:摘要"))
        _settle(fold.REVIEWED, lacks)
        verdict = fold.AGREED if agreed else fold.RETURNED
        body = {
            "目录": catalogue.id,
            "版本": number,
            "摘要": version.digest,
            "结论": verdict,
            "意见": opinion.strip()[:2000],
        }
        record(acting, fold.REVIEWED, said, at, body)


def publish(acting: Acting, name: str, number: int) -> None:
    """Publish a version that was agreed to. It supersedes the one before and closes what it answers."""
    with act(acting, fold.PUBLISHED, name) as at:
        catalogue, lacks = acting.catalogue(fold.PUBLISHED, name), list[Lack]()
        said = able(acting, catalogue.publishers, catalogue.register.clause, "发布目录", lacks)
        version = held(acting, fold.PUBLISHED, catalogue, number, (_S.AGREED,), lacks)
        if version.status == _S.DRAFT or not version.reviewed:
            words = f"没有经{catalogue.review.by}复核同意"
            lacks.append(
                Lack(said=words, code="目录:未复核", clause=catalogue.review.clause, mend="复核目录")
            )
        items = Rows(acting.agency.id).items(catalogue.id, number)
        if version.digest != fold.digest(items):
            lacks.append(Lack(said="事项与复核时不一致", code="目录:摘要", clause=catalogue.review.clause))
        lacks += _incomplete(catalogue, items)
        _settle(fold.PUBLISHED, lacks)
        used = {column for _, values in items for column in values}
        shown = [each for each in catalogue.columns if each in used or catalogue.always(each)]
        body = {
            "目录": catalogue.id,
            "名称": catalogue.name,
            "版本": number,
            "摘要": version.digest,
            "栏": [[each, str(catalogue.clause_of(each))] for each in shown],
        }
        record(acting, fold.PUBLISHED, said, at, body)
        tell(acting.agency.id, catalogue.id, number, at)


def file(acting: Acting, name: str, number: int, *, receipt: str, day: date) -> None:
    """Record that a published version was filed: the receipt's number and day."""
    with act(acting, fold.FILED, name) as at:
        catalogue, lacks = acting.catalogue(fold.FILED, name), list[Lack]()
        clause = catalogue.filing.clause if catalogue.filing else None
        said = able(acting, (*catalogue.drafters, "机关负责人"), clause, "登记目录备案", lacks)
        version = held(acting, fold.FILED, catalogue, number, (_S.PUBLISHED, _S.SUPERSEDED), lacks)
        if catalogue.filing is None:
            lacks.append(Lack(said=f"没有规定{catalogue.name}要备案", code="目录:不备案"))
        if not receipt.strip():
            lacks.append(Lack(said="没有填备案回执的编号", code="目录:回执", clause=clause, field="receipt"))
        if day > at.date():
            lacks.append(Lack(said="备案日期在今天以后", code="目录:备案日期", field="day"))
        if version.published and day < version.published.astimezone(at.tzinfo).date():
            lacks.append(Lack(said="备案日期在发布以前", code="目录:备案日期", field="day"))
        _settle(fold.FILED, lacks)
        body = {
            "目录": catalogue.id,
            "版本": number,
            "回执": receipt.strip()[:100],
            "日期": day.isoformat(),
            "机关": catalogue.filing.by if catalogue.filing else "",
        }
        record(acting, fold.FILED, said, at, body)


def lack_of(found: RowLack, where: str = "") -> Lack:
    """A row's lack as an act's."""
    said = f"{where}：{found.said}" if where else found.said
    return Lack(said=said, code=found.code, clause=found.clause, field=found.column)


def _settle(name: str, lacks: list[Lack]) -> None:
    if lacks:
        raise Refused(name, list(dict.fromkeys(lacks)))


def _versions(acting: Acting, catalogue: Catalogue) -> list[CatalogueVersion]:
    found = CatalogueVersion.objects.unscoped("办理目录")
    return list(found.filter(agency=acting.agency.id, catalogue=catalogue.id))


def _digest(acting: Acting, version: CatalogueVersion) -> str:
    return fold.digest(Rows(acting.agency.id).items(version.catalogue, version.number))


def _doubled(items: Sequence[fold.Item], there: set[str]) -> list[Lack]:
    times = Counter(key for key, _ in items if key)
    return [
        Lack(said=f"“{key}”{'写了两次' if number > 1 else '已经有了'}", code="目录:重复")
        for key, number in times.items()
        if number > 1 or key in there
    ]


def _incomplete(catalogue: Catalogue, items: Iterable[fold.Item]) -> list[Lack]:
    """What items lack, one for each column and clause, with how many and one of them by name."""
    found: dict[tuple[str, str], tuple[RowLack, int, str]] = {}
    for _, values in items:
        for lack in missing(catalogue, values):
            first, times, called = found.get((lack.column, lack.code), (lack, 0, catalogue.called(values)))
            found[lack.column, lack.code] = first, times + 1, called
    return [
        Lack(
            said=f"{lack.column}：{times} 项没有填，如“{called[:40]}”",
            code=lack.code,
            clause=lack.clause,
            mend=fold.EDITED,
            field=lack.column,
        )
        for lack, times, called in found.values()
    ]


def _open_changes(acting: Acting, catalogue: Catalogue) -> set[str]:
    rows = CatalogueDuty.objects.unscoped("应对变化").filter(
        agency=acting.agency.id, catalogue=catalogue.id, closed__isnull=True
    )
    return set(rows.values_list("change", flat=True))
