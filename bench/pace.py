"""Timing two things in turn, so that a machine whose speed drifts slows both."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

Work = Callable[[], int]  # does some work, returns how much


def rate(work: Work) -> float:
    """Units a second of one run."""
    start = perf_counter()
    done = work()
    return done / (perf_counter() - start)


def in_turn(ours: Work, *others: Work, rounds: int = 5) -> list[float]:
    """The median rates of all, run in turn `rounds` times after one warm-up."""
    works = (ours, *others)
    for work in works:
        work()
    rates: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for index, work in enumerate(works):
            rates[index].append(rate(work))
    return [median(each) for each in rates]


def row(name: str, ours: float, other_name: str, other: float, unit: str = "/s") -> tuple[str, str, str, str]:
    return name, f"{ours:,.0f}{unit}", f"{other_name} {other:,.0f}{unit}", f"{ours / other:.2f}"
