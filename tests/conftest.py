"""What every room's tests may use, and the rule that nothing is skipped in CI."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: only where the run is on SQLite")
    config.addinivalue_line("markers", "postgresql: only where the run is on PostgreSQL")
    config.addinivalue_line("markers", "browser: needs a chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out (not: skips) the tests of the other database."""
    other = "postgresql" if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else "sqlite"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"CI 里不许略过：{report.longrepr}"
    return report


@contextmanager
def _as_insider(alias: str) -> Iterator[None]:
    """The append-only triggers taken off, as only the owner of the database can, and put back."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            taken = cursor.fetchall()
            for name, _ in taken:
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
            )
            taken = cursor.fetchall()
            for table, name in taken:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        for name, more in taken:
            sqlite = connection.vendor == "sqlite"
            cursor.execute(more if sqlite else f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {more}")


def _emptied_by_insider(case: TransactionTestCase) -> None:
    """Empties the tables after a test that commits: the journal itself refuses that."""
    with ExitStack() as stack:
        for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            stack.enter_context(_as_insider(alias))
        _empty(case)


_empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
TransactionTestCase._fixture_teardown = _emptied_by_insider  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _空的缓存() -> Iterator[None]:
    """Rate limits of one test do not reach into the next."""
    cache.clear()
    yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a chromium; a test that asks for it is skipped without one (and fails in CI)."""
    names = (os.environ.get("MINGJING_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("没有 chromium，浏览器测试没有做")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless browser for the whole run (playwright, synchronous)."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def data_folder() -> Path:
    """The data folder of this run."""
    return Path(settings.MINGJING_DATA)
