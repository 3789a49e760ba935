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
    """A published decision. `published`: ISO instant; `collected`, `reviewed`: units, never persons.

    `conclusion`: what was decided, in a word (处罚决定, 准予许可决定); `outcome`: its content. `further`:
    (name, text) of what else the decision is known by. `channels`: where it has to appear, this platform
    among them; empty where the rules name no place.
    """

    kind: str = msgspec.field(name="种类", default=DECISION)
    shape: int = msgspec.field(name="式样", default=2)
    id: str = msgspec.field(name="公示编号")
    category: str = msgspec.field(name="执法类别")
    procedure: str = msgspec.field(name="程序")
    agency: str = msgspec.field(name="执法机关")
    number: str = msgspec.field(name="文号")
    decided: str = msgspec.field(name="决定日期")
    party: str = msgspec.field(name="执法对象")
    conclusion: str = msgspec.field(name="执法结论")
    matter: str = msgspec.field(name="事由")
    basis: str = msgspec.field(name="依据")
    outcome: str = msgspec.field(name="内容")
    further: tuple[tuple[str, str], ...] = msgspec.field(name="另列", default=())
    until: str = msgspec.field(name="公示期满日期")
    published: str = msgspec.field(name="公示时间")
    channels: tuple[str, ...] = msgspec.field(name="公示渠道", default=())
    limit: Limit | None = msgspec.field(name="公示期限")
    ground: str = msgspec.field(name="公示依据")
    ground_checked: bool = msgspec.field(name="公示依据已校核")
    wording: str = msgspec.field(name="依据原文")
    collected: tuple[str, ...] = msgspec.field(name="采集单位")
    reviewed: tuple[str, ...] = msgspec.field(name="复核单位")


class PenaltyDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The first shape, of penalties alone: no 式样 in its bytes. Read and checked, no longer written."""

    kind: str = msgspec.field(name="种类", default=DECISION)
    id: str = msgspec.field(name="公示编号")
    category: str = msgspec.field(name="执法类别")
    procedure: str = msgspec.field(name="程序")
    agency: str = msgspec.field(name="执法机关")
    number: str = msgspec.field(name="文号")
    decided: str = msgspec.field(name="决定日期")
    party: str = msgspec.field(name="当事人")
    matter: str = msgspec.field(name="违法行为")
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

    @property
    def conclusion(self) -> str:
        """What the decision is called today."""
        return "处罚决定"

    @property
    def further(self) -> tuple[tuple[str, str], ...]:
        """The first shape told nothing more."""
        return ()

    @property
    def channels(self) -> tuple[str, ...]:
        """The first shape named no other place."""
        return ()


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


Published = Decision | PenaltyDecision


def encode(content: Published | Notice) -> bytes:
    """The canonical bytes of a content; those of a content that was read are the ones it was read from."""
    return msgspec.json.encode(content, order="deterministic")


def decode(data: bytes) -> Published | Notice:
    """The content in the bytes. Raises ValueError when they are none."""
    mark = _MARK.decode(data)
    if mark.kind == NOTICE:
        return msgspec.json.decode(data, type=Notice)
    if mark.shape == 1:
        return msgspec.json.decode(data, type=PenaltyDecision)
    return msgspec.json.decode(data, type=Decision)


class _Mark(msgspec.Struct):
    kind: str = msgspec.field(name="种类")
    shape: int = msgspec.field(name="式样", default=1)


_MARK: Final = msgspec.json.Decoder(_Mark)
# Nothing that a person wrote: numbers, times, and what the rules say.
_PLAIN: Final = ("公示编号", "依据原文", "文号", "有关文书", "公示时间", "原公示时间", "撤回时间")


def require_impersonal(content: Published | Notice, party: dict[str, Any]) -> None:
    """Raise `Personal` when the copy holds a number of a person, or a natural person's name in full.

    The last net before the public: the facts passed the guards of their acts already. Source: 行政处罚法 50.
    """
    name = str(party.get("名称") or "") if party.get("类别") == PERSON else ""
    for key, value in _texts(content):
        if key in ("公示编号", "依据原文"):
            continue
        if name and name in value:
            raise Personal(f"{key}含有自然人的完整姓名，没有发布")
        if key not in _PLAIN and (found := personal(value)):
            raise Personal(f"{key}疑似含有{found[0].split('（')[0]}，没有发布")


def _texts(content: Published | Notice) -> list[tuple[str, str]]:
    found = [(key, value) for key, value in msgspec.to_builtins(content).items() if isinstance(value, str)]
    return found + ([] if isinstance(content, Notice) else list(content.further))


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
