"""Ways around the gates, tried one by one: foreign keys and names, time, tampered rows, failing machines."""

import hashlib
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from mingjing.casework import packs
from mingjing.casework.scenario import read
from mingjing.casework.service import Act, load, perform
from mingjing.casework.stage import run
from mingjing.journal.refusal import refusals
from mingjing.journal.store import ClockBehind, StaleCase
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry.models import Appointment
from tests.casework.course import seen
from tests.conftest import _as_insider
from tests.desk.stand import FILED, HEAD, PROPOSED, TOLD, Stand, stand, text

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PROCEDURE = "行政处罚·普通程序"
LATER = datetime(2026, 4, 8, 10, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def _只问登录(settings: Any) -> None:
    settings.MINGJING_SECOND_FACTOR = False
    settings.MINGJING_PASSWORD_DAYS = 0


def act(of: Stand, kind: str, *by: str, facts: dict[str, Any] | None = None, **changes: Any) -> Act:
    made = Act(
        agency=of.agency,
        kind=kind,
        facts=facts or {},
        by=tuple(of.people[name].id for name in by),
        at=LATER,
        case=of.case,
        procedure=PROCEDURE,
    )
    return replace(made, **changes)


def codes(made: Act) -> set[str]:
    """The codes of the lacks; the act must be refused, and nothing changed."""
    before = seen()
    with clock.at(LATER), pytest.raises(Refused) as refused:
        perform(made)
    assert seen() == before
    return {lack.code for lack in refused.value.lacks}


CORRECTION = {"责令改正内容": "补标生产日期"}


def test_别人用过的表单编号_别的案件和别的环节_都得不到别人的结果() -> None:
    at, other = stand(FILED), stand(FILED)
    key = "x" * 26
    with clock.at(LATER):
        first = perform(act(at, "责令改正", "甲", facts=CORRECTION, key=key))
        again = perform(act(at, "责令改正", "甲", facts=CORRECTION, key=key))
    assert again.repeated and again.version == first.version
    assert codes(act(at, "责令改正", "乙", facts=CORRECTION, key=key)) == {"重复:另一件事"}
    assert codes(act(at, "撤销案件", "戊", facts={"撤案理由": "x" * 9}, key=key)) == {"重复:另一件事"}
    assert codes(act(at, "申请回避", "甲", key=key)) == {"重复:另一件事"}
    second = other.people["甲"].id
    with clock.at(LATER):
        # Another agency's key is a key of its own: nothing is learned of the first.
        made = perform(act(other, "责令改正", "甲", facts=CORRECTION, key=key))
    assert not made.repeated and made.case == other.case and made.record.acts[-1].by == (second,)


def test_同一人的表单编号_用到另一案件_不办也不说另一案() -> None:
    at = stand(FILED)
    key = "y" * 26
    with clock.at(LATER):
        facts = {"来源": "投诉举报", "当事人": {"名称": "某某", "类别": "自然人"}}
        opened = perform(act(at, "线索登记", "甲", facts=facts, case="", key=key))
    assert opened.case != at.case
    assert codes(act(at, "责令改正", "甲", facts=CORRECTION, key=key)) == {"重复:另一件事"}
    assert codes(act(at, "线索登记", "乙", case="", key=key)) == {"重复:另一件事"}


@pytest.mark.parametrize("expected", [-1, 0, 1, 3, 999_999_999])
def test_伪造的版本号_办不成(expected: int) -> None:
    at = stand(FILED)
    before = seen()
    with clock.at(LATER), pytest.raises(StaleCase):
        perform(act(at, "责令改正", "甲", facts=CORRECTION, expected=expected))
    answer = at.client("甲").post(
        at.url("acts/correction_order/"), {"expected": expected, "f-correction_order": "改"}
    )
    assert answer.status_code == 409 and "有人先办了" in text(answer)
    assert seen() == before


@pytest.mark.parametrize(
    "kind, first, lent",
    [
        ("作出处罚决定", "戊", "辛"),
        ("立案", "丙", "癸"),
        ("出具法制审核意见", "丁", "子"),
        ("集体讨论", "戊", "辛"),
    ],
)
def test_一个人办的事_不能写上别人的名字(kind: str, first: str, lent: str) -> None:
    more = {"辛": "机关负责人", "癸": "承办机构负责人", "子": "法制审核人员"}
    people = "".join(f"\n  {name}: {{职务: {role}}}" for name, role in more.items())
    head = HEAD.replace("\n当事人:", f"{people}\n当事人:")
    result = run(read(head + TOLD, "借名.yaml"))
    assert result.final is not None
    record = result.final.record
    made = Act(
        agency=record.agency,
        kind=kind,
        facts={},
        by=(result.ids[first], result.ids[lent]),
        at=LATER,
        case=record.case,
        procedure=PROCEDURE,
    )
    assert "人数:一人" in codes(made)


def test_执法人员把负责人拉来同办_仍然不能立案也不能决定() -> None:
    at = stand(TOLD)
    for kind in ("撤销案件", "作出处罚决定"):
        answer = at.client("甲").post(
            at.url(f"acts/{'case_drop' if kind == '撤销案件' else 'penalty_decision'}/"),
            {"expected": at.record.version, "with": at.people["戊"].id, "at": "2026-04-08T10:00"},
        )
        assert answer.status_code == 422 and f"甲不是机关负责人，不能办{kind}" in text(answer)
    assert at.record.status == "办理中"


def test_外机关的人_不能同办_不能写进人员栏() -> None:
    at, other = stand(FILED), stand(FILED)
    stranger = other.people["乙"].id
    check = act(at, "现场检查", "甲", by=(at.people["甲"].id, stranger))
    assert "人员:不明" in codes(check)
    assert "人员:不明" in codes(act(at, "责令改正", "甲", facts=CORRECTION, by=(stranger,)))
    told = stand(PROPOSED)
    lacks = codes(
        act(told, "集体讨论", "戊", facts={"参加人员": [told.people["戊"].id, other.people["戊"].id]})
    )
    assert "填:参加人员" in lacks
    filing = stand(FILED[: FILED.index("  - {时: 2026-03-03")])
    named = {"案由": "x", "承办人": [filing.people["甲"].id, stranger]}
    assert "填:承办人" in codes(act(filing, "立案", "丙", facts=named))
    # Whoever asks does not learn who the stranger is.
    [last] = refusals(connections["default"], filing.agency, 1)
    assert any(f"“{stranger}”不在本机关的人员名册" in lack["缺"] for lack in last.lacks)


def test_已经免职的人_不能写成免职以前的日子来办() -> None:
    at = stand(TOLD)
    Appointment.objects.filter(person=at.people["丙"]).update(until=date(2026, 3, 31))
    Appointment.objects.create(
        person=at.people["丙"], role="archivist", agency=at.people["丙"].agency, since=date(2026, 4, 1)
    )
    back = datetime(2026, 3, 30, 10, tzinfo=clock.SHANGHAI)
    found = act(at, "责令改正", "丙", facts=CORRECTION, at=back)
    Appointment.objects.filter(person=at.people["甲"]).update(until=date(2026, 3, 31))
    assert "职务" in codes(found)
    assert "职务" in codes(act(at, "责令改正", "甲", facts=CORRECTION, at=back))
    with clock.at(LATER):
        done = perform(act(at, "责令改正", "乙", facts=CORRECTION, at=back))
    assert done.record.acts[-1].at == back


def test_未来的时间和登记以前的时间_都不能办() -> None:
    at = stand(FILED)
    soon = LATER + timedelta(minutes=1)
    assert "时间:未来" in codes(act(at, "责令改正", "甲", facts=CORRECTION, at=soon))
    early = datetime(2026, 3, 2, 9, tzinfo=clock.SHANGHAI)
    assert "时间:次序" in codes(act(at, "责令改正", "甲", facts=CORRECTION, at=early))


def test_服务器时钟拨回_说明清楚_什么都不变() -> None:
    at = stand(FILED)
    with clock.at(LATER):
        perform(act(at, "责令改正", "甲", facts=CORRECTION))
    before = seen()
    past = LATER - timedelta(days=3)
    with clock.at(past), pytest.raises((ClockBehind, Refused)):
        perform(act(at, "责令改正", "甲", facts=CORRECTION, at=past))
    opening = {
        "f-clue_source": "日常检查",
        "f-party-0": "某某",
        "f-party-1": "自然人",
        "pack": packs.current().hash,
    }
    with clock.at(past):
        answer = at.client("甲").post(
            "/desk/cases/new/penalty_ordinary/clue_registration/",
            opening | {"at": f"{past:%Y-%m-%dT%H:%M}", "with": at.people["乙"].id},
        )
    assert answer.status_code == 422 and "请检查服务器时间" in text(answer)
    assert "某某" in text(answer)
    assert seen() == before


def _forced(sql: str, *values: Any) -> None:
    with _as_insider("default"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount


def test_改了投影和任职以外的表_门照样不开() -> None:
    at = stand(TOLD)
    decide = act(at, "作出处罚决定", "戊")
    wanted = codes(decide)
    assert {"有:法制审核通过"} <= wanted
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casework_case SET status = '已决定', major = %s, publication = '待发布' WHERE id = %s",
            (False, at.case),
        )
        cursor.execute("UPDATE casework_dutyrow SET closed = 3 WHERE case_id = %s", (at.case,))
        cursor.execute("DELETE FROM casework_participant WHERE case_id = %s", (at.case,))
    assert codes(decide) == wanted
    assert "分离" in codes(act(at, "作出处罚决定", "甲")) or "职务" in codes(act(at, "作出处罚决定", "甲"))


@pytest.mark.parametrize("harm", ["改一个字", "删中间一条", "换成另一条的字节", "改涉密内容"])
def test_日志的行被改过_据以决定的环节停办并说是哪一条(harm: str) -> None:
    at = stand(TOLD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version, bytes FROM journal_entry WHERE case_id = %s ORDER BY version", (at.case,)
        )
        rows = {version: bytes(data) for version, data in cursor.fetchall()}
    if harm == "改一个字":
        forged = rows[5].replace(b"50000", b"10000")
        assert forged != rows[5]
        _forced("UPDATE journal_entry SET bytes = %s WHERE case_id = %s AND version = 5", forged, at.case)
    elif harm == "删中间一条":
        _forced("DELETE FROM journal_entry WHERE case_id = %s AND version = 4", at.case)
    elif harm == "换成另一条的字节":
        digest = hashlib.sha256(b"\x00" + rows[3]).digest()
        _forced(
            "UPDATE journal_entry SET bytes = %s, hash = %s WHERE case_id = %s AND version = 5",
            rows[3], digest, at.case,
        )  # fmt: skip
    else:
        _forced("UPDATE journal_content SET bytes = %s WHERE agency = %s", b"{}", at.agency)
    with clock.at(LATER), pytest.raises(Refused) as refused:
        perform(act(at, "作出处罚决定", "戊"))
    [lack] = refused.value.lacks
    assert lack.code == "记录:不符" and "停止办理" in lack.said


def test_旧案的规则包不见了_页面说明清楚(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at = stand(FILED)
    browser = at.client("甲")
    rules = tmp_path / "rules"
    shutil.copytree(settings.MINGJING_RULES, rules)
    with (rules / "national" / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# 改过\n")
    # Changed while the server runs: nothing happens before it is started again.
    settings.MINGJING_RULES = rules
    assert browser.get(at.url()).status_code == 200
    packs.current.cache_clear(), packs.by_hash.cache_clear()
    try:
        assert browser.get(at.url()).status_code == 200  # the kept pack of the case
        packs.by_hash.cache_clear()
        settings.MINGJING_DATA = tmp_path
        browser.raise_request_exception = False
        before = seen()
        for answer in (
            browser.get(at.url()),
            browser.post(at.url("acts/correction_order/"), {"expected": "2", "f-correction_order": "改"}),
        ):
            assert answer.status_code == 503 and "规则包" in text(answer)
        assert seen() == before
    finally:
        packs.current.cache_clear(), packs.by_hash.cache_clear()


@pytest.mark.parametrize(
    "trouble, said",
    [
        ("server closed the connection unexpectedly", "没有连上数据库"),
        ("database or disk is full", "磁盘已满"),
        ("database is locked", "同时办理的人太多"),
    ],
)
def test_提交时数据库停了_说明清楚_恢复后原样再交就办成(trouble: str, said: str) -> None:
    at = stand(FILED)
    browser: Client = at.client("甲")
    browser.raise_request_exception = False
    fields = {
        "expected": "2", "key": "z" * 26, "f-correction_order": "补标生产日期", "at": "2026-04-08T10:00",
    }  # fmt: skip

    def down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "casework_case" in sql and "INSERT" in sql:
            raise OperationalError(trouble)
        return execute(sql, params, many, context)

    before = seen()
    with connection.execute_wrapper(down):
        answer = browser.post(at.url("acts/correction_order/"), fields)
    assert answer.status_code == 503 and said in text(answer)
    assert answer["Retry-After"] and seen() == before
    again = browser.post(at.url("acts/correction_order/"), fields)
    assert again.status_code == 302 and at.record.count("责令改正") == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True, databases=["default", "portal"])
def test_磁盘满了_什么都不办一半_腾出空间后照常() -> None:
    at = stand(FILED)
    browser = at.client("甲")
    browser.raise_request_exception = False
    before = seen()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests gave back would be room enough
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    fields = {"expected": "2", "f-correction_order": "改" * 19_000, "at": "2026-04-08T10:00"}
    try:
        answer = browser.post(at.url("acts/correction_order/"), fields)
        assert answer.status_code == 503 and "磁盘已满" in text(answer)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert seen() == before and load(at.agency, at.case).record.version == 2
    assert browser.post(at.url("acts/correction_order/"), fields).status_code == 302


@pytest.mark.parametrize("term", ["31日", "30工作日", "22工作日", "1个月", "1年"])
def test_换个单位写期限_也不能超过规则的上限(term: str) -> None:
    market = HEAD.replace("程序: ", "领域: 市场监管\n程序: ")
    result = run(read(market + PROPOSED, "延长.yaml"))
    assert result.failures == [] and result.final is not None
    record = result.final.record
    made = Act(
        agency=record.agency,
        kind="延长办案期限",
        facts={"延长期限": term, "延长依据": "市监程序规定第六十四条", "延长理由": "案情复杂，需要鉴定"},
        by=(result.ids["戊"],),
        at=LATER,
        case=record.case,
        procedure=PROCEDURE,
    )
    assert "不超过:延长期限" in codes(made)
