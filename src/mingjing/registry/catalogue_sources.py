"""Items that the platform knows by itself, from its registers and from the rule files."""

from datetime import date
from typing import Any

from mingjing.law.book import RuleBook
from mingjing.law.catalogue import Catalogue
from mingjing.registry.models import Agency, Appointment, Certificate
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.roles import ROLES
from mingjing.registry.scope import appointments_of, certificate_of

_HANDLER, _WHY = "handler", "由登记册生成目录"


def items_from(catalogue: Catalogue, agency: Agency, book: RuleBook, day: date) -> list[dict[str, Any]]:
    """The items as the platform has them on the day; none for a catalogue that it cannot make."""
    match catalogue.source:
        case "执法人员":
            found = officers(agency, day)
        case "执法主体":
            found = [body(agency)]
        case "委托执法":
            found = entrusted(agency, day)
        case "程序":
            found = flows(book)
        case _:
            found = []
    return [
        {name: value for name, value in values.items() if name in catalogue.columns and value}
        for values in found
    ]


def body(agency: Agency) -> dict[str, Any]:
    """The agency itself; its basis and kind as far as they are registered."""
    held = RegisterRow.objects.unscoped(_WHY).filter(
        register="agency", key=agency.id, latest=True, ended=False
    )
    fields: dict[str, Any] = held.values_list("fields", flat=True).first() or {}
    return {
        "主体名称": agency.name,
        "主体类别": fields.get("性质", ""),
        "执法依据": fields.get("设立依据", ""),
        "地址": agency.address or fields.get("地址", ""),
        "电话": agency.phone or fields.get("电话", ""),
    }


def entrusted(agency: Agency, day: date) -> list[dict[str, Any]]:
    """The entrustments in force on the day."""
    today = day.isoformat()
    return [
        {
            "委托机关": agency.name,
            "受委托组织": fields.get("受委托组织", ""),
            "委托事项": fields.get("委托事项", ""),
            "权限": fields.get("委托权限", ""),
            "期限": f"{fields.get('委托期限起', '')} 至 {fields.get('委托期限止', '')}",
            "依据": fields.get("法律依据", ""),
            "委托书文号": key,
        }
        for key, fields in _registered(agency, "entrustment").items()
        if fields.get("委托期限起", "") <= today <= fields.get("委托期限止", "")
    ]


def officers(agency: Agency, day: date) -> list[dict[str, Any]]:
    """Everyone who enforces for the agency with a certificate that is valid on the day, by name."""
    held = Certificate.objects.filter(
        person__agency=agency, person__is_active=True, valid_from__lte=day, valid_until__gte=day
    ).select_related("person", "person__unit")
    found, seen, known = [], set[str](), _registered(agency, "person")
    for certificate in held.order_by("person__name", "person_id", "-valid_until"):
        person = certificate.person
        valid = certificate_of(person, day)
        if person.pk in seen or valid is None or not _enforces(person, agency, day):
            continue
        seen.add(person.pk)
        fields = known.get(person.username, {})
        found.append(
            {
                "姓名": person.name,
                "性别": fields.get("性别", ""),
                "单位": agency.name,
                "职务": fields.get("职位", "") or _posts(person, agency, day),
                "证件编号": valid.number,
                "执法类别": valid.category,
                "执法区域": valid.area,
            }
        )
    return found


def flows(book: RuleBook) -> list[dict[str, Any]]:
    """Every procedure of the rules: its stages in order, and the address of its chart."""
    plan = book.profile.id if book.profile else "national"
    return [
        {
            "执法类别": procedure.category,
            "程序": procedure.name,
            "依据": str(procedure.clause),
            "办理流程": "→".join(procedure.stages),
            "流程图": f"/rules/procedures/{plan}/{procedure.id}/",
        }
        for procedure in book.procedures.values()
    ]


def _registered(agency: Agency, register: str) -> dict[str, dict[str, Any]]:
    """The rows of a register of the agency by key, as they stand."""
    rows = RegisterRow.objects.unscoped(_WHY).filter(
        agency=agency.id, register=register, latest=True, ended=False
    )
    return dict(rows.order_by("key").values_list("key", "fields"))


def _enforces(person: Any, agency: Agency, day: date) -> bool:
    return any(post.role == _HANDLER and post.agency_id == agency.id for post in appointments_of(person, day))


def _posts(person: Any, agency: Agency, day: date) -> str:
    posts: list[Appointment] = [each for each in appointments_of(person, day) if each.agency_id == agency.id]
    return "、".join(dict.fromkeys(ROLES[post.role].name for post in posts))
