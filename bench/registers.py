"""Server time of the pages of registers, catalogues and parties with 100,000 rows each in one agency.

The aim is 100 ms. Beside each page stands the start page of a person without cases, measured in turn with it:
what a page costs that asks for hardly anything.
"""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from bench import fill_parties
from bench.fill_registers import Filled, fill, person_cells
from mingjing.registry.models import Person

ROWS = int(os.environ.get("MINGJING_BENCH_ROWS", "100000"))
AIM, ROUNDS = 100, 8
IMPORTED = 2_000
BATCH, EDITED = f"人员，导入 {IMPORTED:,} 行前的核对", "目录的一版，改一项后第一次打开"


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    filled = fill(ROWS)
    yield from measured(filled, fill_parties.fill(filled.agency, filled.registrar, ROWS))


def measured(filled: Filled, parties: list[str]) -> Iterator[tuple[str, str, str, str]]:
    registrar, handler, supervisor = (
        _client(each) for each in (filled.registrar, filled.handler, filled.supervisor)
    )
    public = Client()

    def page(client: Client, url: str) -> Callable[[], Any]:
        return lambda: client.get(url)

    def posted(number: str) -> Callable[[], Any]:
        return lambda: registrar.post(found, {"q": number})

    found = reverse("desk_parties")
    people, papers = reverse("desk_register", args=["person"]), reverse("desk_register", args=["certificate"])
    devices = reverse("desk_register", args=["device"])
    version = reverse("desk_catalogue_version", args=[filled.agency.id, filled.catalogue, filled.draft])
    shelf = f"/agencies/{filled.agency.id}/catalogues/{filled.catalogue}/"
    sheet = _sheet(ROWS)
    upload = reverse("desk_register_import", args=["person"])
    pages: dict[str, Callable[[], Any]] = {
        "登记册首页（数、比例、提醒）": page(registrar, reverse("desk_registers")),
        "登记册首页，监督员看": page(supervisor, f"{reverse('desk_registers')}?agency={filled.agency.id}"),
        "机关树": page(supervisor, reverse("desk_register_tree")),
        "人员，首页": page(registrar, people),
        "人员，翻到中间": page(registrar, f"{people}?after=g{ROWS // 2:06d}"),
        "人员，按姓名查": page(registrar, f"{people}?q=赵明816"),
        "人员，查不到的": page(registrar, f"{people}?q=没有此人"),
        "人员，按工号查": page(registrar, f"{people}?q=g{ROWS - 1:06d}"),
        "人员，一行": page(registrar, f"{people}row/?key=g{ROWS // 2:06d}"),
        "人员，改一行的表": page(registrar, f"{people}edit/?key=g{ROWS // 2:06d}"),
        "执法证件，首页": page(registrar, papers),
        "执法证件，一行": page(registrar, f"{papers}row/?key=99-{ROWS // 2:06d}"),
        "音像记录设备，首页": page(registrar, devices),
        "音像记录设备，按型号查": page(registrar, f"{devices}?q=型号7"),
        BATCH: lambda: registrar.post(upload, {"file": _file(sheet)}),
        "目录一览": page(handler, reverse("desk_catalogues")),
        "一个目录": page(handler, reverse("desk_catalogue", args=[filled.agency.id, filled.catalogue])),
        "目录的一版，首页": page(handler, version),
        EDITED: page(handler, version),
        "目录的一版，末页": page(handler, f"{version}?page={ROWS // 50}"),
        "目录的一版，查": page(handler, f"{version}?q=第99类"),
        "目录的一版，改了什么": page(handler, f"{version}?show=changes"),
        "公众：目录，首页": page(public, shelf),
        "公众：目录，末页": page(public, f"{shelf}?page={ROWS // 50}"),
        "公众：目录，查": page(public, f"{shelf}?q=第99类"),
        "公众：目录的一项": page(public, f"{shelf}1/{ROWS // 2}/"),
        "公众：目录的各版": page(public, f"{shelf}versions/"),
        "公众：全部目录": page(public, "/catalogues/"),
        "当事人，首页": page(registrar, found),
        "当事人，只看自然人": page(registrar, f"{found}?kind=自然人"),
        "当事人，按名称查": page(registrar, f"{found}?q=示例{ROWS - 1:06d}"),
        "当事人，按几处都有的字查": page(registrar, f"{found}?q=建材"),
        "当事人，查不到的": page(registrar, f"{found}?q=没有这个当事人"),
        "当事人，按统一社会信用代码查": posted(fill_parties.code(ROWS - 1)),
        "当事人，按证件号码查": posted(f"E{ROWS - 8:08d}"),
        "一个当事人": page(registrar, reverse("desk_party", args=[parties[ROWS // 2]])),
        "疑似同一当事人": page(registrar, reverse("desk_party_proposals")),
    }
    bare = page(handler, reverse("desk_home"))
    for name, asked in pages.items():
        ours, other = _median(asked, bare, filled.edit if name == EDITED else None)
        # A batch of rows is no page: it has no aim.
        aim, ratio = (f"目标 {AIM} ms；", f"{ours / AIM:.2f}") if name != BATCH else ("一批，不设目标；", "")
        yield f"{name}（{ROWS:,} 行）", f"{ours:.1f} ms", f"{aim}空的我的待办 {other:.1f} ms", ratio


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="mingjing.platform.accounts.Backend")
    return client


def _median(
    ours: Callable[[], Any], other: Callable[[], Any], before: Callable[[], Any] | None
) -> tuple[float, float]:
    """The median milliseconds of both, taken in turn after two rounds of warming up.

    `before` is done before each round and is not counted.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        if before:
            before()
        for asked, taken in zip((ours, other), times, strict=True):
            start = perf_counter()
            answer = asked()
            taken.append((perf_counter() - start) * 1000)
            if answer.status_code not in (200, 302):  # a number that is found leads to its party
                raise RuntimeError(f"{answer.request['PATH_INFO']} 答 {answer.status_code}")
    return median(times[0][2:]), median(times[1][2:])


def _sheet(first: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("人员")
    sheet.append(list(person_cells(0)))
    for n in range(first, first + IMPORTED):
        sheet.append(list(person_cells(n).values()))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _file(data: bytes) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = "人员.xlsx"
    return file
