"""Changes of registers: refused with every lack, recorded, projected, rebuilt; guards ask as of the day."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from mingjing.journal.models import JournalEntry
from mingjing.journal.refusal import refusals
from mingjing.journal.verify import verify
from mingjing.law.lack import Refused
from mingjing.platform import clock
from mingjing.registry import register_check
from mingjing.registry.appointing import INSTALLATION
from mingjing.registry.as_of import people_as_of
from mingjing.registry.keeping import BadRows, Change, check_all, keep, keep_all
from mingjing.registry.models import Agency, Appointment, Certificate, LegalQualification, Person, Unit
from mingjing.registry.register_log import ENTERED, row_as_of, sealed_at
from mingjing.registry.register_models import RegisterRow
from mingjing.registry.scope import Unscoped, certificate_of
from tests.registry.kept import House, entered, house, 证件

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def 局() -> House:
    return house()


def 行(register: str, agency: str = "qx-scjg") -> list[RegisterRow]:
    return list(
        RegisterRow.objects.unscoped("测试")
        .filter(agency=agency, register=register)
        .order_by("key", "version")
    )


def 人(局: House, person: Person, 日: str) -> str:
    """What is wrong with the person's certificate for a penalty on that day, "" for nothing."""
    on = date.fromisoformat(日)
    found = people_as_of(局.agency.id, [person.id], on)[person.id].certificate
    return "没有证件" if found is None else found.fault(on, "行政处罚", "青溪区") or ""


def test_登记一行_日志一条_表一行(局: House) -> None:
    kept = 局.keep("内设机构", 名称="执法一科", 类别="承办机构")
    assert (kept.key, kept.kind, kept.version) == ("执法一科", "登记", 1)
    [entry] = JournalEntry.objects.filter(agency="qx-scjg")
    assert entry.kind == ENTERED
    [row] = 行("unit")
    assert (row.fields, row.latest, row.position) == (
        {"名称": "执法一科", "类别": "承办机构"},
        True,
        entry.position,
    )
    assert Unit.objects.get(agency=局.agency).kind == "handling"


def test_拒绝一次说全_写进拒绝记录_什么都没有改(局: House) -> None:
    with pytest.raises(Refused) as refused:
        局.keep(
            "执法证件", 证件号码="Z1", 持证人="nobody", 执法类别="行政处罚", 有效期起="2026-02-30", 别的="x"
        )
    assert [lack.field for lack in refused.value.lacks] == [
        "别的",
        "发证机关",
        "执法区域",
        "有效期起",
        "有效期止",
    ]
    assert "《行政处罚法》第四十二条第一款" in str(refused.value)
    assert 行("certificate") == [] and not JournalEntry.objects.exists()
    [logged] = refusals(connection, "qx-scjg")
    assert (logged.act, len(logged.lacks)) == ("登记册：执法证件", 5)


def test_所引的人没有登记(局: House) -> None:
    with pytest.raises(Refused, match="持证人“nobody”没有在“人员”中登记"):
        局.keep("执法证件", **{**证件("nobody")})


def test_不是登记员不能改_别的机关的登记员也不能(局: House) -> None:
    别局 = house("qx-yjj")
    官 = 局.officer()
    for by in (官, 别局.registrar):
        with pytest.raises(Refused, match="不是本机关的登记员"):
            keep("qx-scjg", "内设机构", Change(cells={"名称": "甲", "类别": "承办机构"}), by=by)


def test_登记过的不能再登记_没有登记的不能变更和注销(局: House) -> None:
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    with pytest.raises(Refused, match="已经登记，改用变更"):
        局.keep("内设机构", "登记", 名称="一科", 类别="承办机构")
    with pytest.raises(Refused, match="没有登记"):
        局.keep("内设机构", "注销", 名称="二科")


def test_资格考试合格的日子还没有到_不收(局: House) -> None:
    局.keep("人员", 工号="zhao", 姓名="赵明")
    明天 = (clock.now().date() + timedelta(days=1)).isoformat()
    with pytest.raises(Refused, match=f"资格考试合格日期：{明天} 还没有到"):
        局.keep("执法证件", **{**证件("zhao"), "资格考试合格日期": 明天})
    今天 = clock.now().date().isoformat()
    assert 局.keep("执法证件", **{**证件("zhao"), "资格考试合格日期": 今天}).kind == "登记"


def test_一台设备分给一个人或者一个机构_不能都填(局: House) -> None:
    局.keep("人员", 工号="zhao", 姓名="赵明")
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    台 = {"设备编号": "D1", "类型": "执法记录仪", "状态": "在用", "启用日期": "2025-01-01"}
    with pytest.raises(Refused, match="领用人和领用机构只填一个"):
        局.keep("音像记录设备", **台, 领用人="zhao", 领用机构="一科")
    assert 局.keep("音像记录设备", **台, 领用机构="一科").kind == "登记"


def test_核对整份_说出每一行要改的各栏_什么都不记(局: House) -> None:
    局.keep("人员", 工号="zhao", 姓名="赵明", 性别="男")
    改 = [
        Change(cells={"工号": "zhao", "姓名": "赵明"}, number=3),
        Change(cells={"工号": "qian", "姓名": "钱清"}, number=4),
    ]
    赵, 钱 = check_all("qx-scjg", "人员", 改, by=局.registrar)
    assert [(每个.column, 每个.before, 每个.after) for 每个 in 赵.altered] == [("性别", "男", None)]
    assert (赵.number, 赵.kind, 钱.kind, 钱.altered) == (3, "变更", "登记", ())
    assert [每行.version for 每行 in 行("person")] == [1]


def test_没有变化的不记(局: House) -> None:
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    assert 局.keep("内设机构", 名称="一科", 类别="承办机构").kind == ""
    assert JournalEntry.objects.filter(agency="qx-scjg").count() == 1


def test_保密的栏照样写一遍不算改动_写得不同才算(局: House) -> None:
    甲号, 乙号 = "11010519491231002X", "440524188001010014"
    局.keep("人员", 工号="sun", 姓名="孙某", 身份证号=甲号)
    assert 局.keep("人员", 工号="sun", 姓名="孙某", 身份证号=甲号).kind == ""
    assert 局.keep("人员", 工号="sun", 姓名="孙某").kind == ""
    assert 局.keep("人员", 工号="sun", 姓名="孙某", 身份证号=乙号).kind == "变更"
    assert 局.keep("人员", 工号="sun", 姓名="孙某", 身份证号=乙号).kind == ""


def test_别人先改了_后改的人知道(局: House) -> None:
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    局.keep("内设机构", 名称="一科", 类别="法制机构")
    with pytest.raises(Refused, match="刚才已由别人改过"):
        keep(
            "qx-scjg",
            "内设机构",
            Change(cells={"名称": "一科", "类别": "办公机构"}, version=1),
            by=局.registrar,
        )


def test_按办理之日看登记册(局: House) -> None:
    官 = 局.officer()
    局.keep("执法证件", "变更", date(2026, 5, 1), **{**证件("zhao"), "执法类别": "行政检查"})
    assert 人(局, 官, "2026-04-30") == ""
    assert "不含行政处罚" in 人(局, 官, "2026-05-01")
    局.keep("执法证件", "注销", date(2026, 6, 1), 证件号码="Z-zhao")
    assert "不含行政处罚" in 人(局, 官, "2026-05-31")
    assert 人(局, 官, "2026-06-01") == "没有证件"
    assert row_as_of("qx-scjg", "certificate", "Z-zhao", date(2026, 5, 2)).fields["执法类别"] == ["行政检查"]  # type: ignore[union-attr]
    assert row_as_of("qx-scjg", "certificate", "Z-zhao", date(2026, 6, 1)) is None


def test_几次暂停_各按起止(局: House) -> None:
    with clock.at(datetime(2026, 6, 1, 9, tzinfo=clock.SHANGHAI)):
        官 = 局.officer()
        局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-03-01", 暂停止="2026-03-10", 原因="调岗")
        局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-05-01", 原因="被投诉核查")
        for 日, 停 in (
            ("2026-02-28", False),
            ("2026-03-01", True),
            ("2026-03-10", True),
            ("2026-03-11", False),
            ("2026-05-01", True),
            ("2027-01-01", True),
        ):
            assert ("正在暂停" in 人(局, 官, 日)) is 停, 日
        assert certificate_of(官, date(2026, 4, 1)) is not None
        assert certificate_of(官, date(2026, 5, 1)) is None
        局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-05-01", 暂停止="2026-05-31", 原因="被投诉核查")
        assert 人(局, 官, "2026-06-01") == ""


def test_年度审验不合格_到下一次合格为止(局: House) -> None:
    官 = 局.officer()
    局.keep("证件年度审验", 证件号码="Z-zhao", 年度="2025", 审验日期="2025-12-20", 结果="不合格")
    局.keep("证件年度审验", 证件号码="Z-zhao", 年度="2026", 审验日期="2026-03-20", 结果="合格")
    assert 人(局, 官, "2025-12-19") == ""
    assert "年度审验不合格，自2025-12-20起不能用" in 人(局, 官, "2026-03-19")
    assert 人(局, 官, "2026-03-20") == ""


def test_资格考试不合格_补考合格后恢复(局: House) -> None:
    官 = 局.officer()
    考 = {"工号": "zhao", "名称": "换证考试", "类别": "资格考试", "是否到场": "是"}
    局.keep("培训考试", **考, 日期="2026-03-01", 结果="不合格")
    assert "资格考试不合格" in 人(局, 官, "2026-03-02")
    局.keep("培训考试", **考, 日期="2026-04-01", 结果="合格")
    assert 人(局, 官, "2026-04-01") == ""


def test_备案之日起才算备案(局: House) -> None:
    官 = 局.officer()
    局.keep("证件备案", 证件号码="Z-zhao", 备案机关="青溪区司法局", 备案日期="2026-03-05")
    证 = people_as_of("qx-scjg", [官.id], date(2026, 3, 4))[官.id].certificate
    assert 证 is not None
    assert "自2026-03-05起才备案" in str(证.unfiled(date(2026, 3, 4)))
    assert 证.unfiled(date(2026, 3, 5)) is None


def test_审核人员_资格和首次从事日期(局: House) -> None:
    局.keep("人员", 工号="qian", 姓名="钱方")
    局.keep("法制审核人员", 工号="qian", 首次从事审核日期="2017-06-01")
    钱 = Person.objects.get(username="qian")
    assert people_as_of("qx-scjg", [钱.id], date(2026, 3, 1))[钱.id].reviewing_since == date(2017, 6, 1)
    局.keep(
        "法制审核人员", 工号="qian", 首次从事审核日期="2017-06-01", 资格证书号="A1", 取得日期="2026-04-01"
    )
    assert LegalQualification.objects.get(person=钱).number == "A1"
    with pytest.raises(Refused, match="要同时填写"):
        局.keep("法制审核人员", 工号="qian", 首次从事审核日期="2017-06-01", 资格证书号="A1")


def test_工号不能是别的机关的人的(局: House) -> None:
    house("qx-yjj").keep("人员", 工号="zhao", 姓名="别人")
    with pytest.raises(Refused, match="已由别的机关"):
        局.keep("人员", 工号="zhao", 姓名="赵明")


def test_证件号码不能是别的机关的(局: House) -> None:
    别 = house("qx-yjj")
    别.officer("wu", "吴用")
    局.officer()
    with pytest.raises(Refused, match="已由别的机关登记"):
        局.keep("执法证件", **{**证件("zhao"), "证件号码": "Z-wu"})


def test_个人信息只在密封内容里_变更时留空就保留(局: House) -> None:
    号 = "11010519491231002X"
    局.keep("人员", 工号="sun", 姓名="孙某", 身份证号=号)
    [row] = 行("person")
    assert 号 not in str(row.fields) and 号 not in row.title
    entry = JournalEntry.objects.get(agency="qx-scjg")
    assert 号.encode() not in bytes(entry.data)
    assert sealed_at("qx-scjg", [row.position]) == {row.position: {"身份证号": 号}}
    局.keep("人员", "变更", 工号="sun", 姓名="孙甲")
    assert sealed_at("qx-scjg", [行("person")[-1].position]).popitem()[1] == {"身份证号": 号}


def test_注销人员_账号停用(局: House) -> None:
    官 = 局.officer()
    局.keep("人员", "注销", 工号="zhao")
    官.refresh_from_db()
    assert not 官.is_active
    assert people_as_of("qx-scjg", [官.id], date(2026, 3, 1)) == {}


def test_一行有错_整份不导入(局: House) -> None:
    with pytest.raises(BadRows) as bad:
        局.keep_all(
            "内设机构",
            {"名称": "一科", "类别": "承办机构"},
            {"名称": "二科", "类别": "什么科"},
            {"名称": "一科", "类别": "承办机构"},
            {"类别": "办公机构"},
        )
    assert [(number, [lack.column for lack in lacks]) for number, lacks in bad.value.rows] == [
        (4, ["类别"]),
        (5, ["名称"]),
        (6, ["名称"]),
    ]
    assert "与第 3 行重复" in bad.value.rows[1][1][0].said
    assert 行("unit") == [] and not Unit.objects.exists()
    assert refusals(connection, "qx-scjg")[0].lacks[0]["行"] == 4


def test_整份导入_新的登记_不同的变更_相同的不动(局: House) -> None:
    局.keep_all("内设机构", {"名称": "一科", "类别": "承办机构"}, {"名称": "二科", "类别": "承办机构"})
    预 = [
        Change(cells=each)
        for each in ({"名称": "一科", "类别": "承办机构"}, {"名称": "二科", "类别": "法制机构"})
    ]
    assert [each.kind for each in check_all("qx-scjg", "内设机构", 预, by=局.registrar)] == ["", "变更"]
    assert len(行("unit")) == 2
    kept = 局.keep_all(
        "内设机构",
        {"名称": "一科", "类别": "承办机构"},
        {"名称": "二科", "类别": "法制机构"},
        {"名称": "三科", "类别": "办公机构"},
    )
    assert [each.kind for each in kept] == ["", "变更", "登记"]
    assert JournalEntry.objects.filter(agency="qx-scjg").count() == 4


def test_机关排成树_由系统管理员登记_不能绕回自己() -> None:
    官 = Person.objects.enrol(username="xitong", name="系统")
    Appointment.objects.create(person=官, role="system_admin", since=date(2020, 1, 1))
    entered()
    行们 = [
        {"编号": "qx-zj", "上级": "qx-scjg", "全称": "某所", "简称": "所"},
        {"编号": "qx-scjg", "全称": "某局", "简称": "局", "代收机构": "某银行", "管辖法院": "某法院"},
    ]
    共 = {
        "机关代字": "青", "层级": "县级", "性质": "行政机关", "设立依据": "三定规定", "行政区域": "青溪区",
        "行政区划代码": "310118", "执法领域": "市场监管",
    }  # fmt: skip
    keep_all(INSTALLATION, "执法主体", [Change(cells={**共, **each}) for each in 行们], by=官)
    局 = Agency.objects.get(pk="qx-scjg")
    assert (局.court, 局.bank, [each.pk for each in 局.children.all()]) == ("某法院", "某银行", ["qx-zj"])
    for 改, 说 in (
        ({**行们[1], "上级": "qx-zj"}, "绕回了它自己"),
        ({**行们[1], "方案": "没有"}, "没有“没有”这一方案"),
        ({**行们[1], "编号": "QX局"}, "只能用小写字母"),
    ):
        with pytest.raises(Refused, match=说):
            keep(INSTALLATION, "执法主体", Change(cells={**共, **改}), by=官)
    with pytest.raises(Refused, match="还有下级机关"):
        keep(INSTALLATION, "执法主体", Change(cells={"编号": "qx-scjg"}, kind="注销"), by=官)
    assert list(register_check.check(connection)) == []


def 填满(局: House) -> Person:
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    官 = 局.officer()
    局.keep("人员", 工号="zhao", 姓名="赵明", 内设机构="一科")
    局.keep("证件暂停", 证件号码="Z-zhao", 暂停起="2026-03-01", 原因="调岗")
    局.keep("证件备案", 证件号码="Z-zhao", 备案机关="区司法局", 备案日期="2026-03-05")
    局.keep(
        "法制审核人员", 工号="zhao", 首次从事审核日期="2020-06-01", 资格证书号="A1", 取得日期="2020-01-01"
    )
    局.keep("执法证件", "变更", date(2026, 5, 1), **{**证件("zhao"), "执法类别": "综合"})
    return 官


def test_核对无误_重建后一样(局: House) -> None:
    填满(局)
    entered()
    assert [str(fault) for fault in verify().faults] == []
    before = [行(each) for each in ("unit", "person", "certificate", "certificate_suspension")]
    papers = list(
        Certificate.objects.order_by("number", "version").values("number", "version", "standing", "category")
    )
    RegisterRow.objects.unscoped("测试").filter(register="certificate").delete()
    Certificate.objects.all().delete()
    assert register_check.rebuild() == 8
    assert [行(each) for each in ("unit", "person", "certificate", "certificate_suspension")] == before
    assert (
        list(
            Certificate.objects.order_by("number", "version").values(
                "number", "version", "standing", "category"
            )
        )
        == papers
    )
    assert list(register_check.check(connection)) == []


@pytest.mark.parametrize(
    ("改", "说"),
    [
        ("UPDATE registry_registerrow SET title = 'x' WHERE register = 'unit'", "列“title”与日志不符"),
        ("UPDATE registry_registerrow SET latest = false WHERE register = 'unit'", "列“latest”与日志不符"),
        ("DELETE FROM registry_registerrow WHERE register = 'certificate_suspension'", "登记册中没有这一条"),
        ("UPDATE registry_certificate SET standing = '{}'", "证件表中standing"),
        (
            "UPDATE registry_certificate SET valid_until = '2099-01-01' WHERE version = 1",
            "证件表中valid_until",
        ),
        ("DELETE FROM registry_certificate WHERE version = 2", "第 2 版在证件表中没有"),
        ("UPDATE registry_unit SET kind = 'legal'", "类别不同"),
        ("UPDATE registry_person SET name = '别人' WHERE username = 'zhao'", "人员表中是“别人”"),
        (
            "UPDATE registry_person SET reviewing_since = '2010-01-01' WHERE username = 'zhao'",
            "首次从事审核日期",
        ),
        ("DELETE FROM registry_legalqualification", "法律职业资格与资格表不同"),
    ],
)
def test_有人在库里改过_核对指出(局: House, 改: str, 说: str) -> None:
    填满(局)
    with connection.cursor() as cursor:
        cursor.execute(改)
    faults = [str(fault) for fault in register_check.check(connection)]
    assert any(说 in fault for fault in faults), faults


def test_读登记册要说明由谁读(局: House) -> None:
    局.keep("内设机构", 名称="一科", 类别="承办机构")
    with pytest.raises(Unscoped):
        RegisterRow.objects.count()
    assert RegisterRow.objects.visible_to(局.registrar).count() == 1
    assert RegisterRow.objects.visible_to(house("qx-yjj").registrar).count() == 0
