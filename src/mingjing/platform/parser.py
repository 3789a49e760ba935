"""The command line in Chinese: usage, help and errors of argparse."""

import argparse
import re
import sys
from typing import Any, NoReturn

_WORDS = (
    (r"^the following arguments are required: (.+)$", r"缺少参数：\1"),
    (r"^unrecognized arguments: (.+)$", r"不认识的参数：\1"),
    (r"^argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)$", r"参数 \1：没有“\2”，可用：\3"),
    (r"^argument (.+?): expected one argument$", r"参数 \1：后面要有一个值"),
    (r"^argument (.+?): expected at least one argument$", r"参数 \1：后面至少要有一个值"),
    (r"^argument (.+?): invalid \w+ value: (.+)$", r"参数 \1：值不对：\2"),
    (r"^argument (.+?): not allowed with argument (.+)$", r"参数 \1 不能和 \2 一起用"),
    (r"^one of the arguments (.+) is required$", r"以下参数至少要一个：\1"),
)


class _Chinese(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese; a wrong call ends with code 2."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Chinese)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WORDS:
            if re.match(pattern, message):
                message = re.sub(pattern, words, message)
                if "，可用：" in message:
                    told, _, choices = message.partition("，可用：")
                    message = f"{told}，可用：" + choices.replace("'", "").replace(", ", "、")
                break
        sys.stderr.write(f"{self.prog}：{message}\n{self.format_usage()}")
        raise SystemExit(2)
