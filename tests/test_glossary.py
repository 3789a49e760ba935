"""The glossary and the rule files say the same: every term of the rules has its one identifier."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from mingjing.casework.packs import read_folder
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause
from mingjing.law.read_guard import ROLES

根 = Path(__file__).parents[1]
术语表: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((根 / "docs/glossary.yaml").read_text("utf-8"))
包 = read_folder(根 / "rules")
层 = 包.layers()
所有书 = [
    包.book(方案, 领域)
    for 方案 in ("", *(每层.id for 每层 in 层 if 每层.kind == "方案"))
    for 领域 in ("", *(每层.id for 每层 in 层 if 每层.kind == "领域"))
]


def 规则中的(书: RuleBook) -> Iterator[tuple[str, str, str]]:
    """(section, term, identifier or "") of everything that a rule book names."""
    for 程序 in 书.procedures.values():
        yield "程序", 程序.name, 程序.id
        yield from (("阶段", 名, "") for 名 in 程序.stages)
        for 环节 in 程序.acts.values():
            yield "环节", 环节.name, 环节.id
            yield from (("状态", 名, "") for 名 in (*环节.statuses, *((环节.status,) if 环节.status else ())))
            yield from (("义务", 义务.name, "") for 义务 in 环节.opens)
            yield from (("文书", 名, "") for 名 in 环节.documents)
    yield from (("事实", 事实.name, 事实.id) for 事实 in 书.facts.values())
    yield from (("参数", 参数.name, 参数.id) for 参数 in 书.parameters.values())
    yield from (("情形", 名, "") for 名 in 书.conditions.names() if not 名.startswith("重大："))
    yield from (("职务", 名, "") for 名 in ROLES)


def 不符(表: Mapping[str, Mapping[str, Mapping[str, str]]], 书: RuleBook) -> list[str]:
    """What the rules name and the glossary lacks or calls differently."""
    错 = []
    for 类, 名, 标识 in 规则中的(书):
        登记 = 表.get(类, {}).get(名)
        if 登记 is None:
            错.append(f"{类}“{名}”没有在术语表登记")
        elif 标识 and 登记["英"] != 标识:
            错.append(f"{类}“{名}”在规则中是 {标识}，在术语表中是 {登记['英']}")
    return sorted(set(错))


def 两个标识(表: Mapping[str, Mapping[str, Mapping[str, str]]]) -> list[str]:
    """Terms that stand in several sections under different identifiers."""
    标识: dict[str, set[str]] = defaultdict(set)
    for 一类 in 表.values():
        for 名, 登记 in 一类.items():
            标识[名].add(登记["英"])
    return sorted(
        f"“{名}”有两个标识：{'、'.join(sorted(各个))}" for 名, 各个 in 标识.items() if len(各个) > 1
    )


def test_规则中的每个名称都在术语表中_标识相同() -> None:
    assert [错 for 书 in 所有书 for 错 in 不符(术语表, 书)] == []


def test_一个术语只有一个标识() -> None:
    assert 两个标识(术语表) == []


@pytest.mark.parametrize("类", list(术语表))
def test_同一类中一个标识只给一个术语(类: str) -> None:
    标识 = [登记["英"] for 登记 in 术语表[类].values()]
    assert sorted(标识) == sorted(set(标识))


def test_标识是小写英文() -> None:
    for 一类 in 术语表.values():
        for 名, 登记 in 一类.items():
            assert re.fullmatch(r"[a-z][a-z0-9_]*", 登记["英"]), 名
            assert set(登记) <= {"英", "说明", "依据"}, 名


def test_术语表中的依据都是写得对的引用_并且已经登记() -> None:
    已登记 = {法 for 书 in 所有书 for 法 in 书.laws} | {每层.label for 每层 in 层}
    for 一类 in 术语表.values():
        for 名, 登记 in 一类.items():
            if "依据" in 登记:
                assert Clause.parse(登记["依据"]).law in 已登记, 名


def test_规则中没有的环节事实义务文书_术语表也没有() -> None:
    有 = {(类, 名) for 书 in 所有书 for 类, 名, _ in 规则中的(书)}
    for 类 in ("程序", "环节", "事实", "义务", "情形", "参数", "文书", "阶段"):
        assert {名 for 名 in 术语表[类] if (类, 名) not in 有} == set(), 类


def test_漏登记和标识不同的查得出来() -> None:
    少 = {**术语表, "环节": {名: 登记 for 名, 登记 in 术语表["环节"].items() if 名 != "立案"}}
    assert 不符(少, 所有书[0]) == ["环节“立案”没有在术语表登记"]
    异 = {**术语表, "事实": {**术语表["事实"], "罚款": {"英": "penalty_sum"}}}
    assert 不符(异, 所有书[0]) == ["事实“罚款”在规则中是 fine，在术语表中是 penalty_sum"]
    assert 两个标识(异) == ["“罚款”有两个标识：fine、penalty_sum"]
