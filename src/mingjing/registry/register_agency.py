"""The table of agencies, from the register 执法主体."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.founding import AGENCY, Roster, differs
from mingjing.registry.models import Agency
from mingjing.registry.register_log import WHY, latest_rows
from mingjing.registry.register_models import RegisterRow

_COLUMNS = {
    "name": "全称",
    "short_name": "简称",
    "word": "机关代字",
    "parent_id": "上级",
    "level": "层级",
    "kind": "性质",
    "basis": "设立依据",
    "region": "行政区域",
    "region_code": "行政区划代码",
    "field": "执法领域",
    "profile": "方案",
    "uscc": "统一社会信用代码",
    "address": "地址",
    "phone": "电话",
    "bank": "代收机构",
    "account_name": "代收账户名称",
    "account": "代收账号",
    "review_body": "复议机关",
    "court": "管辖法院",
    "since": "成立日期",
    "until": "撤销日期",
}
_DATES, _NULLABLE = ("since", "until"), ("parent_id", "since", "until")


def project(_: str, keys: Sequence[str]) -> None:
    """Bring the agencies up to date, those above before those below them."""
    rows = latest_rows(INSTALLATION, "agency", keys)
    waiting = {key: _values(row.fields) for key, row in rows.items() if not row.ended}
    while waiting:
        ready = [key for key, values in waiting.items() if values["parent_id"] not in waiting]
        for key in ready:
            Agency.objects.update_or_create(id=key, defaults=waiting.pop(key))


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, name in _COLUMNS.items():
        value = fields.get(name) or ("" if column not in _NULLABLE else None)
        values[column] = date.fromisoformat(value) if column in _DATES and value else value
    return values


def differences() -> Iterator[tuple[str, str, str]]:
    """What the table of agencies says otherwise than the register, of those struck off too."""
    rows = RegisterRow.objects.unscoped(WHY).filter(agency=INSTALLATION, register="agency", latest=True)
    there = {each.pk: each for each in Agency.objects.all()}
    for row in rows.iterator(500):
        found = there.get(row.key)
        if found is None:
            yield "执法主体", row.key, "机关表中没有"
            continue
        for column, value in _values(row.fields).items():
            if getattr(found, column) != value:
                yield "执法主体", row.key, f"“{_COLUMNS[column]}”在机关表中是“{getattr(found, column)}”"


def beside(agency: str, told: Roster) -> Iterator[tuple[str, str, str]]:
    """The agency itself, where the register has no row of it: it must be as its own log tells."""
    registered = RegisterRow.objects.unscoped(WHY).filter(
        agency=INSTALLATION, register="agency", key=agency, latest=True
    )
    found = Agency.objects.filter(pk=agency).first()
    if found is None or registered.exists():
        return
    if differs(AGENCY, found, told.rows[AGENCY].get(agency)):
        yield "执法主体", agency, "日志中没有这个机关，或者与日志不同"
