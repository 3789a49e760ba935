"""What a check of the record found."""

from dataclasses import dataclass, field

import msgspec


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold. `where` names the row, `what` the fault; both in Chinese.

    check: name of the check that found it. position: index in the agency's log, where there is one.
    """

    check: str
    agency: str
    where: str
    what: str
    position: int | None = None

    def __str__(self) -> str:
        return f"{self.agency} {self.where}：{self.what}".lstrip()


@dataclass(frozen=True, slots=True)
class LogState:
    """One agency's log as found. root: hex, over all `entries`; sealed: size of the newest checkpoint."""

    entries: int
    sealed: int
    root: str


@dataclass(slots=True)
class Report:
    """Result of a whole check: whole when there is no fault. `checks` counts the faults of each check."""

    entries: int = 0
    logs: dict[str, LogState] = field(default_factory=dict)
    checks: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.faults

    @property
    def first(self) -> Fault | None:
        return self.faults[0] if self.faults else None

    def json(self) -> bytes:
        """The report for machines: whole, first (text or null), then all parts."""
        parts = msgspec.to_builtins(self)
        first = str(self.first) if self.first else None
        return msgspec.json.encode({"whole": self.whole, "first": first, **parts})


def entry_name(position: int) -> str:
    """How people call the entry: counted from 1, with its index in the log."""
    return f"第 {position + 1} 条（位置 {position}）"
