"""Tables that guards and accounts read: units, people, certificates, qualifications, agencies.

They follow from the rows of the registers. `project` brings them up to date after a change; what no register
names (the first administrators, a scenario's people) is told by entries of its own (`registry.founding`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from django.db.backends.base.base import BaseDatabaseWrapper

from mingjing.law.register import Register, RowLack
from mingjing.platform import clock
from mingjing.platform.names import username_key
from mingjing.registry import register_agency, register_bars, register_certificate, register_people
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.founding import roster
from mingjing.registry.models import Agency, Certificate, LegalQualification, Person
from mingjing.registry.register_books import registers
from mingjing.registry.register_checks import Found, Wanted
from mingjing.registry.register_log import latest_rows

_AGENCY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_PART = 500


def of_installation(register: Register) -> bool:
    """Whether the register is one for the whole installation: the tree of agencies."""
    return register.id == "agency"


def project(agency: str, register: str, keys: Iterable[str]) -> None:
    """Bring the tables that follow from these rows up to date."""
    keys = list(dict.fromkeys(keys))
    for start in range(0, len(keys), _PART):
        part = keys[start : start + _PART]
        if projector := _PROJECTORS.get(register):
            projector(agency, part)


_PROJECTORS: Mapping[str, Callable[[str, Sequence[str]], None]] = {
    "agency": register_agency.project,
    "unit": register_people.project_units,
    "person": register_people.project_people,
    "reviewer": register_people.project_reviewers,
    "certificate": register_certificate.project,
    "certificate_filing": register_certificate.project,
    "certificate_suspension": register_certificate.project_first,
    "annual_check": register_certificate.project_first,
    "training": register_certificate.project_holders,
}


def lacks(agency: str, spec: Register, rows: Wanted) -> Found:
    """(index, lack) for each row that the tables behind the register cannot take."""
    if checker := _CHECKERS.get(spec.id):
        yield from checker(agency, spec, rows)


def _people(agency: str, spec: Register, rows: Wanted) -> Found:
    homes = _by(Person.objects.all(), "username", [key for key, _, _ in rows], "agency_id")
    for index, (key, _, kind) in enumerate(rows):
        if kind != "注销" and key != username_key(key):
            said = f"工号“{key}”写成“{username_key(key)}”：小写，不带空格"
            yield index, _lack(spec, "工号", said)
        elif key in homes and homes[key] != agency:
            yield index, _lack(spec, "工号", f"工号“{key}”已由别的机关或者管理员使用")


def _certificates(agency: str, spec: Register, rows: Wanted) -> Found:
    homes = _by(Certificate.objects.all(), "number", [key for key, _, _ in rows], "person__agency_id")
    for index, (key, values, kind) in enumerate(rows):
        if kind != "注销" and homes.get(key, agency) != agency:
            yield index, _lack(spec, "证件号码", f"证件号码“{key}”已由别的机关登记")
        if kind != "注销" and "综合" in values["执法类别"] and len(values["执法类别"]) > 1:
            yield index, _lack(spec, "执法类别", "“综合”包括各类，不再写别的类别")


def _reviewers(agency: str, spec: Register, rows: Wanted) -> Found:
    numbers = [str(values["资格证书号"]) for _, values, _ in rows if values.get("资格证书号")]
    holders = _by(LegalQualification.objects.all(), "number", numbers, "person__username")
    for index, (key, values, kind) in enumerate(rows):
        number = values.get("资格证书号")
        if bool(number) != bool(values.get("取得日期")):
            yield index, _lack(spec, "取得日期", "资格证书号和取得日期要同时填写")
        if kind != "注销" and number and holders.get(number, key) != key:
            yield index, _lack(spec, "资格证书号", f"资格证书号“{number}”已由别人使用")


def _suspensions(agency: str, spec: Register, rows: Wanted) -> Found:
    """The days on which a certificate was suspended stay so: lifting it works from the day of the change."""
    yesterday = (clock.now().date() - timedelta(days=1)).isoformat()
    standing = latest_rows(agency, spec.id, (key for key, _, kind in rows if kind != "登记"))
    for index, (key, values, kind) in enumerate(rows):
        before = standing.get(key)
        if before is None or before.ended or kind == "登记":
            continue
        kept = min(before.fields.get("暂停止") or yesterday, yesterday)
        until = "" if kind == "注销" else values.get("暂停止") or kept
        if values["暂停起"] <= kept and until < kept:
            said = f"暂停过的日子（到{kept}为止）不能事后取消；恢复的，把“暂停止”写成{kept}或者以后"
            yield index, _lack(spec, "暂停止", said)


def _agencies(_: str, spec: Register, rows: Wanted) -> Found:
    parents: dict[str, str] = {
        id_: parent or "" for id_, parent in Agency.objects.values_list("id", "parent_id")
    }
    parents |= {key: str(values.get("上级") or "") for key, values, kind in rows if kind != "注销"}
    for index, (key, values, kind) in enumerate(rows):
        if not _AGENCY.fullmatch(key) or key == INSTALLATION:
            yield index, _lack(spec, "编号", f"编号“{key}”只能用小写字母、数字和连字符")
        if kind == "注销":
            if under := sorted(id_ for id_, parent in parents.items() if parent == key):
                yield index, _lack(spec, "上级", f"还有下级机关：{'、'.join(under[:5])}")
            continue
        if key in _above(key, parents):
            yield index, _lack(spec, "上级", f"“{key}”的上级绕回了它自己")
        try:
            registers(str(values.get("方案") or ""), str(values.get("执法领域") or ""))
        except Exception:  # a rule book that cannot be made, whatever its reason
            yield index, _lack(spec, "方案", f"没有“{values.get('方案')}”这一方案，或者它的规则有错")


def _above(key: str, parents: Mapping[str, str]) -> set[str]:
    seen: set[str] = set()
    at = parents.get(key, "")
    while at and at not in seen:
        seen.add(at)
        at = parents.get(at, "")
    return seen


_CHECKERS: Mapping[str, Callable[[str, Register, Wanted], Found]] = {
    "person": _people,
    "certificate": _certificates,
    "certificate_suspension": _suspensions,
    "annual_check": register_bars.lacks,
    "training": register_bars.lacks,
    "reviewer": _reviewers,
    "agency": _agencies,
}


def _by(rows: object, column: str, values: Sequence[str], wanted: str) -> dict[str, str]:
    """The wanted column of the rows with these values."""
    found: dict[str, str] = {}
    for start in range(0, len(values), _PART):
        part = rows.filter(**{f"{column}__in": values[start : start + _PART]})  # type: ignore[attr-defined]
        found.update((key, value or "") for key, value in part.values_list(column, wanted))
    return found


def _lack(spec: Register, column: str, said: str) -> RowLack:
    return RowLack(
        column=column, said=said, code=f"填错:{column}", clause=spec.columns[column].clause or spec.clause
    )


def tables(connection: BaseDatabaseWrapper, agency: str) -> Iterator[tuple[str, str, str]]:
    """(register, key, what is wrong) for each row of the tables that does not follow from the journal."""
    told = roster(connection, agency)
    yield from register_people.differences(agency, told)
    yield from register_certificate.differences(agency, told)
    if agency == INSTALLATION:
        yield from register_agency.differences()
    else:
        yield from register_agency.beside(agency, told)
