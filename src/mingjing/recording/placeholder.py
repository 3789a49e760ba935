"""Placeholders in the text of a template: ``{罚款|大写金额}``, ``{当事人.联系电话?——}``.

After the name an optional part behind a full stop, an optional form behind a bar, and behind a question mark
the words that stand where there is nothing to say; without them the fact has to be there.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mingjing.law.party import KEYS
from mingjing.law.reader import suggestion
from mingjing.law.rule import Fact, FactType

AGENCY = ("名称", "简称", "代字", "行政区域", "地址", "电话", "复议机关", "法院", "代收机构")
PENALTY = "处罚内容"
# What a template may name beside the facts: own day, hour, number, people; those of an earlier act.
OWN = ("机关", "办理人", "日期", "时刻", "文号", "案号", "环节", PENALTY)

FORMS: Mapping[FactType, tuple[str, ...]] = {
    FactType.TEXT: (),
    FactType.LONG: (),
    FactType.MONEY: ("元", "大写金额"),
    FactType.DATE: ("年月日",),
    FactType.MOMENT: ("年月日时分", "年月日"),
    FactType.YESNO: (),
    FactType.CHOICE: (),
    FactType.MULTI: (),
    FactType.PERSON: ("姓名", "证件"),
    FactType.TERM: ("期限", "汉字"),
    FactType.PARTY: (),
    FactType.CASE: (),
    FactType.ACT: (),
}
_OWN_FORMS: Mapping[str, tuple[str, ...]] = {
    "办理人": ("姓名", "证件"),
    "日期": ("年月日",),
    "时刻": ("年月日时分",),
}
_WRITTEN = re.compile(r"\{([^{}|?.]+)(?:\.([^{}|?]+))?(?:\|([^{}?]+))?(?:\?([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One place to fill. `default` is None where the fact may not be absent."""

    name: str
    part: str = ""
    form: str = ""
    default: str | None = None

    def __str__(self) -> str:
        return f"{self.name}.{self.part}" if self.part else self.name


Text = tuple["str | Placeholder", ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The names that templates may use: facts of the rules, acts of the procedures, kinds of documents."""

    facts: Mapping[str, Fact]
    acts: Collection[str]
    kinds: Collection[str]


def parse(text: str) -> Text:
    """The text with its placeholders. A brace that belongs to none stays in it and is found by `faults`."""
    parts: list[str | Placeholder] = []
    end = 0
    for found in _WRITTEN.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        name, part, form, default = found.groups()
        parts.append(Placeholder(name, part or "", form or "", default))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def faults(text: Text, words: Words) -> list[str]:
    """What is wrong with the placeholders, a sentence each."""
    found: list[str] = []
    for part in text:
        if isinstance(part, str):
            if "{" in part or "}" in part:
                found.append("花括号不成对：占位写作 {事实} {事实|写法} {事实?没有时的字}")
        elif wrong := fault(part, words):
            found.append(wrong)
    return found


def fault(place: Placeholder, words: Words) -> str | None:
    """Why the rules do not know this placeholder, or None."""
    if place.name in OWN:
        return _own_fault(place, words)
    fact = words.facts.get(place.name)
    if fact is None:
        return f"占位“{place.name}”不是规则中的事实{suggestion(place.name, (*words.facts, *OWN))}"
    if fact.type is FactType.POINTS:
        return f"“{place.name}”用“要点表”列出，不能写进文字"
    if place.part and fact.type is not FactType.PARTY:
        return f"“{place.name}”没有“{place.part}”这一项"
    if place.part and place.part not in KEYS:
        return f"当事人没有“{place.part}”这一项{suggestion(place.part, KEYS)}"
    return _form_fault(place, FORMS[fact.type])


def _own_fault(place: Placeholder, words: Words) -> str | None:
    match place.name:
        case "机关":
            known: Collection[str] = AGENCY
            if place.part not in known:
                return f"机关没有“{place.part}”这一项{suggestion(place.part, known)}"
        case "日期" | "时刻" | "办理人":
            if place.part and place.part not in words.acts:
                return f"环节“{place.part}”没有定义{suggestion(place.part, words.acts)}"
        case "文号":
            if place.part and place.part not in words.kinds:
                return f"文书“{place.part}”没有模板{suggestion(place.part, words.kinds)}"
        case _:
            if place.part:
                return f"“{place.name}”没有“{place.part}”这一项"
    return _form_fault(place, _OWN_FORMS.get(place.name, ()))


def _form_fault(place: Placeholder, forms: Collection[str]) -> str | None:
    if place.form and place.form not in forms:
        allowed = f"，可用：{'、'.join(forms)}" if forms else ""
        return f"“{place}”没有“{place.form}”这种写法{allowed}"
    return None
