"""A chart drawn as SVG: the main course straight down, special acts aside, a band for each stage. Pure.

Nothing but presentation attributes: it stands in a page under a policy that allows no inline style, prints as
it is, and can be hung on a wall.
"""

from html import escape

from mingjing.casework.chart_box import PAD, WIDTH, Placed
from mingjing.casework.chart_layout import GAP_Y, LABEL, LANE, Band, Cell, Sheet, far, laid_out, steps
from mingjing.law.chart import Chart

_FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
_INK, _MAIN, _SIDE, _PALE, _BANDS = "#1d2129", "#1f4e8c", "#6b7785", "#e8f0fb", ("#f7f8fa", "#ffffff")
_LEGEND = (
    "实线框：通常的次序。虚线框：有情形才办的环节。"
    "限：有人必须办的期限；期：当事人可以主张权利的期间；须：办理以前的条件。"
)
_LOOKS = {
    "name": _INK,
    "role": "#4e5969",
    "limit": "#a8071a",
    "period": "#8a5a00",
    "ask": "#1f4e8c",
    "way": "#4e5969",
    "end": "#1b6b3a",
}


def svg(chart: Chart, title: str, note: str = "") -> str:
    """The whole picture; `title` and `note` stand above it and are its name for those who cannot see it."""
    sheet = laid_out(chart)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width:.0f} {sheet.height:.0f}" '
        f'width="{sheet.width:.0f}" height="{sheet.height:.0f}" role="img" '
        f'aria-labelledby="chart-title chart-desc" font-family="{_FONT}">',
        f'<title id="chart-title">{escape(title)}</title>',
        f'<desc id="chart-desc">{escape(described(chart))}</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        _text(LABEL / 4, 38, title, 22, _INK, bold=True),
        _text(LABEL / 4, 64, note, 12.5, "#4e5969"),
    ]
    for index, band in enumerate(sheet.bands):
        parts.append(
            f'<rect x="0" y="{band.top:.1f}" width="{sheet.width:.0f}" height="{band.bottom - band.top:.1f}" '
            f'fill="{_BANDS[index % 2]}"/>'
        )
        parts.append(_stage(band))
    parts += [_frame(cell) for row in sheet.rows for cell in row if cell.framed]
    parts += [*_down(sheet), *_aside(sheet)]
    parts += [_box(each) for each in sheet.boxes.values()]
    parts.append(_text(LABEL / 4, sheet.height - 16, _LEGEND, 12.5, "#4e5969"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def described(chart: Chart) -> str:
    """The main course in one sentence."""
    by_stage = (f"{stage}：{'、'.join(_course(chart, stage)) or '只有特殊环节'}" for stage in chart.stages)
    number = sum(not box.main for box in chart.boxes)
    return f"{'；'.join(by_stage)}。另有特殊环节 {number} 个，列在旁边。"


def _course(chart: Chart, stage: str) -> list[str]:
    return [box.act for box in chart.boxes if box.stage == stage and box.main]


def _down(sheet: Sheet) -> list[str]:
    """The lines of the main course: to the next row directly, further ones by a lane on the left."""
    found = []
    for start, end in steps(sheet):
        if sheet.row(end) == sheet.row(start) + 1:
            turn = end.y - GAP_Y / 2
            points = [
                (start.centre, start.bottom),
                (start.centre, turn),
                (end.centre, turn),
                (end.centre, end.y),
            ]
            found.append(_way(points))
    for index, lane in enumerate(far(sheet)):
        x = LABEL + 16 + index * LANE
        for start, end in lane:
            low = max(cell.bottom for cell in sheet.rows[sheet.row(start)]) + 9 + index % 4 * 3
            high = min(cell.y for cell in sheet.rows[sheet.row(end)]) - 9 - index % 4 * 3
            out, into = start.centre - WIDTH / 4, end.centre - WIDTH / 4
            points = [(out, start.bottom), (out, low), (x, low), (x, high), (into, high), (into, end.y)]
            found.append(_way(points))
    return found


def _aside(sheet: Sheet) -> list[str]:
    """The lines from the main course to the special acts: one trunk for each act that they come from."""
    found = []
    right = max((cell.x + cell.width for row in sheet.rows for cell in row), default=0)
    first = min((each.x for each in sheet.boxes.values() if not each.box.main), default=0)
    for index, source in enumerate(sheet.sources):
        start, x, cell = sheet.boxes[source], right + 14 + index * LANE, sheet.cell(source)
        assert cell is not None
        row = sheet.rows[sheet.row(cell)]
        for edge in sheet.edges:
            end = sheet.boxes[edge.target]
            if edge.source != source or end.box.main:
                continue
            if cell is row[-1] and start is cell.boxes[-1]:
                begin = [(start.x + WIDTH, start.middle), (x, start.middle)]
            else:
                low = max(each.bottom for each in row) + 8
                begin = [(start.centre + WIDTH / 4, start.bottom), (start.centre + WIDTH / 4, low), (x, low)]
            if end.x == first:
                into = [(x, end.middle), (end.x, end.middle)]
            else:  # in the second column: over the gap above its row
                into = [(x, end.y - 12), (end.centre, end.y - 12), (end.centre, end.y)]
            found.append(_way([*begin, *into], side=True))
    return found


def _frame(cell: Cell) -> str:
    return (
        f'<rect x="{cell.x:.1f}" y="{cell.y:.1f}" width="{cell.width:.1f}" height="{cell.height:.1f}" rx="8" '
        f'fill="{_PALE}" fill-opacity="0.5" stroke="{_MAIN}" stroke-width="1"/>'
    )


def _way(points: list[tuple[float, float]], *, side: bool = False) -> str:
    """A line along the points with a head at its end; points that change nothing are left out."""
    kept = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in kept)
    (x0, y0), (x1, y1) = kept[-2], kept[-1]
    colour = _SIDE if side else _MAIN
    if x0 == x1:
        sign = 1 if y1 > y0 else -1
        head = f"M{x1:.1f} {y1:.1f} l-4.5 {-9 * sign} h9 z"
    else:
        sign = 1 if x1 > x0 else -1
        head = f"M{x1:.1f} {y1:.1f} l{-9 * sign} -4.5 v9 z"
    dash = ' stroke-dasharray="5 3"' if side else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{1.3 if side else 1.8}"{dash}/>'
        f'<path d="{head}" fill="{colour}"/>'
    )


def _stage(band: Band) -> str:
    """The stage's name, set upright in two signs a line so that it fits beside a narrow band."""
    sizes = 17
    words = [band.stage[at : at + 4] for at in range(0, len(band.stage), 4)]
    middle = (band.top + band.bottom) / 2 - (len(words) - 1) * sizes * 0.7
    lines = "".join(
        _text(LABEL / 2, middle + index * sizes * 1.4 + 6, word, sizes, _MAIN, bold=True, centred=True)
        for index, word in enumerate(words)
    )
    return lines


def _box(each: Placed) -> str:
    main = each.box.main
    radius = 12 if each.box.opens else 4
    dash = "" if main else ' stroke-dasharray="6 3"'
    fill = _PALE if each.box.opens else "#ffffff"
    parts = [
        f'<rect x="{each.x:.1f}" y="{each.y:.1f}" width="{WIDTH}" height="{each.height:.1f}" '
        f'rx="{radius}" '
        f'fill="{fill}" stroke="{_MAIN if main else _SIDE}" stroke-width="{1.8 if main else 1.3}"{dash}/>'
    ]
    y = each.y + PAD - 4
    for line in each.lines:
        y += line.height
        bold = line.look == "name"
        centred = bold or line.look == "role"
        x = each.centre if centred else each.x + PAD
        parts.append(
            _text(
                x, y - line.size * 0.32, line.text, line.size, _LOOKS[line.look], bold=bold, centred=centred
            )
        )
    return "".join(parts)


def _text(
    x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False, centred: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    anchor = ' text-anchor="middle"' if centred else ""
    if not text:
        return ""
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"'
    return f'<text {place} fill="{colour}"{weight}{anchor}>{escape(text)}</text>'
