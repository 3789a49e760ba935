import re
from pathlib import Path

import pytest
import yaml

from mingjing.law.clause import Clause
from mingjing.law.days import DayKinds, DaysError
from mingjing.law.term import Term

国家规则 = Path(__file__).parents[2] / "rules/national"
计日文件 = yaml.safe_load((国家规则 / "days.yaml").read_text("utf-8"))
计日 = DayKinds.build(计日文件)


@pytest.mark.parametrize(
    ("法", "写明", "实为"),
    [
        ("行政处罚法", "2日", "2工作日"),
        ("行政处罚法", "3日", "3工作日"),
        ("行政处罚法", "5日", "5工作日"),
        ("行政处罚法", "7日", "7工作日"),
        ("行政处罚法", "4日", "4日"),  # 条文没有列出的数
        ("行政处罚法", "15日", "15日"),
        ("行政处罚法", "90日", "90日"),
        ("中华人民共和国行政处罚法", "7日", "7工作日"),
        ("行政许可法", "5日", "5工作日"),
        ("行政许可法", "45日", "45工作日"),
        ("行政强制法", "10日", "10工作日"),
        ("行政强制法", "15日", "15日"),
        ("行政强制法", "3个月", "3个月"),
        ("行政复议法", "7日", "7工作日"),
        ("行政复议法", "60日", "60日"),
        ("民法典", "7日", "7日"),
        ("移送规定", "3日", "3日"),
        ("行政处罚法", "7工作日", "7工作日"),
        ("行政处罚法", "24小时", "24小时"),
    ],
)
def test_日是不是工作日_由各法自己规定(法: str, 写明: str, 实为: str) -> None:
    assert 计日.resolve(Term.parse(写明), 法) == Term.parse(实为)


@pytest.mark.parametrize("法", list(计日.kinds))
def test_计日依据的原文与条文逐字相同(法: str) -> None:
    articles = yaml.safe_load((国家规则 / "articles.yaml").read_text("utf-8"))
    clause = Clause.parse(计日文件["工作日"][法]["依据"])
    assert clause.article is not None
    assert 计日文件["工作日"][法]["原文"] in articles[clause.law][clause.article].splitlines()


@pytest.mark.parametrize(
    ("文件", "话"),
    [
        ({}, "缺少“工作日”"),
        ({"工作日": {}, "别的": 1}, "“别的”不认识"),
        ({"工作日": {"某法": {"日数": "全部"}}}, "“某法”缺少“依据”"),
        ({"工作日": {"某法": {"日数": "都是", "依据": "某法 1"}}}, "“日数”应写作"),
        ({"工作日": {"某法": {"日数": [], "依据": "某法 1"}}}, "“日数”应写作"),
        ({"工作日": {"某法": {"天数": [2], "依据": "某法 1"}}}, "“天数”不认识"),
    ],
)
def test_写错的计日文件说明错处(文件: dict[str, object], 话: str) -> None:
    with pytest.raises(DaysError, match=re.escape(话)):
        DayKinds.build(文件)
