"""`mingjing register`: the same one way in, from the command line."""

import argparse
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from mingjing.platform.command import Unusable
from mingjing.platform.parser import Parser
from mingjing.registry import commands
from mingjing.registry.register_models import RegisterRow
from tests.registry.kept import house

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def _办(*words: str) -> int:
    parser = Parser()
    commands.register(parser.add_subparsers())
    arguments: argparse.Namespace = parser.parse_args(["register", *words])
    code: int = arguments.run(arguments)
    return code


def test_模板_填写_核对_导入_列出_导出(tmp_path: Path, capsys: Any) -> None:
    house()
    填 = str(tmp_path / "填.xlsx")
    assert _办("template", "qx-scjg", "内设机构", 填) == 0
    本 = load_workbook(填)
    页 = 本["内设机构"]
    页["A3"], 页["B3"] = "=一科", "承办机构"
    页["A3"].data_type = "s"
    页["A4"], 页["B4"] = "二科", "法制机构"
    本.save(填)
    assert _办("import", "qx-scjg", "内设机构", 填, "--by", "dengji-qx-scjg", "--check") == 0
    assert not RegisterRow.objects.unscoped("测试").exists()
    assert _办("import", "qx-scjg", "内设机构", 填, "--by", "dengji-qx-scjg") == 0
    assert "已导入 2 行" in capsys.readouterr().out
    assert _办("list", "qx-scjg") == 0
    assert "2 行  内设机构" in capsys.readouterr().out
    出 = str(tmp_path / "出.xlsx")
    assert _办("export", "qx-scjg", "内设机构", 出) == 0
    assert [格.value for 格 in load_workbook(出)["内设机构"]["A"]] == ["名称", "=一科", "二科"]
    assert _办("import", "qx-scjg", "内设机构", 出, "--by", "dengji-qx-scjg") == 0
    assert "已导入 0 行，2 行没有变化" in capsys.readouterr().out


def test_有错返回一_逐行说明(tmp_path: Path, capsys: Any) -> None:
    house()
    填 = str(tmp_path / "填.xlsx")
    _办("template", "qx-scjg", "内设机构", 填)
    本 = load_workbook(填)
    本["内设机构"]["A3"], 本["内设机构"]["B3"] = "一科", "什么科"
    本.save(填)
    assert _办("import", "qx-scjg", "内设机构", 填, "--by", "dengji-qx-scjg") == 1
    said = capsys.readouterr().err
    assert "没有导入：1 处要改" in said and "第 3 行、类别：" in said and "（《指导意见》）" in said


@pytest.mark.parametrize(
    ("words", "说"),
    [
        (("list", "没有"), "没有机关 没有"),
        (("template", "qx-scjg", "没有", "a.xlsx"), "没有“没有”这个登记册"),
        (("import", "qx-scjg", "内设机构", "没有.xlsx", "--by", "nobody"), "没有用户名 nobody"),
        (("import", "qx-scjg", "内设机构", "/没有/a.xlsx", "--by", "dengji-qx-scjg"), "没有这个文件"),
    ],
)
def test_办不了的说明原因(words: tuple[str, ...], 说: str) -> None:
    house()
    with pytest.raises(Unusable, match=说):
        _办(*words)
