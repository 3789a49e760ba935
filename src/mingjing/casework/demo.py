"""The demo: cases at every stage, made by playing scenario files through the service, none by inserted rows.

The files in scenarios/demo count the days of a case: 第12日 is its twelfth working day. district.yaml says
for each case which file it follows and which of its days today is; that day's steps have not happened yet.
All steps of all cases are played in the order of time, because an agency's journal only goes forward.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings

from mingjing.casework import demo_catalogues, demo_registers
from mingjing.casework import demo_district as district_room
from mingjing.casework.models import Case
from mingjing.casework.packs import current
from mingjing.casework.scenario import Scenario, Step, read
from mingjing.casework.stage import do
from mingjing.journal.seal import key_folder
from mingjing.law.fact import SHANGHAI
from mingjing.platform import clock
from mingjing.platform.background import loops
from mingjing.platform.command import Unusable
from mingjing.registry.models import Agency

_DAY = re.compile(r"第(-?\d+)日")
_BEFORE = re.compile(r"^前情: (.+)$", re.MULTILINE)
_WORD = re.compile(r"〈([^〉]+)〉")
_EVENING = time(18, 0)
# What the rooms do after acts; the server runs the same loops every second and every minute.
_AFTER_ACTS, _AT_LAST = ("outbox",), ("outbox", "seal", "outbox")
_ALONE = {"丙": "承办机构负责人", "丁": "法制审核人员", "庚": "公示审核员", "辛": "档案管理员"}


@dataclass
class Played:
    """One case being played: its scenario, who plays whom, and its id once it is registered."""

    scenario: Scenario
    agency: str
    ids: Mapping[str, str]
    steps: list[Step]
    case: str = ""


@dataclass
class Made:
    """What was made; `refused` are sentences, for a demo that its own rules refuse is a fault."""

    cases: int = 0
    acts: int = 0
    refused: list[str] = field(default_factory=list)


def make(limit: int | None = None) -> Made | None:
    """The district and its cases as of now; None if they are there already.

    `limit`: only so many cases. Raises `Unusable` when the database holds anything else.
    """
    if district_room.stands():
        if not _marker().exists():
            raise Unusable(f"上次没有建完演示数据：删去数据目录 {_marker().parent} 后再运行")
        return None
    if Agency.objects.exists():
        raise Unusable("数据库里已经有机关，不是演示用的：给演示另设一个 MINGJING_DATA")
    now = clock.now()
    district = district_room.read_district()
    district_room.build(district, now.date())
    for agency in Agency.objects.all():
        key_folder(agency.id).ensure_key()  # an agency shows its key in public before its first head
    played = cast(district, now.date(), limit)
    made = play(played)
    demo_registers.fill(district, now.date())
    demo_catalogues.fill(district, now.date())
    for name in _AT_LAST:
        _run(name)
    made.cases = Case.objects.unscoped("演示数据的件数").count()
    _marker().write_text(f"{now.isoformat()}\n", encoding="utf-8")
    return made


def _marker() -> Path:
    return Path(settings.MINGJING_DATA) / "demo"


def cast(district: Mapping[str, Any], today: date, limit: int | None = None) -> list[Played]:
    """The cases of the list with their dates, people, parties and words."""
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(district_room.folder().glob("*.yaml"))
        if path.name != "district.yaml"
    }
    people = {key: district_room.people_of(key) for key in district["机关"]}
    turns: dict[str, int] = {}
    found = []
    for index, (key, name, day, *last) in enumerate(district["案件"][:limit]):
        turn = turns[key] = turns.get(key, -1) + 1
        words = words_of(district, key, index, turn)
        scenario = written(texts, f"{name}.yaml", words, lambda n, k=day: case_day(today, n - k))
        matters = district["违法行为"][key]
        trades, again = matters[turn % len(matters)]["行业"], turn // len(matters)
        scenario = replace(scenario, party=district_room.party(district, trades, again, words["地点"]))
        steps = happened(scenario, today, last[0] if last else "", minutes=index * 7 % 25)
        found.append(Played(scenario, key, parts(people[key], turn), steps))
    return found


@lru_cache(maxsize=4096)
def case_day(today: date, offset: int) -> date:
    """The day that lies so many working days from today; today is the next working day on a day of rest."""
    calendar = current().calendar
    anchor = calendar.next_working_day(today).date
    return calendar.add_working_days(anchor, offset).date


def words_of(district: Mapping[str, Any], key: str, index: int, turn: int) -> dict[str, str]:
    """What stands for 〈…〉 in the files of this case."""
    matters = district["违法行为"][key]
    found = {name: str(value) for name, value in matters[turn % len(matters)].items()}
    for name in ("经办人", "来源", "裁量"):
        found[name] = district[name][index % len(district[name])]
    found["小额一半"] = f"{int(found['小额']) / 2:.2f}"
    found["回单"] = f"QX{index + 1:04d}"
    found |= {name: str(value) for name, value in district["事务"][key].items()}
    found["证号"] = f"{found['证号字头']}{2026 * 10000 + index + 1}"
    found["复议文号"] = f"青府复决字〔演示〕{index + 1}号"
    return found


def written(texts: Mapping[str, str], name: str, words: Mapping[str, str], day: Any) -> Scenario:
    """The scenario of the file and of those that it goes on from, with words and days filled in."""
    with TemporaryDirectory(prefix="mingjing-demo-") as folder:
        for each in _chain(texts, name):
            text = texts[each]
            worded = _WORD.sub(lambda found: words[found[1]], text)
            dated = _DAY.sub(lambda found: day(int(found[1])).isoformat(), worded)
            (Path(folder) / each).write_text(dated, encoding="utf-8")
        path = Path(folder) / name
        return read(path.read_text(encoding="utf-8"), str(path))


def _chain(texts: Mapping[str, str], name: str) -> list[str]:
    """The file and those that it goes on from."""
    found = [name]
    while before := _BEFORE.search(texts[found[-1]]):
        found.append(before[1].strip())
    return found


def happened(scenario: Scenario, today: date, last: str = "", *, minutes: int = 0) -> list[Step]:
    """The steps before today, up to the last of the act `last`; `minutes` later than the file says."""
    steps = [step for step in scenario.steps if step.at.date() < today]
    if last:
        end = max(index for index, step in enumerate(steps) if step.act == last)
        steps = steps[: end + 1]
    later = timedelta(minutes=minutes)
    return [replace(step, at=step.at + later, recorded=step.recorded + later) for step in steps]


def parts(people: Mapping[str, list[str]], turn: int) -> dict[str, str]:
    """Who plays whom: the first three handlers and the heads take turns."""
    handlers, heads = people["执法人员"][:3], people["机关负责人"]
    found = {name: handlers[(turn + place) % len(handlers)] for place, name in enumerate("甲乙壬")}
    found |= {name: heads[(turn + place) % len(heads)] for place, name in enumerate("戊己")}
    return found | {name: people[role][0] for name, role in _ALONE.items()}


def play(played: Iterable[Played], after: Iterable[str] = _AFTER_ACTS) -> Made:
    """Play all steps in the order of time; at the end of each day the rooms' loops `after` are run once."""
    made = Made()
    agencies = {each.id: each for each in Agency.objects.all()}
    rows = sorted(
        ((step.recorded, number, place, each, step) for number, each in enumerate(played)
         for place, step in enumerate(each.steps)),
        key=lambda row: row[:3],
    )  # fmt: skip
    for day, todays in groupby(rows, key=lambda row: row[0].date()):
        for _, _, _, each, step in todays:
            agency = agencies[district_room.agency_id(each.agency)]
            outcome = do(each.scenario, step, agency, each.ids, each.case)
            if outcome.done:
                each.case = outcome.done.case
                made.acts += 1
            else:
                where = f"{Path(step.file).name}:{step.line} {step.act}（{step.at:%Y-%m-%d}）"
                made.refused.append(f"{where}：{'；'.join(map(str, outcome.lacks))}")
        with clock.at(datetime.combine(day, _EVENING, SHANGHAI)):
            for name in after:
                _run(name)
    return made


def _run(name: str) -> None:
    for loop in loops():
        if loop.name == name:
            loop.run()
