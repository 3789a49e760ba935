"""先前版本留下的数据：升级以后照旧核验得过，投影重建得出，案件照旧用开案时的规则。

`tests/release/日期.tar.xz` 是那一版 `make demo` 的数据文件夹（2026-11-21：92 件案件、2,072 条记录），没有收
存件：957 份 PDF 有 56 MB。
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

根 = Path(__file__).parents[1]
各版 = sorted((Path(__file__).parent / "release").glob("*.tar.xz"))


class 旧装置:
    def __init__(self, 数据: Path) -> None:
        self.数据 = 数据

    def 跑(self, *命令: str) -> subprocess.CompletedProcess[str]:
        留 = {名: 值 for 名, 值 in os.environ.items() if not 名.startswith(("MINGJING_", "DJANGO_"))}
        环境 = 留 | {"MINGJING_DATA": str(self.数据), "MINGJING_DEMO": "1", "PYTHONPATH": str(根 / "src")}
        环境 |= {"DJANGO_SETTINGS_MODULE": "mingjing.platform.settings"}
        return subprocess.run(
            [sys.executable, "-m", "mingjing.platform.cli", *命令],
            check=False, env=环境, cwd=根, capture_output=True, text=True, timeout=600,
        )  # fmt: skip

    def 核验(self) -> dict[str, Any]:
        跑完 = self.跑("verify", "--json")
        assert 跑完.stdout, 跑完.stderr
        报告: dict[str, Any] = json.loads(跑完.stdout)
        return 报告


@pytest.fixture(scope="module", params=各版, ids=lambda 包: 包.name)
def 装置(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> 旧装置:
    数据 = tmp_path_factory.mktemp("旧数据")
    with tarfile.open(request.param) as 包:
        包.extractall(数据, filter="data")
    升级 = 旧装置(数据).跑("migrate")
    assert 升级.returncode == 0, 升级.stderr
    return 旧装置(数据)


def test_升级以后核验_除没有收进来的存件以外没有不符(装置: 旧装置) -> None:
    报告 = 装置.核验()
    assert 报告["entries"] == 2072 + 42 + 6  # 升级时给那时没有记录的 42 条任职和各机关原有的人补记
    assert {名: 数 for 名, 数 in 报告["checks"].items() if 数} == {"存件": 957}


def test_升级以后重建投影_再核验相同(装置: 旧装置) -> None:
    重建 = 装置.跑("rebuild")
    assert 重建.returncode == 0, 重建.stderr
    报告 = 装置.核验()
    assert {名: 数 for 名, 数 in 报告["checks"].items() if 数} == {"存件": 957}
