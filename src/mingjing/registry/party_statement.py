"""What somebody states of a party before it is registered: read, with everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingjing.law.clause import Clause
from mingjing.law.lack import Lack
from mingjing.law.party import PartyError, accept_party
from mingjing.registry.party_fold import NATURAL, number_digest, root
from mingjing.registry.party_tables import Rows

# Acts must rest on facts that were found out.
FOUND_OUT = Clause.parse("行政处罚法 40")
MOST = {"理由": 300, "证据": 300}
_CODED = ("法人", "个体工商户")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody wants recorded of a party; `cells` as `accept_party` takes them. `number`: of the row."""

    cells: Mapping[str, object]
    number: int = 0


class BadParties(Exception):
    """Rows that cannot be registered, each with all its lacks by the number of the row."""

    def __init__(self, rows: list[tuple[int, list[Lack]]]) -> None:
        self.rows = rows
        super().__init__(f"{len(rows)} 行有错，一行也没有登记")


def reason_lacks(name: str, text: str) -> list[Lack]:
    """Lacks of a reason that has to be given: empty, too long, or with a number that is to stay secret."""
    plain = text.strip()
    if len(plain) < 4:
        return [Lack(said=f"没有写{name}，至少 4 字", code=f"填:{name}", clause=FOUND_OUT, field=name)]
    if len(plain) > MOST[name]:
        return [Lack(said=f"{name}最多 {MOST[name]} 字", code=f"填错:{name}", field=name)]
    return []


def read_all(book: Rows, rows: Sequence[Statement]) -> list[dict[str, str]]:
    """The stored form of every row. Raises `BadParties` with the lacks of all."""
    found, bad, seen = [], [], dict[str, int]()
    for row in rows:
        values, lacks = read(row.cells)
        lacks += taken(book, values, "")
        for code in filter(None, (values.get("统一社会信用代码"), values.get("证件号码"))):
            if code in seen:
                field = "统一社会信用代码" if code == values.get("统一社会信用代码") else "证件号码"
                lacks.append(Lack(said=f"{field}与第 {seen[code]} 行相同", code="重复", field=field))
            seen.setdefault(code, row.number)
        found.append(values)
        if lacks:
            bad.append((row.number, lacks))
    if bad:
        raise BadParties(bad)
    return found


def read(cells: Mapping[str, object]) -> tuple[dict[str, str], list[Lack]]:
    """The stored form of a party with all its lacks; a registered one must have a code that was checked."""
    given = {key: value for key, value in cells.items() if value not in (None, "")}
    given.pop("校验", None)
    lacks: list[Lack] = []
    try:
        values = accept_party(given)
    except PartyError as error:
        values = {key: str(value).strip() for key, value in given.items()}
        for said in str(error).split("；"):
            about = next((key for key in (*values, "名称", "类别") if f"的{key}" in said), "")
            code = f"填错:{about}" if about else "填错"
            lacks.append(Lack(said=said, code=code, clause=FOUND_OUT, field=about))
    kind = values.get("类别", "")
    for needed, kinds in (("统一社会信用代码", _CODED), ("证件号码", (NATURAL,))):
        if kind in kinds and not values.get(needed):
            said = f"{kind}没有填{needed}"
            lacks.append(Lack(said=said, code=f"填:{needed}", clause=FOUND_OUT, field=needed))
    if kind == NATURAL and values.get("统一社会信用代码"):
        said = "自然人没有统一社会信用代码"
        lacks.append(Lack(said=said, code="填错:统一社会信用代码", field="统一社会信用代码"))
    return values, lacks


def taken(book: Rows, values: Mapping[str, str], but: str) -> list[Lack]:
    """That another party already has the code: it is changed or merged, never registered twice."""
    lacks = []
    digest = number_digest(
        book.agency, values.get("类别", ""), values.get("证件种类", ""), values.get("证件号码", "")
    )
    own = values.get("类别") == NATURAL
    for key, uscc, number in (
        ("统一社会信用代码", values.get("统一社会信用代码", ""), ""),
        ("证件号码", "", digest if own else ""),
    ):
        found = root(book, book.coded(uscc, number))
        if found is not None and found.id != but:
            said = f"{key}已经登记在“{found.name}”名下，打开它变更；证明是同一当事人的，合并"
            lacks.append(Lack(said=said, code=f"重复:{key}", field=key))
    return lacks
