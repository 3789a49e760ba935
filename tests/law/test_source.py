import pytest

from mingjing.law.source import Fault, parse


def 错处(文: str) -> list[str]:
    faults: list[Fault] = []
    parse(文, "a.yaml", faults)
    return [str(每个) for 每个 in faults]


def test_每个值都知道自己的行号() -> None:
    faults: list[Fault] = []
    根 = parse("甲: 一\n乙:\n  - 二\n  - {丙: 是}\n", "a.yaml", faults)
    assert 根 is not None and isinstance(根.value, dict) and not faults
    assert (根.value["甲"].line, 根.value["乙"].line) == (1, 2)
    第二项 = list(根.value["乙"])[1]
    assert 第二项.line == 4
    assert 根.plain() == {"甲": "一", "乙": ["二", {"丙": "是"}]}


@pytest.mark.parametrize("写法", ["2026-03-02", "90", "是", "yes", "1e3", "0x10", "~", "15日", "null"])
def test_标量一律当文字_不按YAML猜(写法: str) -> None:
    根 = parse(f"值: {写法}", "a.yaml", [])
    assert 根 is not None and 根.plain() == {"值": 写法}


@pytest.mark.parametrize(
    ("文", "错"),
    [
        ("甲: 一\n乙: 二\n甲: 三\n", ["a.yaml:3: “甲”写了两次"]),
        ("甲: &x [一]\n乙: *x\n", ["a.yaml:1: 不用 YAML 的引用（& 和 *）：每件事只写一次"]),
        ("", ["a.yaml:1: 文件是空的"]),
        ("# 只有注释\n", ["a.yaml:1: 文件是空的"]),
        ("[甲]: 一\n", ["a.yaml:1: 键应当是文字"]),
    ],
)
def test_写错的文件指出行号(文: str, 错: list[str]) -> None:
    assert 错处(文) == 错


def test_不合格的YAML指出行号() -> None:
    [错] = 错处("甲: 一\n乙: [二\n丙: 三\n")
    assert 错.startswith("a.yaml:3: 不是合格的 YAML：")


def test_控制字符不是合格的YAML() -> None:
    [错] = 错处("甲: \x00\n")
    assert 错.startswith("a.yaml:1: 不是合格的 YAML：")


def test_单个值可以当作只有一项的列表() -> None:
    根 = parse("甲: 一", "a.yaml", [])
    assert 根 is not None and isinstance(根.value, dict)
    assert [每个.value for 每个 in 根.value["甲"]] == ["一"]


@pytest.mark.parametrize(
    ("文", "错"),
    [
        ("甲: {乙: 一\n丙: 二\n", "a.yaml:2: 不是合格的 YAML：{ } 没有写完，或者少了逗号（从第 1 行起）"),
        ("甲:\n\t乙: 一\n", "a.yaml:2: 不是合格的 YAML：有不能用在这里的字符，缩进只用空格，不用制表符"),
        ("甲: 一\n乙\n", "少了冒号"),
    ],
)
def test_不合格的YAML说中文_没写完的指出从哪一行起(文: str, 错: str) -> None:
    (行,) = 错处(文)
    assert 错 in 行
