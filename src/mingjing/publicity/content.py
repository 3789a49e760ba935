"""What the public gets to read, as the bytes that the journal binds. Pure.

The bytes are canonical JSON with Chinese keys; every page, list and download prints from them.
"""

import re
from typing import Any, Final

import msgspec

from mingjing.law.privacy import personal

DECISION, NOTICE = "执法决定", "撤回公告"
PERSON: Final = "自然人"


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By when it had to be done, and whether it was. `due`: ISO day, "" where there is none."""

    due: str = msgspec.field(name="届满")
    term: str = msgspec.field(name="期限")
    clause: str = msgspec.field(name="依据")
    checked: bool = msgspec.field(name="依据已校核")
    in_time: bool = msgspec.field(name="按期")


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A published decision. `published`: ISO instant; `collected`, `reviewed`: units, never persons."""

    kind: str = msgspec.field(name="种类", default=DECISION)
    id: str = msgspec.field(name="公示编号")
    category: str = msgspec.field(name="执法类别")
    procedure: str = msgspec.field(name="程序")
    agency: str = msgspec.field(name="执法机关")
    number: str = msgspec.field(name="文号")
    decided: str = msgspec.field(name="决定日期")
    party: str = msgspec.field(name="当事人")
    violation: str = msgspec.field(name="违法行为")
    basis: str = msgspec.field(name="处罚依据")
    outcome: str = msgspec.field(name="处罚内容")
    until: str = msgspec.field(name="公示期满日期")
    published: str = msgspec.field(name="公示时间")
    limit: Limit | None = msgspec.field(name="公示期限")
    ground: str = msgspec.field(name="公示依据")
    ground_checked: bool = msgspec.field(name="公示依据已校核")
    wording: str = msgspec.field(name="依据原文")
    collected: tuple[str, ...] = msgspec.field(name="采集单位")
    reviewed: tuple[str, ...] = msgspec.field(name="复核单位")


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The notice in place of a withdrawn decision: why and when, and nothing of what was published."""

    kind: str = msgspec.field(name="种类", default=NOTICE)
    id: str = msgspec.field(name="公示编号")
    category: str = msgspec.field(name="执法类别")
    agency: str = msgspec.field(name="执法机关")
    number: str = msgspec.field(name="文号")
    published: str = msgspec.field(name="原公示时间")
    withdrawn: str = msgspec.field(name="撤回时间")
    reason: str = msgspec.field(name="撤回原因")
    said: str = msgspec.field(name="撤回说明")
    document: str = msgspec.field(name="有关文书")
    limit: Limit | None = msgspec.field(name="撤回期限")
    ground: str = msgspec.field(name="撤回依据")
    ground_checked: bool = msgspec.field(name="撤回依据已校核")
    wording: str = msgspec.field(name="依据原文")


class Personal(Exception):
    """The copy holds what never may be published; nothing was released. The message does not repeat it."""


def encode(content: Decision | Notice) -> bytes:
    """The canonical bytes of a content."""
    return msgspec.json.encode(content, order="deterministic")


def decode(data: bytes) -> Decision | Notice:
    """The content in the bytes. Raises ValueError when they are none."""
    if _Kind.decode(data).kind == NOTICE:
        return msgspec.json.decode(data, type=Notice)
    return msgspec.json.decode(data, type=Decision)


class _KindOnly(msgspec.Struct):
    kind: str = msgspec.field(name="种类")


_Kind: Final = msgspec.json.Decoder(_KindOnly)


def require_impersonal(content: Decision | Notice, party: dict[str, Any]) -> None:
    """Raise `Personal` when the copy holds a number of a person, or a natural person's name in full.

    The last net before the public: the facts passed the guards of their acts already. Source: 行政处罚法 50.
    """
    name = str(party.get("名称") or "") if party.get("类别") == PERSON else ""
    for key, value in msgspec.to_builtins(content).items():
        if key in ("公示编号", "依据原文") or not isinstance(value, str):
            continue
        if name and name in value:
            raise Personal(f"{key}含有自然人的完整姓名，没有发布")
        if key not in ("文号", "有关文书", "公示时间", "原公示时间", "撤回时间") and (
            found := personal(value)
        ):
            raise Personal(f"{key}疑似含有{found[0].split('（')[0]}，没有发布")


def without_names(text: str, *names: str) -> str:
    """The text with each of the names replaced by 当事人: a notice must not say what was withdrawn."""
    for name in sorted({each for each in names if len(each) > 1}, key=len, reverse=True):
        text = text.replace(name, "当事人")
    return text


def spelled(term: str) -> str:
    """7工作日 as it is said: 7 个工作日."""
    found = re.fullmatch(r"(\d+)(\D+)", term)
    if not found:
        return term
    return f"{found[1]} 个{found[2]}" if found[2] == "工作日" else f"{found[1]} {found[2]}"
