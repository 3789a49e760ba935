"""检查登记立案时写的另一件案件：须已经立案，当事人须是同一个；合并了的算同一个。"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from mingjing.casework.models import Case
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, perform
from mingjing.casework.stage import run
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry import party_service
from mingjing.registry.models import Appointment, Person
from mingjing.registry.party_models import PartyCase
from tests.casework.ran import FOLDER

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
甲店 = {"名称": "青溪区桥头五金店", "类别": "个体工商户"}
有码 = {**甲店, "统一社会信用代码": "91310118MA1J00000X", "校验": "否"}
另码 = {**甲店, "统一社会信用代码": "91310118MA1J00001X", "校验": "否"}


def _时(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=clock.SHANGHAI)


class 科:
    """一个机关里结论为立案调查的检查，和各当事人已经立案的案件。"""

    def __init__(self, 当事人: Mapping[str, str]) -> None:
        文件 = FOLDER / "checks" / "inspection" / "opens-case.yaml"
        场景 = read(文件.read_text(encoding="utf-8"), str(文件), 文件.parent)
        结果 = run(replace(场景, party=dict(当事人)), "qingpu")
        assert 结果.final is not None and not 结果.failures
        self.检查 = 结果.final.record
        人 = Person.objects.filter(agency_id=self.检查.agency)
        self.人 = {每人.name: 每人.pk for 每人 in 人}

    def 立案(self, 当事人: Mapping[str, str]) -> str:
        时 = _时("2026-09-29 09:00")
        with clock.at(时):
            案 = perform(
                Act(agency=self.检查.agency, kind="线索登记", facts={"来源": "日常检查", "当事人": 当事人},
                    by=(self.人["甲"], self.人["乙"]), at=时, procedure="行政处罚·普通程序")
            ).case  # fmt: skip
            perform(
                Act(agency=self.检查.agency, kind="立案", facts={"案由": "无照经营"}, by=(self.人["丙"],),
                    at=时, case=案)
            )  # fmt: skip
        return 案

    def 登记(self, 案: str) -> list[str]:
        """登记立案时缺什么，没有缺的是已经登记。"""
        时 = _时("2026-09-30 09:00")
        号 = Case.objects.unscoped("测试").get(id=案).number
        try:
            with clock.at(时):
                perform(
                    Act(agency=self.检查.agency, kind="登记立案", facts={"转入案件": 号}, by=(self.人["甲"],),
                        at=时, case=self.检查.case)
                )  # fmt: skip
        except Refused as refused:
            return [lack.said for lack in refused.lacks]
        return []

    def 合并(self, *案: str) -> None:
        登记员 = Person.objects.enrol(username="dengji", name="登记甲", agency_id=self.检查.agency)
        Appointment.objects.create(
            person=登记员, role="registrar", agency_id=self.检查.agency, since=date(2020, 1, 1)
        )
        一, 二 = (PartyCase.objects.unscoped("测试").get(case_id=每案, role="当事人").party for 每案 in 案)
        why = {"reason": "两次登记的是同一家店", "evidence": "营业执照复印件"}
        with clock.at(_时("2026-09-29 10:00")):
            party_service.merge(self.检查.agency, 一, 二, by=登记员, **why)


def test_当事人相同的可以登记() -> None:
    这里 = 科(有码)
    assert 这里.登记(这里.立案(有码)) == []


def test_名称相同而代码不同的是另一个当事人_合并以后算同一个() -> None:
    这里 = 科(有码)
    案 = 这里.立案(另码)
    [缺] = 这里.登记(案)
    assert "的当事人不是本案的当事人" in 缺 and "先在“当事人”中合并" in 缺 and "桥头" not in 缺
    这里.合并(这里.检查.case, 案)
    assert 这里.登记(案) == []


@pytest.mark.parametrize("当事人", [甲店, 有码])
def test_没有登记代码的_名称和类别相同就算同一个(当事人: dict[str, str]) -> None:
    这里 = 科(当事人)
    assert 这里.登记(这里.立案(甲店)) == []


def test_没有登记代码的_名称不同就不是同一个() -> None:
    这里 = 科(甲店)
    assert len(这里.登记(这里.立案({**甲店, "名称": "青溪区桥西五金店"}))) == 1
