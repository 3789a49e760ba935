"""`mingjing proof`: check a downloaded proof, without network, database or trust in the site it came from."""

import argparse
import sys
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    proof = subparsers.add_parser("proof", help="核对从公示平台下载的证明文件")
    proof.add_argument("file", metavar="文件", help="证明文件（proof.json）")
    proof.add_argument("--key", default="", metavar="文件", help="日志公钥文件，应从公示平台以外的途径取得")
    proof.set_defaults(run=run, needs_django=False)


def run(arguments: argparse.Namespace) -> int:
    """0 when the proof holds, 1 when it does not."""
    from mingjing.portal.proof import Wrong, check, read

    keys = Path(arguments.key).read_text(encoding="utf-8") if arguments.key else ""
    try:
        found = check(read(Path(arguments.file).read_bytes()), keys)
    except Wrong as error:
        print(f"不成立：{error}", file=sys.stderr)
        return 1
    print(f"成立：{found.content.get('种类')} {found.content.get('文号')}（{found.content.get('执法机关')}）")
    print(f"  日志 {found.origin} 第 {found.position + 1} 条，检查点共 {found.size} 条")
    if not keys:
        print("  用的是文件自带的公钥；要不依赖公示平台，用 --key 给出另行取得的公钥")
    print("  还没有见证人：日志由机关自己签名")
    return 0
