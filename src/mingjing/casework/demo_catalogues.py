"""What the demo's agencies published beforehand (事前公开): each catalogue through its whole course."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mingjing.casework.demo_district import agency_id
from mingjing.casework.packs import book_for
from mingjing.registry import catalogue_service as service
from mingjing.registry.catalogue_act import Acting
from mingjing.registry.catalogue_sources import items_from
from mingjing.registry.models import Agency, Person
from mingjing.registry.roles import named
from mingjing.registry.scope import people

_FROM_REGISTERS = ("行政执法主体", "执法人员清单", "执法流程图")
_REMEDIES = "监督方式和救济渠道"
_WAYS = (
    ("陈述申辩", "收到告知书后向承办机构当面或者书面提出", "五个工作日内", "行政处罚法第四十五条"),
    ("听证", "收到告知书后向本机关书面提出", "五个工作日内", "行政处罚法第六十四条"),
    ("行政复议", "向本级人民政府申请", "自知道决定之日起六十日内", "行政复议法第二十条"),
    ("行政诉讼", "向有管辖权的人民法院提起", "自知道决定之日起六个月内", "行政诉讼法第四十六条"),
    ("监督投诉", "向本级司法行政部门投诉执法行为", "", "行政执法监督条例"),
)


def fill(district: Mapping[str, Any], today: date) -> int:
    """Publish the first catalogues of each agency; how many. Raises `Refused` when one breaks the rules."""
    return sum(_fill(agency_id(key), today) for key in district["机关"])


def _fill(agency_id_: str, today: date) -> int:
    agency = Agency.objects.get(pk=agency_id_)
    book = book_for(agency.profile, agency.field)
    [drafter, *_], [head, *_] = (people(agency.id, role, today) for role in ("handler", "agency_head"))

    def by(person: Person) -> Acting:
        return Acting(agency=agency, by=person, book=book, entrance="task")

    given = {name: items_from(book.catalogues[name], agency, book, today) for name in _FROM_REGISTERS}
    given[_REMEDIES] = [
        {"种类": kind, "途径": way, "期限": term, "依据": clause} for kind, way, term, clause in _WAYS
    ]
    number = 0
    for name, items in given.items():
        if not items:
            continue
        [reviewer, *_] = people(agency.id, named(book.catalogues[name].review.by).id, today)
        version = service.draft(by(drafter), name)
        service.edit(by(drafter), name, version, puts=items)
        service.submit(by(drafter), name, version)
        service.review(by(reviewer), name, version, agreed=True, opinion="与登记册和规则核对一致")
        service.publish(by(head), name, version)
        number += 1
    return number
