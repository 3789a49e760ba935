"""The table of certificates, from 执法证件 and the registers of filing, suspension, checks and exams."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.founding import PAPER, Roster, differs, key_of, plain
from mingjing.registry.models import Certificate, Person
from mingjing.registry.register_log import WHY, latest_rows, rows_about
from mingjing.registry.register_models import ALWAYS, RegisterRow
from mingjing.registry.standing import results, written

_COLUMNS = (
    "person_id",
    "number",
    "version",
    "since",
    "ended",
    "issuer",
    "category",
    "area",
    "valid_from",
    "valid_until",
    "exam_passed",
    "exam_exempt",
    "standing",
)


def project(agency: str, numbers: Sequence[str]) -> None:
    """Replace the rows of these certificates by what the registers say."""
    fresh = [Certificate(**each) for each in _expected(agency, numbers)]
    told = {each.number for each in fresh}
    Certificate.objects.filter(number__in=told, person__agency_id=agency).delete()
    Certificate.objects.bulk_create(fresh, batch_size=500)


def project_first(agency: str, keys: Sequence[str]) -> None:
    """The certificates whose number is the first part of these keys."""
    project(agency, list(dict.fromkeys(key.partition(" / ")[0] for key in keys)))


def project_holders(agency: str, keys: Sequence[str]) -> None:
    """The certificates of the people whose number is the first part of these keys."""
    holders = {key.partition(" / ")[0] for key in keys}
    held = Certificate.objects.filter(person__username__in=holders, person__agency_id=agency)
    project(agency, list(dict.fromkeys(held.values_list("number", flat=True))))


def _expected(agency: str, numbers: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of the table for these certificates, as the registers have them."""
    rows = RegisterRow.objects.unscoped(WHY).filter(agency=agency, register="certificate", key__in=numbers)
    versions = list(rows.order_by("key", "version"))
    holders = {row.fields["持证人"] for row in versions}
    people = dict(Person.objects.filter(username__in=holders, agency_id=agency).values_list("username", "id"))
    filed = latest_rows(agency, "certificate_filing", numbers)
    suspended = _about(agency, "certificate_suspension", numbers)
    checked = _about(agency, "annual_check", numbers)
    examined = _about(agency, "training", sorted(holders))
    for row in versions:
        fields = row.fields
        filing = filed.get(row.key)
        passed = fields.get("资格考试合格日期")
        yield {
            "person_id": people[fields["持证人"]],
            "number": row.key,
            "version": row.version,
            "since": None if row.since == ALWAYS else row.since,
            "ended": row.ended,
            "issuer": fields["发证机关"],
            "category": "、".join(fields["执法类别"]),
            "area": fields["执法区域"],
            "valid_from": date.fromisoformat(fields["有效期起"]),
            "valid_until": date.fromisoformat(fields["有效期止"]),
            "exam_passed": date.fromisoformat(passed) if passed else None,
            "exam_exempt": fields.get("免试依据") or "",
            "standing": written(
                ((each["暂停起"], each.get("暂停止") or "") for each in suspended.get(row.key, ())),
                (told for each in checked.get(row.key, ()) for told in results(each)),
                (told for each in examined.get(fields["持证人"], ()) for told in results(each)),
                filing.fields["备案日期"] if filing and not filing.ended else "",
            ),
        }


def _about(agency: str, register: str, first: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The fields of the standing rows whose key begins with one of these, by that part."""
    return {each: list(rows.values()) for each, rows in rows_about(agency, register, first).items()}


def differences(agency: str, told: Roster) -> Iterator[tuple[str, str, str]]:
    """What the table says otherwise than the journal: (register, key, what). `told`: beside registers."""
    keys = list(
        RegisterRow.objects.unscoped(WHY)
        .filter(agency=agency, register="certificate", latest=True)
        .order_by("key")
        .values_list("key", flat=True)
    )
    registered = set(keys)
    held_here = Certificate.objects.filter(person__agency_id=None if agency == INSTALLATION else agency)
    for paper in held_here.order_by("number", "version").iterator(500):
        if paper.number in registered:
            continue
        if differs(PAPER, paper, told.rows[PAPER].get(key_of(PAPER, plain(PAPER, paper)))):
            yield "执法证件", paper.number, "日志中没有这一证件，或者与日志不同"
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        right = {(each["number"], each["version"]): each for each in _expected(agency, part)}
        held = Certificate.objects.filter(number__in=part).values(*_COLUMNS)
        there = {(each["number"], each["version"]): each for each in held}
        for number, version in sorted(right.keys() ^ there.keys()):
            yield (
                "执法证件",
                number,
                f"第 {version} 版在证件表中{'多出' if (number, version) in there else '没有'}",
            )
        for place in sorted(right.keys() & there.keys()):
            if different := [name for name in _COLUMNS if right[place][name] != there[place][name]]:
                said = "、".join(f"{name} 是“{there[place][name]}”" for name in different)
                yield "执法证件", place[0], f"证件表中{said}"
