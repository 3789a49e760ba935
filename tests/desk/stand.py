"""Cases for the tests of the desk, made by scenario text through the one service."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from mingjing.casework.scenario import read
from mingjing.casework.service import load
from mingjing.casework.stage import run
from mingjing.law.record import Record
from mingjing.registry.models import Person
from tests.platform import people

HEAD = """
场景: 办案台
方案: qingpu
程序: 行政处罚·普通程序
参与:
  甲: {职务: 执法人员}
  乙: {职务: 执法人员}
  丙: {职务: 承办机构负责人}
  丁: {职务: 法制审核人员}
  戊: {职务: 机关负责人}
  己: {职务: 公示审核员}
  庚: {职务: 档案管理员}
  壬: {职务: 执法人员, 证件: {有效至: 2026-01-31}}
当事人:
  {名称: 上海清禾食品有限公司, 类别: 法人, 统一社会信用代码: 91310118MA1J00000X, 校验: 否, 住所: 榆林路}
经过:
"""
FILED = """
  - {时: 2026-03-02 09:30, 谁: [甲, 乙], 办: 线索登记, 填: {来源: 日常检查}}
  - {时: 2026-03-03 10:00, 谁: 丙, 办: 立案, 填: {案由: 经营未标明生产日期的食品}}
"""
PROPOSED = (
    FILED
    + """
  - {时: 2026-03-04 09:00, 谁: [甲, 乙], 办: 现场检查, 填: {检查地点: 青溪路 1 号, 检查情况: 货架上有 20 包糕点没有标明生产日期, 出示执法证件: 是, 告知事由和依据: 是, 告知权利: 是, 音像记录: 已作音像记录}}
  - {时: 2026-03-20 15:00, 谁: [甲, 乙], 办: 调查终结, 填: {违法事实: 经营 20 包没有标明生产日期的糕点, 证据目录: 现场笔录一份、照片六张}}
  - {时: 2026-03-23 09:00, 谁: [甲, 乙], 办: 提出处理建议, 填: {违反条款: 食品安全法第六十七条, 处罚依据: 食品安全法第一百二十五条, 处罚种类: [罚款], 罚款: 50000, 裁量理由: 货值较小但系再次违法}}
"""  # noqa: E501
)
TOLD = (
    PROPOSED
    + """
  - {时: 2026-03-24 10:00, 谁: [甲, 乙], 办: 事先告知, 填: {告知陈述申辩权: 是, 告知听证权: 是}}
"""
)


@dataclass(frozen=True, slots=True)
class Stand:
    """A case with its people by name."""

    agency: str
    case: str
    people: dict[str, Person]

    @property
    def record(self) -> Record:
        return load(self.agency, self.case).record

    def url(self, rest: str = "") -> str:
        return f"/desk/cases/{self.case}/{rest}"

    def client(self, name: str) -> Client:
        return people.client(self.people[name])


def stand(steps: str = FILED, head: str = HEAD) -> Stand:
    """A case of an agency of its own after these steps; every step must have been allowed."""
    result = run(read(head + steps, "办案台.yaml"))
    assert result.failures == [] and result.final is not None
    record = result.final.record
    found = {person.name: person for person in Person.objects.filter(agency_id=record.agency)}
    return Stand(record.agency, record.case, found)


def text(response: HttpResponse) -> str:
    return response.content.decode()
