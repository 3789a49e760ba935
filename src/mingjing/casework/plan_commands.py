"""Commands on plans: rules compare, rules new-profile, rules chart. They need no database."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from mingjing.casework.chart_svg import svg
from mingjing.casework.chart_words import chart_words, procedure_chart
from mingjing.casework.compare import Comparison, compare, sides_of
from mingjing.casework.compare_print import csv_text, head, html, text
from mingjing.casework.rehearsal import Rehearsal, rehearse
from mingjing.casework.rule_files import book_of, pack_in_force, procedure_of, rules_folder
from mingjing.casework.scenario import NATIONAL, Scenario, ScenarioError, read
from mingjing.casework.skeleton import ID, derived, skeleton
from mingjing.law.book import Pack, RuleBook
from mingjing.law.reader import suggestion
from mingjing.platform.command import Unusable, unreadable

_COLUMNS = 150  # of a terminal that does not say how wide it is
FORMATS = ("text", "html", "csv")
_SIGNS = ":#{}[],&*!|>'\"%@`\n"  # what would change the meaning of the file


def register(inner: Any) -> None:
    """Adds the commands to `mingjing rules`."""
    compare_ = inner.add_parser("compare", help="比较几个方案：同一程序、同一案件，各方案有什么不同")
    compare_.add_argument("--procedure", default="", metavar="程序", help="程序名称；有场景的可以不写")
    compare_.add_argument(
        "--scenario", default="", metavar="文件", help="场景文件：按同一案件比较，期限有日子"
    )
    compare_.add_argument(
        "--profiles",
        default="",
        metavar="方案",
        help="方案标识，逗号分开；national 即国家规则；不写即全部方案",
    )
    compare_.add_argument(
        "--format", choices=FORMATS, default="text", help="text 终端上看，html 网页，csv 表格"
    )
    compare_.add_argument("--all", action="store_true", help="相同的也列出")
    compare_.set_defaults(run=run_compare, needs_django=False)

    chart_ = inner.add_parser("chart", help="画一个程序的流程图（SVG），由规则文件生成")
    chart_.add_argument("--procedure", required=True, metavar="程序", help="程序名称，如 行政处罚·普通程序")
    chart_.add_argument("--profile", default="", metavar="方案", help="方案标识，如 qingpu；不写即国家规则")
    chart_.add_argument("--sector", default="", metavar="领域", help="领域，如 市场监管")
    chart_.add_argument("--list", action="store_true", help="不画图，写成有次序的清单")
    chart_.set_defaults(run=run_chart, needs_django=False)

    new = inner.add_parser("new-profile", help="写一个新方案的文件：每个键有说明，例子去掉“#”即可用")
    new.add_argument("id", metavar="标识", help="方案标识，小写英文字母和数字，也是文件名，如 linshui")
    new.add_argument("--name", required=True, metavar="名称", help="地方或者机关的名称，如 临水县")
    new.add_argument("--label", default="", metavar="简称", help="条款里怎样称呼，不写即“名称方案”")
    new.add_argument("--from", dest="of", default="", metavar="方案", help="抄自现有的一个方案，如 gaoxin")
    new.set_defaults(run=run_new, needs_django=False)


def run_compare(arguments: argparse.Namespace) -> int:
    """0 when the table was printed."""
    if not arguments.procedure and not arguments.scenario:
        raise Unusable("写明 --procedure 程序，或者 --scenario 场景文件")
    pack = pack_in_force()
    scenario = read_scenario(arguments.scenario) if arguments.scenario else None
    procedure = arguments.procedure or (scenario.procedure if scenario else "")
    if scenario and scenario.procedure != procedure:
        raise Unusable(f"场景“{scenario.name}”走的是{scenario.procedure}，不是{procedure}")
    found = compared(pack, procedure, chosen(pack, arguments.profiles), scenario)
    rows = found.rows if arguments.all else found.differing
    title = head(found, everything=arguments.all, case=scenario.name if scenario else "")
    if arguments.format == "csv":
        print(csv_text(found, rows), end="")
    elif arguments.format == "html":
        print(html(found, rows, title), end="")
    else:
        columns = shutil.get_terminal_size((_COLUMNS, 24)).columns
        print(text(found, rows, title, columns), end="")
    return 0


def run_chart(arguments: argparse.Namespace) -> int:
    """0 when the chart was printed."""
    book = book_of(arguments.profile, arguments.sector)
    found = procedure_chart(book, procedure_of(book, arguments.procedure))
    if arguments.list:
        print("\n".join(chart_words(found.chart)))
    else:
        print(svg(found.chart, found.title, found.note), end="")
    return 0


def run_new(arguments: argparse.Namespace) -> int:
    """0 when the file was written; an existing file or plan is never written over."""
    if not ID.fullmatch(arguments.id):
        raise Unusable(f"方案标识“{arguments.id}”不能用；写小写英文字母、数字和下划线，字母开头，如 linshui")
    name, label = arguments.name.strip(), arguments.label.strip() or f"{arguments.name.strip()}方案"
    for word in (name, label):
        if not word or set(word) & set(_SIGNS):
            raise Unusable(f"名称“{word}”不能用：不能空着，也不能有 {' '.join(_SIGNS.strip())} 或者换行")
    pack, place = pack_in_force(), f"profiles/{arguments.id}.yaml"
    layers = pack.layers()
    taken = [layer for layer in layers if layer.id == arguments.id or layer.label == label]
    if taken or arguments.id == NATIONAL:
        file = f"（{taken[0].file}）" if taken else ""
        raise Unusable(f"“{arguments.id}”或者简称“{label}”已经用了{file}")
    if arguments.of:
        book_of(arguments.of, "", pack)
        file = next(each.file for each in layers if each.kind == "方案" and each.id == arguments.of)
        text_ = derived(pack.texts[file], arguments.of, arguments.id, name, label)
    else:
        text_ = skeleton(arguments.id, name, label)
    path = rules_folder() / place
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text_)
    except FileExistsError as error:
        raise Unusable(f"已经有 {path}，没有改动它") from error
    except OSError as error:
        raise Unusable(unreadable(error)) from error
    print(f"写好 {path}")
    print("照方案改好以后运行 mingjing rules check；再用 mingjing rules explain --profile 看结果")
    return 0


def compared(
    pack: Pack, procedure: str, profiles: tuple[tuple[str, str], ...], scenario: Scenario | None
) -> Comparison:
    """The comparison under the profiles (id, name), "" for the national rules alone. Raises `Unusable`."""
    sector = scenario.sector if scenario else ""

    def rehearsed(profile: str, book: RuleBook) -> Rehearsal:
        assert scenario is not None
        return rehearse(scenario.under(profile), book)

    sides = sides_of(
        profiles, lambda profile: book_of(profile, sector, pack), rehearsed if scenario else None
    )
    for side in sides:
        procedure_of(side.book, procedure)
    return compare(procedure, sides)


def chosen(pack: Pack, written: str) -> tuple[tuple[str, str], ...]:
    """The profiles named, else all plans of the pack: (id, name)."""
    names = {layer.id: layer.name for layer in pack.layers() if layer.kind == "方案"}
    known = {NATIONAL: "国家规则", **names}
    wanted = [
        each.strip() for each in written.replace("，", ",").replace("、", ",").split(",") if each.strip()
    ]
    for each in wanted:
        if each not in known:
            near = suggestion(each, known) or f"，可用：{'、'.join(known)}"
            raise Unusable(f"没有“{each}”这一方案{near}")
    return tuple(("" if each == NATIONAL else each, known[each]) for each in wanted or names)


def read_scenario(file: str) -> Scenario:
    """Raises `Unusable` with every fault of the file."""
    try:
        return read(Path(file).read_text(encoding="utf-8"), file)
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(unreadable(error, file)) from error
    except ScenarioError as error:
        raise Unusable(str(error)) from error
