"""What runs beside the pages: loops outlive errors."""

import threading

import pytest

from mingjing.platform.background import Loop, _go_on, loops


@pytest.mark.django_db(transaction=True)
def test_循环出了错_下一轮照常():
    rounds: list[int] = []
    stop = threading.Event()

    def work() -> None:
        rounds.append(len(rounds))
        if len(rounds) == 3:
            stop.set()
        raise RuntimeError("一轮失败")

    _go_on(Loop("试", 0.0, work), stop)
    assert rounds == [0, 1, 2]


def test_循环有名字_不重名():
    names = [loop.name for loop in loops()]
    assert "outbox" in names and len(names) == len(set(names))
