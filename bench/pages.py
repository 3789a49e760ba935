"""Server time of staff pages with 100,000 cases in one agency: list, search, case, start page."""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from django.test import Client
from django.urls import reverse

from bench.fill import fill
from mingjing.registry.models import Appointment, Person

CASES = int(os.environ.get("MINGJING_BENCH_CASES", "100000"))


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    agency, case, handler = fill(CASES)
    client = _client(handler)
    posts = Appointment.objects.filter(agency=agency, role__in=("unit_head", "agency_head"))
    heads = {post.role: _client(post.person) for post in posts.select_related("person")}
    cases, home = reverse("desk_cases"), reverse("desk_home")
    pages = {
        "案件列表首页": (client, cases, 100),
        "案件列表，按期限": (client, f"{cases}?by=due", 100),
        "案件列表，按当事人查": (client, f"{cases}?q=099999", 100),
        "案件列表，按案由查": (client, f"{cases}?q=占道", 100),
        "案件列表，查不到的": (client, f"{cases}?q=没有此事", 100),
        "案件页": (client, reverse("desk_case", args=[case]), 50),
        "我的待办": (client, home, 100),
        "我的待办，承办机构负责人": (heads["unit_head"], home, 100),
        "我的待办，机关负责人": (heads["agency_head"], home, 100),
    }
    for name, (who, url, aim) in pages.items():
        milliseconds = _median(who, url)
        yield (
            f"{name}（{CASES:,} 件）",
            f"{milliseconds:.1f} ms",
            f"目标 {aim} ms",
            f"{milliseconds / aim:.2f}",
        )


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="mingjing.platform.accounts.Backend")
    return client


def _median(client: Client, url: str) -> float:
    times = []
    for _ in range(8):
        start = perf_counter()
        answer = client.get(url)
        times.append((perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} 答 {answer.status_code} {answer.headers.get('Location', '')}")
    return median(times[2:])
