"""Commands of the platform: setup, migrate, serve, doctor, backup, restore."""

import argparse
import os
from typing import Any

from mingjing.platform import backup_commands


def register(subparsers: Any) -> None:
    """Adds the commands to the command line."""
    setup = subparsers.add_parser("setup", help="建好数据库和密钥，发三员的启用码（再运行不再发）")
    setup.set_defaults(run=_setup)

    migrate = subparsers.add_parser("migrate", help="把两个数据库的结构更新到最新")
    migrate.set_defaults(run=_migrate)

    serve = subparsers.add_parser("serve", help="启动服务")
    serve.add_argument(
        "--host", default=os.environ.get("MINGJING_BIND", "127.0.0.1"), help="监听地址（默认 127.0.0.1）"
    )
    serve.add_argument(
        "--port",
        type=int,
        default=os.environ.get("PORT") or "8000",
        help="端口（默认取环境变量 PORT，否则 8000）",
    )
    serve.add_argument("--threads", type=int, default=4, help="同时办理的线程数（默认 4）")
    serve.add_argument("--no-background", action="store_true", help="不在本进程内跑后台任务")
    serve.set_defaults(run=_serve)

    doctor = subparsers.add_parser("doctor", help="列出本装置与要求不一致的地方")
    doctor.add_argument("--json", action="store_true", help="以 JSON 输出")
    doctor.set_defaults(run=_doctor)

    backup_commands.register(subparsers)


def _migrate(arguments: argparse.Namespace) -> int:
    from mingjing.platform.installation import migrate

    migrate()
    print("两个数据库的结构都是最新的")
    return 0


def _setup(arguments: argparse.Namespace) -> int:
    from mingjing.platform.installation import migrate
    from mingjing.registry.admin_setup import CODE_HOURS, first_administrators
    from mingjing.registry.roles import ROLES

    migrate()
    seats = first_administrators()
    if not seats:
        print("已经建好。三员的启用码已发过，不再发；遗失的由系统管理员在工作台的“账号”页重发")
        return 0
    print("已经建好。三员各用自己的启用码在 /account/enrol/ 启用账号。")
    print(f"启用码 {CODE_HOURS} 小时内有效，只显示这一次：")
    for seat in seats:
        print(f"  {ROLES[seat.role].name}　用户名 {seat.username}　启用码 {seat.code}")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from django.db import InterfaceError, OperationalError, connections

    from mingjing.platform import serve
    from mingjing.platform.command import Unusable
    from mingjing.platform.not_ready import first_to_run

    try:
        if wanting := first_to_run():
            raise Unusable(wanting)
    except (OperationalError, InterfaceError):
        pass  # not reachable now: the pages say so until it is
    finally:
        connections.close_all()
    serve.run(arguments.host, arguments.port, arguments.threads, background=not arguments.no_background)
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    import json
    from dataclasses import asdict

    from mingjing.platform.doctor import deviations

    found = deviations()
    if arguments.json:
        print(json.dumps([asdict(deviation) for deviation in found], ensure_ascii=False, indent=2))
    elif not found:
        print("没有发现不一致")
    else:
        print(f"{len(found)} 处不一致：")
        for deviation in found:
            print(f"  {deviation.what}（{deviation.id}）\n    {deviation.mend}")
    return 1 if found else 0
