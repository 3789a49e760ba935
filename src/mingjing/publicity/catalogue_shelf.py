"""Writing published catalogues on the public side. One transaction of the portal's database each."""

from datetime import datetime
from typing import Final

from django.db import transaction

from mingjing.platform.database import PORTAL
from mingjing.publicity.catalogue_content import PublicCatalogue
from mingjing.publicity.catalogue_released import Catalogue, CatalogueEntry
from mingjing.publicity.shelf import Evidence, changed
from mingjing.publicity.words import plain

# How an item is called: the first of these columns that is filled in, else its key.
TITLES: Final = ("事项名称", "权力名称", "抽查事项", "主体名称", "姓名", "违法行为", "决定事项", "计划事项")
_A_BATCH = 500


def put(agency: str, content: PublicCatalogue, data: bytes, evidence: Evidence, now: datetime) -> None:
    """Put a version on the shelf; what stands there under its address stays."""
    with transaction.atomic(using=PORTAL):
        if Catalogue.objects.filter(agency=agency, id=content.id).exists():
            return
        Catalogue(
            agency=agency,
            id=content.id,
            catalogue=content.catalogue,
            version=content.version,
            name=content.name,
            count=len(content.items),
            published=datetime.fromisoformat(content.published),
            content=data,
            **evidence.columns,
        ).save(force_insert=True)
        CatalogueEntry.objects.bulk_create(entries(agency, content), batch_size=_A_BATCH)
        changed(now)


def entries(agency: str, content: PublicCatalogue) -> list[CatalogueEntry]:
    """The rows of the version's items."""
    return [
        CatalogueEntry(
            agency=agency,
            catalogue=content.catalogue,
            version=content.version,
            place=place,
            key=key,
            title=title(key, values),
            data=values,
            words=plain("\n".join(values.values())),
        )
        for place, (key, values) in enumerate(content.rows(), 1)
    ]


def title(key: str, values: dict[str, str]) -> str:
    """How the item is called in a list."""
    return (next((values[name] for name in TITLES if values.get(name)), "") or key).split("\n")[0][:300]
