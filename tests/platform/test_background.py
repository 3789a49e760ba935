"""What runs beside the pages: tasks are done once, broken-off ones anew, loops outlive errors."""

import threading

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from mingjing.platform.background import Loop, _go_on, loops, run_tasks, take_up_broken_off

DONE: list[int] = []


@task()
def note(number: int) -> None:
    DONE.append(number)


@pytest.mark.django_db(transaction=True)
def test_排队的任务_都办了_一件不多():
    DONE.clear()
    for number in range(3):
        note.enqueue(number)
    run_tasks()
    run_tasks()
    assert sorted(DONE) == [0, 1, 2]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_办到一半被杀掉的任务_重新办():
    DONE.clear()
    note.enqueue(7)
    DBTaskResult.objects.update(status="RUNNING")
    run_tasks()
    assert DONE == []
    assert take_up_broken_off() == 1
    run_tasks()
    assert DONE == [7]


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
    assert "tasks" in names and len(names) == len(set(names))
