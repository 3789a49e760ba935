"""Server time of staff pages with 100,000 cases in one agency: list, search, case, start page."""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from django.test import Client
from django.urls import reverse

from bench.fill import fill

CASES = int(os.environ.get("MINGJING_BENCH_CASES", "100000"))


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    _agency, case, handler = fill(CASES)
    client = Client()
    client.force_login(handler, backend="mingjing.platform.accounts.Backend")
    pages = {
        "案件列表首页": (reverse("desk_cases"), 100),
        "案件列表，按当事人查": (reverse("desk_cases") + "?q=099999", 100),
        "案件列表，按案由查": (reverse("desk_cases") + "?q=占道", 100),
        "案件页": (reverse("desk_case", args=[case]), 50),
        "我的待办": (reverse("desk_home"), 100),
    }
    for name, (url, aim) in pages.items():
        milliseconds = _median(client, url)
        yield (
            f"{name}（{CASES:,} 件）",
            f"{milliseconds:.1f} ms",
            f"目标 {aim} ms",
            f"{milliseconds / aim:.2f}",
        )


def _median(client: Client, url: str) -> float:
    times = []
    for _ in range(8):
        start = perf_counter()
        answer = client.get(url)
        times.append((perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} 答 {answer.status_code} {answer.headers.get('Location', '')}")
    return median(times[2:])
