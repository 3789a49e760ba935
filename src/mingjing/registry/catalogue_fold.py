"""What each act on catalogues does to versions, items and duties. The only way in which their rows change.

The service applies an entry to the tables as it is recorded, a rebuild applies all of them anew, and a check
applies them to memory and compares.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, Protocol

import msgspec

from mingjing.journal.entry import Entry

DRAFTED, EDITED, DROPPED = "起草目录", "修改目录", "作废目录草稿"
SUBMITTED, REVIEWED, PUBLISHED, FILED = "提交目录复核", "复核目录", "发布目录", "登记目录备案"
CHANGED, WAIVED = "登记法律或者职能变化", "认定目录无须修订"
ACTS: Final = (DRAFTED, EDITED, DROPPED, SUBMITTED, REVIEWED, PUBLISHED, FILED, CHANGED, WAIVED)
AGREED, RETURNED = "同意", "退回"

Item = tuple[str, dict[str, Any]]  # key, values
_items = msgspec.json.Decoder(list[tuple[str, dict[str, Any]]])


class Tables(Protocol):
    """Where versions, items, changes and duties stand: the database, or memory."""

    def version(self, catalogue: str, number: int) -> dict[str, Any]: ...
    def put_version(self, catalogue: str, number: int, fields: dict[str, Any]) -> None: ...
    def published(self, catalogue: str) -> int: ...
    def items(self, catalogue: str, number: int) -> list[Item]: ...
    def put_items(self, catalogue: str, number: int, items: Sequence[Item], replace: bool) -> None: ...
    def drop_items(self, catalogue: str, number: int, keys: Sequence[str]) -> None: ...
    def count(self, catalogue: str, number: int) -> int: ...
    def put_change(self, change: str, fields: dict[str, Any]) -> None: ...
    def put_duty(self, change: str, catalogue: str, fields: dict[str, Any]) -> None: ...


def encode_items(items: Iterable[Item]) -> bytes:
    """The canonical bytes of items: what an edit seals, and what the digest is taken of."""
    return msgspec.json.encode([[key, values] for key, values in items], order="deterministic")


def decode_items(data: bytes) -> list[Item]:
    """The items in sealed content."""
    return _items.decode(data)


def digest(items: Iterable[Item]) -> str:
    """SHA-256 over the items in their order."""
    return sha256(encode_items(items)).hexdigest()


def apply(entry: Entry, content: bytes | None, tables: Tables) -> None:
    """Let the tables follow one entry; entries of other kinds change nothing."""
    if entry.kind not in ACTS:
        return
    body, at = entry.body, datetime.fromisoformat(entry.recorded)
    if entry.kind == CHANGED:
        _change(body, at, tables)
        return
    catalogue = str(body["目录"])
    if entry.kind == WAIVED:
        tables.put_duty(str(body["变化"]), catalogue, {"reason": str(body["理由"]), "closed": at})
        return
    number, who = int(body["版本"]), entry.by[0] if entry.by else ""
    if entry.kind == DRAFTED:
        _draft(catalogue, number, int(body["据"]), who, at, tables)
        return
    if entry.kind == PUBLISHED:
        _publish(catalogue, number, body, at, tables)
        return
    tables.put_version(
        catalogue, number, _fields(entry.kind, catalogue, number, body, content, who, at, tables)
    )


def _fields(
    kind: str,
    catalogue: str,
    number: int,
    body: dict[str, Any],
    content: bytes | None,
    who: str,
    at: datetime,
    tables: Tables,
) -> dict[str, Any]:
    match kind:
        case "修改目录":
            if body.get("删"):
                tables.drop_items(catalogue, number, [str(key) for key in body["删"]])
            if content is not None:
                tables.put_items(catalogue, number, decode_items(content), bool(body.get("全部替换")))
            before = tables.version(catalogue, number)
            return {
                "revision": before["revision"] + 1,
                "count": tables.count(catalogue, number),
                "authors": sorted({*before["authors"], who}),
                "status": "草稿",
            }
        case "提交目录复核":
            return {
                "status": "待复核",
                "digest": str(body["摘要"]),
                "note": str(body["修订说明"]),
                "answers": list(body["应对变化"]),
                "submitted": at,
                "authors": sorted({*tables.version(catalogue, number)["authors"], who}),
                "reviewer": "",
                "reviewed": None,
                "opinion": "",
            }
        case "复核目录":
            agreed = body["结论"] == AGREED
            return {
                "status": "复核同意" if agreed else "草稿",
                "reviewer": who,
                "reviewed": at,
                "opinion": str(body["意见"]),
            }
        case "登记目录备案":
            return {"filed": date.fromisoformat(body["日期"]), "receipt": str(body["回执"])}
        case _:
            return {"status": "已作废"}


def _draft(catalogue: str, number: int, base: int, who: str, at: datetime, tables: Tables) -> None:
    copied = tables.items(catalogue, base) if base else []
    fields = {"status": "草稿", "base": base, "authors": [who], "drafted": at, "count": len(copied)}
    tables.put_version(catalogue, number, fields)
    tables.put_items(catalogue, number, copied, True)


def _publish(catalogue: str, number: int, body: dict[str, Any], at: datetime, tables: Tables) -> None:
    before = tables.published(catalogue)
    if before:
        tables.put_version(catalogue, before, {"status": "已被替代"})
    tables.put_version(
        catalogue,
        number,
        {"status": "已发布", "published": at, "columns": [list(each) for each in body["栏"]]},
    )
    for change in tables.version(catalogue, number)["answers"]:
        tables.put_duty(str(change), catalogue, {"version": number, "closed": at})


def _change(body: dict[str, Any], at: datetime, tables: Tables) -> None:
    change, day = str(body["变化"]), date.fromisoformat(body["日期"])
    fields = {"kind": body["种类"], "name": body["名称"], "day": day, "said": body["说明"], "recorded": at}
    tables.put_change(change, fields)
    for duty in body["修订"]:
        tables.put_duty(
            change,
            str(duty["目录"]),
            {"start": day, "term": str(duty["期限"]), "clause": str(duty["依据"])},
        )
