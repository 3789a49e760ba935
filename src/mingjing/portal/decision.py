"""One item as its page prints it, read from the very bytes that the journal binds."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.portal import proof
from mingjing.portal.models import Item, Office
from mingjing.publicity.content import Decision, Limit, Notice, decode


@dataclass(frozen=True, slots=True)
class LimitText:
    """A limit as printed: `due` None where the law sets no day."""

    term: str
    due: date | None
    in_time: bool
    clause: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Verified:
    """What the site's own check of the item found. `wrong` is "" when all holds."""

    wrong: str
    bond: str
    number: int
    size: int
    sealed: datetime


@dataclass(frozen=True, slots=True)
class View:
    """An item and what belongs beside it."""

    item: Item
    office: Office | None
    content: Decision | Notice
    limit: LimitText | None
    verified: Verified
    published: datetime
    moment: datetime  # of the last change: publication or withdrawal

    @property
    def withdrawn(self) -> bool:
        return isinstance(self.content, Notice)


def expired(item: Item, today: date) -> bool:
    """Whether the item's last public day has passed."""
    return item.until is not None and item.until < today


def view(item: Item, office: Office | None) -> View:
    """The item ready to print. Raises ValueError when its bytes are no content."""
    content = decode(bytes(item.content))
    published = datetime.fromisoformat(content.published)
    changed = datetime.fromisoformat(content.withdrawn) if isinstance(content, Notice) else published
    return View(item, office, content, _limit(content.limit), verify(item, office), published, changed)


def bundle(item: Item, office: Office | None) -> proof.Bundle:
    """The item's proof."""
    return proof.bundle(
        agency=item.agency,
        id=item.id,
        content=bytes(item.content),
        salt=bytes(item.salt),
        entry=bytes(item.entry),
        position=item.position,
        proof=bytes(item.proof),
        note=bytes(item.note),
        keys=office.key if office else "",
    )


def verify(item: Item, office: Office | None) -> Verified:
    """Check the item as any reader could."""
    try:
        found = proof.check(bundle(item, office))
    except proof.Wrong as error:
        return Verified(str(error), "", item.position + 1, 0, item.sealed)
    return Verified("", found.bond, found.position + 1, found.size, item.sealed)


def _limit(limit: Limit | None) -> LimitText | None:
    if limit is None:
        return None
    due = date.fromisoformat(limit.due) if limit.due else None
    return LimitText(limit.term, due, limit.in_time, limit.clause, limit.checked)


def groups(text: str) -> str:
    """A digest in groups of eight, so that people can compare it."""
    return " ".join(text[i : i + 8] for i in range(0, len(text), 8))
