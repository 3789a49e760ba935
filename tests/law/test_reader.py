import pytest

from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, parse


def 节(文: str, 方案: str | None = None) -> tuple[Section, list[Fault]]:
    faults: list[Fault] = []
    根 = parse(文, "a.yaml", faults)
    assert 根 is not None
    return Section(根, faults, "环节", 方案), faults


def test_没人问过的键是错处_并且提示相近的键() -> None:
    s, faults = 节("标识: x\n阶断: 立案\n")
    s.text("标识"), s.text("阶段")
    s.done()
    assert [str(f) for f in faults] == ["a.yaml:2: 环节没有“阶断”这一键；是不是“阶段”？"]


def test_缺少的键_空的值_写成列表的文字都指出() -> None:
    s, faults = 节("说:\n由: [甲]\n")
    s.text("标识", required=True), s.text("说"), s.text("由")
    assert [f.message for f in faults] == ["环节缺少“标识”", "“说”应当是文字", "“由”应当是文字"]


@pytest.mark.parametrize(
    ("写法", "值", "错"),
    [("是", True, []), ("否", False, []), ("true", False, ["“必填”写作“是”或“否”，不能写“true”"])],
)
def test_是否(写法: str, 值: bool, 错: list[str]) -> None:
    s, faults = 节(f"必填: {写法}\n")
    assert (s.yes("必填"), [f.message for f in faults]) == (值, 错)


@pytest.mark.parametrize(("写法", "值"), [("3", 3), ("0", 0), ("三", 0), ("-1", 0), ("３", 0), ("2.5", 0)])
def test_整数只认半角数字(写法: str, 值: int) -> None:
    s, faults = 节(f"至少: {写法}\n")
    assert s.whole("至少") == 值
    assert bool(faults) == (写法 not in ("3", "0"))


def test_一个词也算一项的列表() -> None:
    s, _ = 节("由: 执法人员\n成: [甲, 乙]\n")
    assert (s.names("由"), s.names("成"), s.names("止")) == (("执法人员",), ("甲", "乙"), ())


def test_依据中的方案指本方案_没有注明依据是错处() -> None:
    s, faults = 节("依据: 方案 二（三）5\n", "青浦方案")
    assert str(s.clause()) == "青浦方案 二（三）5"
    s, faults = 节("义务: 归档\n")
    assert s.clause() is None
    assert [str(f) for f in faults] == ["a.yaml:1: 环节没有注明依据"]


def test_依据和期限写错的说明怎样写() -> None:
    s, faults = 节("依据: 行政处罚法 五八\n期限: 7个工作天\n")
    s.clause(), s.term("期限")
    assert faults[0].message.startswith("依据“行政处罚法 五八”中的“五八”不认识；写作")
    assert faults[1].message == "期限“7个工作天”不认识；写作“7工作日”“15日”“3个月”或“24小时”"


def test_不是键值的指出来() -> None:
    _, faults = 节("- 甲\n- 乙\n")
    assert [f.message for f in faults] == ["环节应当写成“键: 值”的形式"]


def test_没有相近的就不猜() -> None:
    assert set(suggestion("查扣", ["查封", "扣押", "送达"])[4:-1].split("”")) >= {"“查封", "“扣押"}
    assert suggestion("完全无关", ["归档", "立案"]) == ""
