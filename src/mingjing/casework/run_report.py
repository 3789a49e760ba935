"""A scenario's run as plain data, for --json."""

from typing import Any

from mingjing.casework.project import publication
from mingjing.casework.stage import Outcome, Run
from mingjing.law.duties import Duty


def plain(result: Run) -> dict[str, Any]:
    """The run as plain data for --json."""
    final = result.final
    return {
        "场景": result.scenario.name,
        "文件": result.scenario.file,
        "方案": result.profile,
        "通过": result.passed,
        "失败": result.failures,
        "经过": [_plain_outcome(outcome) for outcome in result.outcomes],
        "案件": final.record.status if final else None,
        "义务": [_plain_duty(duty) for duty in result.duties],
        "公示": [
            {"名称": rule.name, "状态": publication(final.procedure, final.record, final.record.acts[-1].day)}
            for rule in final.procedure.publications
        ]
        if final
        else [],
        "文书": [
            {"名称": kind, "文号": number, "环节": done.act}
            for done in final.record.acts
            for kind, number in done.documents
        ]
        if final
        else [],
    }


def _plain_outcome(outcome: Outcome) -> dict[str, Any]:
    step = outcome.step
    return {
        "行": step.line,
        "时": step.at.isoformat(),
        "谁": list(step.by),
        "办": step.act,
        "结果": "办成" if outcome.done else "不得",
        "缺": [{"缺": lack.said, "依据": str(lack.clause or ""), "补": lack.mend} for lack in outcome.lacks],
        "文书": [list(each) for each in outcome.done.documents] if outcome.done else [],
    }


def _plain_duty(duty: Duty) -> dict[str, Any]:
    return {
        "名称": duty.name,
        "类": "期间" if duty.period else "义务",
        "由": duty.holder,
        "起算": duty.start.isoformat(),
        "期限": str(duty.term or ""),
        "届满": duty.moment.isoformat() if duty.moment else (duty.due.isoformat() if duty.due else None),
        "暂算": duty.provisional,
        "停算": duty.paused,
        "办结": duty.closed_on.isoformat() if duty.closed_on else None,
        "依据": str(duty.clause),
    }
