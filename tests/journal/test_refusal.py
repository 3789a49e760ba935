from typing import Any

import pytest
from django.db import connection, transaction

from mingjing.journal.refusal import Refusal, refusal_head, refusals, refuse
from tests.journal.samples import AGENCY, MORNING, OTHER

pytestmark = pytest.mark.django_db


def 拒绝(act: str, agency: str = AGENCY, lacks: list[Any] | None = None) -> Refusal:
    with transaction.atomic():
        return refuse(
            connection,
            agency=agency,
            at=MORNING,
            who=("甲", "乙"),
            case="01HX0000000000000000000001",
            act=act,
            entrance="api",
            lacks=lacks or [{"缺": "法制审核", "依据": "行政处罚法第五十八条"}],
        )


def test_拒绝逐条记下_前后相接_各机关分开() -> None:
    one, two = 拒绝("作出处罚决定"), 拒绝("结案")
    拒绝("立案", agency=OTHER)
    assert (one.position, one.previous, two.position) == (0, "", 1)
    assert len(two.previous) == 64
    assert refusals(connection, AGENCY) == [two, one]
    assert refusals(connection, AGENCY, newest=1) == [two]
    assert refusal_head(connection, AGENCY).size == 2
    assert refusal_head(connection, "qx-none").size == 0


def test_所缺事项只收平常值() -> None:
    with pytest.raises(ValueError, match="记录内容"):
        拒绝("立案", lacks=[object()])
    assert refusal_head(connection, AGENCY).size == 0
