"""What is lacking before an act may be done: a sentence, its clause, and where it can be mended."""

from dataclasses import dataclass

from mingjing.law.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One lack. `mend` names the act, `field` the fact that would mend it; `code` is stable."""

    said: str
    code: str
    clause: Clause | None = None
    mend: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.said}（{self.clause}）" if self.clause else self.said


class Refused(Exception):
    """An act that may not be done: all its lacks at once. Prints as 不得作出处罚决定：…；…"""

    def __init__(self, act: str, lacks: list[Lack]) -> None:
        self.act, self.lacks = act, lacks
        super().__init__(f"不得{act}：{'；'.join(map(str, lacks))}")
