"""A citation: instrument, article, paragraph, item; or a heading of a plan.

Rule files write ``行政处罚法 58``, ``行政处罚法 58.1`` (paragraph), ``行政处罚法 58(2)`` (item),
``行政处罚法 58.1(2)``, ``行政处罚法 第五章第三节``, ``方案 二（三）2(1)``. Printed form of articles follows
the drafting rules of the law itself: 第五十八条第一款第二项, items without brackets.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_PLACES = ((1000, "千"), (100, "百"), (10, "十"))
_NUMERAL = "[零一二三四五六七八九十百千]+"

_ARTICLE = re.compile(r"([1-9][0-9]{0,3})(?:\.([1-9][0-9]?))?(?:[(（]([1-9][0-9]?)[)）])?")
_SPELLED = re.compile(rf"第({_NUMERAL})条(?:第({_NUMERAL})款)?(?:第[(（]?({_NUMERAL})[)）]?项)?")
# Headings of chapters, plans and circulars: 第五章第三节, 二（三）2(1), 4.1.4(3), （十一）, 附件3
_HEADING = re.compile(r"[零一二三四五六七八九十百第编章节条款项目附件表前言段0-9A-Za-z.、()（）-]+")
# Instruments that are numbered by headings and not by articles.
_HEADED = ("方案", "意见", "通知", "计划", "号")
_UNTITLED = ("方案", "号")  # printed without title marks: 青浦方案, 国办发〔2018〕118号
_WIDTH = str.maketrans("（）［］【】〔〕", "()[][][]")
_HOW = "写作“行政处罚法 58”“行政处罚法 58.1(2)”或“方案 二（三）5”"


class ClauseError(ValueError):
    """A text that is no citation."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule stands: an article, or a heading (`label`), or neither: the whole instrument."""

    law: str
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    label: str = ""

    @classmethod
    def parse(cls, text: str, plan: str | None = None) -> "Clause":
        """The clause written in `text`; `ClauseError` says how it should be written.

        `plan` is the name that "方案" stands for, e.g. 青浦方案. The numbers of a plan are its headings,
        never articles: ``方案 4.1.4(3)``.
        """
        name, _, place = " ".join(text.replace("\u3000", " ").split()).partition(" ")
        name, place = name.strip("《》"), place.replace(" ", "")
        if not place and "》" in name:  # the printed form: 《行政处罚法》第五十八条
            name, _, place = name.partition("》")
        if not name or not re.match(r"[^\W\d_]", name):
            raise ClauseError(f"依据“{text}”不认识；{_HOW}")
        by_article = not name.endswith(_HEADED)
        if name == "方案" and plan:
            name = plan
        if not place:
            return cls(name)
        if by_article and (found := _ARTICLE.fullmatch(place)):
            article, paragraph, item = (int(n) if n else None for n in found.groups())
            return cls(name, article, paragraph, item)
        if by_article and (found := _SPELLED.fullmatch(place)):
            article, paragraph, item = (number(n) if n else None for n in found.groups())
            return cls(name, article, paragraph, item)
        if not _HEADING.fullmatch(place) or (by_article and place[0] not in "第附"):
            raise ClauseError(f"依据“{text}”中的“{place}”不认识；{_HOW}")
        return cls(name, label=place)

    def __str__(self) -> str:
        if self.law.endswith(_UNTITLED):
            return f"{self.law} {self._place()}".rstrip()
        return f"《{self.law}》{self._place()}"

    def plain(self) -> str:
        """The citation without title marks and blanks: 行政处罚法第五十八条第一款."""
        return re.sub(r"[《》\s]", "", str(self))

    def matches(self, needle: str) -> bool:
        """Whether `needle` cites this clause or what it stands in: a law matches all its articles.

        Title marks, blanks, 中华人民共和国 and the width of brackets make no difference; ``行政处罚法 58``
        reads like 行政处罚法第五十八条. A number is never matched by a part of itself (4.1.1 is not 4.1.12).
        """
        with suppress(ClauseError):
            needle = Clause.parse(needle).plain()
        sought, held = _bare(needle), _bare(self.plain())
        start = held.find(sought) if sought else -1
        while start >= 0:
            before, after = held[:start][-1:], held[start + len(sought) :][:1]
            if not _same_number(before, sought[0]) and not _same_number(sought[-1], after):
                return True
            start = held.find(sought, start + 1)
        return False

    def _place(self) -> str:
        if self.article is None:
            return self.label
        place = f"第{numeral(self.article)}条"
        if self.paragraph is not None:
            place += f"第{numeral(self.paragraph)}款"
        if self.item is not None:
            place += f"第{numeral(self.item)}项"
        return place


def numeral(value: int) -> str:
    """The Chinese numeral of 1 to 9999 as laws number their articles: 十, 五十八, 二百零三, 一千零一十."""
    if not 0 < value < 10000:
        raise ValueError(f"只能写 1 至 9999 的中文数字，不能写 {value}")
    text, gap = "", False
    for place, sign in _PLACES:
        digit, value = divmod(value, place)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + sign
        gap = not digit
    if value:
        text += ("零" if gap and text else "") + _DIGITS[value]
    return text[1:] if text.startswith("一十") else text


def number(text: str) -> int:
    """The value of a Chinese numeral from 一 to 九千九百九十九; `ClauseError` if laws do not write it so."""
    total, digit = 0, 0
    for sign in text:
        place = next((place for place, name in _PLACES if name == sign), 0)
        if place:
            total, digit = total + (digit or 1) * place, 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            raise ClauseError(f"“{text}”不是中文数字")
    total += digit
    if not 0 < total < 10000 or numeral(total) != text:
        raise ClauseError(f"“{text}”不是中文数字")
    return total


def _bare(text: str) -> str:
    return re.sub(r"[《》\s]", "", text).replace("中华人民共和国", "").translate(_WIDTH)


def _same_number(left: str, right: str) -> bool:
    """Whether two neighbouring signs belong to one number, so that a match must not end between them."""
    arabic, chinese = "0123456789", _DIGITS + "十百千"
    return bool(left and right) and any(left in signs and right in signs for signs in (arabic, chinese))
