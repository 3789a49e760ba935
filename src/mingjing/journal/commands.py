"""`mingjing verify`: the whole record checked, by anyone who may read the data."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mingjing.journal.report import Report


def register(subparsers: Any) -> None:
    verify = subparsers.add_parser("verify", help="核验全部记录；只读不改，逐条说出不符之处")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 when the record is whole, 1 when something does not hold."""
    from mingjing.journal.verify import verify

    report = verify()
    if arguments.json:
        sys.stdout.write(report.json().decode() + "\n")
    else:
        print_report(report)
    return 0 if report.whole else 1


def print_report(report: "Report") -> None:
    """Logs, then checks with their number of faults, then the faults."""
    for agency, log in report.logs.items():
        print(f"{agency}：{log.entries} 条记录，已封存 {log.sealed} 条，根 {log.root[:16]}")
    for name, faults in report.checks.items():
        print(f"  {name}：{'相符' if not faults else f'{faults} 处不符'}")
    for fault in report.faults:
        print(f"!! [{fault.check}] {fault}")
    print("核验完毕，没有不符" if report.whole else "核验完毕，有不符之处，见 !! 各行")
