"""`mingjing portal`: the public side as a whole."""

import argparse
from typing import Any

from mingjing.publicity import catalogue_commands


def register(subparsers: Any) -> None:
    catalogue_commands.register(subparsers)
    portal = subparsers.add_parser("portal", help="公示库：丢失后按日志重新上架")
    actions = portal.add_subparsers(dest="action", required=True, metavar="动作")
    refill = actions.add_parser("refill", help="把日志记载的公示全部重新上架，地址和内容与原来一样")
    refill.set_defaults(run=_refill)


def _refill(arguments: argparse.Namespace) -> int:
    from mingjing.publicity import catalogue_release
    from mingjing.publicity.release import refill

    print(f"已按日志核对并上架 {refill()} 次发布和撤回")
    print(f"已按日志核对并上架 {catalogue_release.refill()} 版目录")
    return 0
