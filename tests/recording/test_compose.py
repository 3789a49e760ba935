"""Documents say what the record says, and nothing is left blank."""

from typing import Any

import msgspec
import pytest

from mingjing.law.record import Record
from mingjing.recording.compose import MissingFact, compose, lacking, wanted
from mingjing.recording.content import Content
from mingjing.recording.occasion import Occasion
from tests.recording.sample import PROCEDURE, before, leaving, library, occasion, procedure

MADE = "2026-03-25T09:30:00+08:00"
ENDINGS = {
    "作出不予处罚决定",
    "撤销案件",
    "不予立案",
    "移送公安机关",
    "公安机关退回",
    "撤回听证要求",
    "放弃陈述申辩和听证",
    "退回补充材料",
    "补充审核材料",
}


def 文字(content: Content) -> str:
    """All words of a document, in order."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for key, each in value.items():
                if key not in ("type", "style"):
                    walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    walk(msgspec.to_builtins(content))
    return "\n".join(found)


def 到(act: str) -> list[str]:
    """Every act that may come before this one, and this one."""
    names = list(procedure().acts)
    needed = before(act)
    return [n for n in names[: names.index(act)] if n not in ENDINGS or n in needed] + [act]


def 最少(act: str) -> list[str]:
    """Only the acts that have to come before, and this one."""
    return [*dict.fromkeys(["线索登记", "立案", *before(act), *_先决(act)]), act]


def _先决(act: str) -> list[str]:
    """Acts without which the status of the case would not let this one happen."""
    decided = {"送达处罚决定", "结案", "归档"}
    if act in decided or procedure().acts[act].stage in ("执行", "公示", "归档"):
        names = [
            "线索登记",
            "立案",
            "现场检查",
            "调查终结",
            "提出处理建议",
            "事先告知",
            "作出处罚决定",
            "送达处罚决定",
            "结案",
        ]
        return [name for name in names if name != act and not (act != "归档" and name == "结案")]
    return []


def 成文(act: str, kind: str, names: list[str], **changed: Any) -> str:
    found: Occasion = occasion(names, **changed)
    return 文字(compose(library()[kind], found, made=MADE))


@pytest.mark.parametrize(("act", "kind"), leaving())
def test_各项都填_每种文书都成(act: str, kind: str):
    text = 成文(act, kind, 到(act))
    assert "{" not in text and "None" not in text and "青溪区市场监督管理局" in text


@pytest.mark.parametrize(("act", "kind"), leaving())
def test_只填必填_每种文书都成(act: str, kind: str):
    found = occasion(最少(act), full=False)
    if wanted(library()[kind], found):
        assert lacking(library()[kind], found) == ()
    else:
        assert kind == "听证报告"


def test_决定书_载明第五十九条六项和陈述申辩的采纳():
    text = 成文("作出处罚决定", "行政处罚决定书", 到("作出处罚决定"))
    for said in (
        "青溪区禾味轩食品有限公司",
        "青溪区河滨路66号",  # （一）
        "货值金额1200元",
        "现场笔录一份",
        "违反了《中华人民共和国食品安全法》第六十八条",  # （二）
        "罚款人民币50000元（大写：伍万元整）",
        "依据《中华人民共和国食品安全法》第一百二十五条第一款第二项",  # （三）
        "自收到本决定书之日起十五日内",
        "指定的银行或者通过电子支付系统",
        "百分之三",  # （四）
        "六十日内向青溪区人民政府申请行政复议",
        "六个月内向青溪区人民法院提起行政诉讼",  # （五）
        "青溪区市场监督管理局",
        "年3月",  # （六）
        "公司经营困难，请求减少罚款",
        "本机关不采纳",
        "依法举行听证",
    ):
        assert said in text, said


def test_没有陈述申辩的_写明没有提出():
    names = [
        n
        for n in 到("作出处罚决定")
        if n not in ("陈述申辩", "复核陈述申辩", "要求听证", "通知听证", "举行听证")
    ]
    text = 成文("作出处罚决定", "行政处罚决定书", names)
    assert "当事人在法定期限内没有提出陈述、申辩意见" in text and "举行听证" not in text


def test_明确放弃的_写明放弃():
    skipped = ("陈述申辩", "复核陈述申辩", "要求听证", "通知听证", "举行听证", "作出处罚决定")
    names = [n for n in 到("作出处罚决定") if n not in skipped] + ["放弃陈述申辩和听证", "作出处罚决定"]
    text = 成文("作出处罚决定", "行政处罚决定书", names)
    assert "明确放弃陈述、申辩" in text and "没有提出陈述、申辩意见" not in text


def test_只有警告的_不写缴款和加处():
    text = 成文(
        "作出处罚决定",
        "行政处罚决定书",
        到("作出处罚决定"),
        作出处罚决定={"处罚种类": ["警告"], "罚款": "0.00", "没收违法所得": "0.00", "其他处罚内容": None},
    )
    assert "警告。" in text and "百分之三" not in text and "罚款人民币" not in text


def test_告知书_写明陈述申辩和听证的权利():
    text = 成文("事先告知", "行政处罚事先告知书", 到("事先告知"))
    for said in (
        "第四十四条、第四十五条",
        "有权进行陈述和申辩",
        "五个工作日内",
        "不因陈述、申辩而给予更重的处罚",
        "第六十三条、第六十四条",
        "有权要求听证",
        "委托一至二人代理",
        "申请回避",
        "不承担组织听证的费用",
    ):
        assert said in text, said


def test_不属于听证范围的_告知书不写听证():
    assert "听证" not in 成文(
        "事先告知", "行政处罚事先告知书", 到("事先告知"), 事先告知={"告知听证权": None}
    ).replace("陈述、申辩、要求听证", "")


def test_法制审核意见书_逐项写明结论和说明():
    text = 成文("出具法制审核意见", "法制审核意见书", 到("出具法制审核意见"))
    for point in procedure().points:
        assert point.question in text and f"已核对{point.name}的材料" in text
    assert "顾言" in text


def test_送达回证_各写各的文书():
    notice = 成文("事先告知", "送达回证", 到("事先告知"))
    decision = 成文("送达处罚决定", "送达回证", 到("送达处罚决定"))
    assert "行政处罚事先告知书" in notice and "行政处罚决定书" not in notice
    assert "行政处罚决定书　青市监罚〔2026〕" in decision and "事先告知书" not in decision


def test_审批表_按事项分开():
    text = 成文("延长办案期限", "行政处罚案件有关事项审批表", 到("延长办案期限"))
    assert "同意将办案期限延长30日" in text and "中止" not in text and "先行登记保存" not in text


def test_卷内目录_列出此前各文书和文号():
    text = 成文("归档", "卷内文件目录", 到("归档"))
    for kind in ("案件来源登记表", "行政处罚决定书", "结案审批表", "青市监罚〔2026〕"):
        assert kind in text
    assert "卷宗封面" not in text


def test_缺事实_一次说全_不留空白():
    found = occasion(到("事先告知"), 事先告知={"违法事实": None, "违反条款": None})
    with pytest.raises(MissingFact, match="行政处罚事先告知书缺少：违法事实、违反条款") as caught:
        compose(library()["行政处罚事先告知书"], found, made=MADE)
    assert caught.value.names == ("违法事实", "违反条款")


def test_第二次检查_不带第一次的现场负责人():
    names = [*最少("现场检查"), "现场检查"]
    found = occasion(names)
    first, second = found.record.acts[-2], found.record.acts[-1]
    bare = {k: v for k, v in second.facts.items() if k != "现场负责人"}
    again = type(second)(
        act=second.act,
        version=second.version,
        at=second.at,
        recorded=second.recorded,
        by=second.by,
        capacity=second.capacity,
        facts=bare,
        documents=second.documents,
    )
    record = Record(case="甲案", agency="qx-scjg", procedure=PROCEDURE, acts=(*found.record.acts[:-1], again))
    now = Occasion(book=found.book, record=record, done=again, agency=found.agency, people=found.people)
    assert "现场负责人" in first.facts
    assert "程立秋（法定代表人）" not in 文字(compose(library()["现场笔录"], now, made=MADE))


def test_后来的环节不改变先前的文书():
    full = occasion(到("结案"))
    at = next(done for done in full.record.acts if done.act == "立案")
    late = Occasion(book=full.book, record=full.record, done=at, agency=full.agency, people=full.people)
    early = occasion(到("立案"))
    template = library()["立案审批表"]
    assert compose(template, late, made=MADE) == compose(template, early, made=MADE)


def test_内容存取不变():
    content = compose(library()["行政处罚决定书"], occasion(到("作出处罚决定")), made=MADE)
    assert Content.read(content.json()) == content
