"""The tags `mj`: what dates, money, clauses and lacks look like in print."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from mingjing.platform import clock

NOW = datetime(2026, 11, 19, 10, 21, tzinfo=clock.SHANGHAI)


def show(text: str, **values: object) -> str:
    """The printed template, with 19 November 2026 as today."""
    with clock.at(NOW):
        return " ".join(Template("{% load mj %}" + text).render(Context(values)).split())


@pytest.mark.parametrize(
    "value, said",
    [
        (date(2026, 11, 18), "11月18日"),
        (date(2027, 1, 11), "2027年1月11日"),
        (datetime.fromisoformat("2026-11-18T23:30:00+00:00"), "11月19日"),
        (None, ""),
    ],
)
def test_日期(value, said):
    assert show("{{ v|mj_date }}", v=value) == said


def test_日期带周几_带时刻():
    assert show("{% mj_time v weekday=True %}", v=date(2026, 11, 18)) == (
        '<time datetime="2026-11-18">11月18日<span>周三</span></time>'
    )
    assert show("{% mj_time v hour=True %}", v=NOW) == (
        '<time datetime="2026-11-19T10:21+08:00">11月19日 10:21</time>'
    )


@pytest.mark.parametrize(
    "value, said",
    [(113600, "113,600.00 元"), (Decimal("0.5"), "0.50 元"), ("1234567.891", "1,234,567.89 元"), (None, "")],
)
def test_金额(value, said):
    assert show("{{ v|mj_money }}", v=value) == said


def test_金额不得用浮点数():
    with pytest.raises(TypeError):
        show("{{ v|mj_money }}", v=0.1)


def test_条款_未校核的要标出来():
    checked = show("{% mj_clause c %}", c={"text": "《行政处罚法》第六十一条", "url": "/r/"})
    assert checked == '<a class="mj-clause" href="/r/">《行政处罚法》第六十一条</a>'
    unchecked = show("{% mj_clause c %}", c={"text": "某规定 第一条", "checked": False})
    assert "mj-clause--unchecked" in unchecked and unchecked.startswith("<cite")


def test_缺项_一次列全_各带条款和去处():
    text = show(
        "{% mj_lacks '还不能作出处罚决定，缺 2 项' lacks focus=True %}",
        lacks=[
            {
                "text": "法制审核通过",
                "clause": "《行政处罚法》第五十八条",
                "url": "/审核/",
                "action": "看审核",
            },
            "负责人集体讨论",
        ],
    )
    assert text.count("<li>") == 2 and 'href="/审核/">看审核' in text and "第五十八条" in text
    assert (
        'role="group"' in text
        and 'tabindex="-1"' in text
        and 'aria-label="还不能作出处罚决定，缺 2 项"' in text
    )


def test_期限行_跨年的日期不挤掉事项():
    duty = {"due": date(2027, 1, 11), "left": "剩 53 日", "what": "作出处理决定", "provisional": True}
    text = show("{% mj_duty d %}", d=duty)
    assert "2027年1月11日</time>" in text and "暂算" in text and "btn" not in text
    late = show(
        "{% mj_duty d %}",
        d=duty | {"due": date(2026, 11, 18), "state": "over", "action": "去办", "action_url": "/x/"},
    )
    assert "周三" in late and "mj-duty--over" in late and "btn-primary" in late


@pytest.mark.parametrize("percent, width", [(-5, 0), (42, 42), (250, 100)])
def test_期限条不越界(percent, width):
    assert f'width="{width}"' in show("{% mj_track p %}", p=percent)


def test_页面上的文字一律转义():
    bad = "<script>alert(1)</script>\"' onerror=x"
    for text, values in (
        ("{% mj_clause v %}", {"v": bad}),
        ("{% mj_lacks v l %}", {"v": bad, "l": [bad]}),
        ("{{ v|mj_docno }}", {"v": bad}),
        ("{% mj_tag v %}", {"v": bad}),
    ):
        assert "<script>" not in show(text, **values)


def test_模板用了没有给出的变量_测试就失败():
    with pytest.raises(AssertionError, match="没有给出的变量"):
        show("{{ 没有给出 }}")


def test_没有的标签颜色_报错():
    with pytest.raises(ValueError):
        show("{% mj_tag '急' 'red' %}")
