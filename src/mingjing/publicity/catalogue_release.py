"""After commit: a published version of a catalogue goes into the agency's log and onto the public side.

As with decisions, one entry holds nothing but the public address and the salted commitment of the content,
and a second one ties the address to the version and stays inside. All of it may be done again.
"""

import secrets
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connections, transaction

from mingjing.casework import outbox
from mingjing.casework.note import drafted
from mingjing.casework.packs import book_for
from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.law.catalogue import Catalogue
from mingjing.platform import clock
from mingjing.publicity import catalogue_shelf
from mingjing.publicity.catalogue_content import Column, PublicCatalogue, decode, encode, values_of
from mingjing.publicity.catalogue_models import CatalogueRelease
from mingjing.publicity.release import RELEASED
from mingjing.publicity.sealing import sealed_content
from mingjing.registry.catalogue_act import named
from mingjing.registry.catalogue_models import CatalogueChange, CatalogueItem, CatalogueVersion
from mingjing.registry.models import Agency, Person

WORK: Final = "publish_catalogue"
TIED: Final = "目录公示登记"
_WHY = "目录上架"


class NotPublished(Exception):
    """The version is not a published one; nothing was released."""


def follow(agency: str, catalogue: str, number: int, at: datetime) -> None:
    """Leave the work for a published version, in the act's own transaction."""
    outbox.put(agency, WORK, catalogue, number, at)


def publish(agency_id: str, catalogue: str, number: int) -> None:
    """Bring the version before the public. Raises `NotPublished`, `NotSealed` and what the journal raises."""
    agency = Agency.objects.get(pk=agency_id)
    release = _release(agency_id, catalogue, number) or _enter(agency, catalogue, number)
    _show(agency, release)
    CatalogueRelease.objects.unscoped(_WHY).filter(
        agency=agency_id, catalogue=catalogue, number=number, shown__isnull=True
    ).update(shown=clock.now())


def refill() -> int:
    """Put every published version on the shelf again, as it was; how many."""
    rows = CatalogueRelease.objects.unscoped("公示库重建").order_by("made", "agency", "catalogue", "number")
    found = list(rows.values_list("agency", "catalogue", "number"))
    for agency, catalogue, number in found:
        publish(agency, catalogue, number)
    return len(found)


def content_of(agency: Agency, catalogue: str, number: int, public_id: str) -> PublicCatalogue:
    """The version as the public gets it. Raises `NotPublished`."""
    version = (
        CatalogueVersion.objects.unscoped(_WHY)
        .filter(agency=agency.id, catalogue=catalogue, number=number, published__isnull=False)
        .first()
    )
    book = book_for(agency.profile, agency.field)
    rules = named(book, catalogue)
    if version is None or rules is None:
        raise NotPublished(f"{agency.id} 的目录 {catalogue} 第 {number} 版没有发布")
    items = list(
        CatalogueItem.objects.unscoped(_WHY)
        .filter(agency=agency.id, catalogue=catalogue, number=number)
        .order_by("place")
        .values_list("key", "data")
    )
    columns = tuple(Column(name=name, clause=clause) for name, clause in version.columns)
    names = [column.name for column in columns]
    return PublicCatalogue(
        id=public_id,
        agency=agency.name,
        catalogue=catalogue,
        name=rules.name,
        version=number,
        number=f"{rules.name}第{number}版",
        published=instant(version.published),
        note=version.note,
        answers=_answers(version),
        reviewed=_reviewed(rules, version),
        clause=str(rules.register.clause),
        clause_checked=book.checked(rules.register.clause),
        columns=columns,
        keys=tuple(key for key, _ in items),
        items=tuple(values_of(data, names) for _, data in items),
    )


def _reviewed(rules: Catalogue, version: CatalogueVersion) -> str:
    """Who reviewed it: the unit and the capacity, never the person."""
    unit = (
        Person.objects.filter(pk=version.reviewer, unit__isnull=False)
        .values_list("unit__name", flat=True)
        .first()
    )
    return f"{unit}（{rules.review.by}）" if unit else rules.review.by


def _answers(version: CatalogueVersion) -> tuple[str, ...]:
    changes = CatalogueChange.objects.unscoped(_WHY).filter(agency=version.agency, id__in=version.answers)
    return tuple(f"{each.name}（{each.day}）" for each in changes.order_by("day", "id"))


def _enter(agency: Agency, catalogue: str, number: int) -> CatalogueRelease:
    """The public entry for this version, with the one that ties it."""
    public_id = secrets.token_hex(10)
    content = encode(content_of(agency, catalogue, number, public_id))
    try:
        with transaction.atomic():
            store.take_turn(connections["default"], agency.id)
            now = clock.now()
            tie = {"公示编号": public_id, "目录": catalogue, "版本": number}
            drafts = [
                drafted(agency.id, RELEASED, instant(now), {"公示编号": public_id}, content),
                drafted(agency.id, TIED, instant(now), tie),
            ]
            public, _ = store.append(connections["default"], drafts)
            return CatalogueRelease.objects.unscoped(_WHY).create(
                agency=agency.id,
                catalogue=catalogue,
                number=number,
                public_id=public_id,
                position=public.entry.position,
                made=now,
            )
    except IntegrityError:
        found = _release(agency.id, catalogue, number)  # another worker was first
        if found is None:
            raise
        return found


def _show(agency: Agency, release: CatalogueRelease) -> None:
    """Put the version on the shelf, with its evidence."""
    now = clock.now()
    data, evidence = sealed_content(agency, release.position, now)
    catalogue_shelf.put(agency.id, decode(data), data, evidence, now)


def _release(agency: str, catalogue: str, number: int) -> CatalogueRelease | None:
    found: CatalogueRelease | None = (
        CatalogueRelease.objects.unscoped(_WHY)
        .filter(agency=agency, catalogue=catalogue, number=number)
        .first()
    )
    return found
