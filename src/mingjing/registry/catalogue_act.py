"""How every act on catalogues is recorded or refused: one transaction, one entry, one log of refusals."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections, transaction

from mingjing.journal import store
from mingjing.journal.entry import instant
from mingjing.journal.refusal import refuse
from mingjing.law.book import RuleBook
from mingjing.law.catalogue import Catalogue
from mingjing.law.clause import Clause
from mingjing.law.lack import Lack, Refused
from mingjing.platform import clock
from mingjing.registry.catalogue_fold import apply
from mingjing.registry.catalogue_models import CatalogueVersion
from mingjing.registry.catalogue_people import capacity
from mingjing.registry.catalogue_tables import Rows
from mingjing.registry.models import Agency, Person

Follower = Callable[[str, str, int, datetime], None]  # agency, catalogue, version, moment
_followers: list[Follower] = []


def follow_publications_with(follower: Follower) -> None:
    """`follower` is told of every published version, within its transaction."""
    _followers.append(follower)


def tell(agency: str, catalogue: str, number: int, at: datetime) -> None:
    """Call every follower."""
    for follower in _followers:
        follower(agency, catalogue, number, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts, for which agency, under which rules. `entrance`: as the journal names it."""

    agency: Agency
    by: Person
    book: RuleBook
    entrance: str = "page"

    def catalogue(self, act: str, name: str) -> Catalogue:
        """The catalogue by its name or 标识. Raises `Refused`."""
        found = named(self.book, name)
        if found is None:
            raise Refused(act, [Lack(said=f"没有“{name}”这一目录", code="目录:无")])
        return found


def named(book: RuleBook, name: str) -> Catalogue | None:
    """The catalogue by its name or 标识."""
    return book.catalogues.get(name) or next(
        (each for each in book.catalogues.values() if each.id == name), None
    )


@contextmanager
def act(acting: Acting, name: str, matter: str = "") -> Iterator[datetime]:
    """The transaction of one act; yields its moment. A refusal undoes it and leaves its trace."""
    try:
        with transaction.atomic():
            store.take_turn(connections["default"], acting.agency.id)
            yield clock.now()
    except Refused as refused:
        with transaction.atomic():
            refuse(
                connections["default"],
                agency=acting.agency.id,
                at=instant(clock.now()),
                who=(acting.by.pk,),
                case="",
                act=name,
                entrance=acting.entrance,
                lacks=[
                    {"缺": f"{matter}：{lack.said}" if matter else lack.said, "依据": str(lack.clause or "")}
                    | {"码": lack.code}
                    for lack in refused.lacks
                ],
            )
        raise


def record(
    acting: Acting, name: str, said: str, at: datetime, body: dict[str, Any], content: bytes | None = None
) -> None:
    """One entry, and the rows that follow from it. `said`: the capacity in which the person acted."""
    draft = store.Draft(
        agency=acting.agency.id,
        kind=name,
        occurred=instant(at),
        recorded=instant(at),
        by=(acting.by.pk,),
        capacity=said,
        entrance=acting.entrance,
        body=body,
        pack=acting.book.pack,
        content=content,
    )
    [stored] = store.append(connections["default"], [draft])
    apply(stored.entry, content, Rows(acting.agency.id))


def able(acting: Acting, wanted: Sequence[str], clause: Clause | None, what: str, lacks: list[Lack]) -> str:
    """The capacity in which the person may do this; "" with a lack where in none."""
    found = capacity(acting.by, acting.agency, wanted)
    if not found:
        said = f"{what}由{'或者'.join(wanted)}办，你现在没有这一职务"
        lacks.append(Lack(said=said, code="目录:职务", clause=clause))
    return found


def held(
    acting: Acting, name: str, catalogue: Catalogue, number: int, wanted: Sequence[str], lacks: list[Lack]
) -> CatalogueVersion:
    """The version, which must be in one of the wanted states. Raises `Refused` where there is none."""
    found: CatalogueVersion | None = (
        CatalogueVersion.objects.unscoped("办理目录")
        .filter(agency=acting.agency.id, catalogue=catalogue.id, number=number)
        .first()
    )
    if found is None:
        raise Refused(name, [Lack(said=f"{catalogue.name}没有第 {number} 版", code="目录:无此版")])
    if found.status not in wanted:
        said = f"{catalogue.name}第 {number} 版现在是“{found.status}”，{'、'.join(wanted)}的才能{name}"
        lacks.append(Lack(said=said, code="目录:状态"))
    return found
