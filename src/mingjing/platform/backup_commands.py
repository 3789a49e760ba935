"""`mingjing backup` and `mingjing restore` as the command line calls them."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from mingjing.platform.command import Unusable

PASSPHRASE = "MINGJING_KEYS_PASSPHRASE"


def register(subparsers: Any) -> None:
    """Adds both commands."""
    backup = subparsers.add_parser("backup", help="备份：数据写进新的文件夹，密钥另成一个文件")
    backup.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="新的文件夹，不在数据目录里")
    backup.add_argument("--keys", type=Path, metavar="文件", help="把密钥写进这个新文件（仅本人可读）")
    backup.add_argument(
        "--passphrase", action="store_true", help=f"问一个口令，用它加密密钥文件（或设 {PASSPHRASE}）"
    )
    backup.set_defaults(run=run_backup)

    restore = subparsers.add_parser("restore", help="恢复：只恢复到空的数据目录和空的数据库，随即核验")
    restore.add_argument("folder", nargs="?", type=Path, metavar="文件夹", help="备份的文件夹")
    restore.add_argument("--keys", type=Path, metavar="文件", help="密钥备份文件；不写文件夹时只恢复密钥")
    restore.set_defaults(run=run_restore)


def run_backup(arguments: argparse.Namespace) -> int:
    """0 when all that was asked for is on the disk."""
    from mingjing.platform.backup import backup, backup_keys

    if arguments.folder is None and arguments.keys is None:
        raise Unusable("写明备份到哪里：mingjing backup 文件夹，或者 mingjing backup --keys 文件")
    passphrase = _new_passphrase(arguments.passphrase) if arguments.keys else ""
    if arguments.folder is None:
        keys: int | None = backup_keys(arguments.keys, passphrase)
    else:
        done = backup(arguments.folder, arguments.keys, passphrase)
        keys = done.keys
        size = sum(copied.size for copied in done.manifest.files)
        print(f"已备份到 {arguments.folder}：{len(done.manifest.files)} 个文件，{size} 字节")
        for agency, head in done.manifest.logs.items():
            print(f"  {agency}：{head.entries} 条记录，已封存 {head.sealed} 条，末条 {head.last[:16]}")
    if keys is None:
        print("其中没有密钥。密钥另备份：mingjing backup --keys 文件，放在另一处")
    else:
        state = "已用口令加密" if passphrase else "没有加密，只有本人可读，存放时要锁好"
        print(f"密钥已写进 {arguments.keys}：{keys} 个，{state}")
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """0 when all is back, nothing is missing and the check of the whole record finds nothing; else 1."""
    from mingjing.platform.manifest import BadBackup
    from mingjing.platform.restore import Damaged, restore, restore_keys

    if arguments.folder is None and arguments.keys is None:
        raise Unusable("写明从哪里恢复：mingjing restore 文件夹 --keys 文件")
    passphrase = _known_passphrase(arguments.keys) if arguments.keys else ""
    if arguments.folder is None:
        print(f"已恢复 {restore_keys(arguments.keys, passphrase)} 个密钥文件。再运行 mingjing verify")
        return 0
    try:
        made = restore(arguments.folder, arguments.keys, passphrase)
    except BadBackup as error:
        raise Unusable(str(error)) from error
    except Damaged as error:
        print(error, file=sys.stderr)
        for line in error.lines:
            print(f"  {line}", file=sys.stderr)
        return 1
    entries = sum(head.entries for head in made.logs.values())
    print(f"已恢复 {made.made} 的备份（程序 {made.version}）：{len(made.logs)} 个机关，{entries} 条记录")
    return _look(made)


def _look(made: Any) -> int:
    """Says what does not hold in the restored installation; 1 if anything."""
    from mingjing.journal.commands import print_report
    from mingjing.journal.verify import verify
    from mingjing.platform.doctor import outdated
    from mingjing.platform.restore import lost, strayed

    if alias := outdated():
        print(f"备份的数据库 {alias} 结构旧于程序：先运行 mingjing migrate，再运行 mingjing verify")
        return 1
    gone = [*strayed(made), *lost()]
    for line in gone:
        print(f"!! {line}")
    report = verify()
    print_report(report)
    return 0 if report.whole and not gone else 1


def _new_passphrase(ask: bool) -> str:
    if known := os.environ.get(PASSPHRASE, ""):
        return known
    if not ask:
        return ""
    first = getpass.getpass("密钥文件的口令：")
    if len(first) < 12:
        raise Unusable("口令太短，至少 12 个字")
    if getpass.getpass("再输一次：") != first:
        raise Unusable("两次输入的口令不同，什么都没有写")
    return first


def _known_passphrase(file: Path) -> str:
    from mingjing.platform.key_copy import locked

    if not locked(file):
        return ""
    return os.environ.get(PASSPHRASE, "") or getpass.getpass("密钥文件的口令：")
