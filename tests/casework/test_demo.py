"""The demo: its files hold from the first day to the last, and the command makes it once."""

import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password

from mingjing.casework import demo, demo_district
from mingjing.casework.packs import current
from mingjing.law.fact import SHANGHAI
from mingjing.law.party import accept_party
from mingjing.platform import clock
from mingjing.platform.command import Unusable
from mingjing.registry.models import Agency, Person

# A Saturday: a day on which nothing falls due, and acts of the last working day are the newest.
TODAY = datetime(2026, 11, 21, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def district() -> dict[str, Any]:
    return demo_district.read_district()


def templates() -> list[str]:
    return sorted(path.stem for path in demo_district.folder().glob("*.yaml") if path.stem != "district")


def test_至少六十件案件_四个机关_每个模板都用到(district: dict[str, Any]) -> None:
    rows = district["案件"]
    assert len(rows) >= 60
    assert len({row[0] for row in rows}) >= 4
    assert {row[1] for row in rows} == set(templates())


def test_当事人的代码都合校验规则(district: dict[str, Any]) -> None:
    trades = sorted({trade for _, _, trade in district["当事人"]})
    parties = [
        demo_district.party(district, trades, index, "某路 1 号") for index in range(len(district["当事人"]))
    ]
    assert [accept_party(party)["名称"] for party in parties] == [name for name, *_ in district["当事人"]]
    codes = [party.get("统一社会信用代码") or party["证件号码"] for party in parties]
    assert len(set(codes)) == len(codes)


def test_每种违法行为都有行业相符的当事人(district: dict[str, Any]) -> None:
    trades = {trade for _, _, trade in district["当事人"]}
    for matter in (each for matters in district["违法行为"].values() for each in matters):
        assert matter["行业"] and set(matter["行业"]) <= trades, matter["案由"]


def test_演示日逢休息日_案件日从下一个工作日数起() -> None:
    assert demo.case_day(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert demo.case_day(date(2026, 11, 21), -1) == date(2026, 11, 20)
    assert demo.case_day(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert demo.case_day(date(2026, 10, 12), -2) == date(2026, 10, 9)


@pytest.mark.django_db
def test_每个模板从头到尾都合规则(district: dict[str, Any]) -> None:
    with clock.at(TODAY):
        demo_district.build(district, TODAY.date())
        homes = {row[1]: row[0] for row in reversed(district["案件"])}
        whole = [[homes[name], name, 260] for name in templates()]
        played = demo.cast({**district, "案件": whole}, TODAY.date())
        made = demo.play(played, after=())
    assert made.refused == []
    assert made.acts == sum(len(each.steps) for each in played)


@pytest.mark.django_db
def test_每个程序都有办完的_也有在办的(district: dict[str, Any]) -> None:
    with clock.at(TODAY):
        demo_district.build(district, TODAY.date())
        played = demo.cast(district, TODAY.date())
    whole = {each.scenario.procedure for each in played if len(each.steps) == len(each.scenario.steps)}
    running = {
        each.scenario.procedure for each in played if 0 < len(each.steps) < len(each.scenario.steps)
    }
    procedures = set(current().book().procedures)
    assert procedures - whole == set() and procedures - running == set()


@pytest.mark.django_db
def test_演示日当天的环节还没有发生(district: dict[str, Any]) -> None:
    with clock.at(TODAY):
        demo_district.build(district, TODAY.date())
        rows = [["scjg", "start", 3], ["scjg", "small", 30, "发布公示"]]
        played = demo.cast({**district, "案件": rows}, TODAY.date())
    assert [step.act for step in played[0].steps] == ["线索登记", "立案"]
    assert played[1].steps[-1].act == "发布公示"
    assert all(step.recorded < TODAY for each in played for step in each.steps)


@pytest.mark.django_db
def test_演示密码合乎密码规则_三员不兼任(district: dict[str, Any]) -> None:
    demo_district.build(district, TODAY.date())
    for person in Person.objects.all():
        validate_password(demo_district.PASSWORD, person)
    found = demo_district.accounts()
    assert len({each.username for each in found}) == len(found)
    platform = [each.role for each in found if each.agency == "全平台"]
    assert platform == ["系统管理员", "安全管理员", "审计管理员"]


@pytest.mark.django_db
def test_数据库里已有别的机关_不建演示(district: dict[str, Any]) -> None:
    fields = {"name": "某局", "short_name": "某局", "word": "某", "region": "某区", "region_code": "310118"}
    Agency.objects.create(id="other", field="", profile="qingpu", **fields)
    with pytest.raises(Unusable, match="已经有机关"):
        demo.make()
    assert Agency.objects.count() == 1


def run(data: Path, *words: str, demonstrating: str = "1") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MINGJING_DATABASE")}
    environment |= {"MINGJING_DATA": str(data), "MINGJING_DEMO": demonstrating}
    environment["DJANGO_SETTINGS_MODULE"] = "mingjing.platform.settings"
    return subprocess.run(
        [sys.executable, "-m", "mingjing.platform.cli", "demo", *words],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_命令建一次_再运行保持原样(tmp_path: Path) -> None:
    first = run(tmp_path, "--cases", "3")
    assert first.returncode == 0, first.stderr
    assert "建好 3 件案件" in first.stdout and "chenyanqiu" in first.stdout
    again = run(tmp_path)
    assert again.returncode == 0, again.stderr
    assert "保持原样" in again.stdout and "chenyanqiu" in again.stdout


def test_不是演示环境不建(tmp_path: Path) -> None:
    refused = run(tmp_path, demonstrating="0")
    assert refused.returncode == 2
    assert "MINGJING_DEMO=1" in refused.stderr
