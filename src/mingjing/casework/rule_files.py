"""The rules folder as commands read it: its texts, its calendar, the pack and the books made of it."""

import os
from pathlib import Path

import yaml

from mingjing.law import rule as r
from mingjing.law.book import Pack, RuleBook, RuleError
from mingjing.law.calendar import CalendarError, WorkCalendar, read_calendar
from mingjing.law.reader import suggestion
from mingjing.law.source import Fault
from mingjing.platform.command import Unusable

_REPOSITORY = Path(__file__).parents[3]
_HOLIDAYS = "national/holidays/"


def rules_folder() -> Path:
    """The folder of the rules in force: MINGJING_RULES, else the one beside the program."""
    return Path(os.environ.get("MINGJING_RULES") or _REPOSITORY / "rules").resolve()


def read_files(folder: Path, faults: list[Fault]) -> tuple[dict[str, str], WorkCalendar]:
    """Texts by path relative to the folder, and the calendar; what cannot be read becomes a fault."""
    if not folder.is_dir():
        raise Unusable(f"没有规则文件夹 {folder}")
    texts: dict[str, str] = {}
    holidays: list[dict[str, object]] = []
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError) as error:
            faults.append(
                Fault(name, 1, "不是 UTF-8 文字" if isinstance(error, UnicodeDecodeError) else "读不出来")
            )
            continue
        if name.startswith(_HOLIDAYS):
            _read_holidays(name, text, holidays, faults)
        elif "documents" not in path.relative_to(folder).parts:
            texts[name] = text
    return texts, read_calendar(holidays)


def _read_holidays(name: str, text: str, found: list[dict[str, object]], faults: list[Fault]) -> None:
    """Appends the year's notice if it stands on its own and beside those before it."""
    try:
        year = yaml.load(text, Loader=yaml.BaseLoader)  # dates stay text: a wrong one is named, not a crash
        if isinstance(year, dict) and str(year.get("年")).isdigit():
            year["年"] = int(year["年"])
        read_calendar([*found, year if isinstance(year, dict) else {}])
        found.append(year)
    except yaml.MarkedYAMLError as error:
        faults.append(
            Fault(name, error.problem_mark.line + 1 if error.problem_mark else 1, "不是合格的 YAML")
        )
    except (CalendarError, ValueError) as error:
        faults.append(Fault(name, 1, str(error)))


def pack_in_force() -> Pack:
    """The pack of the rules folder in force. Raises `Unusable` where there is none."""
    faults: list[Fault] = []
    texts, calendar = read_files(rules_folder(), faults)
    return Pack(texts, calendar)


def book_of(profile: str, sector: str, pack: Pack | None = None) -> RuleBook:
    """The effective rules; raises `Unusable` with what is wrong."""
    pack = pack or pack_in_force()
    layers = pack.layers()
    for kind, name in (("方案", profile), ("领域", sector)):
        known = [layer.id for layer in layers if layer.kind == kind]
        if name and name not in known:
            near = suggestion(name, known) or (f"，可用：{'、'.join(known)}" if known else "")
            raise Unusable(f"没有“{name}”这一{kind}{near}")
    try:
        return pack.book(profile, sector)
    except RuleError as error:
        raise Unusable(f"规则文件有错，先运行 mingjing rules check：{error.faults[0]}") from error


def procedure_of(book: RuleBook, name: str) -> r.Procedure:
    if name not in book.procedures:
        near = suggestion(name, book.procedures) or f"，可用：{'、'.join(book.procedures)}"
        raise Unusable(f"没有“{name}”这一程序{near}")
    return book.procedures[name]


def scenario_texts() -> dict[str, str]:
    """The scenario files beside the rules by path from there; none where only the program is installed."""
    top = rules_folder().parent
    return {
        path.relative_to(top).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((top / "scenarios").rglob("*.yaml"))
    }
