"""What runs beside the pages, in the server's own process: the task worker and the rooms' loops.

A room joins by a module `background` with `LOOPS`, a sequence of `Loop`.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import close_old_connections
from django_tasks import default_task_backend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

log = logging.getLogger("mingjing.background")


@dataclass(frozen=True, slots=True)
class Loop:
    """Work that repeats every `seconds`; `run` must be safe to repeat and to be killed at any point."""

    name: str
    seconds: float
    run: Callable[[], object]


def run_tasks() -> None:
    """Carries out every task that waits, then returns. Tasks left running by a killed process start anew."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=default_task_backend.alias,
        startup_delay=False,
        max_tasks=None,
        worker_id="server",
        excluded_queue_names=[],
    ).run()


def take_up_broken_off() -> int:
    """Puts tasks back in the queue that a killed server left as running; how many."""
    return DBTaskResult.objects.running().update(status="READY", started_at=None)


def loops() -> list[Loop]:
    """The task worker and every room's loops."""
    found = [Loop("tasks", 1.0, run_tasks)]
    for room in settings.ROOMS:
        name = f"mingjing.{room}.background"
        if room != "platform" and find_spec(name):
            found.extend(import_module(name).LOOPS)
    return found


def _go_on(loop: Loop, stop: threading.Event) -> None:
    while not stop.wait(loop.seconds):
        try:
            close_old_connections()
            loop.run()
        except Exception:  # a loop that stopped would be noticed by nobody
            log.exception("background %s failed; it goes on", loop.name)


def start() -> threading.Event:
    """Starts every loop in a daemon thread; set the event to end them."""
    stop = threading.Event()
    try:
        if number := take_up_broken_off():
            log.warning("%s broken-off tasks taken up again", number)
    except Exception:
        log.exception("broken-off tasks not taken up")
    for loop in loops():
        threading.Thread(target=_go_on, args=(loop, stop), name=f"mingjing-{loop.name}", daemon=True).start()
    return stop
