"""What this room adds to the command line: `mingjing rules check` looks at the templates too."""

from typing import Any


def register(subparsers: Any) -> None:
    from mingjing.casework.rule_commands import check_also
    from mingjing.recording.check_templates import FOLDER, check

    check_also(FOLDER, check)
