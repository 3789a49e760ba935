"""What the journal says of documents: those an act left, and those that were made, with their digests."""

from dataclasses import dataclass
from typing import Any, Final

from mingjing.casework.opened import load
from mingjing.journal.entry import Entry
from mingjing.law.record import Done
from mingjing.recording import library
from mingjing.recording.compose import wanted
from mingjing.recording.occasion import Issuer, Occasion
from mingjing.recording.template import ALWAYS

MADE: Final = "文书制成"  # kind of the entry that records a making
MAKING: Final = "制作文书"  # kind of the work in the outbox

# case, version of the act, kind of document
Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A document as the entry of its making has it."""

    id: str
    place: Place
    number: str
    sha256: str
    size: int
    pages: int
    template: str


def left_by(entry: Entry) -> list[tuple[Place, str]]:
    """The documents that the act lists, with their numbers."""
    if not entry.case:
        return []
    return [((entry.case, entry.version, kind), number) for kind, number in entry.body.get("文书", ())]


def made_in(entry: Entry) -> list[Made]:
    """The documents whose making the entry records."""
    if entry.case or entry.kind != MADE:
        return []
    return [_made(str(entry.body["案件"]), each) for each in entry.body.get("文书", ())]


def _made(case: str, each: dict[str, Any]) -> Made:
    return Made(
        id=each["编号"],
        place=(case, each["环节序号"], each["文书"]),
        number=each["文号"],
        sha256=each["SHA-256"],
        size=each["字节"],
        pages=each["页数"],
        template=each["模板"],
    )


def expected(agency: str, case: str, places: list[Place]) -> list[Place]:
    """Those of one case that its acts did leave: a kind may be left on a condition (制作) only.

    By the templates in force, since nothing else says which ones those were that were never made.
    """
    templates = library.current()
    known = [place for place in places if place[2] in templates]
    if all(templates[kind].made_when == ALWAYS for _, _, kind in known):
        return known
    opened = load(agency, case)
    done = {each.version: each for each in opened.record.acts}

    def occasion(act: Done) -> Occasion:
        return Occasion(book=opened.book, record=opened.record, done=act, agency=Issuer(name=""), people={})

    return [place for place in known if wanted(templates[place[2]], occasion(done[place[1]]))]
