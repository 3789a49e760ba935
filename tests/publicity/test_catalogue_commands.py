"""`mingjing catalogue`: what an administrator with a spreadsheet sees."""

import argparse
from pathlib import Path

import pytest

from mingjing.platform.cli import build
from mingjing.platform.command import Unusable
from mingjing.registry.catalogue_models import CatalogueItem, CatalogueVersion
from tests.registry.catalogue_stand import 人, 机关
from tests.registry.test_catalogue_sheet import 真实

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def 跑(*words: str) -> int:
    arguments: argparse.Namespace = build().parse_args(["catalogue", *words])
    return int(arguments.run(arguments))


def 导入(file: Path, *more: str) -> int:
    person = 人("甲", "handler")
    named = ("--agency", 机关().id, "--catalogue", "服务指南", "--by", person.username)
    return 跑("import", *named, *more, str(file))


def test_一千多项缺必填栏的_先不收_写明缺什么和依据(capsys: pytest.CaptureFixture[str]) -> None:
    assert 导入(真实) == 1
    said = capsys.readouterr()
    assert "读到 1135 项，填齐 599 项，还缺必填栏 536 项" in said.out
    assert "536 项没有填申请材料（事项类型为行政许可）（《行政许可法》第三十条）" in said.out
    assert "一项也没有导入；加 --lenient 先收进草稿" in said.err
    assert not CatalogueVersion.objects.unscoped("测试").exists()


def test_先收进草稿_只取一个部门的行(capsys: pytest.CaptureFixture[str]) -> None:
    assert 导入(真实, "--lenient", "--only", "department=区行政审批局") == 0
    assert "344 项已收进服务指南第 1 版草稿" in capsys.readouterr().out
    assert 跑("list", "--agency", 机关().id) == 0
    assert "服务指南  第 1 版草稿（344 项）" in capsys.readouterr().out


def test_坏的行写到错误输出_一项也不收(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "坏.csv"
    file.write_text("事项名称,电话\n食品经营许可,59720000\n价格举报,打我电话\n", encoding="utf-8")
    assert 导入(file, "--lenient") == 1
    assert "第 3 行  电话" in capsys.readouterr().err
    assert not CatalogueItem.objects.unscoped("测试").exists()


def test_没有的机关_目录_用户名_文件_说明白(tmp_path: Path) -> None:
    甲 = 人("甲", "handler")
    for words, said in (
        (("list", "--agency", "wu"), "没有机关 wu"),
        (("import", "x", "--agency", 机关().id, "--catalogue", "办事", "--by", 甲.username), "没有“办事”"),
        (("import", "x", "--agency", 机关().id, "--catalogue", "委托", "--by", "wu"), "没有用户名 wu"),
        (
            (
                "import",
                str(tmp_path / "无"),
                "--agency",
                机关().id,
                "--catalogue",
                "委托",
                "--by",
                甲.username,
            ),
            "无",
        ),
    ):
        with pytest.raises(Unusable, match=said):
            跑(*words)


def test_导出的表格能再导入(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    导入(真实, "--lenient")
    file = tmp_path / "服务指南.xlsx"
    assert 跑("export", str(file), "--agency", 机关().id, "--catalogue", "service_guides") == 0
    assert file.read_bytes()[:2] == b"PK" and "1135 项" in capsys.readouterr().out
