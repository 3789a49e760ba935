"""The registers of the demo: what the district already has, and devices, rooms and counsel, all invented.

Everything goes through the one service, by each agency's registrar.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from mingjing.casework.demo_district import agency_id
from mingjing.registry import uscc
from mingjing.registry.keeping import Change, keep_all
from mingjing.registry.models import Certificate, LegalQualification, Person, Unit
from mingjing.registry.party_service import enter_all
from mingjing.registry.party_statement import Statement
from mingjing.registry.scope import people

_UNIT_KINDS = {"handling": "承办机构", "legal": "法制机构", "office": "办公机构", "window": "服务窗口"}
_COUNSEL = (
    ("L-演示-0101", "裴知远", "公职律师", "青溪区司法局", "行政复议、行政应诉"),
    ("L-演示-0102", "纪云舒", "法律顾问", "某律师事务所", "食品安全、广告"),
    ("L-演示-0103", "章未央", "法律顾问", "某律师事务所", "安全生产、环境保护"),
)


# One party entered twice, once without its code: what the page of likely duplicates is for.
_TWICE = {"名称": "青溪区石桥蔬果专业合作社", "类别": "其他组织", "住所": "石桥镇北街 12 号"}


def fill(district: Mapping[str, Any], today: date) -> int:
    """Fill the registers of each agency; how many rows. Raises `BadRows` when one breaks the rules."""
    return sum(_fill(key, number, today) for number, key in enumerate(district["机关"]))


def _fill(key: str, number: int, today: date) -> int:
    agency = agency_id(key)
    [registrar, *_] = people(agency, "registrar", today)
    rows = {
        "内设机构": _units(agency),
        "人员": _people(agency),
        "执法证件": _certificates(agency),
        "证件备案": _filings(agency, today),
        "证件暂停": _suspensions(agency),
        "证件年度审验": _checks(agency, today),
        "培训考试": _training(agency, today),
        "法制审核人员": _reviewers(agency),
        "音像记录设备": _devices(agency),
        "办案场所": _rooms(agency),
        "装备配备标准": _standards(),
        **({"法律顾问和公职律师": _counsel()} if number == 0 else {}),
    }
    # All was read before anything is entered: the register keeps suspensions apart from the paper.
    for register, cells in rows.items():
        keep_all(agency, register, [Change(cells=each) for each in cells], by=registrar)
    parties = _parties() if number == 0 else []
    enter_all(agency, parties, by=registrar)
    return sum(map(len, rows.values())) + len(parties)


def _parties() -> list[Statement]:
    code = uscc.make_code("990118", "MAXHGX01", kind="3")
    return [
        Statement(cells=_TWICE, number=1),
        Statement(cells={**_TWICE, "统一社会信用代码": code, "法定代表人": "陶望舒"}, number=2),
    ]


Cells = list[dict[str, object]]


def _units(agency: str) -> Cells:
    found = Unit.objects.filter(agency_id=agency).order_by("id")
    return [{"名称": each.name, "类别": _UNIT_KINDS[each.kind]} for each in found]


def _people(agency: str) -> Cells:
    found = Person.objects.filter(agency_id=agency).select_related("unit").order_by("username")
    return [
        {
            "工号": each.username,
            "姓名": each.name,
            "内设机构": each.unit.name if each.unit else "",
            "编制": "行政编制",
        }
        for each in found
    ]


def _papers(agency: str) -> list[Certificate]:
    found = Certificate.objects.filter(person__agency_id=agency).select_related("person")
    return list(found.order_by("number"))


def _certificates(agency: str) -> Cells:
    return [
        {
            "证件号码": each.number,
            "持证人": each.person.username,
            "发证机关": each.issuer,
            "执法类别": each.category.replace(",", "、"),
            "执法区域": each.area,
            "有效期起": each.valid_from,
            "有效期止": each.valid_until,
            "资格考试合格日期": each.exam_passed,
        }
        for each in _papers(agency)
    ]


def _filings(agency: str, today: date) -> Cells:
    day = date(today.year, 1, 15)
    return [
        {"证件号码": each.number, "备案机关": "青溪区司法局", "备案日期": min(each.valid_from, day)}
        for each in _papers(agency)
    ]


def _suspensions(agency: str) -> Cells:
    return [
        {
            "证件号码": each.number,
            "暂停起": each.suspended_from,
            "暂停止": each.suspended_until,
            "原因": "投诉核查期间",
            "决定机关": "青溪区司法局",
        }
        for each in _papers(agency)
        if each.suspended_from
    ]


def _checks(agency: str, today: date) -> Cells:
    return [
        {"证件号码": each.number, "年度": year, "审验日期": date(year, 12, 10), "结果": "合格"}
        for each in _papers(agency)
        for year in (today.year - 2, today.year - 1)
    ]


def _training(agency: str, today: date) -> Cells:
    day = today - timedelta(days=60)
    return [
        {
            "工号": each.person.username,
            "名称": "行政执法三项制度培训",
            "类别": "三项制度",
            "日期": day,
            "学时": 16,
            "是否到场": "是",
            "成绩": 80 + number % 15,
            "结果": "合格",
            "主办单位": "青溪区司法局",
        }
        for number, each in enumerate(_papers(agency))
    ]


def _reviewers(agency: str) -> Cells:
    found = LegalQualification.objects.filter(person__agency_id=agency).select_related("person")
    return [
        {
            "工号": each.person.username,
            "首次从事审核日期": each.since,
            "专职": "是",
            "资格证书号": each.number,
            "取得日期": each.since,
        }
        for each in found
    ]


def _devices(agency: str) -> Cells:
    recorders: Cells = [
        {
            "设备编号": f"JL-{number:03d}",
            "类型": "执法记录仪",
            "品牌型号": "演示 DSJ-1",
            "领用人": each.person.username,
            "状态": "在用",
            "启用日期": "2024-03-01",
        }
        for number, each in enumerate(_papers(agency), 1)
    ]
    return [
        *recorders[:-1],
        {
            "设备编号": "ZX-001",
            "类型": "照相机",
            "品牌型号": "演示 C-2",
            "状态": "在用",
            "启用日期": "2023-05-10",
        },
        {
            "设备编号": "SX-001",
            "类型": "摄像机",
            "品牌型号": "演示 V-1",
            "状态": "送修",
            "启用日期": "2022-09-01",
        },
    ]


def _rooms(agency: str) -> Cells:
    return [
        {
            "场所编号": "XW-1",
            "类型": "询问室",
            "位置": "办公楼二层 203",
            "音像设备": "是",
            "启用日期": "2022-01-04",
            "状态": "在用",
        }
    ]


def _standards() -> Cells:
    source = "某市执法装备配备标准（演示，虚构）"
    return [
        {"装备": "执法记录仪", "计算单位": "每名执法人员", "数量": 1, "标准文件": source},
        {"装备": "照相机", "计算单位": "每个承办机构", "数量": 1, "标准文件": source},
        {"装备": "询问室", "计算单位": "每个机关", "数量": 1, "标准文件": source},
        {"装备": "听证室", "计算单位": "每个机关", "数量": 1, "标准文件": source},
    ]


def _counsel() -> Cells:
    names = ("执业证号", "姓名", "类别", "所在单位", "专长")
    return [dict(zip(names, each, strict=True)) for each in _COUNSEL]
