"""Where everything of a chart lies: a band for each stage, the main course down, the rest aside. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from mingjing.casework.chart_box import WIDTH, Placed, placed
from mingjing.law.chart import Chart, Edge

LABEL, GAP_X, GAP_Y, BAND, LANE, HEAD, ASIDE_GAP, FRAME = 92, 24, 44, 26, 11, 84, 26, 14
COLUMNS = 2


@dataclass(slots=True)
class Cell:
    """One box of the main course, or several of equal standing in one frame."""

    boxes: list[Placed]
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0

    @property
    def framed(self) -> bool:
        return len(self.boxes) > 1

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def acts(self) -> list[str]:
        return [each.box.act for each in self.boxes]

    def put(self, x: float, y: float) -> None:
        """Give it and what stands in it their places."""
        self.x, self.y = x, y
        if not self.framed:
            self.boxes[0].x, self.boxes[0].y = x, y
            return
        top = y + FRAME
        for at in range(0, len(self.boxes), COLUMNS):
            row = self.boxes[at : at + COLUMNS]
            for index, each in enumerate(row):
                each.x, each.y = x + FRAME + index * (WIDTH + GAP_X), top
            top += max(each.height for each in row) + FRAME

    def measure(self) -> None:
        if not self.framed:
            self.width, self.height = WIDTH, self.boxes[0].height
            return
        self.width = COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X + 2 * FRAME
        rows = [self.boxes[at : at + COLUMNS] for at in range(0, len(self.boxes), COLUMNS)]
        self.height = sum(max(each.height for each in row) + FRAME for row in rows) + FRAME


@dataclass(slots=True)
class Band:
    stage: str
    top: float
    bottom: float = 0


@dataclass(slots=True)
class Sheet:
    """The laid out chart. `rows`: the main course from top to bottom, over all stages."""

    boxes: dict[str, Placed]
    rows: list[list[Cell]]
    edges: tuple[Edge, ...]
    bands: list[Band] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)  # main acts from which special ones start
    width: float = 0
    height: float = 0

    def cell(self, act: str) -> Cell | None:
        return next((cell for row in self.rows for cell in row if act in cell.acts), None)

    def row(self, cell: Cell) -> int:
        return next(index for index, row in enumerate(self.rows) if any(each is cell for each in row))


def drawn(chart: Chart) -> tuple[Edge, ...]:
    """The edges that become lines: on the main course, and from it one into each special act."""
    main = {box.act for box in chart.boxes if box.main}
    order = {box.act: index for index, box in enumerate(chart.boxes)}
    found: list[Edge] = []
    last: dict[str, Edge] = {}
    for edge in chart.forward():
        if edge.source in main and edge.target in main:
            found.append(edge)
        elif edge.source in main:
            before = last.get(edge.target)
            if before is None or order[edge.source] > order[before.source]:
                last[edge.target] = edge
    return (*found, *last.values())


def laid_out(chart: Chart) -> Sheet:
    edges = drawn(chart)
    boxes = {box.act: placed(chart, box, edges) for box in chart.boxes}
    sheet = Sheet(boxes, _rows(chart, boxes, edges), edges)
    main = {act for act, each in boxes.items() if each.box.main}
    sheet.sources = [
        a for a in boxes if any(e.source == a and e.target not in main for e in edges) and a in main
    ]
    lanes = len(far(sheet))
    first = LABEL + 22 + LANE * lanes
    span = COLUMNS * WIDTH + (COLUMNS - 1) * GAP_X + 2 * FRAME
    aside = first + span + 30 + LANE * len(sheet.sources)
    counts = [
        sum(each.box.stage == stage and not each.box.main for each in boxes.values())
        for stage in chart.stages
    ]
    beside = COLUMNS if max(counts, default=0) > COLUMNS else 1
    y: float = HEAD
    for stage in chart.stages:
        band = Band(stage, y)
        down = side = y + BAND
        for row in (row for row in sheet.rows if row[0].boxes[0].box.stage == stage):
            wide = sum(cell.width for cell in row) + GAP_X * (len(row) - 1)
            x = first + (span - wide) / 2
            for cell in row:
                cell.put(x, down)
                x += cell.width + GAP_X
            down = max(cell.bottom for cell in row) + GAP_Y
        special = [each for act, each in boxes.items() if act not in main and each.box.stage == stage]
        for at in range(0, len(special), beside):
            row_ = special[at : at + beside]
            for index, each in enumerate(row_):
                each.x, each.y = aside + index * (WIDTH + GAP_X), side
            side = max(each.bottom for each in row_) + ASIDE_GAP
        y = band.bottom = max(down - GAP_Y + BAND, side - ASIDE_GAP + BAND, band.top + 2 * BAND + 40)
        sheet.bands.append(band)
    sheet.width = aside + (beside * (WIDTH + GAP_X) if len(main) < len(boxes) else 0)
    sheet.height = y + 44
    return sheet


def _rows(chart: Chart, boxes: dict[str, Placed], edges: Iterable[Edge]) -> list[list[Cell]]:
    """Three or more acts of one row with the same before and after stand together in a frame."""
    found: list[list[Cell]] = []
    for stage in chart.stages:
        inside = [each for each in boxes.values() if each.box.stage == stage and each.box.main]
        for number in sorted({each.box.row for each in inside}):
            alike: dict[tuple[frozenset[str], frozenset[str]], list[Placed]] = {}
            for each in (each for each in inside if each.box.row == number):
                before = frozenset(
                    e.source for e in edges if e.target == each.box.act and boxes[e.source].box.main
                )
                after = frozenset(
                    e.target for e in edges if e.source == each.box.act and boxes[e.target].box.main
                )
                alike.setdefault((before, after), []).append(each)
            cells = []
            for group in alike.values():
                cells += [Cell(group)] if len(group) > COLUMNS else [Cell([each]) for each in group]
            for cell in cells:
                cell.measure()
            found += [[cell] for cell in cells if cell.framed]
            single = [cell for cell in cells if not cell.framed]
            found += [single[at : at + COLUMNS] for at in range(0, len(single), COLUMNS)]
    return found


def steps(sheet: Sheet) -> list[tuple[Cell, Cell]]:
    """The lines of the main course as pairs of cells, each once."""
    pairs: list[tuple[Cell, Cell]] = []
    for edge in sheet.edges:
        start, end = sheet.cell(edge.source), sheet.cell(edge.target)
        if start and end and start is not end and not any(a is start and b is end for a, b in pairs):
            pairs.append((start, end))
    return pairs


def far(sheet: Sheet) -> list[list[tuple[Cell, Cell]]]:
    """The lanes on the left: lines that pass over rows, those into one cell in one lane."""
    by_end: list[tuple[Cell, list[tuple[Cell, Cell]]]] = []
    for start, end in steps(sheet):
        if sheet.row(end) == sheet.row(start) + 1:
            continue
        group = next((pairs for cell, pairs in by_end if cell is end), None)
        if group is None:
            by_end.append((end, [(start, end)]))
        else:
            group.append((start, end))
    lanes: list[list[tuple[Cell, Cell]]] = []
    for _, group in sorted(by_end, key=lambda each: min(sheet.row(a) for a, _ in each[1])):
        begin = min(sheet.row(a) for a, _ in group)
        free = next((lane for lane in lanes if all(sheet.row(b) <= begin for _, b in lane)), None)
        if free is None:
            lanes.append(group)
        else:
            free.extend(group)
    return lanes
