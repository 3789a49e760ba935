"""The rows of catalogues: written as acts are recorded, made anew from the journal, and compared with it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.journal import store
from mingjing.journal.entry import decode
from mingjing.journal.report import Fault
from mingjing.registry.catalogue_fold import ACTS, Item, apply
from mingjing.registry.catalogue_models import (
    CatalogueChange,
    CatalogueDuty,
    CatalogueItem,
    CatalogueVersion,
)
from mingjing.registry.models import Agency

CHECK = "目录"
_WHY = "目录随日志"
_MODELS: tuple[Any, ...] = (CatalogueVersion, CatalogueItem, CatalogueChange, CatalogueDuty)
_A_BATCH = 500


class Rows:
    """The tables of one agency in the database. Only within a transaction."""

    def __init__(self, agency: str) -> None:
        self.agency = agency

    def _versions(self, catalogue: str) -> Any:
        return CatalogueVersion.objects.unscoped(_WHY).filter(agency=self.agency, catalogue=catalogue)

    def _items(self, catalogue: str, number: int) -> Any:
        found = CatalogueItem.objects.unscoped(_WHY)
        return found.filter(agency=self.agency, catalogue=catalogue, number=number)

    def version(self, catalogue: str, number: int) -> dict[str, Any]:
        found: dict[str, Any] = self._versions(catalogue).filter(number=number).values().get()
        return found

    def put_version(self, catalogue: str, number: int, fields: dict[str, Any]) -> None:
        if not self._versions(catalogue).filter(number=number).update(**fields):
            CatalogueVersion(agency=self.agency, catalogue=catalogue, number=number, **fields).save(
                force_insert=True
            )

    def published(self, catalogue: str) -> int:
        found = self._versions(catalogue).filter(status=CatalogueVersion.Status.PUBLISHED)
        return int(found.values_list("number", flat=True).first() or 0)

    def items(self, catalogue: str, number: int) -> list[Item]:
        return list(self._items(catalogue, number).order_by("place").values_list("key", "data"))

    def item(self, catalogue: str, number: int, key: str) -> dict[str, Any] | None:
        """The values of one item, None where there is none."""
        found: dict[str, Any] | None = (
            self._items(catalogue, number).filter(key=key).values_list("data", flat=True).first()
        )
        return found

    def put_items(self, catalogue: str, number: int, items: Sequence[Item], replace: bool) -> None:
        if replace:
            self._items(catalogue, number).delete()
        places = dict(self._items(catalogue, number).values_list("key", "place"))
        keys = [key for key, _ in items if key in places]
        for start in range(0, len(keys), _A_BATCH):
            self._items(catalogue, number).filter(key__in=keys[start : start + _A_BATCH]).delete()
        free = max(places.values(), default=0)
        rows = []
        for key, data in items:
            if key not in places:
                free += 1
                places[key] = free
            rows.append(
                CatalogueItem(
                    agency=self.agency,
                    catalogue=catalogue,
                    number=number,
                    key=key,
                    place=places[key],
                    data=data,
                )
            )
        CatalogueItem.objects.unscoped(_WHY).bulk_create(rows, batch_size=_A_BATCH)

    def drop_items(self, catalogue: str, number: int, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), _A_BATCH):
            self._items(catalogue, number).filter(key__in=keys[start : start + _A_BATCH]).delete()

    def count(self, catalogue: str, number: int) -> int:
        return int(self._items(catalogue, number).count())

    def put_change(self, change: str, fields: dict[str, Any]) -> None:
        CatalogueChange(agency=self.agency, id=change, **fields).save(force_insert=True)

    def put_duty(self, change: str, catalogue: str, fields: dict[str, Any]) -> None:
        found = CatalogueDuty.objects.unscoped(_WHY).filter(agency=self.agency, change=change)
        if not found.filter(catalogue=catalogue).update(**fields) and "start" in fields:
            CatalogueDuty(agency=self.agency, change=change, catalogue=catalogue, **fields).save(
                force_insert=True
            )


class Memory:
    """The same tables in memory, for the check."""

    def __init__(self) -> None:
        self.versions: dict[tuple[str, int], dict[str, Any]] = {}
        self.held: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}
        self.changes: dict[str, dict[str, Any]] = {}
        self.duties: dict[tuple[str, str], dict[str, Any]] = {}

    def version(self, catalogue: str, number: int) -> dict[str, Any]:
        return self.versions[catalogue, number]

    def put_version(self, catalogue: str, number: int, fields: dict[str, Any]) -> None:
        fresh = _defaults(CatalogueVersion) if (catalogue, number) not in self.versions else {}
        self.versions.setdefault((catalogue, number), fresh).update(fields)

    def published(self, catalogue: str) -> int:
        return next(
            (
                number
                for (name, number), found in self.versions.items()
                if name == catalogue and found["status"] == CatalogueVersion.Status.PUBLISHED
            ),
            0,
        )

    def items(self, catalogue: str, number: int) -> list[Item]:
        return list(self.held.get((catalogue, number), {}).items())

    def put_items(self, catalogue: str, number: int, items: Sequence[Item], replace: bool) -> None:
        if replace:
            self.held[catalogue, number] = {}
        self.held.setdefault((catalogue, number), {}).update(items)

    def drop_items(self, catalogue: str, number: int, keys: Sequence[str]) -> None:
        for key in keys:
            self.held.get((catalogue, number), {}).pop(key, None)

    def count(self, catalogue: str, number: int) -> int:
        return len(self.held.get((catalogue, number), {}))

    def put_change(self, change: str, fields: dict[str, Any]) -> None:
        self.changes[change] = fields

    def put_duty(self, change: str, catalogue: str, fields: dict[str, Any]) -> None:
        if (change, catalogue) in self.duties or "start" in fields:
            self.duties.setdefault((change, catalogue), _defaults(CatalogueDuty)).update(fields)


def rebuild(agency: str = "") -> int:
    """The rows of all agencies (or one) made anew from the journal; how many versions there are then."""
    number = 0
    agencies = Agency.objects.filter(id=agency) if agency else Agency.objects.all()
    for id_ in agencies.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            for model in _MODELS:
                model.objects.unscoped(_WHY).filter(agency=id_).delete()
            rows = Rows(id_)
            for entry, content in recorded(connections["default"], id_):
                apply(entry, content, rows)
            number += CatalogueVersion.objects.unscoped(_WHY).filter(agency=id_).count()
    return number


def recorded(connection: BaseDatabaseWrapper, agency: str) -> Iterator[tuple[Any, bytes | None]]:
    """Every entry about catalogues in order, with its sealed content."""
    marks = ", ".join(["%s"] * len(ACTS))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT bytes FROM journal_entry WHERE agency = %s AND case_id = '' AND kind IN ({marks}) "
            "ORDER BY position",
            (agency, *ACTS),
        )
        entries = [decode(row[0]) for row in cursor.fetchall()]
    for entry in entries:
        held = store.contents(connection, agency, [entry.sealed]) if entry.sealed else {}
        yield entry, held[entry.sealed].data if entry.sealed in held else None


def check(connection: BaseDatabaseWrapper) -> Iterator[Fault]:
    """Every row of catalogues that does not follow from the journal, and every one that is not there."""
    for agency in Agency.objects.using(connection.alias).order_by("id").values_list("id", flat=True):
        memory = Memory()
        try:
            for entry, content in recorded(connection, agency):
                apply(entry, content, memory)
        except Exception as error:  # what cannot be folded is named, and the check goes on
            yield Fault(CHECK, agency, "目录", f"不能由日志推出：{type(error).__name__}")
            continue
        yield from _compare(agency, memory)


def _compare(agency: str, memory: Memory) -> Iterator[Fault]:
    right = {f"目录 {name} 第{number}版": found for (name, number), found in memory.versions.items()}
    yield from _differ(
        agency,
        right,
        {f"目录 {row['catalogue']} 第{row['number']}版": row for row in _stored(CatalogueVersion, agency)},
    )
    items: dict[tuple[str, int], list[Item]] = {}
    for row in _stored(CatalogueItem, agency, "place"):
        items.setdefault((row["catalogue"], row["number"]), []).append((row["key"], row["data"]))
    for place in sorted({*items, *(key for key, held in memory.held.items() if held)}):
        if items.get(place, []) != memory.items(*place):
            yield Fault(CHECK, agency, f"目录 {place[0]} 第{place[1]}版", "事项与日志不符")
    changes = {f"变化 {id_}": found for id_, found in memory.changes.items()}
    yield from _differ(
        agency, changes, {f"变化 {row['id']}": row for row in _stored(CatalogueChange, agency)}
    )
    duties = {f"修订义务 {change} {name}": found for (change, name), found in memory.duties.items()}
    yield from _differ(
        agency,
        duties,
        {f"修订义务 {row['change']} {row['catalogue']}": row for row in _stored(CatalogueDuty, agency)},
    )


def _stored(model: Any, agency: str, order: str = "pk") -> list[dict[str, Any]]:
    return list(model.objects.unscoped(_WHY).filter(agency=agency).order_by(order).values())


def _differ(agency: str, right: dict[str, Any], there: dict[str, Any]) -> Iterator[Fault]:
    for name in sorted({*right, *there}):
        if name not in there:
            yield Fault(CHECK, agency, name, "列表中没有，日志中有")
        elif name not in right:
            yield Fault(CHECK, agency, name, "日志中没有")
        else:
            for column, value in right[name].items():
                if _plain(value) != _plain(there[name][column]):
                    yield Fault(CHECK, agency, name, f"列“{column}”与日志不符")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    return value.isoformat() if isinstance(value, date) else value


def _defaults(model: Any) -> dict[str, Any]:
    """The values that a fresh row has for what no act has set yet."""
    skipped = ("pk", "agency", "catalogue", "number", "change")
    return {
        field.name: field.get_default() if field.has_default() or not field.null else None
        for field in model._meta.concrete_fields
        if field.name not in skipped
    }
