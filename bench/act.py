"""One full act through `perform`, durable, beside a bare step of SpiffWorkflow."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.pace import in_turn, row
from mingjing.casework.scenario import read
from mingjing.casework.stage import do, put_on

SCENARIO = Path(__file__).parents[1] / "scenarios" / "checks" / "full-course.yaml"


def rows(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    scenario = read(SCENARIO.read_text(encoding="utf-8"), SCENARIO.name)
    agency, ids, _ = put_on(scenario, scenario.profile)
    steps = [step for step in scenario.steps if step.may]
    later = max(step.recorded for step in steps)
    state = {"n": 0}

    def ours() -> int:
        case, done = "", 0
        for step in steps:
            state["n"] += 1
            now = replace(step, recorded=later + timedelta(seconds=state["n"]))
            outcome = do(scenario, now, agency, ids, case)
            if outcome.done is None:
                raise RuntimeError("；".join(map(str, outcome.lacks)))
            case, done = outcome.done.case, done + 1
        return done

    ours_rate, bare, with_state = in_turn(
        ours, _spiff(len(steps), keep=False), _spiff(len(steps), keep=True), rounds=9
    )
    yield row(
        f"一个环节（{len(steps)} 步的完整案件，落盘）",
        ours_rate,
        "SpiffWorkflow 3.2 一步并存状态（无数据库）",
        with_state,
    )
    yield row("一个环节", ours_rate, "SpiffWorkflow 3.2 一步（只在内存）", bare)


def _spiff(length: int, keep: bool):  # type: ignore[no-untyped-def]
    from SpiffWorkflow.serializer.json import JSONSerializer
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.StartTask import StartTask
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.workflow import Workflow

    spec = WorkflowSpec("case")
    spec.start = last = StartTask(spec)
    for index in range(length):
        task = Simple(spec, f"act{index}")
        last.connect(task)
        last = task
    serializer = JSONSerializer()

    def work() -> int:
        done = 0
        for _ in range(3):
            workflow = Workflow(spec)
            while workflow.run_next():
                done += 1
                if keep:
                    json.loads(workflow.serialize(serializer))
        return done

    return work
