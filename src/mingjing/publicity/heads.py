"""Public heads: the signed checkpoint and the hash tiles under it, copied to the public side.

Heads go out with publications and at fixed hours, never with each act: a head that grows as an inspection is
entered would tip people off.
"""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import connections, transaction

from mingjing.journal.publish import public_key, release_head
from mingjing.journal.seal import Sealed
from mingjing.journal.tiles import HEIGHT, WIDTH, full_tiles, partial_width
from mingjing.journal.tree import StoredTree
from mingjing.platform.clock import SHANGHAI
from mingjing.platform.database import PORTAL
from mingjing.publicity.released import HashTile, Head, Office
from mingjing.publicity.shelf import changed
from mingjing.registry.models import Agency

HOURS: Final = (9, 13, 17)


def release(agency: Agency, now: datetime) -> Sealed | None:
    """Make the newest checkpoint public, tiles first; the head that is public now. None before the first."""
    sealed = release_head(agency.id, now)
    if sealed is None:
        return None
    before = Head.objects.filter(agency=agency.id).values_list("size", flat=True).first() or 0
    if before < sealed.size:
        copy_office(agency)
        _copy_tiles(agency.id, before, sealed.size)
        with transaction.atomic(using=PORTAL):
            if not Head.objects.filter(agency=agency.id, size__gte=sealed.size).exists():
                Head.objects.update_or_create(
                    agency=agency.id,
                    defaults={
                        "size": sealed.size,
                        "note": sealed.note,
                        "made": datetime.fromisoformat(sealed.made),
                        "released": now,
                    },
                )
                changed(now)
    return sealed


def due(agency: str, now: datetime) -> bool:
    """Whether a fixed hour has passed since the agency's last public head."""
    local = now.astimezone(SHANGHAI)
    moments = [
        datetime.combine(day, time(hour), SHANGHAI)
        for day in (local.date() - timedelta(days=1), local.date())
        for hour in HOURS
    ]
    last = max(moment for moment in moments if moment <= local)
    released = Head.objects.filter(agency=agency).values_list("released", flat=True).first()
    return released is None or released < last


def copy_office(agency: Agency) -> None:
    """The agency's name and its log's keys, as the public may know them."""
    values = {
        "name": agency.name,
        "short_name": agency.short_name,
        "region": agency.region,
        "sector": agency.field,
        "profile": agency.profile,
        "address": agency.address,
        "phone": agency.phone,
        "key": public_key(agency.id),
    }
    if not Office.objects.filter(id=agency.id, **values).exists():
        with transaction.atomic(using=PORTAL):
            Office.objects.update_or_create(id=agency.id, defaults=values)


def _copy_tiles(agency: str, before: int, size: int) -> None:
    tree = StoredTree(connections["default"], agency)
    level = 0
    while size >> HEIGHT * level:
        rows = []
        for place in range(full_tiles(level, before), full_tiles(level, size)):
            rows.append((place, WIDTH))
        if width := partial_width(level, size):
            rows.append((full_tiles(level, size), width))
        for place, width in rows:
            hashes = b"".join(tree.read(level, place, 0, width))
            with transaction.atomic(using=PORTAL):
                HashTile.objects.update_or_create(
                    agency=agency, level=level, place=place, defaults={"hashes": hashes}
                )
        level += 1
