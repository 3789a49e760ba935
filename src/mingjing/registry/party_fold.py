"""What the journal says about parties: each act of a case and each act on a party, one after the other.

The same functions bring the tables up to date as acts are recorded, rebuild them, and check them; only the
`Book` differs in which they read and write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from mingjing.law.party import IDENTITY_CARD, KINDS
from mingjing.registry.party_seal import digest

ENTERED, CHANGED, MERGED, PARTED, SHOWN = (
    "当事人登记",
    "当事人变更",
    "当事人合并",
    "当事人撤销合并",
    "查看证件号码",
)
ACTS = (ENTERED, CHANGED, MERGED, PARTED, SHOWN)
NATURAL = "自然人"
# Columns by the keys of a recorded party; what is private of a natural person is sealed.
NUMBER, BORN, ADDRESS, PHONE = "证件号码", "出生日期", "住所", "联系电话"
_CODE = ("统一社会信用代码", "证件种类", NUMBER, BORN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A party as it is known, its private values open. Equal when nothing about it differs."""

    id: str
    kind: str
    name: str
    uscc: str = ""
    paper: str = ""
    number: str = field(default="", repr=False)
    born: str = field(default="", repr=False)
    representative: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    unchecked: bool = False
    merged_into: str = ""
    since: datetime
    origin: str = ""
    version: int = 0

    @property
    def natural(self) -> bool:
        return self.kind == NATURAL


@dataclass(frozen=True, slots=True)
class Tie:
    """The party of a case by role."""

    party: str
    name: str
    version: int


class Book(Protocol):
    """Where parties of one agency are kept."""

    agency: str

    def coded(self, uscc: str, digest: str) -> Known | None:
        """The oldest party with this code, else with this digest of a number; "" is nobody's."""

    def party(self, id_: str) -> Known | None: ...

    def put(self, party: Known) -> None: ...

    def tie(self, case: str, role: str) -> Tie | None: ...

    def put_tie(self, case: str, role: str, tie: Tie) -> None: ...

    def alone(self, id_: str, case: str) -> bool:
        """Whether no other case is tied to the party, and none was merged into it."""

    def put_act(self, position: int, party: str) -> None: ...


def new_id(hash_: str, role: str) -> str:
    """The id of a party that a case's act brings in: it follows from the act's entry."""
    return sha256(f"{hash_}/{role}".encode()).hexdigest()[:26]


def number_digest(agency: str, kind: str, paper: str, number: str) -> str:
    """What finds the number of a paper again: of persons and of those who act for a business apart."""
    whose = NATURAL if kind == NATURAL else ""
    return digest(agency, "number", whose, paper or IDENTITY_CARD, number) if number else ""


def likeness(agency: str, party: Known) -> str:
    """The same for two parties of one kind, name and address; "" where there is no address to compare."""
    if not party.address:
        return ""
    plain = ("".join(text.split()).lower() for text in (party.name, party.address))
    return digest(agency, "likeness", party.kind, *plain)


def fields_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `Known` that a recorded party says something about."""
    found = {
        "kind": raw.get("类别"),
        "name": raw.get("名称"),
        "uscc": raw.get("统一社会信用代码"),
        "paper": (raw.get("证件种类") or IDENTITY_CARD) if raw.get(NUMBER) else "",
        "number": raw.get(NUMBER),
        "born": raw.get(BORN) if raw.get("类别") == NATURAL else "",
        "representative": raw.get("法定代表人"),
        "address": raw.get(ADDRESS),
        "phone": raw.get(PHONE),
    }
    return {name: str(value) for name, value in found.items() if value}


def parties_in(facts: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(role, party) of every party that an act's facts name; a party is known by its shape."""
    for role, value in facts.items():
        if isinstance(value, Mapping) and value.get("类别") in KINDS and value.get("名称"):
            yield role, value


def root(book: Book, party: Known | None) -> Known | None:
    """The party that stands for this one after all merges."""
    while party is not None and party.merged_into:
        party = book.party(party.merged_into)
    return party


def told_by_case(
    book: Book, case: str, version: int, role: str, raw: Mapping[str, Any], at: datetime, new: str
) -> str:
    """A case names a party: tie it to the one known by code, or to a new one with the id `new`; which.

    What the case says fills what was not known. Only a party that this very case brought in, and that nobody
    registered since, follows the case in all it says.
    """
    said = fields_of(raw)
    tie = book.tie(case, role) if version > 1 else None
    held = _coded(book, said)
    found = root(book, held) or _held(book, case, said, tie)
    if held is not None and held.merged_into:
        # The code belongs to a party merged into this one; filled in here, parting them would not help.
        raw = {key: value for key, value in raw.items() if key not in _CODE}
        said = fields_of(raw)
    if found is None:
        unchecked = raw.get("校验") == "否" and bool(said.get("uscc") or said.get("number"))
        party = Known(id=new, since=at, origin=case, unchecked=unchecked, **said)
    elif found.origin == case and found.version == 0:
        party = replace(found, **said)
    else:
        party = replace(found, **{name: value for name, value in said.items() if not getattr(found, name)})
    if party != found:
        book.put(party)
    fresh = Tie(party.id, str(said["name"]), version)
    if fresh != tie:
        book.put_tie(case, role, fresh)
    return party.id


def _coded(book: Book, said: Mapping[str, str]) -> Known | None:
    uscc = said.get("uscc", "")
    number = number_digest(book.agency, said["kind"], said.get("paper", ""), said.get("number", ""))
    return book.coded(uscc, number) if uscc or number else None


def _held(book: Book, case: str, said: Mapping[str, str], tie: Tie | None) -> Known | None:
    """The party that the case had so far, if it is still that one."""
    held = root(book, book.party(tie.party)) if tie else None
    if held is None:
        return None
    coded = bool(held.uscc or held.number) and bool(said.get("uscc") or said.get("number"))
    if held.name == said["name"] and not coded:
        return held
    # The case says otherwise of a party that only it knows: that is a correction, not another party.
    return held if held.origin == case and held.version == 0 and book.alone(held.id, case) else None


def acted(
    book: Book, kind: str, body: Mapping[str, Any], private: Mapping[str, Any], at: datetime, position: int
) -> None:
    """An act on a party itself, as its entry has it; `private`: the opened sealed content."""
    id_ = str(body["当事人"])
    book.put_act(position, id_)
    party = book.party(id_)
    if kind in (ENTERED, CHANGED):
        said = fields_of(private.get("栏", {}))
        fresh = Known(
            id=id_,
            since=party.since if party else at,
            origin=party.origin if party else "",
            version=int(body["版本"]),
            merged_into=party.merged_into if party else "",
            **said,
        )
        book.put(fresh)
    elif kind in (MERGED, PARTED):
        other = str(body["另一"])
        book.put_act(position, other)
        gone = book.party(other)
        if gone is not None:
            book.put(replace(gone, merged_into=id_ if kind == MERGED else ""))


class Memory:
    """A book in memory, for the check."""

    def __init__(self, agency: str) -> None:
        self.agency = agency
        self.parties: dict[str, Known] = {}
        self.ties: dict[tuple[str, str], Tie] = {}
        self.acts: set[tuple[int, str]] = set()
        self._coded: dict[str, list[str]] = {}

    def coded(self, uscc: str, digest: str) -> Known | None:
        for code in (f"u{uscc}", f"d{digest}"):
            held = (self.parties[id_] for id_ in self._coded.get(code, ()))
            found = [each for each in held if code in self._codes(each)]
            if len(code) > 1 and found:
                return min(found, key=lambda each: (each.since, each.id))
        return None

    def _codes(self, party: Known) -> tuple[str, str]:
        return f"u{party.uscc}", f"d{number_digest(self.agency, party.kind, party.paper, party.number)}"

    def party(self, id_: str) -> Known | None:
        return self.parties.get(id_)

    def put(self, party: Known) -> None:
        self.parties[party.id] = party
        for code in self._codes(party):
            held = self._coded.setdefault(code, []) if len(code) > 1 else []
            if party.id not in held:
                held.append(party.id)  # a code that was changed is weeded out when it is asked for

    def tie(self, case: str, role: str) -> Tie | None:
        return self.ties.get((case, role))

    def put_tie(self, case: str, role: str, tie: Tie) -> None:
        self.ties[case, role] = tie

    def alone(self, id_: str, case: str) -> bool:
        elsewhere = any(tie.party == id_ and of != case for (of, _), tie in self.ties.items())
        return not elsewhere and all(each.merged_into != id_ for each in self.parties.values())

    def put_act(self, position: int, party: str) -> None:
        self.acts.add((position, party))
