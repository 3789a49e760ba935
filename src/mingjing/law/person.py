"""A person as guards may ask for one: roles, unit, certificate and qualification at the time of the act."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """An enforcement certificate (执法证件). `categories` 综合 covers every kind; `area` "" the agency's."""

    number: str
    categories: tuple[str, ...]
    area: str
    valid_from: date
    valid_until: date
    suspended: tuple[tuple[date, date | None], ...] = ()
    barred: tuple[tuple[date, date | None, str], ...] = ()  # with why: a yearly check, an examination failed
    examined: date | None = None  # the day on which the examination for it was passed
    exempt: bool = False  # from that examination
    filed: date | None = None  # with the justice body

    def fault(self, day: date, category: str, region: str) -> str | None:
        """Why it does not carry an act of this category in this region on this day, or None."""
        if day < self.valid_from:
            return f"证件 {self.number} 自{self.valid_from}起有效"
        if day > self.valid_until:
            return f"证件 {self.number} 已于{self.valid_until}到期"
        if any(since <= day and (until is None or day <= until) for since, until in self.suspended):
            return f"证件 {self.number} 正在暂停"
        for since, until, why in self.barred:
            if since <= day and (until is None or day <= until):
                return f"证件 {self.number} {why}，自{since}起不能用"
        if "综合" not in self.categories and category not in self.categories:
            return f"证件 {self.number} 的执法类别是{'、'.join(self.categories) or '空的'}，不含{category}"
        if self.area and region and self.area not in region and region not in self.area:
            return f"证件 {self.number} 的执法区域是{self.area}，不含{region}"
        return None

    def unfiled(self, day: date) -> str | None:
        """Why it counts as not filed with the justice body on this day, or None. Only some plans ask."""
        if self.filed is None:
            return f"证件 {self.number} 没有经本级司法行政机关备案"
        return f"证件 {self.number} 自{self.filed}起才备案" if day < self.filed else None

    def unexamined(self, day: date) -> str | None:
        """Why its holder counts as not examined on this day, or None. Only some plans ask."""
        if self.exempt or (self.examined is not None and self.examined <= day):
            return None
        since = f"，{self.examined}才合格" if self.examined else "的记录"
        return f"证件 {self.number} 没有资格考试合格{since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: str
    roles: frozenset[str]
    unit: str = ""
    certificate: Certificate | None = None
    qualifications: frozenset[str] = frozenset()
    reviewing_since: date | None = None
    # 代理: the role held today, and the id of the absent person in whose place.
    stands_in: tuple[tuple[str, str], ...] = ()

    def lacks_qualification(self, what: str, first: date | None) -> bool:
        """Whether the qualification is lacking; `first`: who began before that day is not asked for it."""
        older = first is not None and self.reviewing_since is not None and self.reviewing_since < first
        return what not in self.qualifications and not older
