"""An agency with people for the tests of catalogues, and rule books with small plans of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from mingjing.casework.packs import read_folder
from mingjing.law.book import Pack, RuleBook
from mingjing.platform import clock
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_act import Acting
from mingjing.registry.models import Agency, Appointment, Person, Unit

规则 = read_folder(Path(__file__).parents[2] / "rules")
_头 = "方案: {0}\n名称: 测试地方\n简称: 测试{0}方案\n出处: {{文: 测试方案, 日期: 2026-01-05}}\n"
全部由法制 = "目录:\n  - {名: 全部, 审核: 法制审核人员, 依据: 方案 2}\n"
一个月 = "目录:\n  - {名: 全部, 修订: 1个月, 依据: 方案 一（一）}\n"
分别复核 = """目录:
  - {名: 执法事项清单, 字段: [执法事项名称, 行政执法主体, 承办机构, 执法依据, 实施对象, 办理时限, 收费依据和标准], 审核: 司法行政机关, 依据: 方案 1(2)}
  - {名: 执法人员清单, 字段: [单位名称, 姓名, 性别, 执法证号, 执法类别, 执法区域], 审核: 司法行政机关, 依据: 方案 1(3)}
  - {名: 随机抽查事项清单, 字段: [抽查主体, 依据, 对象, 内容, 方式, 人员], 审核: 政务服务部门, 依据: 方案 1(4)}
  - {名: 重大执法决定法制审核目录清单, 字段: [执法层级, 涉案金额, 社会影响], 备案: 司法行政机关, 依据: 方案 4}
"""  # noqa: E501
十五栏 = """目录:
  - {名: 服务指南, 字段: [行政执法事项名称, 依据, 受理机构, 审批机构, 许可条件, 优惠政策, 申请材料, 办理流程, 办理时限, 监督方式, 责任追究, 救济渠道, 办公时间, 地址, 电话], 依据: 方案 4.1.2(2)}
"""  # noqa: E501


@cache
def 书(plan: str = "") -> RuleBook:
    """The national rules, under a plan with these rows when given."""
    if not plan:
        return 规则.book()
    return Pack({**规则.texts, "profiles/ceshi.yaml": _头.format("ceshi") + plan}, 规则.calendar).book(
        "ceshi"
    )


@contextmanager
def 时(text: str) -> Iterator[datetime]:
    with clock.at(datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)) as moment:
        yield moment


def 机关(id: str = "qx-scjg", region_code: str = "990118") -> Agency:
    made, _ = Agency.objects.get_or_create(
        id=id,
        defaults={
            "name": "青溪区市场监督管理局",
            "short_name": "市场监管局",
            "word": "青市监",
            "region": "青溪区",
            "region_code": region_code,
            "field": "市场监管",
            "profile": "",
        },
    )
    return made


def 人(name: str, *roles: str, agency: Agency | None = None, kind: str = "handling") -> Person:
    """A person of the agency with these roles, in a unit of that kind."""
    place = agency or 机关()
    unit, _ = Unit.objects.get_or_create(
        id=f"{place.id}-{kind}", defaults={"name": f"{kind}科", "agency": place, "kind": kind}
    )
    made = Person.objects.enrol(
        username=f"u{abs(hash((name, place.id)))}", name=name, agency=place, unit=unit
    )
    for role in roles:
        Appointment.objects.create(person=made, role=role, agency=place, unit=unit, since="2025-01-01")
    return made


def 办(person: Person, plan: str = "", agency: Agency | None = None) -> Acting:
    return Acting(agency=agency or 机关(), by=person, book=书(plan))


抽查一项 = {
    "抽查事项": "食品经营许可检查",
    "主体": "青溪区市场监督管理局",
    "依据": "《中华人民共和国食品安全法》第一百零九条",
    "对象": "食品经营者",
    "内容": "许可证、进货查验",
    "比例": "5%",
    "方式": "现场检查",
    "频次": "每年1次",
    "人员": "从检查人员名录库中随机抽取",
}


def 发布(
    起草: Person,
    复核: Person,
    公示: Person,
    name: str = "随机抽查事项清单",
    plan: str = "",
    *rows: dict[str, str],
) -> int:
    """A published version with these items."""
    number = service.draft(办(起草, plan), name)
    service.edit(办(起草, plan), name, number, puts=rows or (抽查一项,), replace=True, lenient=True)
    service.submit(办(起草, plan), name, number, note="按照新的要求修订")
    service.review(办(复核, plan), name, number, agreed=True, opinion="依据、内容已经核对")
    service.publish(办(公示, plan), name, number)
    return number
