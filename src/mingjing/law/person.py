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

    def fault(self, day: date, category: str, region: str) -> str | None:
        """Why it does not carry an act of this category in this region on this day, or None."""
        if day < self.valid_from:
            return f"证件 {self.number} 自{self.valid_from}起有效"
        if day > self.valid_until:
            return f"证件 {self.number} 已于{self.valid_until}到期"
        if any(since <= day and (until is None or day <= until) for since, until in self.suspended):
            return f"证件 {self.number} 正在暂停"
        if "综合" not in self.categories and category not in self.categories:
            return f"证件 {self.number} 的执法类别是{'、'.join(self.categories) or '空的'}，不含{category}"
        if self.area and region and self.area not in region and region not in self.area:
            return f"证件 {self.number} 的执法区域是{self.area}，不含{region}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: str
    roles: frozenset[str]
    unit: str = ""
    certificate: Certificate | None = None
    qualifications: frozenset[str] = frozenset()
