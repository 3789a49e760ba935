"""Commands of casework: scenarios, and what other modules of the room add."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    """Add `mingjing scenario`, `mingjing rules` and `mingjing due`."""
    from mingjing.casework import rule_commands

    rule_commands.register(subparsers)
    scenario = subparsers.add_parser("scenario", help="场景：把写成文件的案件经过走一遍")
    actions = scenario.add_subparsers(dest="action", required=True, metavar="动作")
    run = actions.add_parser("run", help="在用后即弃的数据库里走场景；期望都成立时返回 0")
    run.add_argument("files", nargs="+", metavar="文件", help="场景文件")
    run.add_argument("--profile", default="", metavar="方案", help="改用这个方案；national 是只用国家规则")
    run.add_argument("--json", action="store_true", help="输出 JSON")
    run.set_defaults(run=run_scenarios, needs_django=False)

    demo = subparsers.add_parser("demo", help="演示：建一个虚构的区，案件到每个阶段都有（再运行不再建）")
    demo.add_argument("--cases", type=int, default=None, metavar="N", help="只建前 N 件（默认全部）")
    demo.set_defaults(run=run_demo)

    rebuild = subparsers.add_parser("rebuild", help="重建：案件、期限、文书各行按日志重做；日志不变")
    rebuild.add_argument("--agency", default="", metavar="机关", help="只重建这个机关（默认全部）")
    rebuild.set_defaults(run=run_rebuild)


def run_scenarios(arguments: argparse.Namespace) -> int:
    """0 when every expectation of every file holds, 1 when one does not, 2 when a file cannot be run."""
    with tempfile.TemporaryDirectory(prefix="mingjing-scenario-") as folder:
        # Settings read the environment once: the throwaway database must be named before Django starts.
        os.environ["MINGJING_DATA"] = folder
        os.environ.pop("MINGJING_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.platform.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        return _run(arguments)


def run_demo(arguments: argparse.Namespace) -> int:
    """0 when the demo stands, 1 when the rules refused one of its own acts."""
    from django.conf import settings

    from mingjing.casework import demo, demo_district
    from mingjing.platform.command import Unusable
    from mingjing.platform.installation import migrate

    if not settings.MINGJING_DEMO:
        raise Unusable("演示数据只建在演示环境里：用 make demo，或者设 MINGJING_DEMO=1")
    migrate()
    there = demo_district.stands()
    print("演示数据已经建好，保持原样" if there else "正在建演示数据，约半分钟…", flush=True)
    made = demo.make(arguments.cases)
    if made:
        print(f"建好 {made.cases} 件案件，共办理 {made.acts} 个环节")
    for line in made.refused if made else ():
        print(f"  被拒绝：{line}", file=sys.stderr)
    print(demo_district.table(os.environ.get("PORT") or "8000"))
    return 1 if made and made.refused else 0


def run_rebuild(arguments: argparse.Namespace) -> int:
    """0 when every row follows from the journal again."""
    from mingjing.casework.rebuild import rebuild_all
    from mingjing.platform.command import Unusable
    from mingjing.registry.models import Agency

    if arguments.agency and not Agency.objects.filter(id=arguments.agency).exists():
        raise Unusable(f"没有机关 {arguments.agency}")
    for name, number in rebuild_all(arguments.agency).items():
        print(f"{name}：已按日志重建 {number} 项")
    print("再运行 mingjing verify 核验")
    return 0


def _run(arguments: argparse.Namespace) -> int:
    from mingjing.casework.packs import current
    from mingjing.casework.run_report import plain
    from mingjing.casework.scenario import EACH, NATIONAL, ScenarioError, read
    from mingjing.casework.scenario_check import faults
    from mingjing.casework.scenario_people import sector_of
    from mingjing.casework.stage import run
    from mingjing.platform.command import unreadable

    profiles = [layer.id for layer in current().layers() if layer.kind == "方案"]
    if arguments.profile and arguments.profile not in (NATIONAL, *profiles):
        print(f"没有“{arguments.profile}”这一方案，有：{'、'.join(profiles)}", file=sys.stderr)
        return 2
    national = arguments.profile == NATIONAL
    chosen = ("" if national else arguments.profile,) if arguments.profile else None
    results, worst = [], 0
    for file in arguments.files:
        try:
            scenario = read(Path(file).read_text(encoding="utf-8"), file)
            under = chosen or scenario.profiles(profiles)
            found = [fault for each in under for fault in faults(scenario, each, sector_of(scenario, each))]
            if found:
                raise ScenarioError(list(dict.fromkeys(found)))
        except (ScenarioError, OSError, UnicodeDecodeError) as error:
            print(error if isinstance(error, ScenarioError) else unreadable(error, file), file=sys.stderr)
            worst = 2
            continue
        for profile in under:
            result = run(scenario.under(profile))
            results.append(plain(result))
            worst = max(worst, 0 if result.passed else 1)
            if not arguments.json:
                _print(result, short=scenario.profile == EACH and not chosen)
    if arguments.json:
        shown: Any = results if len(results) > 1 or len(arguments.files) > 1 else next(iter(results), None)
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    return worst


def _print(result: Any, *, short: bool) -> None:
    """The course under one profile; `short`: its result in one line, and what failed."""
    holds, under = "成立" if result.passed else "不成立", result.profile or "国家规则"
    number = f"，{len(result.outcomes)} 步，{len(result.scenario.claims)} 项断言" if short else ""
    print(f"{holds}  {result.scenario.name}（{under}）{number}")
    if short:
        for failure in result.failures:
            print(f"  !! {failure}")
        return
    for outcome in result.outcomes:
        step = outcome.step
        print(f"  {step.at:%Y-%m-%d %H:%M}  {step.act}  {'办成' if outcome.done else '不得'}")
        for lack in outcome.lacks:
            print(f"      缺  {lack}")
    for duty in result.duties:
        due = duty.moment.strftime("%Y-%m-%d %H:%M") if duty.moment else duty.due or "无期限"
        end = f"，{duty.closed_on} 办结" if duty.closed_on else ""
        kind, mark = ("期间" if duty.period else "义务"), ("（暂算）" if duty.provisional else "")
        print(f"  {kind}  {duty.name}  {due}{mark}{end}  {duty.clause}")
    for failure in result.failures:
        print(f"  !! {failure}")
