"""What runs beside the pages, in the server's own process: the rooms' loops.

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

log = logging.getLogger("mingjing.background")


@dataclass(frozen=True, slots=True)
class Loop:
    """Work that repeats every `seconds`; `run` must be safe to repeat and to be killed at any point."""

    name: str
    seconds: float
    run: Callable[[], object]


def loops() -> list[Loop]:
    """Every room's loops."""
    found: list[Loop] = []
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
    for loop in loops():
        threading.Thread(target=_go_on, args=(loop, stop), name=f"mingjing-{loop.name}", daemon=True).start()
    return stop
