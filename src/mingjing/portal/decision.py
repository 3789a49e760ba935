"""One item as its page prints it, read from the very bytes that the journal binds."""

from dataclasses import dataclass
from datetime import date, datetime

from mingjing.portal import proof
from mingjing.portal.models import Item, Office
from mingjing.publicity.content import Limit, Notice, Published, decode


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
class Words:
    """What the parts of a decision of one category are called on its page."""

    decision: str
    party: str = "当事人"
    matter: str = "事由"
    basis: str = "依据"
    outcome: str = "内容"


_WORDS = {
    "行政处罚": Words("处罚决定", matter="违法行为", basis="处罚依据", outcome="处罚内容"),
    "行政许可": Words("许可决定", party="申请人", matter="许可事项", basis="许可依据", outcome="许可内容"),
    "行政强制": Words("强制决定", basis="强制依据", outcome="强制内容"),
    "行政检查": Words("检查结果", party="检查对象", matter="检查事项", basis="检查依据", outcome="检查结果"),
    "行政征收": Words("征收决定", party="征收对象", matter="征收事项", basis="征收依据", outcome="征收内容"),
    "行政征用": Words("征用决定", party="征用对象", matter="征用事项", basis="征用依据", outcome="征用内容"),
    "行政确认": Words("确认决定", party="申请人", matter="确认事项", basis="确认依据", outcome="确认内容"),
    "行政给付": Words("给付决定", party="申请人", matter="给付事项", basis="给付依据", outcome="给付内容"),
    "行政奖励": Words("奖励决定", party="奖励对象", matter="奖励事项", basis="奖励依据", outcome="奖励内容"),
    "行政裁决": Words("裁决", matter="裁决事项", basis="裁决依据", outcome="裁决内容"),
}


@dataclass(frozen=True, slots=True)
class View:
    """An item and what belongs beside it."""

    item: Item
    office: Office | None
    content: Published | Notice
    limit: LimitText | None
    verified: Verified
    published: datetime
    moment: datetime  # of the last change: publication or withdrawal

    @property
    def words(self) -> Words:
        """What its parts are called; other decisions are called so in general."""
        return _WORDS.get(self.content.category, Words("决定"))

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
