"""清单里的各项：一行一项，可以只取其中几项、几件。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.items import beyond, items, left


def test_一行一项_分号也分开_编号不算() -> None:
    assert items("一、场所平面图；二、健康证明。\n（三）制度\n4. 3.5 吨货车\n\n") == (
        "场所平面图",
        "健康证明",
        "制度",
        "3.5 吨货车",
    )


@pytest.mark.parametrize(
    ("取", "余", "多"),
    [
        ("电饭锅 10 台", ("热水器 40 台", "账册"), ()),
        ("热水器 15 台", ("热水器 25 台", "电饭锅 10 台", "账册"), ()),
        ("热水器40台\n账册", ("电饭锅 10 台",), ()),
        ("热水器 15 台；热水器 30 台", ("热水器 25 台", "电饭锅 10 台", "账册"), ("热水器 30 台",)),
        ("热水器 41 台", ("热水器 40 台", "电饭锅 10 台", "账册"), ("热水器 41 台",)),
        ("热水器 4 箱", ("热水器 40 台", "电饭锅 10 台", "账册"), ("热水器 4 箱",)),
        ("热水器 0 台", ("热水器 40 台", "电饭锅 10 台", "账册"), ("热水器 0 台",)),
        ("热水器", ("热水器 40 台", "电饭锅 10 台", "账册"), ("热水器",)),
        ("", ("热水器 40 台", "电饭锅 10 台", "账册"), ()),
    ],
)
def test_取走几件_余下的和多取的都说得清(取: str, 余: tuple[str, ...], 多: tuple[str, ...]) -> None:
    清单 = "1. 热水器 40 台\n2. 电饭锅 10 台\n3. 账册"
    assert (left(清单, 取), beyond(取, 清单)) == (余, 多)


def test_门牌号不是件数() -> None:
    assert beyond("青溪路 3 号", "青溪路 5 号") == ("青溪路 3 号",)
    assert left("型号 A12 3 台", "型号 A12 1 台") == ("型号 A12 2 台",)


@given(st.lists(st.sampled_from(["甲 3 台", "乙", "丙 2.5 千克", "丁 1 件"])), st.integers(0, 4))
def test_取走的和余下的合起来就是全部(各项: list[str], 几项: int) -> None:
    全, 取 = "\n".join(各项), "\n".join(各项[:几项])
    余 = left(全, 取)
    assert beyond(取, 全) == () and sorted([*余, *items(取)]) == sorted(items(全))
