"""A hundred thousand officers in one agency, under a tree of hundreds, through the registers' own service.

Only the agencies and the posts are written in bulk; every row of a register is an entry of the journal.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import connections

from mingjing.casework import outbox
from mingjing.casework.packs import book_for
from mingjing.platform import clock
from mingjing.registry import catalogue_service
from mingjing.registry.catalogue_act import Acting
from mingjing.registry.keeping import Change, keep_all
from mingjing.registry.models import Agency, Appointment, Person

BRANCHES = 400  # agencies beside the large one
A_PART = 2_000
SINCE = date(2020, 1, 1)
CATALOGUE = "执法事项清单"


@dataclass(frozen=True, slots=True)
class Filled:
    agency: Agency
    registrar: Person
    handler: Person
    supervisor: Person
    catalogue: str  # 标识
    draft: int  # number of the draft; the one before it is published

    def edit(self) -> None:
        """Change one item of the draft, as somebody does between two openings of its page."""
        book = book_for(self.agency.profile, self.agency.field)
        acting = Acting(agency=self.agency, by=self.handler, book=book)
        catalogue_service.edit(acting, CATALOGUE, self.draft, puts=[_item(30)], lenient=True)


def fill(number: int) -> Filled:
    """Everything in place, and statistics taken, as on a system that has run for a while."""
    agency, agencies = _agencies()
    registrar = _person("dengji", "登记甲", agency, "registrar")
    handler = _person("chengban", "承办甲", agency, "handler")
    publisher = _person("gongshi", "公示甲", agency, "publisher")
    supervisor = _person("jiandu", "监督甲", agencies[0], "supervisor")
    _registers(agency, registrar, number)
    _posts(agency)
    catalogue, draft = _catalogues(agency, handler, publisher, number)
    settle()
    return Filled(agency, registrar, handler, supervisor, catalogue, draft)


def settle() -> None:
    """Statistics taken and the write-ahead logs emptied, as a running system does as it goes."""
    for alias in ("default", "portal"):
        with connections[alias].cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def person_cells(n: int) -> dict[str, object]:
    """Row `n` of 人员; also what the bench imports."""
    return {
        "工号": f"g{n:06d}",
        "姓名": f"{'赵钱孙李周吴郑王'[n % 8]}{'明华国建志文'[n % 6]}{n % 977}",
        "性别": "男女"[n % 2],
        "内设机构": f"执法{n % 20}科",
        "职位": "四级主办",
        "编制": "行政编制",
    }


def _agencies() -> tuple[Agency, list[Agency]]:
    rows = []
    for n in range(BRANCHES + 1):
        parent = None if n == 0 else "bench-0" if n <= 20 else f"bench-{n % 20 + 1}"
        rows.append(
            Agency(
                id=f"bench-{n}",
                name=f"青溪市第{n}执法局",
                short_name=f"第{n}局",
                word=f"青{n}",
                region="青溪市",
                region_code="990100" if n == 0 else f"9901{n % 20 + 1:02d}",
                field="市场监管",
                profile="qingpu" if n == 1 else "",
                parent_id=parent,
            )
        )
    Agency.objects.bulk_create(rows)
    return rows[1], rows


def _person(username: str, name: str, agency: Agency, role: str) -> Person:
    made = Person.objects.enrol(username=username, name=name, agency=agency)
    Appointment.objects.create(person=made, role=role, agency=agency, since=SINCE)
    return made


def _registers(agency: Agency, registrar: Person, number: int) -> None:
    today = clock.now().date()

    def put(register: str, rows: Iterable[int], cells: Callable[[int], dict[str, object]]) -> None:
        for part in _parts(rows, A_PART):
            keep_all(agency.id, register, [Change(cells=cells(n), number=n) for n in part], by=registrar)

    put("内设机构", range(20), lambda n: {"名称": f"执法{n}科", "类别": "承办机构"})
    put("人员", range(number), person_cells)
    put(
        "执法证件",
        range(number),
        lambda n: {
            "证件号码": f"99-{n:06d}",
            "持证人": f"g{n:06d}",
            "发证机关": "青溪市人民政府",
            "执法类别": "行政处罚、行政检查",
            "执法区域": "青溪市",
            "有效期起": "2022-01-01",
            "有效期止": (today + timedelta(days=n % 1_500)).isoformat(),
            "资格考试合格日期": "2021-12-01",
        },
    )
    put(
        "证件暂停",
        range(0, number, 50),
        lambda n: {"证件号码": f"99-{n:06d}", "暂停起": "2026-03-02", "原因": "调查期间暂停"},
    )
    put(
        "培训考试",
        range(0, number, 5),
        lambda n: {
            "工号": f"g{n:06d}",
            "名称": "三项制度培训",
            "类别": "三项制度",
            "日期": "2026-03-02",
            "是否到场": "是",
            "结果": "合格",
        },
    )
    put(
        "法制审核人员",
        range(0, number, 40),
        lambda n: {
            "工号": f"g{n:06d}",
            "首次从事审核日期": "2016-03-02" if n % 80 else "2024-03-02",
            **({} if n % 80 else {"资格证书号": f"FZ{n:06d}", "取得日期": "2020-01-01"}),
        },
    )
    put(
        "音像记录设备",
        range(number),
        lambda n: {
            "设备编号": f"SB-{n:06d}",
            "类型": ("执法记录仪", "照相机", "摄像机", "录音机")[n % 4],
            "品牌型号": f"型号{n % 90}",
            "领用人": f"g{n:06d}",
            "状态": ("在用", "在用", "备用", "送修")[n % 4],
            "启用日期": "2025-03-02",
        },
    )
    put(
        "装备配备标准",
        range(4),
        lambda n: {
            "装备": ("执法记录仪", "照相机", "摄像机", "询问室")[n],
            "计算单位": ("每名执法人员", "每名执法人员", "每个承办机构", "每个机关")[n],
            "数量": ("1", "0.5", "2", "1")[n],
            "标准文件": "青溪市执法装备配备标准",
        },
    )


def _posts(agency: Agency) -> None:
    people = Person.objects.filter(agency=agency, username__startswith="g").order_by("username")
    posts = []
    for n, (id_, unit) in enumerate(people.values_list("id", "unit_id").iterator(5_000)):
        role = "reviewer" if n % 40 == 0 else "unit_head" if n % 200 == 1 else "handler"
        posts.append(Appointment(person_id=id_, role=role, agency=agency, unit_id=unit, since=SINCE))
    Appointment.objects.bulk_create(posts, batch_size=500)


def _catalogues(agency: Agency, handler: Person, publisher: Person, number: int) -> tuple[str, int]:
    """A published version with `number` items and a draft that follows it."""
    book = book_for(agency.profile, agency.field)
    by = {each: Acting(agency=agency, by=each, book=book) for each in (handler, publisher)}
    first = catalogue_service.draft(by[handler], CATALOGUE)
    for part in _parts(range(number), 20_000):
        rows = [_item(n) for n in part]
        catalogue_service.edit(by[handler], CATALOGUE, first, puts=rows, lenient=True)
    catalogue_service.submit(by[handler], CATALOGUE, first, note="")
    reviewer = publisher
    rules = book.catalogues[CATALOGUE]
    if rules.review.by != "公示审核员":
        role = {"法制审核人员": "reviewer", "机关负责人": "agency_head"}[rules.review.by]
        reviewer = _person("fuhe", "复核甲", agency, role)
    acting = Acting(agency=agency, by=reviewer, book=book)
    catalogue_service.review(acting, CATALOGUE, first, agreed=True, opinion="依据和权限已经核对")
    catalogue_service.publish(by[publisher], CATALOGUE, first)
    outbox.drain()
    second = catalogue_service.draft(by[handler], CATALOGUE)
    changed = [{**_item(n), "办理时限": "二十日"} for n in range(20)]
    catalogue_service.edit(by[handler], CATALOGUE, second, puts=changed, lenient=True)
    return rules.id, second


def _item(n: int) -> dict[str, str]:
    return {
        "事项名称": f"对第{n}类违法行为的处罚",
        "事项编码": f"99-{n:06d}",
        "执法类别": "行政处罚",
        "行政执法主体": "青溪市第1执法局",
        "承办机构": f"执法{n % 20}科",
        "依据": "《中华人民共和国行政处罚法》第九条",
        "实施对象": "法人和其他组织",
        "办理时限": "九十日",
        "收费依据和标准": "不收费",
    }


def _parts(rows: Iterable[int], size: int) -> Iterator[tuple[int, ...]]:
    left = iter(rows)
    while part := tuple(islice(left, size)):
        yield part
