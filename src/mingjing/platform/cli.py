"""The command `mingjing`. A room joins by a module `commands` with `register(subparsers)`.

Exit codes: 0 done and in order; 1 done, with findings or a refusal; 2 not possible as asked.

A sub-command sets `run`, a function of the parsed arguments that returns the exit code. Those that need no
database set `needs_django=False`; their modules must not import Django when they are loaded.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

import mingjing
from mingjing.platform.command import Unusable, unreadable
from mingjing.platform.parser import Parser

# In the order in which the help lists them.
_ROOMS = (
    "platform",
    "law",
    "registry",
    "casework",
    "journal",
    "recording",
    "review",
    "publicity",
    "inspection",
    "supervision",
    "statistics",
    "sharing",
    "assist",
    "desk",
    "portal",
)


def build() -> Parser:
    """The parser with every room's commands."""
    parser = Parser(prog="mingjing", description="明镜：行政执法三项制度平台")
    parser.add_argument("--version", action="version", version=mingjing.__version__, help="显示版本")
    parser.set_defaults(run=None, needs_django=True)
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command")
    for room in _ROOMS:
        name = f"mingjing.{room}.commands"
        if find_spec(f"mingjing.{room}") and find_spec(name):
            import_module(name).register(commands)
    return parser


def _said(line: str) -> int:
    sys.stderr.write(f"mingjing：{line}\n")
    return 2


def _wanting() -> str:
    """What to run first, of databases in which something is missing."""
    from django.db import DatabaseError, InterfaceError

    from mingjing.platform.not_ready import first_to_run

    try:
        return first_to_run() or "数据库中缺少应有的表，运行 mingjing doctor"
    except (DatabaseError, InterfaceError):
        return "数据库还没有建好，先运行 mingjing setup"


def _with_django(run: Callable[[], int]) -> int:
    """Runs with Django ready; a database error becomes one exact line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.platform.settings")
    import django
    from django.db import DatabaseError, InterfaceError

    from mingjing.platform.log import without_secrets

    django.setup()
    try:
        return run()
    except (DatabaseError, InterfaceError) as error:
        line = without_secrets(" ".join(str(error).split()))
        if "no such table" in line or "does not exist" in line:
            return _said(f"{_wanting()}（{line}）")
        return _said(f"数据库不可用，什么都没有改变（{line}）")


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point. Returns the exit code."""
    parser = build()
    arguments = parser.parse_args(argv)
    if arguments.run is None:
        parser.print_help()
        return 2
    try:
        if arguments.needs_django:
            return int(_with_django(lambda: arguments.run(arguments)))
        return int(arguments.run(arguments))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        if error.filename:
            return _said(unreadable(error))
        if not isinstance(error, PermissionError | FileNotFoundError):  # those two are also raised by us
            raise
        return _said(" ".join(str(error).split()))
    except (Unusable, ValueError) as error:
        if isinstance(error, ValueError) and not isinstance(error, Unusable) and not _is_ours(error):
            raise
        return _said(" ".join(str(error).split()))
    except KeyboardInterrupt:
        return 130


def _is_ours(error: ValueError) -> bool:
    return type(error).__module__.startswith("mingjing.")


if __name__ == "__main__":
    raise SystemExit(main())
