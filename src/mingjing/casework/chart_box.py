"""What stands in each box of a chart, broken into lines, and how large the box becomes. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mingjing.law.chart import ASKED, Box, Chart, Edge

WIDTH, PAD = 236, 12
NAME, SMALL = 16, 12.5  # sizes of type
_LEADING = 1.45
_UNIT = re.compile(r"[!-~]+|.[，。；：、）》”]*", re.DOTALL)  # a closing sign stays with what it closes


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type. `look`: name, role, limit, period, ask, way or end."""

    text: str
    look: str

    @property
    def size(self) -> float:
        return NAME if self.look == "name" else SMALL

    @property
    def height(self) -> float:
        return self.size * _LEADING


@dataclass(slots=True)
class Placed:
    """A box with its lines; `x`, `y` of its upper left corner are given when it is laid out."""

    box: Box
    lines: tuple[Line, ...]
    x: float = 0
    y: float = 0
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = sum(line.height for line in self.lines) + 2 * PAD - 4

    @property
    def centre(self) -> float:
        return self.x + WIDTH / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


def long(text: str, size: float) -> float:
    """The length of the text in type of this size: Chinese signs are square, others about half."""
    return sum(size if ord(sign) > 0x2E7F or sign in "“”…—" else size * 0.58 for sign in text)


def broken(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit into the room; no closing sign begins a line."""
    lines, line = [], ""
    for unit in _UNIT.findall(text):
        if line and long(line + unit, size) > room:
            lines.append(line)
            line = unit.lstrip()
        else:
            line += unit
    return [*lines, line]


def placed(chart: Chart, box: Box, drawn: Iterable[Edge]) -> Placed:
    """The box with what its drawn edges do not show: other acts before it, where it leads to, its limits."""
    shown = {(edge.source, edge.target) for edge in drawn}
    room = WIDTH - 2 * PAD
    texts: list[tuple[str, str]] = [(box.act, "name"), ("、".join(box.roles), "role")]
    asked = [
        f"{edge.source}，{edge.said}" if edge.said.startswith(("当", "除非")) else edge.said
        for edge in chart.into(box.act)
        if edge.kind == ASKED and edge.said not in ("", "其一")
    ]
    texts += [(f"须 {said}", "ask") for said in dict.fromkeys(asked)]
    for limit in box.limits:
        term = f" {limit.term}" if limit.term else ""
        texts.append(
            (f"{'期' if limit.period else '限'} {limit.name}{term}", "period" if limit.period else "limit")
        )
    if not box.main:
        since = [edge.source for edge in chart.forward() if edge.target == box.act]
        hidden = [act for act in dict.fromkeys(since) if (act, box.act) not in shown]
        if hidden:
            texts.append((f"自 {'、'.join(hidden)}", "way"))
        elif not since:
            texts.append(("有情形时随时办", "way"))
    then = [edge.target for edge in chart.forward() if edge.source == box.act and not box.main]
    then = [act for act in dict.fromkeys(then) if (box.act, act) not in shown]
    if then:
        texts.append((f"→ {'、'.join(then)}", "way"))
    back = dict.fromkeys(
        edge.target for edge in chart.edges if edge.source == box.act and edge.back and edge.always
    )
    if back:
        texts.append((f"可以回到 {'、'.join(back)}", "way"))
    if box.ends:
        texts.append((f"案件：{box.ends}", "end"))
    lines = [
        Line(part, look)
        for text, look in texts
        for part in broken(text, NAME if look == "name" else SMALL, room)
    ]
    return Placed(box, tuple(lines))
