"""Commands on the rules: rules check, rules explain, rules acts, due. They need no database."""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mingjing.casework import plan_commands
from mingjing.casework.clause_table import clause_table, plain_table, table_words
from mingjing.casework.rule_files import book_of, procedure_of, read_files, rules_folder, scenario_texts
from mingjing.casework.rule_words import act_words, limit_words, plain_act, plain_layers, profile_words
from mingjing.law.book import Pack
from mingjing.law.example import failing
from mingjing.law.limit import last_day
from mingjing.law.reader import suggestion
from mingjing.law.source import Fault
from mingjing.law.term import Term, TermError
from mingjing.platform.command import Unusable

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# A room's own files in the rules folder: (rules folder, files laid on it by place, the sound pack) -> faults.
Checker = Callable[[Path, Mapping[str, Path], Pack], Iterable[Fault]]
_checkers: dict[str, Checker] = {}


def check_also(part: str, checker: Checker) -> None:
    """Let `rules check` look at this part of the folder too, once the rules themselves are sound."""
    _checkers[part] = checker


def register(subparsers: Any) -> None:
    """Adds the commands to the command line."""
    rules = subparsers.add_parser("rules", help="规则：check 检查，explain 说明，acts 列出环节")
    inner = rules.add_subparsers(title="命令", metavar="命令", required=True)

    check = inner.add_parser("check", help="检查规则文件；有错的逐条列出文件、行号和错处")
    check.add_argument("paths", nargs="*", metavar="路径", help="规则文件夹，或者叠加在现行规则上的单个文件")
    check.set_defaults(run=_check, needs_django=False)

    explain = inner.add_parser("explain", help="说明一个方案下实际适用的规则，每一条出自哪里")
    explain.add_argument("--profile", default="", metavar="方案", help="方案标识，如 qingpu；不写即国家规则")
    explain.add_argument("--sector", default="", metavar="领域", help="领域，如 市场监管")
    explain.add_argument("--procedure", default="", metavar="程序", help="只说明这一程序")
    explain.add_argument("--act", default="", metavar="环节", help="只说明这一环节")
    explain.add_argument("--clauses", action="store_true", help="方案的每一条，平台做了什么、没做什么")
    explain.add_argument("--json", action="store_true", help="以 JSON 输出")
    explain.set_defaults(run=_explain, needs_django=False)

    acts = inner.add_parser("acts", help="列出一个程序的环节：由谁办、先有什么、填什么、起什么期限")
    acts.add_argument("--procedure", required=True, metavar="程序", help="程序名称，如 行政处罚·普通程序")
    acts.add_argument("--profile", default="", metavar="方案", help="方案标识，如 qingpu；不写即国家规则")
    acts.add_argument("--sector", default="", metavar="领域", help="领域，如 市场监管")
    acts.add_argument("--json", action="store_true", help="以 JSON 输出")
    acts.set_defaults(run=_acts, needs_django=False)

    plan_commands.register(inner)

    due = subparsers.add_parser("due", help="推算期限的最后一日")
    due.add_argument(
        "--from", dest="start", required=True, metavar="日期", help="起算之日，如 2026-09-28，当日不计"
    )
    due.add_argument("--within", required=True, metavar="期限", help="如 7工作日、15日、3个月")
    due.add_argument("--law", default="", metavar="法律", help="按这部法律解释“日”，如 行政处罚法")
    due.add_argument("--json", action="store_true", help="以 JSON 输出")
    due.set_defaults(run=_due, needs_django=False)


def _check(arguments: argparse.Namespace) -> int:
    folders = [Path(path) for path in arguments.paths if Path(path).is_dir()]
    files = [Path(path) for path in arguments.paths if not Path(path).is_dir()]
    lines: list[str] = []
    for folder in folders or ([] if files else [rules_folder()]):
        lines += _faults_of(folder, {}, _shown(folder))
    if files:
        if missing := next((path for path in files if not path.is_file()), None):
            raise Unusable(f"没有文件 {missing}")
        laid = {_place(path): path for path in files}
        lines += _faults_of(rules_folder(), laid, _shown(rules_folder()))
    for line in lines:
        print(line)
    if not lines:
        print("没有发现错处")
    return 1 if lines else 0


def _place(path: Path) -> str:
    """Where in a rules folder the file belongs: by its path, else by its first keys."""
    for part in ("national", "sectors", "profiles", *_checkers):
        if part in path.parts:
            at = len(path.parts) - 1 - path.parts[::-1].index(part)
            return "/".join(path.parts[at:])
    try:
        top = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        top = None
    keys = top if isinstance(top, dict) else {}
    places = {"程序": "national", "领域": "sectors", "文书": "documents"}
    return f"{next((place for key, place in places.items() if key in keys), 'profiles')}/{path.name}"


def _shown(folder: Path) -> str:
    """The folder as the user would write it."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()


def _faults_of(folder: Path, laid: dict[str, Path], shown: str) -> list[str]:
    faults: list[Fault] = []
    texts, calendar = read_files(folder, faults)
    for name, path in laid.items():
        if name.partition("/")[0] in _checkers:
            continue  # no rules; the room that knows them reads them
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            faults.append(Fault(name, 1, "不是 UTF-8 文字"))
    pack = Pack(texts, calendar)
    faults += pack.faults()
    if not faults:
        faults += failing(pack)
    for checker in () if faults else _checkers.values():
        faults += checker(folder, laid, pack)
    wanted = [fault for fault in faults if not laid or fault.file in laid or fault.file not in texts]
    for fault in () if wanted else faults:
        wanted.append(fault)  # the files laid on are the cause even where the fault shows elsewhere
    places = {name: path.as_posix() for name, path in laid.items()}
    return [f"{places.get(f.file, f'{shown}/{f.file}')}:{f.line}: {f.message}" for f in _sorted(wanted)]


def _sorted(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line, fault.message))


def _explain(arguments: argparse.Namespace) -> int:
    book = book_of(arguments.profile, arguments.sector)
    if arguments.clauses:
        if book.profile is None:
            raise Unusable("写明 --profile 方案：国家规则没有自己的条款表")
        table = clause_table(book, book.profile, scenario_texts())
        words = "\n".join(table_words(table))
        print(json.dumps(plain_table(table), ensure_ascii=False, indent=2) if arguments.json else words)
        return 0
    procedures = (
        [procedure_of(book, arguments.procedure)] if arguments.procedure else list(book.procedures.values())
    )
    acts = [(p, a) for p in procedures for a in p.acts.values() if arguments.act in ("", a.name)]
    if not acts:
        known = [act for p in procedures for act in p.acts]
        raise Unusable(f"环节“{arguments.act}”在任何程序中都没有{suggestion(arguments.act, known)}")
    if arguments.json:
        plain = {
            **plain_layers(book),
            "环节": [{"程序": p.name, **plain_act(book, p, act)} for p, act in acts],
        }
        print(json.dumps(plain, ensure_ascii=False, indent=2))
        return 0
    print("\n".join(profile_words(book)))
    for procedure, act in acts:
        print()
        print("\n".join(act_words(book, procedure, act)))
    return 0


def _acts(arguments: argparse.Namespace) -> int:
    book = book_of(arguments.profile, arguments.sector)
    procedure = procedure_of(book, arguments.procedure)
    if arguments.json:
        plain = {
            "程序": procedure.name,
            "标识": procedure.id,
            "阶段": list(procedure.stages),
            **plain_layers(book),
            "环节": [plain_act(book, procedure, act) for act in procedure.acts.values()],
        }
        print(json.dumps(plain, ensure_ascii=False, indent=2))
        return 0
    print(f"{procedure.name}（{len(procedure.acts)} 个环节）")
    for act in procedure.acts.values():
        print()
        print("\n".join(act_words(book, procedure, act)))
    return 0


def _due(arguments: argparse.Namespace) -> int:
    try:
        start = date.fromisoformat(arguments.start) if _DAY.fullmatch(arguments.start) else None
    except ValueError:
        start = None
    if start is None:
        raise Unusable(f"日期“{arguments.start}”不认识；写作 2026-09-28")
    try:
        term = Term.parse(arguments.within.replace(" ", "").replace("个工作日", "工作日"))
    except TermError as error:
        raise Unusable(str(error)) from error
    if term.unit == "小时":
        raise Unusable(f"期限“{term}”以小时计，没有末日，只有届满时刻")
    book = book_of("", "")
    law = arguments.law.strip("《》").removeprefix("中华人民共和国")
    if law and law not in book.laws:
        raise Unusable(f"法律“{arguments.law}”没有登记{suggestion(law, book.laws)}")
    counted = book.days.resolve(term, law)
    try:
        due = last_day(start, counted, book.calendar)
    except ValueError as error:
        raise Unusable(str(error)) from error
    kind = book.days.of(law) if law else None
    basis = [*([limit_words(term, counted, law, kind)] if law else []), *due.basis.split("；")]
    if arguments.json:
        plain = {
            "起算": start.isoformat(),
            "期限": str(counted),
            "届满": due.date.isoformat(),
            "暂算": due.provisional,
            "依据": basis,
        }
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        print(due)
        print("\n".join(f"  {line}" for line in basis))
    return 0
