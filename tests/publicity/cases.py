"""A case that is ready for publication, as a scenario text that tests cut and change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.test import Client

from mingjing.casework.models import Outbox
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, perform
from mingjing.casework.stage import Run, run
from mingjing.platform import clock
from mingjing.publicity.release import WORK, publish
from mingjing.publicity.released import Item
from mingjing.registry.models import Agency, Person

名称 = "上海鑫源食品有限公司"
案由 = "经营未标明生产日期的食品"
当事人 = "名称: 上海鑫源食品有限公司, 类别: 法人, 统一社会信用代码: 91310118MA1J00000X, 校验: 否"

_头 = """场景: 公示
方案: qingpu
程序: 行政处罚·普通程序
参与:
  甲: {职务: 执法人员}
  乙: {职务: 执法人员}
  丙: {职务: 承办机构负责人}
  丁: {职务: 法制审核人员}
  戊: {职务: 机关负责人}
  己: {职务: 公示审核员}
  庚: {职务: 公示审核员}
当事人: {名称: 上海鑫源食品有限公司, 类别: 法人, 统一社会信用代码: 91310118MA1J00000X, 校验: 否}
经过:
  - {时: 2026-03-02 09:30, 谁: [甲, 乙], 办: 线索登记, 填: {来源: 日常检查}}
  - {时: 2026-03-03 10:00, 谁: 丙, 办: 立案, 填: {案由: 经营未标明生产日期的食品}}
  - 时: 2026-03-04 09:00
    谁: [甲, 乙]
    办: 现场检查
    填: {检查地点: 青溪路 1 号, 检查情况: 货架上有糕点没有标明生产日期, 出示执法证件: 是, 告知事由和依据: 是, 告知权利: 是, 音像记录: 已作音像记录}
  - {时: 2026-03-20 15:00, 谁: [甲, 乙], 办: 调查终结, 填: {违法事实: 经营没有标明生产日期的糕点, 证据目录: 现场笔录一份}}
  - 时: 2026-03-23 09:00
    谁: [甲, 乙]
    办: 提出处理建议
    填: {违反条款: 食品安全法第六十七条, 处罚依据: 食品安全法第一百二十五条, 处罚种类: [罚款], 罚款: 3000, 裁量理由: 货值较小，及时改正}
  - {时: 2026-03-24 10:00, 谁: [甲, 乙], 办: 事先告知, 填: {告知陈述申辩权: 是}}
  - {时: 2026-04-08 10:00, 谁: 戊, 办: 作出处罚决定}
  - {时: 2026-04-09 15:00, 谁: [甲, 乙], 办: 送达处罚决定, 填: {送达方式: 直接送达, 出示执法证件: 是}}
"""  # noqa: E501
_采集 = "  - {时: 2026-04-10 10:00, 谁: 甲, 办: 采集公示信息}\n"
_复核 = (
    "  - {时: 2026-04-13 10:00, 谁: 己, 办: 复核公示信息, "
    "填: {公示复核意见: 与决定书一致，没有个人信息, 公示复核结论: 同意发布}}\n"
)
_发布 = "  - {时: 2026-04-14 09:00, 谁: 己, 办: 发布公示}\n"
_撤回 = (
    "  - {时: 2026-04-15 09:00, 谁: 庚, 办: 撤回公示, "
    "填: {撤回原因: 公示内容有误, 撤回说明: 上海鑫源食品有限公司的违法行为写错，更正后再公示}}\n"
)


def 场景(*, 采集: str = _采集, 复核: str = _复核, 发布: str = _发布, 撤回: bool = False) -> str:
    return _头 + 采集 + 复核 + 发布 + (_撤回 if 撤回 else "")


def 办案(text: str = "", agency: Agency | None = None) -> Run:
    """Run the acts and require that each went as the text says."""
    result = run(read(text or 场景(), "公示.yaml"), agency=agency)
    assert result.failures == []
    return result


@contextmanager
def 时刻(text: str) -> Iterator[datetime]:
    with clock.at(datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)) as moment:
        yield moment


def 上架(text: str = "2026-04-14 09:00:30") -> int:
    """The background's work of publication alone, at that moment; how many releases and withdrawals."""
    waiting = list(Outbox.objects.filter(kind=WORK, done__isnull=True).order_by("id"))
    with 时刻(text) as now:
        for row in waiting:
            publish(row.agency, row.case_id, row.version)
            Outbox.objects.filter(id=row.id).update(done=now)
    return len(waiting)


def 撤回(result: Run, at: str = "2026-04-15 09:00", **facts: Any) -> None:
    """Withdraw what the run published."""
    record = result.final.record  # type: ignore[union-attr]
    publisher = Person.objects.get(agency=record.agency, name="庚")
    with 时刻(at) as moment:
        perform(
            Act(
                agency=record.agency,
                kind="撤回公示",
                facts={"撤回原因": "公示内容有误", "撤回说明": "违法行为写错，更正后再公示", **facts},
                by=(publisher.id,),
                at=moment,
                case=record.case,
            )
        )


def 全部页面(client: Client, item: Item) -> str:
    """Everything that the public can open about an item, and the whole public database, as one text."""
    pages = [
        "/",
        "/decisions/",
        f"/decisions/?q={名称}",
        "/decisions/?q=食品",
        f"/decisions/?q={item.number}",
        "/decisions/withdrawn/",
        "/decisions/feed.xml",
        f"/decisions/{item.id}/",
        f"/decisions/{item.id}/proof.json",
        f"/agencies/{item.agency}/",
        "/rules/explain/",
        "/verify/",
    ]
    texts = []
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        # The reader's own words come back in the field and the heading; they are no find.
        texts.append(answer.content.decode().replace(f'value="{名称}"', "").replace(f"“{名称}”", ""))
    return "".join(texts)


def 全库(connection: Any) -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("portal_"):
                cursor.execute(f"SELECT * FROM {table}")
                for row in cursor.fetchall():
                    found += [
                        bytes(v).decode("utf-8", "ignore") if isinstance(v, bytes | memoryview) else str(v)
                        for v in row
                    ]
    return "\n".join(found)
