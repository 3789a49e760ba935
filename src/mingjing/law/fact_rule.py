"""What a fact (事实) is: its type and how it is written. `mingjing.law.fact` gives the stored form."""

from dataclasses import dataclass
from enum import StrEnum


class FactType(StrEnum):
    """How a fact is written and stored; `mingjing.law.fact` gives the stored form of each."""

    TEXT = "文本"
    LONG = "长文本"
    MONEY = "金额"
    DATE = "日期"
    MOMENT = "时刻"
    YESNO = "是否"
    CHOICE = "选择"
    MULTI = "多选"
    PERSON = "人员"
    TERM = "期限"
    PARTY = "当事人"
    POINTS = "要点"
    CASE = "案件"
    ACT = "环节"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that acts record. `private` facts go into the sealed content, never into a journal body."""

    name: str
    id: str
    type: FactType
    options: tuple[str, ...] = ()
    many: bool = False
    private: bool = False
    merge: str = ""  # "" the last value holds; 并集 union of all; 合计 sum of all
    limit: int = 0  # characters
    hint: str = ""
